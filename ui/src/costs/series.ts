import type {CostRow as AnswerRow} from "@/api/types";
import type {ChartSeries} from "@/design/charts/Chart";
import {addDays, addMonths, dayText, monthText} from "@/design/time";
import type {Decimal} from "@/money/decimal";
import {add as plus, compare, decimal, magnitude, ZERO} from "@/money/decimal";

import type {GroupKey} from "./keys";
import {isGroup, rowKey, rowText} from "./keys";

/** More than these could not be told apart by colour; the rest is added up. */
export const SERIES_MOST = 8;

export interface Place {
  /** The day or month itself. */
  at: string;
  short: string;
  long: string;
  /** It was not over when its figures were read, so they are of a part of it. */
  isOpen: boolean;
}

/**
 * Every day or month of an interval, whether it has costs or not: a gap must show as one. `closedTo` is the end of the days that
 * were over when the figures were read.
 */
export function placesOf(from: string, to: string, grain: "day" | "month", closedTo: string = to): Place[] {
  const places: Place[] = [];
  const add = (at: string, end: string, short: string, long: string) => {
    const isOpen = end > closedTo;
    places.push({at, short, long: isOpen ? `${long}, not over yet` : long, isOpen});
  };
  if (grain === "day") {
    for (let day = from; day < to; day = addDays(day, 1)) add(day, addDays(day, 1), dayText(day).slice(0, -5), dayText(day));
  } else {
    for (let day = `${from.slice(0, 7)}-01`; day < to; day = addMonths(day, 1)) {
      const month = day.slice(0, 7);
      const year = month.endsWith("-01") || places.length === 0 ? ` ${month.slice(0, 4)}` : "";
      add(month, addMonths(day, 1), monthText(month).slice(0, 3) + year, monthText(month));
    }
  }
  return places;
}

/** One group of an answer over time. */
export interface Series extends ChartSeries {
  /** A row of it, for its groups; null of what is added up. */
  row: AnswerRow | null;
  total: Decimal;
}

/**
 * The rows of an answer as series over time: the largest by their sum, each with its colour, and one of all else. Exact; where a
 * place has no rows at all, nothing is known of it, and its values are null rather than zero.
 */
export function seriesOf(
  rows: readonly AnswerRow[],
  keys: readonly GroupKey[],
  grain: "day" | "month",
  places: readonly Place[],
  most = SERIES_MOST,
): Series[] {
  const placeOf = new Map(places.map((place, index) => [place.at, index]));
  const isKnown = places.map(() => false);
  const groups = new Map<string, {row: AnswerRow; amounts: Decimal[]; total: Decimal}>();
  for (const row of rows) {
    const index = placeOf.get(row[grain] ?? "");
    if (index === undefined) continue;
    isKnown[index] = true;
    const key = rowKey(row, keys);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = {row, amounts: places.map(() => ZERO), total: ZERO}));
    const amount = decimal(row.amount);
    group.amounts[index] = plus(group.amounts[index] ?? ZERO, amount);
    group.total = plus(group.total, amount);
  }
  const sorted = [...groups].sort(([, a], [, b]) => compare(magnitude(b.total), magnitude(a.total)));
  const own = sorted.filter(([, group]) => isGroup(group.row) || group.row.unallocated);
  const kept = own.length <= most && own.length === sorted.length ? own : own.slice(0, most);
  const rest = sorted.filter((one) => !kept.includes(one));
  const known = (amounts: readonly Decimal[]) => amounts.map((amount, index) => (isKnown[index] ? amount : null));
  const series: Series[] = kept.map(([id, group], color) => ({
    id,
    name: rowText(group.row, keys),
    values: known(group.amounts),
    color,
    row: group.row,
    total: group.total,
  }));
  if (rest.length > 0) {
    const count = rest.reduce((sum, [, group]) => sum + (group.row.others ?? 1), 0);
    series.push({
      id: "rest",
      name: `others (${count})`,
      values: known(places.map((_, index) => rest.reduce((sum, [, group]) => plus(sum, group.amounts[index] ?? ZERO), ZERO))),
      color: "rest",
      row: null,
      total: rest.reduce((sum, [, group]) => plus(sum, group.total), ZERO),
    });
  }
  return series;
}
