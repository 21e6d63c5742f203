import {keyWords, parseFilter} from "@/costs/keys";
import {addDays, addMonths, monthText} from "@/design/time";

import type {Asked} from "./held";
import {earliestMonth, intervalOf, isAnswerable, isOfDays} from "./held";
import type {CostsSearch, CostsState} from "./state";

/** A question near one that was refused: how its button reads, and what of the state it changes. */
export interface Offer {
  label: string;
  change: Partial<CostsSearch>;
}

const OFFERS_MOST = 5;
const WITHOUT_FILTERS = "Without filters";

/** Part of an offer. `label` is empty where that part stays as it was asked. */
type Shape = Offer;

/** Other groups and filters, the nearest first. */
function shapesOf({by, where}: Asked): Shape[] {
  const shapes: Shape[] = [{label: "", change: {}}];
  if (by.length > 1) shapes.push(...by.map((key) => ({label: `Group by ${keyWords(key)} alone`, change: {by: [key]}})));
  // Every cut has services, so that any filter goes with them.
  if (where.length > 0 && !by.includes("service")) shapes.push({label: "Group by service instead", change: {by: ["service"]}});
  const filtered = new Set(where.map((text) => parseFilter(text)?.key).filter((key) => key !== undefined));
  if (filtered.size > 1) {
    for (const key of filtered) {
      shapes.push({label: `Without the filter by ${keyWords(key)}`, change: {where: where.filter((text) => parseFilter(text)?.key !== key)}});
    }
  }
  if (where.length > 0) shapes.push({label: WITHOUT_FILTERS, change: {where: undefined}});
  return shapes;
}

/**
 * Other days, the nearest first: the whole months of what was asked, or what is held for certain. What should have been held but is not
 * has not been pulled so far back: then the last months are answered as far as they are held, while those named by their ends are not.
 */
function timesOf(asked: Asked, today: string, isHeld: boolean): Shape[] {
  const times: Shape[] = [{label: "", change: {}}];
  const grain = asked.grain === "day" ? "month" : asked.grain;
  const months = asked.grain === "none" ? "whole months" : "by month";
  const interval = wholeMonths(asked, today);
  if (interval && (!isHeld || isOfDays(asked, today))) {
    times.push({label: `${months}: ${interval.label}`, change: {...NO_DAYS, ...interval.change, grain}});
  }
  if (asked.grain !== "month") times.push({label: "last 30 days", change: {...NO_DAYS, last: "30d"}});
  if (!interval || isHeld) times.push({label: `${months}: last 12 months`, change: {...NO_DAYS, last: "12mo", grain}});
  return times;
}

const NO_DAYS = {last: undefined, from: undefined, to: undefined};

/** The months that the asked days lie in, as far as they are held; null where none are. */
function wholeMonths(asked: Asked, today: string): Shape | null {
  const interval = intervalOf(asked, today);
  if (!interval) return null;
  const earliest = earliestMonth(today);
  const first = interval.from < earliest ? earliest : `${interval.from.slice(0, 7)}-01`;
  const last = `${earlier(addDays(interval.to, -1), today).slice(0, 7)}-01`;
  if (last < first) return null;
  const label = monthsText(first, last);
  const end = addMonths(last, 1);
  const thisMonth = `${today.slice(0, 7)}-01`;
  if (first === thisMonth) return {label, change: {last: "this-month"}};
  if (end === thisMonth && first === last) return {label, change: {last: "last-month"}};
  return {label, change: {from: first.slice(0, 7), to: end.slice(0, 7)}};
}

/** "Aug to Oct 2026" of their first days. */
function monthsText(first: string, last: string): string {
  if (first === last) return monthText(last);
  const isOneYear = first.slice(0, 4) === last.slice(0, 4);
  return `${isOneYear ? monthText(first).slice(0, 3) : monthText(first)} to ${monthText(last)}`;
}

const earlier = (a: string, b: string) => (a < b ? a : b);

const changed = (asked: Asked, {change}: Offer): Asked => {
  const next = {...asked, ...change};
  return {...next, by: next.by ?? asked.by, where: next.where ?? [], grain: next.grain ?? asked.grain};
};

/** What a refusal is about, by its code. */
const isOfFilters = (code: string) => code === "cost.unknown_value" || code === "cost.bad_filter";
const isOfRows = (code: string) => code === "cost.too_many_rows";

/**
 * The questions nearest to one that was refused with this code, each of which stored costs answer; the nearest first. Where they should
 * have answered it, less is held than a sync brings, and only what goes without that is offered.
 */
export function nearQuestions(state: CostsState, today: string, code = "cost.not_answerable"): Offer[] {
  const isHeld = isAnswerable(state, today);
  const isTime = !isOfFilters(code) && !isOfRows(code);
  if (isTime && isHeld && state.metric.startsWith("net-")) return [withoutNet(state.metric)];
  const times = timesOf(state, today, isHeld);
  const offers: Offer[] = [];
  for (const shape of shapesOf(state)) {
    const isAsAsked = shape.label === "";
    if (isAsAsked ? !isTime : isTime && isHeld) continue;
    if (isOfFilters(code) && shape.label !== WITHOUT_FILTERS) continue;
    const answered = times
      .map((time) => ({label: labelOf(shape, time, state), change: {...shape.change, ...time.change}}))
      .filter((offer) => isAnother(state, changed(state, offer), today) && isAnswerable(changed(state, offer), today))
      .filter((offer) => !(isTime && isHeld && isOfDays(state, today) && isOfDays(changed(state, offer), today)));
    // The same groups may be looked at in two ways; of others the nearest way is enough.
    offers.push(...answered.slice(0, isAsAsked ? 2 : 1));
  }
  return offers.slice(0, OFFERS_MOST);
}

/** Whether it is another question, and not the same in other words. */
function isAnother(asked: Asked, next: Asked, today: string): boolean {
  const key = (one: Asked) => JSON.stringify([one.by, one.where, one.grain, one.from !== undefined, intervalOf(one, today)]);
  return key(asked) !== key(next);
}

function labelOf(shape: Shape, time: Shape, {by}: Asked): string {
  if (time.label === "") return shape.label;
  const groups = shape.label || (by.length > 0 ? `By ${by.map(keyWords).join(" and ")}` : "The total");
  return `${groups}, ${time.label}`;
}

/** Net amounts are given only to accounts with negotiated discounts; the same without these are given to all. */
function withoutNet(metric: CostsState["metric"]): Offer {
  return metric === "net-amortized"
    ? {label: "Amortized, not net", change: {metric: "amortized"}}
    : {label: "Unblended, not net", change: {metric: undefined}};
}
