import type {Assignments} from "@/api/types";

export type PortalAccount = Assignments["accounts"][number];

/** A role for each account that is ticked. */
export type Picks = ReadonlyMap<string, string>;

// From what says least to what says most; the first that fits is offered.
const READS_ONLY = [/billing.*read|read.*billing|cost.*read|finops/i, /security.?audit/i, /view.?only/i, /read.?only|reader|^read/i, /billing|cost|audit|view/i];

/** The role of an account that is offered: one that by its name only reads, else the first. */
export function offeredRole(roles: readonly string[]): string {
  for (const pattern of READS_ONLY) {
    const role = roles.find((one) => pattern.test(one));
    if (role) return role;
  }
  return roles[0] ?? "";
}

/** The accounts that a search leaves visible: all of its words stand in name, number, address or roles. */
export function findAccounts(accounts: readonly PortalAccount[], text: string): PortalAccount[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...accounts];
  return accounts.filter((account) => {
    const all = `${account.account_id} ${account.name ?? ""} ${account.email ?? ""} ${account.roles.join(" ")}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** Ticks or unticks accounts; a ticked one keeps the role that was chosen for it, else is given the one that is offered. */
export function pick(picks: Picks, accounts: readonly PortalAccount[], isOn: boolean, roles: Picks): Picks {
  const next = new Map(picks);
  for (const account of accounts) {
    if (!isOn) next.delete(account.account_id);
    else if (account.roles.length > 0) next.set(account.account_id, roles.get(account.account_id) ?? offeredRole(account.roles));
  }
  return next;
}
