import {expect, it} from "vitest";

import type {CostComparison} from "@/api/types";

import {topRows} from "./topRows";

const row = (service: string, now: string, before: string, change: string, more = {}) => ({service, now, before, change, ...more});
const comparison = (rows: CostComparison["rows"]) => ({rows}) as unknown as CostComparison;

it("keeps the largest and adds up the rest exactly, with what was added up already", () => {
  const all = comparison([
    row("C", "3.3", "0", "3.3"),
    row("A", "10", "9", "1"),
    row("B", "5", "5", "0"),
    row("D", "0.01", "0.02", "-0.01"),
    {now: "0.1", before: "0.1", change: "0", others: 4},
  ]);
  expect(topRows(all, 2, "now").rows).toEqual([
    row("A", "10", "9", "1"),
    row("B", "5", "5", "0"),
    {now: "3.41", before: "0.12", change: "3.29", others: 6},
  ]);
  expect(topRows(all, 1, "change").rows.map((one) => one.service ?? "others")).toEqual(["C", "others"]);
});

it("never adds two currencies", () => {
  const all = comparison([row("A", "9", "0", "9", {currency: "USD"}), row("B", "1", "0", "1", {currency: "USD"}), row("C", "2", "0", "2", {currency: "EUR"})]);
  expect(topRows(all, 1, "now").rows.slice(1).map((one) => [one.currency, one.now])).toEqual([["EUR", "2"], ["USD", "1"]]);
});

it("leaves a short list as it is", () => {
  expect(topRows(comparison([row("A", "1", "0", "1"), row("B", "2", "0", "2")]), 1, "now").rows.map((one) => one.service)).toEqual(["B", "A"]);
});
