import {queryOptions} from "@tanstack/react-query";

import {api, ask, askFile} from "@/api/client";
import type {SqlAnswer} from "@/api/types";

export const tablesOptions = () =>
  queryOptions({
    queryKey: ["costs", "sql-tables"],
    queryFn: async ({signal}) => (await ask(api.GET("/sql/tables", {signal}))).tables,
    staleTime: 300_000,
  });

export const TIMEOUT_S = 60;

export async function runSql(sql: string, maxRows: number, signal: AbortSignal): Promise<SqlAnswer> {
  const answer = await ask(api.POST("/sql", {body: {sql, max_rows: maxRows, timeout_s: TIMEOUT_S, format: "json"}, signal}));
  // A file would be a text; none was asked for.
  if (typeof answer === "string") throw new TypeError("the server sent a file");
  return answer;
}

/** The answer as a file, with as many rows as the server gives. */
export const exportSql = (sql: string, format: "csv" | "json" | "parquet") =>
  askFile("/sql", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({sql, format, max_rows: 100_000, timeout_s: TIMEOUT_S}),
  });
