import {useMutation, useQueryClient} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";
import type {ReactNode} from "react";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import type {Profile, Profiles} from "@/api/types";
import {Button} from "@/design/Button";
import {Dialog} from "@/design/Dialog";
import {ProblemView} from "@/design/Notice";
import {Light} from "@/design/Status";
import {useToast} from "@/design/Toast";
import {ProblemsOfProfile} from "@/profiles/ProblemsOfProfile";
import {SignInDialog} from "@/profiles/SignInDialog";
import {hasSso, methodWords, placesOf, sessionWords} from "@/profiles/words";
import {useMayOperate} from "@/shell/connections";
import {isNotAgreed, useConsents} from "@/tasks/consent";

/** What the files say of one profile, what is wrong with it, and what can be done about that. `files` are those that the server reads. */
export function ProfileDrawer(props: {profile: Profile; files: Profiles["files"]; onClose: () => void; onConnect: () => void}) {
  const {profile} = props;
  const mayOperate = useMayOperate();
  const [signsIn, setSignsIn] = useState(false);
  const client = useQueryClient();
  const consents = useConsents();
  const toast = useToast();
  const signOut = useMutation({
    mutationFn: () => consents.ask((agreed) => ask(api.POST("/sso/logout", {body: {profile: profile.name, consents: agreed}}))),
    onSuccess: (answer) => {
      toast.say(`Signed out of ${answer.session}`);
      for (const key of ["profiles", "schedule"]) void client.invalidateQueries({queryKey: [key]});
    },
  });
  const places = placesOf(profile, props.files);
  const session = profile.session ? sessionWords(profile.session) : null;
  return (
    <Dialog
      drawer
      title={
        <>
          Profile <bdi>{profile.name}</bdi>
        </>
      }
      onClose={props.onClose}
    >
      <div className="row">
        {profile.connection ? (
          <Link to="/settings/accounts" search={{open: profile.connection}} className="button">
            Open its connection
          </Link>
        ) : (
          <Button look="primary" disabled={!mayOperate} onClick={props.onConnect}>
            Check and connect …
          </Button>
        )}
        {hasSso(profile) ? (
          <Button disabled={!mayOperate} onClick={() => setSignsIn(true)}>
            {session?.needsSignIn ? "Sign in" : "Sign in again"}
          </Button>
        ) : null}
        {hasSso(profile) && session && !session.needsSignIn ? (
          <Button disabled={!mayOperate} busy={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out
          </Button>
        ) : null}
      </div>
      {consents.dialog}
      {signOut.isError && !isNotAgreed(signOut.error) ? <ProblemView problem={problemOf(signOut.error)} /> : null}
      {signOut.data?.not_told ? (
        <ProblemView problem={{...signOut.data.not_told, title: `Signed out here, but the portal could not be told: ${signOut.data.not_told.title}`}} tone="warn" brief />
      ) : null}
      <dl className="facts">
        <Fact term="Method">{methodWords(profile)}</Fact>
        <Fact term="Stands in">{places.length > 0 ? places.join(", ") : "the environment"}</Fact>
        {profile.account_id ? <Fact term="Account">{profile.account_id}</Fact> : null}
        {profile.region ? <Fact term="Region">{profile.region}</Fact> : null}
        {profile.role_arn ? <Fact term="Role">{profile.role_arn}</Fact> : null}
        {profile.source ? <Fact term="Its source">{profile.source}</Fact> : null}
        {session ? (
          <Fact term="Session">
            <Light color={session.color}>{session.words}</Light>
          </Fact>
        ) : null}
        {profile.session?.sso_session ? <Fact term="SSO session">{profile.session.sso_session}</Fact> : null}
        {profile.session?.sso_start_url ? <Fact term="Start URL">{profile.session.sso_start_url}</Fact> : null}
        {profile.session?.sso_region ? <Fact term="SSO region">{profile.session.sso_region}</Fact> : null}
        {profile.connection ? <Fact term="Connection">{profile.connection}</Fact> : null}
      </dl>
      {profile.endpoints.length > 0 ? <Endpoints profile={profile} /> : null}
      {profile.problems.length > 0 ? (
        <section className="stack-tight">
          <h3>Problems</h3>
          <ProblemsOfProfile problems={profile.problems} />
        </section>
      ) : null}
      {signsIn ? <SignInDialog place={{profile: profile.name}} name={profile.name} onClose={() => setSignsIn(false)} /> : null}
    </Dialog>
  );
}

const Fact = (props: {term: string; children: ReactNode}) => (
  <div>
    <dt>{props.term}</dt>
    <dd>
      <bdi>{props.children}</bdi>
    </dd>
  </div>
);

/** Where its requests go instead of to AWS: hosts that are not AWS's are not overlooked. */
function Endpoints(props: {profile: Profile}) {
  return (
    <section className="stack-tight">
      <h3>Custom endpoints</h3>
      <ul className="stack-tight">
        {props.profile.endpoints.map((endpoint) => (
          <li key={`${endpoint.service ?? ""} ${endpoint.url}`}>
            <Light color={endpoint.is_aws ? "green" : "red"}>
              <code translate="no" className={endpoint.is_aws ? undefined : "profile-foreign"}>
                <bdi>{endpoint.url}</bdi>
              </code>{" "}
              {endpoint.service ? `for ${endpoint.service}` : "for every service"}
              {endpoint.is_aws ? "" : ", not AWS’s"}
              {endpoint.is_allowed ? "" : "; nothing is sent there without a yes"}
              <span className="muted small">
                {" "}
                <bdi>{endpoint.origin}</bdi>
              </span>
            </Light>
          </li>
        ))}
      </ul>
    </section>
  );
}
