import {queryOptions} from "@tanstack/react-query";

import {api, ask} from "@/api/client";
import type {CostKey, Metric} from "@/api/types";
import type {Interval} from "@/costs/closed";
import type {GroupKey} from "@/costs/keys";
import {addDays, addMonths, daysBetween} from "@/design/time";

import type {CostsState} from "./state";

/** What /costs is asked, in the names of the API. */
export interface CostsQuery {
  by: CostKey[];
  from?: string;
  to?: string;
  last?: string;
  metric: Metric;
  where: string[];
  connection: string[];
  limit: number;
}

// The server adds up no more rows than this; more could not be read anyway.
const ROWS_MOST = 10_000;

export function costsQuery(state: CostsState, connection: readonly string[]): CostsQuery {
  return {
    by: state.grain === "none" ? state.by : [...state.by, state.grain],
    ...(state.from && state.to ? {from: state.from, to: state.to} : state.last ? {last: state.last} : {}),
    metric: state.metric,
    where: state.where,
    connection: [...connection],
    limit: state.top === "all" ? 0 : Number(state.top),
  };
}

/** The same question as an address below /api/v1, for a file. */
export function exportPath(query: CostsQuery, format: "csv" | "json" | "parquet"): string {
  const parameters = new URLSearchParams();
  // A file has all rows.
  for (const [name, value] of Object.entries({...query, limit: 0, format})) {
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return `/costs?${parameters.toString()}`;
}

export const costsOptions = (query: CostsQuery) =>
  queryOptions({
    queryKey: ["costs", "answer", query],
    queryFn: async ({signal}) => {
      const answer = await ask(api.GET("/costs", {params: {query}, signal}));
      // A file would be a text; none was asked for.
      if (typeof answer === "string") throw new TypeError("the server sent a file");
      return answer;
    },
  });

/**
 * The interval to compare with: that of as many days (or, of whole months, as many months) just before; or the same days a month
 * earlier. By itself the page compares a month with the month before, and anything else with what came just before it.
 */
export function intervalBefore(state: CostsState, now: Interval): Interval | null {
  const isMonth = state.last === "this-month" || state.last === "last-month";
  const how = state.compare === "automatic" ? (isMonth ? "month" : "previous") : state.compare;
  if (how === "none") return null;
  if (how === "custom") return state.beforeFrom && state.beforeTo ? {from: state.beforeFrom, to: state.beforeTo} : null;
  if (how === "month") return {from: addMonths(now.from, -1), to: addMonths(now.to, -1)};
  if (now.from.endsWith("-01") && now.to.endsWith("-01")) {
    const months = (Number(now.to.slice(0, 4)) - Number(now.from.slice(0, 4))) * 12 + Number(now.to.slice(5, 7)) - Number(now.from.slice(5, 7));
    return {from: addMonths(now.from, -months), to: now.from};
  }
  return {from: addDays(now.from, -daysBetween(now.from, now.to)), to: now.from};
}

export const compareOptions = (query: CostsQuery, by: readonly GroupKey[], now: Interval | null, before: Interval | null) =>
  queryOptions({
    queryKey: ["costs", "comparison", query, by, now, before],
    enabled: now !== null && before !== null,
    queryFn: ({signal}) =>
      ask(
        api.GET("/costs/compare", {
          params: {
            query: {
              by: [...by],
              from: now?.from ?? "",
              to: now?.to ?? "",
              before_from: before?.from ?? "",
              before_to: before?.to ?? "",
              metric: query.metric,
              where: query.where,
              connection: query.connection,
              limit: ROWS_MOST,
            },
          },
          signal,
        }),
      ),
  });

export const valuesOptions = (key: GroupKey) =>
  queryOptions({
    queryKey: ["costs", "values", key],
    queryFn: async ({signal}) => (await ask(api.GET("/costs/values", {params: {query: {key}}, signal}))).values,
  });
