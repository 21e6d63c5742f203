import type {Metric} from "@/api/types";

export const METRICS = [
  "unblended",
  "amortized",
  "blended",
  "net-unblended",
  "net-amortized",
  "billed",
  "effective",
] as const satisfies readonly Metric[];

/** What each says, for those who choose among them. */
export const METRIC_MEANINGS: Record<Metric, string> = {
  unblended: "unblended: the bill",
  amortized: "amortized: upfront payments spread",
  blended: "blended: average rates",
  "net-unblended": "net unblended: after discounts",
  "net-amortized": "net amortized: spread, after discounts",
  billed: "billed: FOCUS",
  effective: "effective: FOCUS, spread",
};

export const METRIC_OPTIONS = METRICS.map((value) => ({value, label: METRIC_MEANINGS[value]}));
