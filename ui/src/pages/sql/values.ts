import type {SqlAnswer} from "@/api/types";
import type {Decimal} from "@/money/decimal";
import {compare, decimal, isDecimal} from "@/money/decimal";

export type SqlColumn = SqlAnswer["columns"][number];

/** A value of an answer as text, as the server wrote it: decimals and large integers are exact. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return JSON.stringify(value);
}

/** The digits after the point of a number as it is written. */
export const placesOf = (value: unknown): number => /^-?\d+\.(\d+)$/.exec(valueText(value))?.[1]?.length ?? 0;

export const isNumeric = (column: SqlColumn) => column.kind === "integer" || column.kind === "decimal" || column.kind === "double";
const isTime = (column: SqlColumn) => column.kind === "date" || column.kind === "timestamp";

/** A number as an exact decimal; null of what is none (or is infinite). */
export function numberOf(value: unknown): Decimal | null {
  const text = typeof value === "string" ? value : typeof value === "number" && Number.isFinite(value) ? plain(value) : "";
  return isDecimal(text) ? decimal(text) : null;
}

function plain(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(18).replace(/\.?0+$/, "") : text;
}

/** The order of two values of a column; nothing stands first. */
export function compareValues(column: SqlColumn, a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (isNumeric(column)) {
    const left = numberOf(a);
    const right = numberOf(b);
    if (left && right) return compare(left, right);
  }
  const left = valueText(a);
  const right = valueText(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A name as SQL takes it: as it is where that is safe, else in quotes. */
export const quoted = (name: string) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

export interface ChartChoice {
  /** Indexes of columns. */
  x: number;
  y: number;
  series: number | null;
}

/** The columns that one would draw: a time or a text along, the last number up, a second text as colours. */
export function suggestChart(columns: readonly SqlColumn[]): ChartChoice | null {
  const y = columns.findLastIndex((column) => column.kind === "decimal" || column.kind === "double");
  const number = y >= 0 ? y : columns.findLastIndex(isNumeric);
  const rest = columns.map((_, index) => index).filter((index) => index !== number);
  const along = rest.find((index) => isTime(columns[index] as SqlColumn)) ?? rest.find((index) => columns[index]?.kind === "text") ?? rest[0];
  if (number < 0 || along === undefined) return null;
  const series = rest.find((index) => index !== along && columns[index]?.kind === "text");
  return {x: along, y: number, series: series ?? null};
}
