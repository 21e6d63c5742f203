import {listOf, oneOf} from "@/shell/search";

import type {CostKey, Metric} from "@/api/types";

/** The keys that costs are grouped and filtered by; time is the grain. */
export type GroupKey = Exclude<CostKey, "day" | "month">;

export const GROUP_KEYS = ["service", "account", "region", "charge_type"] as const satisfies readonly GroupKey[];
export const GRAINS = ["day", "month", "none"] as const;
export const METRICS = [
  "unblended",
  "amortized",
  "blended",
  "net-unblended",
  "net-amortized",
  "billed",
  "effective",
] as const satisfies readonly Metric[];
export const VIEWS = ["bars", "lines"] as const;
export const COMPARISONS = ["previous", "month", "custom"] as const;
export const TOPS = ["10", "25", "100", "all"] as const;

/**
 * Everything that the page of costs shows, as it stands in the address. What is not there is as in DEFAULTS, so that addresses
 * stay short; an address by hand that makes no sense is taken as far as it does.
 */
export interface CostsSearch {
  by?: GroupKey[];
  grain?: (typeof GRAINS)[number];
  /** 30d, 3mo, this-month, …; without it, from and to. */
  last?: string;
  from?: string;
  to?: string;
  metric?: Metric;
  /** key=value or key!=value, as the API takes it. */
  where?: string[];
  view?: (typeof VIEWS)[number];
  compare?: (typeof COMPARISONS)[number];
  before_from?: string;
  before_to?: string;
  top?: (typeof TOPS)[number];
}

const DAY = /^\d{4}-\d{2}(-\d{2})?$/;
const LAST = /^(\d{1,4}(d|w|mo)|this-month|last-month)$/;
const WHERE = /^(service|account|region|charge_type)!?=./s;

const match = (value: unknown, pattern: RegExp) => (typeof value === "string" && pattern.test(value) ? value : undefined);

function defined<T extends object>(values: {[K in keyof T]: T[K] | undefined}): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** Reads the address; see CostsSearch. */
export function validateCosts(search: Record<string, unknown>): CostsSearch {
  const words = listOf(search["by"]);
  const groups = GROUP_KEYS.filter((key) => words.includes(key)).sort((a, b) => words.indexOf(a) - words.indexOf(b)).slice(0, 2);
  const where = listOf(search["where"]).filter((text) => WHERE.test(text));
  const from = match(search["from"], DAY);
  const to = match(search["to"], DAY);
  return defined<CostsSearch>({
    by: groups.length > 0 || words.includes("none") ? groups : undefined,
    grain: oneOf(search["grain"], GRAINS),
    last: from && to ? undefined : match(search["last"], LAST),
    from: to ? from : undefined,
    to: from ? to : undefined,
    metric: oneOf(search["metric"], METRICS),
    where: where.length > 0 ? where : undefined,
    view: oneOf(search["view"], VIEWS),
    compare: oneOf(search["compare"], COMPARISONS),
    before_from: match(search["before_from"], DAY),
    before_to: match(search["before_to"], DAY),
    top: oneOf(search["top"], TOPS),
  });
}
