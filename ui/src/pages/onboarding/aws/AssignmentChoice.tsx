import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useMemo, useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import type {SsoPlace} from "@/api/queries";
import {profilesQuery} from "@/api/queries";
import type {Assignments, ConfigLines} from "@/api/types";
import {Button} from "@/design/Button";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {Field} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Name} from "@/design/Status";
import {useToast} from "@/design/Toast";

import {useWelcome} from "../wizard";
import {LinesPreview} from "./LinesPreview";
import type {Picks, PortalAccount} from "./picks";
import {findAccounts, offeredRole, pick} from "./picks";

// So many profiles are added at once.
const PICKS_MAX = 500;

/** The portal's accounts and roles to tick, then the exact lines for ~/.aws/config, which are written on a yes. */
export function AssignmentChoice(props: {place: SsoPlace; assignments: Assignments}) {
  const {accounts} = props.assignments;
  const {go} = useWelcome();
  const client = useQueryClient();
  const toast = useToast();
  const [picks, setPicks] = useState<Picks>(new Map());
  const [region, setRegion] = useState("");
  const send = useMutation({
    mutationFn: (digest: string | null): Promise<ConfigLines> =>
      ask(
        api.POST("/sso/profiles", {
          body: {
            ...props.place,
            picks: [...picks].map(([accountId, role]) => {
              const name = accounts.find((account) => account.account_id === accountId)?.name;
              return {account_id: accountId, role, ...(name ? {account_name: name} : {}), ...(region ? {region} : {})};
            }),
            ...(digest ? {digest} : {}),
          },
        }),
      ),
    onSuccess: (answer) => {
      if (!answer.written) return;
      void client.invalidateQueries({queryKey: ["profiles"]});
      toast.say(`Written to ${answer.path}`);
      go({step: "check", profile: answer.profiles, task: undefined});
    },
  });
  if (send.data && !send.data.written) {
    return <LinesPreview lines={send.data} isWriting={send.isPending} onWrite={(digest) => send.mutate(digest)} onBack={() => send.reset()} />;
  }
  return (
    <>
      <AssignmentTable accounts={accounts} picks={picks} onPick={setPicks} />
      <div className="short-field">
        <Field
          label="Default region of the profiles (may be empty)"
          autoComplete="off"
          spellCheck={false}
          placeholder="eu-west-1"
          value={region}
          onChange={(event) => setRegion(event.target.value.trim())}
        />
      </div>
      {send.isError ? <ProblemView problem={problemOf(send.error)} /> : null}
      <div className="row">
        <Button look="primary" disabled={picks.size === 0 || picks.size > PICKS_MAX} busy={send.isPending} onClick={() => send.mutate(null)}>
          Show the lines for {picks.size} {picks.size === 1 ? "profile" : "profiles"}
        </Button>
        <span className="muted small">Nothing is written yet.</span>
      </div>
    </>
  );
}

function AssignmentTable(props: {accounts: readonly PortalAccount[]; picks: Picks; onPick: (picks: Picks) => void}) {
  const {accounts, picks, onPick} = props;
  const profiles = useQuery(profilesQuery());
  const [find, setFind] = useState("");
  // Roles that were chosen for accounts that are not ticked (any more).
  const [roles, setRoles] = useState<Picks>(new Map());
  const shown = useMemo(() => findAccounts(accounts, find), [accounts, find]);
  const usable = shown.filter((account) => account.roles.length > 0);
  const isAll = usable.length > 0 && usable.every((account) => picks.has(account.account_id));
  const known = useMemo(() => {
    const names = new Map<string, string>();
    for (const profile of profiles.data?.profiles ?? []) {
      if (profile.account_id && profile.method === "sso") names.set(profile.account_id, profile.name);
    }
    return names;
  }, [profiles.data]);

  const columns: Column<PortalAccount>[] = [
    {
      id: "name",
      head: "Account",
      isRowHead: true,
      cell: (row) => {
        const name = row.name ?? row.account_id;
        return (
          <label className="pick">
            <input
              type="checkbox"
              checked={picks.has(row.account_id)}
              disabled={row.roles.length === 0}
              onChange={(event) => onPick(pick(picks, [row], event.target.checked, roles))}
            />
            <span className="pick-name">
              <Name>{name}</Name>
              {known.has(row.account_id) ? (
                <span className="tag">
                  profile <bdi>{known.get(row.account_id)}</bdi>
                </span>
              ) : null}
            </span>
          </label>
        );
      },
    },
    {id: "id", head: "Number", isExtra: true, cell: (row) => row.account_id},
    {id: "email", head: "Email", isExtra: true, cell: (row) => <span className="nowrap">{row.email ? <Name>{row.email}</Name> : ""}</span>},
    {
      id: "role",
      head: "Role",
      cell: (row) =>
        row.roles.length === 0 ? (
          <span className="muted">none is yours</span>
        ) : (
          <select
            className="control pick-role"
            aria-label={`Role in ${row.name ?? row.account_id}`}
            value={picks.get(row.account_id) ?? roles.get(row.account_id) ?? offeredRole(row.roles)}
            onChange={(event) => {
              const next = new Map(roles).set(row.account_id, event.target.value);
              setRoles(next);
              if (picks.has(row.account_id)) onPick(new Map(picks).set(row.account_id, event.target.value));
            }}
          >
            {row.roles.map((role) => (
              <option key={role} value={role}>
                {role}
              </option>
            ))}
          </select>
        ),
    },
  ];
  return (
    <div className="stack-tight">
      <p className="muted">Where there are several roles, one that by its name only reads is offered: Sextant needs no more.</p>
      <div className="choice-tools">
        <Field
          label="Search accounts and roles"
          hideLabel
          placeholder="Search accounts and roles"
          type="search"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        <Button look="quiet" disabled={usable.length === 0} onClick={() => onPick(pick(picks, usable, !isAll, roles))}>
          {isAll ? "Unselect all visible" : "Select all visible"}
        </Button>
        <span className="muted small" aria-live="polite">
          {shown.length < accounts.length ? `${shown.length} of ${accounts.length} shown, ` : `${accounts.length} accounts, `}
          {picks.size} selected
        </span>
      </div>
      <DataTable label="Your accounts and roles" rows={shown} columns={columns} rowKey={(row) => row.account_id} isGrid stacks="dense" />
      {shown.length === 0 ? <p className="muted">Nothing matches.</p> : null}
    </div>
  );
}
