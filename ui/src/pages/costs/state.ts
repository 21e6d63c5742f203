import type {Metric} from "@/api/types";
import type {GroupKey} from "@/costs/keys";
import {GROUP_KEYS, parseFilter} from "@/costs/keys";
import {METRICS} from "@/costs/metrics";
import {listOf, oneOf} from "@/shell/search";

export const GRAINS = ["day", "month", "none"] as const;
export const VIEWS = ["bars", "lines"] as const;
export const COMPARISONS = ["previous", "month", "custom", "none"] as const;
export const TOPS = ["25", "100", "all"] as const;

export type Grain = (typeof GRAINS)[number];
export type Comparison = (typeof COMPARISONS)[number];

/**
 * Everything that the page of costs shows, as it stands in the address. What is not there is as in `completed`, so that addresses
 * stay short; an address by hand that makes no sense is taken as far as it does.
 */
export interface CostsSearch {
  by?: GroupKey[] | undefined;
  grain?: Grain | undefined;
  /** 30d, 3mo, this-month, …; without it, from and to. */
  last?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  metric?: Metric | undefined;
  /** key=value or key!=value, as the API takes it. */
  where?: string[] | undefined;
  view?: (typeof VIEWS)[number] | undefined;
  compare?: Comparison | undefined;
  before_from?: string | undefined;
  before_to?: string | undefined;
  top?: (typeof TOPS)[number] | undefined;
}

const DAY = /^\d{4}-\d{2}(-\d{2})?$/;
const LAST = /^(\d{1,4}(d|w|mo)|this-month|last-month)$/;

const match = (value: unknown, pattern: RegExp) => (typeof value === "string" && pattern.test(value) ? value : undefined);

/** Without what is not set, so that addresses and keys of questions stay equal. */
function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** Reads the address; see CostsSearch. `by=none` is the total alone. */
export function validateCosts(search: Record<string, unknown>): CostsSearch {
  const words = listOf(search["by"]);
  const groups = GROUP_KEYS.filter((key) => words.includes(key))
    .sort((a, b) => words.indexOf(a) - words.indexOf(b))
    .slice(0, 2);
  const where = listOf(search["where"]).filter((text) => parseFilter(text) !== null);
  const from = match(search["from"], DAY);
  const to = match(search["to"], DAY);
  const beforeFrom = match(search["before_from"], DAY);
  const beforeTo = match(search["before_to"], DAY);
  return defined<CostsSearch>({
    by: groups.length > 0 ? groups : Array.isArray(search["by"]) && search["by"].length === 0 ? [] : words.includes("none") ? [] : undefined,
    grain: oneOf(search["grain"], GRAINS),
    last: from && to ? undefined : match(search["last"], LAST),
    from: to ? from : undefined,
    to: from ? to : undefined,
    metric: oneOf(search["metric"], METRICS),
    where: where.length > 0 ? [...new Set(where)] : undefined,
    view: oneOf(search["view"], VIEWS),
    compare: oneOf(search["compare"], COMPARISONS),
    before_from: beforeTo ? beforeFrom : undefined,
    before_to: beforeFrom ? beforeTo : undefined,
    top: oneOf(search["top"], TOPS),
  });
}

/** The state with nothing left out. */
export interface CostsState {
  by: GroupKey[];
  grain: Grain;
  last: string | undefined;
  from: string | undefined;
  to: string | undefined;
  metric: Metric;
  where: string[];
  view: (typeof VIEWS)[number];
  /** automatic: an earlier interval where it is held, and else none. */
  compare: Comparison | "automatic";
  beforeFrom: string | undefined;
  beforeTo: string | undefined;
  top: (typeof TOPS)[number];
}

// Held against the month before it, it is what one asks most.
export const DEFAULT_LAST = "this-month";

export function completed(search: CostsSearch): CostsState {
  const last = search.from ? undefined : (search.last ?? DEFAULT_LAST);
  return {
    by: search.by ?? ["service"],
    grain: search.grain ?? "day",
    last,
    from: search.from,
    to: search.to,
    metric: search.metric ?? "unblended",
    where: search.where ?? [],
    view: search.view ?? "bars",
    compare: search.compare ?? "automatic",
    beforeFrom: search.before_from,
    beforeTo: search.before_to,
    top: search.top ?? "100",
  };
}
