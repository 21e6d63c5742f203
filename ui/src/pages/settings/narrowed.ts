import type {Account, Connection, Profile} from "@/api/types";

/** The accounts that the chosen connections reach, by themselves or as those of their payer; all where none is chosen. */
export function accountsReached(accounts: readonly Account[], chosen: readonly string[]): readonly Account[] {
  if (chosen.length === 0) return accounts;
  const isReached = (account: Account | undefined) => account?.connections.some((name) => chosen.includes(name)) ?? false;
  const byId = new Map(accounts.map((account) => [account.account_id, account]));
  return accounts.filter((account) => isReached(account) || isReached(byId.get(account.payer_id)));
}

/** The profiles that the chosen connections read by, also as the base of a role; all where none is chosen. */
export function profilesRead(
  profiles: readonly Profile[],
  connections: readonly Pick<Connection, "name" | "profile">[],
  chosen: readonly string[],
): readonly Profile[] {
  if (chosen.length === 0) return profiles;
  const names = new Set(connections.filter((connection) => chosen.includes(connection.name)).map((connection) => connection.profile));
  return profiles.filter((profile) => names.has(profile.name) || (profile.connection !== null && chosen.includes(profile.connection)));
}
