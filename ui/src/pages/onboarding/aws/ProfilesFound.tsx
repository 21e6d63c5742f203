import {useQuery} from "@tanstack/react-query";
import {useState} from "react";

import {problemOf} from "@/api/problem";
import {profilesQuery} from "@/api/queries";
import type {Profiles} from "@/api/types";
import {Button} from "@/design/Button";
import {LiveText} from "@/design/LiveText";
import {Notice, ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";
import {Age} from "@/design/Time";
import {SourcesRead} from "@/profiles/SourcesRead";

import {CheckPrice} from "@/connect/CheckPrice";
import type {Target} from "@/connect/queue";
import {useWelcome, useWizard} from "../wizard";
import {ProfileChoice} from "./ProfileChoice";
import {nearestNames, shellQuote} from "./shell";

/**
 * What stands in ~/.aws as the server reads it, to choose from; read again by "Re-check". `prefer` is the method whose profiles
 * come first, `wanted` the one that the commands above were to make.
 */
export function ProfilesFound(props: {prefer: "sso" | "keys"; wanted: string}) {
  const profiles = useQuery(profilesQuery());
  const [rechecks, setRechecks] = useState(0);
  const found = profiles.data?.profiles.length ?? 0;
  return (
    <Card
      title="Profiles found"
      tools={
        <div className="row">
          {profiles.data ? (
            <span className="muted small">
              read <Age at={new Date(profiles.dataUpdatedAt).toISOString()} />
            </span>
          ) : null}
          <Button
            busy={profiles.isFetching}
            onClick={() => {
              setRechecks(rechecks + 1);
              void profiles.refetch();
            }}
          >
            Re-check
          </Button>
        </div>
      }
    >
      <LiveText text={rechecks > 0 && !profiles.isFetching ? `Found ${found} ${found === 1 ? "profile" : "profiles"}` : ""} />
      {profiles.isPending ? (
        <Skeleton lines={4} />
      ) : profiles.isError ? (
        <ProblemView problem={problemOf(profiles.error)} />
      ) : (
        <Found {...props} answer={profiles.data} hasLooked={rechecks > 0} />
      )}
    </Card>
  );
}

function Found(props: {prefer: "sso" | "keys"; wanted: string; answer: Profiles; hasLooked: boolean}) {
  const {answer, wanted} = props;
  const {search, go} = useWelcome();
  const {setBegin} = useWizard();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(search.profile ?? []));
  const names = answer.profiles.map((profile) => profile.name);
  const isMissing = props.hasLooked && wanted !== "" && !names.includes(wanted);
  const picked = names.filter((name) => chosen.has(name));

  const begin = (mayPay: boolean) => {
    const targets: Target[] = picked.map((profile) => ({kind: "profile", profile}));
    setBegin({targets, mayPay});
    go({step: "check", profile: picked, task: undefined});
  };
  return (
    <>
      {isMissing ? <Missing wanted={wanted} names={names} /> : null}
      {names.length === 0 ? (
        <p>
          <strong>No AWS profiles were found.</strong> Run the commands above, then press Re-check.
        </p>
      ) : (
        <ProfileChoice profiles={answer.profiles} prefer={props.prefer} chosen={chosen} onChange={setChosen} />
      )}
      <details open={names.length === 0 || isMissing}>
        <summary>What this server reads: HOME, files and variables</summary>
        <SourcesRead answer={answer} />
      </details>
      {names.length > 0 ? <CheckPrice count={picked.length} onBegin={begin} /> : null}
    </>
  );
}

function Missing(props: {wanted: string; names: readonly string[]}) {
  const nearest = nearestNames(props.wanted, props.names);
  return (
    <Notice
      tone="warn"
      title={
        <>
          There is no profile “<bdi>{props.wanted}</bdi>” in the files that this server reads
        </>
      }
    >
      {nearest.length > 0 ? (
        <p>
          The nearest names: <bdi>{nearest.join(", ")}</bdi>.
        </p>
      ) : null}
      <p>
        Where <code>aws sts get-caller-identity --profile {shellQuote(props.wanted)}</code> works all the same, the AWS CLI runs as another user or reads
        other files: compare with what this server reads, below.
      </p>
    </Notice>
  );
}
