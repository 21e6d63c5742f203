import type {CostKey} from "@/api/types";

/** The keys that costs are grouped and filtered by; time is another matter. */
export type GroupKey = Exclude<CostKey, "day" | "month">;

export const GROUP_KEYS = ["service", "account", "region", "charge_type"] as const satisfies readonly GroupKey[];

/** What rows of answers and of comparisons have in common: their groups. */
export interface CostRow {
  service?: string | null;
  account?: string | null;
  account_name?: string;
  region?: string | null;
  charge_type?: string | null;
  currency?: string;
  unallocated?: boolean;
  others?: number;
}

/** The names of groups, as the terminal heads its columns. */
export const KEY_NAMES: Record<GroupKey, string> = {
  service: "Service",
  account: "Account",
  region: "Region",
  charge_type: "Charge type",
};

/** The same within a sentence. */
export const keyWords = (key: GroupKey) => KEY_NAMES[key].toLowerCase();

/** The text of one group of a row; rows that are no group say what they are, once, in their first column. */
export function groupText(row: CostRow, keys: readonly GroupKey[], at: number): string {
  const key = keys[at];
  if (key === undefined) return "";
  const value = row[key];
  if (value) return key === "account" && row.account_name ? row.account_name : value;
  if (row.unallocated) return at === 0 ? "(not allocated by AWS)" : "";
  if (row.others !== undefined) return at === 0 ? `others (${row.others})` : "";
  return `(no ${keyWords(key)})`;
}

/** All groups of a row in one line; "Total" where there are none. */
export function rowText(row: CostRow, keys: readonly GroupKey[]): string {
  const parts = keys.map((_, at) => groupText(row, keys, at)).filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : "Total";
}

/** Whether a row is a group that can be asked for, and neither the rest nor what AWS allocates to none. */
export const isGroup = (row: CostRow) => !row.unallocated && row.others === undefined;

/** Tells the groups of rows apart, whatever their time. */
export function rowKey(row: CostRow, keys: readonly GroupKey[]): string {
  const kind = row.unallocated ? "unallocated" : row.others !== undefined ? "others" : "group";
  return JSON.stringify([kind, row.currency ?? "", ...keys.map((key) => row[key] ?? null)]);
}

/** The filter that keeps just this value, as the API takes it; costs that have no such value are `none`. */
export const filterOf = (key: GroupKey, value: string | null | undefined, isNot = false) => `${key}${isNot ? "!=" : "="}${value ?? "none"}`;

export interface Filter {
  key: GroupKey;
  isNot: boolean;
  value: string;
}

/** A filter of the address; null of what is none. */
export function parseFilter(text: string): Filter | null {
  const [, key, not, value] = /^(service|account|region|charge_type)(!?)=(.*)$/s.exec(text) ?? [];
  return key && value !== undefined ? {key: key as GroupKey, isNot: not === "!", value} : null;
}
