import type {Interval} from "@/costs/closed";
import type {GroupKey} from "@/costs/keys";
import {parseFilter} from "@/costs/keys";
import {addDays, addMonths} from "@/design/time";

import type {CostsState} from "./state";

/** The part of the state that decides whether stored costs answer it. */
export type Asked = Pick<CostsState, "by" | "where" | "grain" | "last" | "from" | "to">;

/**
 * The cuts that a sync brings, since Cost Explorer groups by two keys at most: these pairs (hence each key alone, and the total) by
 * month; by day the pair of account and service.
 */
const CUTS: readonly {keys: readonly GroupKey[]; hasDays: boolean}[] = [
  {keys: ["account", "service"], hasDays: true},
  {keys: ["service", "region"], hasDays: false},
  {keys: ["service", "charge_type"], hasDays: false},
];

/** Of days as many are held for certain, and all of this month and the last one; of months this one and as many before it. */
const DAYS_HELD = 35;
const MONTHS_BEFORE = 13;

const firstOfMonth = (day: string) => `${day.slice(0, 7)}-01`;
const isFirst = (day: string) => day.endsWith("-01");
const fullDay = (day: string) => (day.length === 7 ? `${day}-01` : day);

/** Today is the last day that an interval with no end of its own has. */
const tomorrow = (today: string) => addDays(today, 1);

export const earliestMonth = (today: string) => addMonths(firstOfMonth(today), -MONTHS_BEFORE);

/** The days that are asked for, as the server counts them; null where they make no sense. */
export function intervalOf(asked: Pick<Asked, "last" | "from" | "to">, today: string): Interval | null {
  const month = firstOfMonth(today);
  const interval = (from: string, to: string) => (from < to && from <= today ? {from, to} : null);
  if (asked.from && asked.to) return interval(fullDay(asked.from), fullDay(asked.to));
  if (asked.last === "this-month") return interval(month, tomorrow(today));
  if (asked.last === "last-month") return interval(addMonths(month, -1), month);
  const [, digits, unit] = /^(\d+)(d|w|mo)$/.exec(asked.last ?? "") ?? [];
  const count = Number(digits ?? 0);
  if (count === 0) return null;
  return unit === "mo" ? interval(addMonths(month, -count), month) : interval(addDays(today, -count * (unit === "w" ? 7 : 1)), today);
}

/** Whether only days answer it: it asks for days, or for part of a month. This month is whole up to today. */
export function isOfDays(asked: Asked, today: string): boolean {
  const interval = intervalOf(asked, today);
  if (asked.grain === "day" || !interval) return asked.grain === "day";
  return !isFirst(interval.from) || (!isFirst(interval.to) && interval.to <= today);
}

/** The keys that a cut must have: those of groups and of filters. */
const keysOf = (asked: Pick<Asked, "by" | "where">): GroupKey[] => [
  ...asked.by,
  ...asked.where.map((text) => parseFilter(text)?.key).filter((key) => key !== undefined),
];

/** Whether the costs that a sync keeps answer a question, wherever it has been through. */
export function isAnswerable(asked: Asked, today: string): boolean {
  const interval = intervalOf(asked, today);
  if (!interval) return false;
  const keys = keysOf(asked);
  const cuts = CUTS.filter((cut) => keys.every((key) => cut.keys.includes(key)));
  if (!isOfDays(asked, today)) return cuts.length > 0 && interval.from >= earliestMonth(today);
  const [lastMonth, daysAgo] = [addMonths(firstOfMonth(today), -1), addDays(today, 1 - DAYS_HELD)];
  // Of today nothing may be known yet.
  return cuts.some((cut) => cut.hasDays) && interval.from >= (lastMonth < daysAgo ? lastMonth : daysAgo) && interval.from < today;
}
