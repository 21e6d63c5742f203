import "./profilesPage.css";

import {useQuery} from "@tanstack/react-query";
import {Link, useNavigate, useSearch} from "@tanstack/react-router";
import {useState} from "react";

import {problemOf} from "@/api/problem";
import {connectionsQuery, profilesQuery} from "@/api/queries";
import type {Profile, Profiles} from "@/api/types";
import {Button} from "@/design/Button";
import {Field} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Card, EmptyState, Skeleton} from "@/design/Status";
import {Age} from "@/design/Time";
import {ProblemsOfProfile} from "@/profiles/ProblemsOfProfile";
import {SourcesRead} from "@/profiles/SourcesRead";
import {useChosenConnections} from "@/shell/connections";

import {profilesRead} from "../narrowed";
import {NarrowedLine} from "../NarrowedLine";
import {ConnectDialog} from "./ConnectDialog";
import {ProfileDrawer} from "./ProfileDrawer";
import {ProfilesTable} from "./ProfilesTable";

/** The profiles of ~/.aws: found or connected, each with a switch; what is wrong with them; and what this server reads. */
export function ProfilesPage() {
  const profiles = useQuery(profilesQuery());
  if (profiles.isPending) {
    return (
      <Card title="Profiles">
        <Skeleton height="20rem" label="Reading the profiles" />
      </Card>
    );
  }
  if (profiles.isError) return <ProblemView problem={problemOf(profiles.error)} />;
  return <Loaded answer={profiles.data} readAt={profiles.dataUpdatedAt} isReading={profiles.isFetching} onRead={() => void profiles.refetch()} />;
}

function Loaded(props: {answer: Profiles; readAt: number; isReading: boolean; onRead: () => void}) {
  const {answer} = props;
  const search = useSearch({from: "/settings/profiles"});
  const navigate = useNavigate();
  const [connects, setConnects] = useState<string | null>(null);
  const go = (change: {find?: string | undefined; open?: string | undefined}, replace = false) =>
    void navigate({to: "/settings/profiles", search: (before) => ({...before, ...change}), replace, resetScroll: false});
  const words = (search.find ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = useChosenConnections();
  const connections = useQuery(connectionsQuery()).data ?? [];
  const read = profilesRead(answer.profiles, connections, chosen);
  const shown = read.filter((profile) => words.every((word) => textOf(profile).includes(word)));
  const opened = answer.profiles.find((profile) => profile.name === search.open);
  return (
    <>
      <Card
        title="Profiles"
        tools={
          <div className="row">
            <span className="muted small">
              read <Age at={new Date(props.readAt).toISOString()} />
            </span>
            <Button busy={props.isReading} onClick={props.onRead}>
              Read again
            </Button>
            <Link to="/welcome" search={{step: "method", cloud: "aws", method: "sso", way: "here"}} className="button button-primary">
              Add profile
            </Link>
          </div>
        }
      >
        {answer.profiles.length === 0 ? (
          <EmptyState title="No AWS profiles were found">
            Sign in with SSO by <em>Add profile</em>, or make one with the AWS CLI. Where the AWS CLI shows some, it reads other files: see below what this server
            reads.
          </EmptyState>
        ) : (
          <>
            <NarrowedLine shown={read.length} all={answer.profiles.length} what="profiles" />
            <div className="profiles-tools">
              <Field
                label="Search the profiles"
                hideLabel
                type="search"
                placeholder="Search names, accounts, methods"
                value={search.find ?? ""}
                onChange={(event) => go({find: event.target.value || undefined}, true)}
              />
              <span className="muted small" aria-live="polite">
                {words.length > 0
                  ? `${shown.length} of ${read.length} shown`
                  : `${read.length} found, ${read.filter((profile) => profile.connection).length} connected`}
              </span>
            </div>
            {read.length === 0 ? (
              <EmptyState title="No profile is read by what is chosen">
                A role with an external ID may need none, or the connection may have been removed.
              </EmptyState>
            ) : shown.length === 0 ? (
              <p className="muted">Nothing matches.</p>
            ) : (
              <ProfilesTable profiles={shown} onOpen={(open) => go({open})} onConnect={setConnects} />
            )}
          </>
        )}
      </Card>
      {answer.problems.length > 0 ? (
        <Card title="Problems of the files">
          <ProblemsOfProfile problems={answer.problems} />
        </Card>
      ) : null}
      <Card title="What this server reads">
        <SourcesRead answer={answer} />
      </Card>
      {connects !== null ? <ConnectDialog profile={connects} onClose={() => setConnects(null)} /> : null}
      {opened ? (
        <ProfileDrawer
          profile={opened}
          files={answer.files}
          onClose={() => go({open: undefined})}
          onConnect={() => {
            go({open: undefined}, true);
            setConnects(opened.name);
          }}
        />
      ) : null}
    </>
  );
}

const textOf = (profile: Profile) => `${profile.name} ${profile.account_id ?? ""} ${profile.method} ${profile.region ?? ""} ${profile.connection ?? ""}`.toLowerCase();
