import type {Account} from "@/api/types";

import type {AccountsSearch} from "../state";

/** A line of the list of accounts: members stand under their payer, and are folded away where they are many. */
export interface AccountLine {
  account: Account;
  /** Of a payer: how many members it has, and whether they are shown. */
  members: number;
  isOpen: boolean;
  isMember: boolean;
  /** The connections that reach it, its own or those of its payer. */
  connections: readonly string[];
  isViaPayer: boolean;
}

// More members than these are folded until somebody unfolds them.
const FOLDED_FROM = 25;

const matches = (account: Account, words: readonly string[], connections: readonly string[]) => {
  const text = `${account.name} ${account.account_id} ${account.kind} ${account.words} ${connections.join(" ")}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/**
 * The lines that are shown. Who searches or filters sees what matches, folded or not, under its payer where that is there.
 * `toggled` holds the payers whose folding somebody changed.
 */
export function accountLines(accounts: readonly Account[], search: AccountsSearch, toggled: ReadonlySet<string>): AccountLine[] {
  const words = (search.find ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const isNarrowed = words.length > 0 || search.status !== undefined;
  const byId = new Map(accounts.map((account) => [account.account_id, account]));
  const membersOf = new Map<string, Account[]>();
  const heads: Account[] = [];
  for (const account of accounts) {
    const payer = account.payer_id !== account.account_id ? byId.get(account.payer_id) : undefined;
    if (payer) membersOf.set(payer.account_id, [...(membersOf.get(payer.account_id) ?? []), account]);
    else heads.push(account);
  }

  const line = (account: Account, more: Partial<AccountLine>): AccountLine => {
    const own = account.connections;
    const payers = byId.get(account.payer_id)?.connections ?? [];
    const isViaPayer = own.length === 0 && payers.length > 0 && account.payer_id !== account.account_id;
    return {account, members: 0, isOpen: false, isMember: false, connections: isViaPayer ? payers : own, isViaPayer, ...more};
  };
  const isShown = (one: AccountLine) =>
    (search.status === undefined || one.account.status === search.status) && matches(one.account, words, one.connections);

  const out: AccountLine[] = [];
  for (const head of heads) {
    const members = membersOf.get(head.account_id) ?? [];
    const isFolded = members.length >= FOLDED_FROM !== toggled.has(head.account_id);
    const isOpen = isNarrowed || !isFolded;
    const top = line(head, {members: members.length, isOpen});
    const below = members.map((member) => line(member, {isMember: true}));
    const found = isNarrowed ? below.filter(isShown) : below;
    if (!isNarrowed || isShown(top) || found.length > 0) out.push(top);
    if (isOpen) out.push(...found);
  }
  return out;
}

export type LightCounts = Record<Account["status"], number>;

export function countLights(accounts: readonly Account[]): LightCounts {
  const counts: LightCounts = {green: 0, amber: 0, red: 0, off: 0};
  for (const account of accounts) ++counts[account.status];
  return counts;
}
