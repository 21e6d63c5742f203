import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {profilesQuery} from "@/api/queries";
import type {RoleSetup} from "@/api/types";
import {Button} from "@/design/Button";
import {Check, Field, Select} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";
import {SignInDialog} from "@/profiles/SignInDialog";
import {useMayOperate} from "@/shell/connections";
import {isMendedBySignIn} from "@/tasks/checkProgress";
import type {Consents} from "@/tasks/consent";
import {isNotAgreed, useConsents} from "@/tasks/consent";

import {useWelcome} from "../wizard";
import {RoleSetupView} from "./RoleSetupView";

const USUAL_ROLE = "SextantReadOnly";
const setupKey = (name: string, roleName: string | undefined) => ["role-setup", name, roleName ?? ""];

/** A role with an external ID: first the set-up is made, then the role is created from it, then its ARN comes back here. */
export function RoleMethod() {
  const {search, go} = useWelcome();
  const consents = useConsents();
  return (
    <>
      {consents.dialog}
      {search.setup ? (
        <MadeSetup key={search.setup} name={search.setup} roleName={search.role_name} consents={consents} onLeave={() => go({setup: undefined, role_name: undefined, role_arn: undefined})} />
      ) : (
        <NewSetup consents={consents} />
      )}
    </>
  );
}

function NewSetup(props: {consents: Consents}) {
  const {go} = useWelcome();
  const client = useQueryClient();
  const mayOperate = useMayOperate();
  const profiles = useQuery(profilesQuery());
  const [name, setName] = useState("aws");
  const [organization, setOrganization] = useState(false);
  const [base, setBase] = useState("");
  const [role, setRole] = useState(USUAL_ROLE);
  const [signsIn, setSignsIn] = useState(false);
  const roleName = role.trim() === USUAL_ROLE || role.trim() === "" ? undefined : role.trim();
  const make = useMutation({
    mutationFn: () =>
      props.consents.ask((agreed) =>
        ask(
          api.POST("/connect/role/setup", {
            body: {name: name.trim(), organization, base_profile: base, consents: agreed, ...(roleName ? {role_name: roleName} : {})},
          }),
        ),
      ),
    onSuccess: (setup) => {
      client.setQueryData(setupKey(setup.name, roleName), setup);
      void client.invalidateQueries({queryKey: ["accounts"]});
      go({setup: setup.name, role_name: roleName});
    },
  });
  const problem = make.isError && !isNotAgreed(make.error) ? problemOf(make.error) : null;
  return (
    <Card>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <p>
          Sextant makes an external ID that nobody can guess, and shows what to create in the account. The role then lets this Sextant in, and nobody else; no
          key changes hands.
        </p>
        <div className="two-fields">
          <Field
            label="Name of the connection"
            required
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
            hint="For you to tell it from others: prod, acme, …"
          />
          <Select
            label="Base profile"
            value={base}
            onChange={setBase}
            options={[
              {value: "", label: "the default order of credentials"},
              ...(profiles.data?.profiles ?? []).map((profile) => ({value: profile.name, label: profile.name})),
            ]}
            hint="The identity that Sextant runs as, and that assumes the role."
          />
        </div>
        <Check
          label="It is an organization: one role name and one external ID for all of its accounts"
          hint="Give the payer’s ARN first, since its Cost Explorer covers every member."
          checked={organization}
          onChange={(event) => setOrganization(event.target.checked)}
        />
        <details>
          <summary>Another name for the role</summary>
          <div className="short-field details-more">
            <Field label="Name of the role" maxLength={64} autoComplete="off" spellCheck={false} value={role} onChange={(event) => setRole(event.target.value)} />
          </div>
        </details>
        {problem ? (
          <ProblemView
            problem={problem}
            actions={
              base !== "" && isMendedBySignIn(problem.code) ? (
                <Button look="primary" onClick={() => setSignsIn(true)}>
                  Sign in
                </Button>
              ) : null
            }
          />
        ) : null}
        {signsIn ? <SignInDialog place={{profile: base}} name={base} onClose={() => setSignsIn(false)} onSignedIn={() => make.mutate()} /> : null}
        {make.isError && !problem ? <p>{problemOf(make.error).title}.</p> : null}
        <div className="row">
          <Button look="primary" type="submit" busy={make.isPending} disabled={name.trim() === "" || !mayOperate}>
            Make the set-up
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** The set-up that is there is shown again: asked for once more, it keeps its external ID. */
function MadeSetup(props: {name: string; roleName: string | undefined; consents: Consents; onLeave: () => void}) {
  const {name, roleName} = props;
  const setup = useQuery({
    queryKey: setupKey(name, roleName),
    queryFn: (): Promise<RoleSetup> =>
      props.consents.ask((agreed) =>
        ask(api.POST("/connect/role/setup", {body: {name, organization: false, base_profile: "", consents: agreed, ...(roleName ? {role_name: roleName} : {})}})),
      ),
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (setup.isPending) return <Skeleton height="24rem" label="Reading the set-up" />;
  if (setup.isError) {
    return (
      <ProblemView
        problem={problemOf(setup.error)}
        actions={
          <>
            <Button onClick={() => void setup.refetch()}>Try again</Button>
            <Button onClick={props.onLeave}>Make another set-up</Button>
          </>
        }
      />
    );
  }
  return <RoleSetupView setup={setup.data} onLeave={props.onLeave} />;
}
