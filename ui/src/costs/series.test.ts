import {describe, expect, it} from "vitest";

import {toText} from "@/money/decimal";

import {placesOf, seriesOf} from "./series";

describe("placesOf", () => {
  it("has every day and month of the interval, its end excluded", () => {
    expect(placesOf("2026-02-27", "2026-03-02", "day").map((place) => place.at)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(placesOf("2025-11-01", "2026-02-01", "month").map((place) => place.short)).toEqual(["Nov 2025", "Dec", "Jan 2026"]);
    expect(placesOf("2026-10-01", "2026-10-16", "month").map((place) => place.at)).toEqual(["2026-10"]);
  });

  it("tells what was not over when it was read", () => {
    expect(placesOf("2026-10-14", "2026-10-17", "day", "2026-10-16").map((place) => place.isOpen)).toEqual([false, false, true]);
    expect(placesOf("2026-09-01", "2026-10-17", "month", "2026-10-16").map((place) => place.long)).toEqual(["Sep 2026", "Oct 2026, not over yet"]);
    expect(placesOf("2026-09-01", "2026-10-01", "month", "2026-10-01").map((place) => place.isOpen)).toEqual([false]);
  });
});

describe("seriesOf", () => {
  const places = placesOf("2026-10-01", "2026-10-04", "day");
  const rows = [
    {service: "A", day: "2026-10-01", amount: "1.1"},
    {service: "A", day: "2026-10-03", amount: "2.2"},
    {service: "B", day: "2026-10-01", amount: "-9"},
    {service: null, day: "2026-10-03", amount: "0.5"},
    {service: null, day: "2026-10-03", amount: "0.25", others: 12},
  ];
  const texts = (most: number) =>
    seriesOf(rows, ["service"], "day", places, most).map((one) => [one.name, ...one.values.map((value) => value && toText(value))]);

  it("adds up exactly, largest by size first, and shows an unknown day as unknown", () => {
    expect(texts(8)).toEqual([
      ["B", "-9", null, "0"],
      ["A", "1.1", null, "2.2"],
      ["(no service)", "0", null, "0.5"],
      ["others (12)", "0", null, "0.25"],
    ]);
  });

  it("adds up what has no colour, with what the server added up already", () => {
    expect(texts(1)).toEqual([
      ["B", "-9", null, "0"],
      ["others (14)", "1.1", null, "2.95"],
    ]);
  });
});
