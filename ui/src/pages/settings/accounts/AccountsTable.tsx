import {useMemo, useState} from "react";

import type {Account} from "@/api/types";
import {Button} from "@/design/Button";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {Field} from "@/design/Field";
import {Light, Name} from "@/design/Status";
import {Age, Day} from "@/design/Time";
import {compare, decimal, sum} from "@/money/decimal";
import {moneyText} from "@/money/format";

import {LIGHTS} from "../state";
import type {AccountLine} from "./groups";
import {accountLines, countLights} from "./groups";
import {useAccountsSearch} from "./useAccountsSearch";

const LIGHT_WORDS: Record<Account["status"], string> = {green: "green", amber: "amber", red: "red", off: "off"};
const text = (a: string | null, b: string | null) => (a ?? "").localeCompare(b ?? "");
const isActive = (account: Account) => !account.cloud_state || account.cloud_state === "ACTIVE";
const RANK: Record<Account["status"], number> = {red: 0, amber: 1, green: 2, off: 3};

/** The list, with its search and filter; members stand under their payer. `isNarrowed`: these are not all. */
export function AccountsTable(props: {accounts: readonly Account[]; isNarrowed: boolean}) {
  const {accounts} = props;
  const {search, go} = useAccountsSearch();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => accountLines(accounts, search, toggled), [accounts, search, toggled]);
  const counts = useMemo(() => countLights(accounts), [accounts]);
  const toggle = (id: string) => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  const columns = useMemo(() => columnsOf((open) => go({open, tab: undefined})), [go]);
  const isSearched = search.find !== undefined || search.status !== undefined;
  const found = lines.length;
  return (
    <>
      <div className="accounts-tools">
        <Field
          label="Search the accounts"
          hideLabel
          type="search"
          placeholder="Search names, numbers, connections"
          value={search.find ?? ""}
          onChange={(event) => go({find: event.target.value || undefined}, {replace: true})}
        />
        <div role="group" aria-label="Show only" className="row">
          {LIGHTS.filter((light) => counts[light] > 0 || search.status === light).map((light) => (
            <Button
              key={light}
              look="quiet"
              aria-pressed={search.status === light}
              onClick={() => go({status: search.status === light ? undefined : light}, {replace: true})}
            >
              <Light color={light}>
                {counts[light]} {LIGHT_WORDS[light]}
              </Light>
            </Button>
          ))}
        </div>
        <span className="muted small" aria-live="polite">
          {isSearched ? `${found} of ${accounts.length} shown` : `${accounts.length} ${accounts.length === 1 ? "account" : "accounts"}`}
        </span>
      </div>
      {found === 0 ? (
        <p className="muted">Nothing matches.</p>
      ) : (
        <DataTable
          label="Cloud accounts"
          rows={lines}
          columns={[nameColumn(toggle), ...columns]}
          rowKey={(line) => line.account.account_id}
          rowClass={(line) => (line.isMember ? "account-member" : undefined)}
          foot={[{name: props.isNarrowed ? "API cost of these accounts" : "API cost of all accounts", spend: moneyText(sum(accounts.map((account) => decimal(account.api_cost_usd))), "USD")}]}
          isGrid
          stacks="dense"
        />
      )}
    </>
  );
}

const nameColumn = (toggle: (id: string) => void): Column<AccountLine> => ({
  id: "name",
  head: "Account",
  isRowHead: true,
  sort: (a, b) => text(a.account.name || a.account.account_id, b.account.name || b.account.account_id),
  cell: ({account, members, isOpen}) => (
    <span className="account-name">
      {members > 0 ? (
        <button
          type="button"
          className="account-fold"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? "Fold" : "Show"} the ${members} members of ${account.name || account.account_id}`}
          onClick={() => toggle(account.account_id)}
        >
          <span aria-hidden="true" className={isOpen ? "account-mark account-mark-open" : "account-mark"} />
        </button>
      ) : null}
      <Name>{account.name || account.account_id}</Name>
      {account.name ? <span className="muted small">{account.account_id}</span> : null}
      {members > 0 ? <span className="tag">{members} members</span> : null}
      {isActive(account) ? null : <span className="tag">{account.cloud_state?.toLowerCase().replaceAll("_", " ")}</span>}
    </span>
  ),
});

const columnsOf = (open: (name: string) => void): Column<AccountLine>[] => [
  {
    id: "status",
    head: "Status",
    isWhole: true,
    sort: (a, b) => RANK[a.account.status] - RANK[b.account.status],
    cell: ({account}) => (
      <Light color={account.status}>
        <span className="visually-hidden">{account.status}: </span>
        <bdi>{account.words}</bdi>
      </Light>
    ),
  },
  {id: "kind", head: "Kind", isExtra: true, sort: (a, b) => text(a.account.kind, b.account.kind), cell: ({account}) => account.kind},
  {
    id: "connections",
    head: "Connections",
    // Those of its payer stand there, a line or more above.
    cell: ({connections, isViaPayer}) =>
      isViaPayer ? (
        <span className="muted">its payer’s</span>
      ) : (
        <span className="chips">
          {connections.map((name) => (
            <button key={name} type="button" className="chip" aria-label={`Connection ${name}: open`} onClick={() => open(name)}>
              <bdi>{name}</bdi>
            </button>
          ))}
        </span>
      ),
  },
  {
    id: "last",
    head: "Last sync",
    sort: (a, b) => text(a.account.last_sync_at, b.account.last_sync_at),
    cell: ({account}) => (
      <span className="nowrap">
        <Age at={account.last_sync_at} />
      </span>
    ),
  },
  {
    id: "next",
    head: "Next sync",
    sort: (a, b) => text(a.account.next_sync_at ?? a.account.fresh_until, b.account.next_sync_at ?? b.account.fresh_until),
    cell: ({account}) =>
      account.next_sync_at ? (
        <span className="nowrap" title={account.next_sync}>
          <Age at={account.next_sync_at} never="–" future />
        </span>
      ) : (
        account.next_sync || "–"
      ),
  },
  {
    id: "until",
    head: "Costs until",
    sort: (a, b) => text(a.account.costs_until, b.account.costs_until),
    cell: ({account}) =>
      account.costs_until ? (
        <span className="nowrap">
          <Day day={account.costs_until} />
        </span>
      ) : (
        // Of an account that is closed none will come.
        <span className="muted">{isActive(account) ? "none yet" : "none"}</span>
      ),
  },
  {
    id: "spend",
    head: "API cost, this month",
    align: "end",
    largestFirst: true,
    sort: (a, b) => compare(decimal(a.account.api_cost_usd), decimal(b.account.api_cost_usd)),
    cell: ({account}) => moneyText(decimal(account.api_cost_usd), "USD"),
  },
];
