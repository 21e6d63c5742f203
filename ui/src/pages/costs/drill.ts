import type {CostRow, GroupKey} from "@/costs/keys";
import {filterOf, GROUP_KEYS, parseFilter} from "@/costs/keys";

import type {CostsSearch, CostsState} from "./state";

// What one asks next about a group: the other side of the same figures.
const NEXT: Record<GroupKey, readonly GroupKey[]> = {
  service: ["account", "region", "charge_type"],
  account: ["service"],
  region: ["service"],
  charge_type: ["service"],
};

/** The state after a click on a group: only its costs, cut by what they are not narrowed to yet. */
export function drillInto(state: CostsState, row: CostRow, keys: readonly GroupKey[]): Partial<CostsSearch> {
  const where = [...state.where.filter((text) => !keys.includes(parseFilter(text)?.key ?? GROUP_KEYS[0]) || isNot(text))];
  for (const key of keys) where.push(filterOf(key, row[key]));
  const narrowed = new Set(where.filter((text) => !isNot(text)).map((text) => parseFilter(text)?.key));
  const left = state.by.filter((key) => !keys.includes(key));
  const next = keys.flatMap((key) => NEXT[key]).find((key) => !narrowed.has(key) && !keys.includes(key));
  return {where, by: left.length > 0 ? left : next ? [next] : []};
}

const isNot = (text: string) => parseFilter(text)?.isNot ?? false;
