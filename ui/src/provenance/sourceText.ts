import type {Provenance, SqlAnswer} from "@/api/types";
import {ageText} from "@/design/time";

/** Where the figures of a chart come from, in a line: its metric, age and coverage. */
export function sourceText(from: Provenance): string {
  const {coverage} = from;
  const what = [from.metric, from.currencies.join(" and ")].filter(Boolean).join(", ");
  const state = from.estimated ? "estimated" : "final";
  const covered = coverage.complete ? "complete" : `incomplete: ${coverage.sources_held} of ${coverage.sources_expected} sources`;
  return `${what}; ${state}; read ${ageText(from.age_s)} ago; ${covered}`;
}

/** The same of an answer to SQL: its tables, the age of the oldest, and whether the syncs have brought all of them. */
export function sqlSourceText(from: SqlAnswer["provenance"]): string {
  if (from.tables.length === 0) return "drawn from no table of the lake";
  const names = from.tables.map((table) => table.name).join(", ");
  const ages = from.tables.map((table) => table.age_s).filter((age) => typeof age === "number");
  const age = ages.length > 0 ? `read ${ageText(Math.max(...ages))} ago` : "nothing is held";
  return `${names}; ${age}; ${from.complete ? "complete" : "incomplete"}`;
}
