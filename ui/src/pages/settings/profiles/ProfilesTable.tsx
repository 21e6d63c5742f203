import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {connectionsQuery} from "@/api/queries";
import type {Profile} from "@/api/types";
import {Button} from "@/design/Button";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {Switch} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Light, Name} from "@/design/Status";
import {SignInDialog} from "@/profiles/SignInDialog";
import {hasSso, methodWords, sessionWords} from "@/profiles/words";
import {useMayOperate} from "@/shell/connections";

/** Each profile with its switch: on, it is connected and read; several on at once are read together. */
export function ProfilesTable(props: {profiles: readonly Profile[]; onOpen: (name: string) => void; onConnect: (name: string) => void}) {
  const client = useQueryClient();
  const mayOperate = useMayOperate();
  const [signsIn, setSignsIn] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: (to: {name: string; on: boolean}) => ask(api.PATCH("/connections/{name}", {params: {path: {name: to.name}}, body: {on: to.on}})),
    onSettled: () => {
      for (const key of ["profiles", "accounts", "schedule", "costs"]) void client.invalidateQueries({queryKey: [key]});
    },
  });
  const flip = (profile: Profile, on: boolean) => {
    if (profile.connection) change.mutate({name: profile.connection, on});
    else props.onConnect(profile.name);
  };
  const columns: Column<Profile>[] = [
    {
      id: "name",
      head: "Profile",
      isRowHead: true,
      sort: (a, b) => a.name.localeCompare(b.name),
      cell: (profile) => (
        <span className="profile-name">
          <button type="button" className="profile-open" onClick={() => props.onOpen(profile.name)}>
            <Name>{profile.name}</Name>
          </button>
          {profile.is_default ? <span className="tag">used by default</span> : null}
        </span>
      ),
    },
    {
      id: "on",
      head: "On",
      cell: (profile) => (
        <Switch
          label={`Read ${profile.name}`}
          hideLabel
          on={profile.connection !== null && profile.connection_on !== false}
          busy={change.isPending && change.variables.name === profile.connection}
          disabled={!mayOperate}
          onChange={(on) => flip(profile, on)}
        />
      ),
    },
    {id: "method", head: "Method", sort: (a, b) => a.method.localeCompare(b.method), cell: (profile) => methodWords(profile)},
    {id: "account", head: "Account", cell: (profile) => profile.account_id ?? <span className="muted">–</span>},
    {id: "region", head: "Region", isExtra: true, cell: (profile) => profile.region ?? <span className="muted">–</span>},
    {id: "session", head: "Session", isWhole: true, cell: (profile) => <SessionCell profile={profile} onSignIn={() => setSignsIn(profile.name)} />},
    {id: "connection", head: "Connection", cell: (profile) => <ConnectionCell profile={profile} />},
    {id: "problems", head: "Problems", cell: (profile) => <ProblemsCell profile={profile} onOpen={() => props.onOpen(profile.name)} />},
  ];
  return (
    <>
      {change.isError ? <ProblemView problem={problemOf(change.error)} /> : null}
      <DataTable label="Profiles" rows={props.profiles} columns={columns} rowKey={(profile) => profile.name} isGrid stacks="dense" />
      {signsIn !== null ? <SignInDialog place={{profile: signsIn}} name={signsIn} onClose={() => setSignsIn(null)} /> : null}
    </>
  );
}

function SessionCell(props: {profile: Profile; onSignIn: () => void}) {
  const {profile} = props;
  const mayOperate = useMayOperate();
  if (!profile.session) return <span className="muted">–</span>;
  const session = sessionWords(profile.session);
  return (
    <span className="profile-session">
      <Light color={session.color}>{session.words}</Light>
      {session.needsSignIn && hasSso(profile) ? (
        <Button look="quiet" className="profile-button" disabled={!mayOperate} aria-label={`Sign in: ${profile.name}`} onClick={props.onSignIn}>
          Sign in
        </Button>
      ) : null}
    </span>
  );
}

function ConnectionCell(props: {profile: Profile}) {
  const {connection, connection_on: isOn} = props.profile;
  const connections = useQuery(connectionsQuery());
  if (connection === null) return <span className="muted">found, not connected</span>;
  const checked = connections.data?.find((one) => one.name === connection)?.last_check_status ?? "amber";
  return (
    <Light color={isOn === false ? "off" : checked}>
      <span className="visually-hidden">{isOn === false ? "off" : checked}: </span>
      <Name>{connection}</Name>
      {isOn === false ? ", switched off" : ""}
    </Light>
  );
}

function ProblemsCell(props: {profile: Profile; onOpen: () => void}) {
  const problems = props.profile.problems.filter((problem) => problem.severity !== "note");
  if (problems.length === 0) return <span className="muted">none</span>;
  const isError = problems.some((problem) => problem.severity === "error");
  return (
    <Button look="quiet" className="profile-button" aria-label={`${problems.length} problems of ${props.profile.name}: open`} onClick={props.onOpen}>
      <Light color={isError ? "red" : "amber"}>{problems.length}</Light>
    </Button>
  );
}
