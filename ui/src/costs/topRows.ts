import type {CostComparison} from "@/api/types";
import type {Decimal} from "@/money/decimal";
import {add, compare, decimal, magnitude, toText, ZERO} from "@/money/decimal";

import {isGroup} from "./keys";

type Row = CostComparison["rows"][number];

/**
 * A comparison with its `most` largest rows, and one row a currency of all else, added up exactly: nothing is left out of the
 * sum. Largest by what they cost now, or by how far they moved.
 */
export function topRows(comparison: CostComparison, most: number, by: "now" | "change"): CostComparison {
  const size = (row: Row) => magnitude(decimal(row[by]));
  const sorted = [...comparison.rows].sort((a, b) => Number(isGroup(b)) - Number(isGroup(a)) || compare(size(b), size(a)));
  if (sorted.length <= most + 1) return {...comparison, rows: sorted};
  const rest = new Map<string | undefined, {row: Row; now: Decimal; before: Decimal; change: Decimal; others: number}>();
  for (const row of sorted.slice(most)) {
    const sum = rest.get(row.currency) ?? {row, now: ZERO, before: ZERO, change: ZERO, others: 0};
    rest.set(row.currency, {
      row,
      now: add(sum.now, decimal(row.now)),
      before: add(sum.before, decimal(row.before)),
      change: add(sum.change, decimal(row.change)),
      others: sum.others + (row.others ?? 1),
    });
  }
  const added = [...rest].map(([currency, sum]): Row => ({
    ...(currency === undefined ? {} : {currency}),
    now: toText(sum.now),
    before: toText(sum.before),
    change: toText(sum.change),
    others: sum.others,
  }));
  return {...comparison, rows: [...sorted.slice(0, most), ...added]};
}
