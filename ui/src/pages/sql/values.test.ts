import {describe, expect, it} from "vitest";

import {toText} from "@/money/decimal";

import type {SqlColumn} from "./values";
import {compareValues, numberOf, placesOf, quoted, suggestChart, valueText} from "./values";

const column = (name: string, kind: SqlColumn["kind"]): SqlColumn => ({name, kind});

describe("values", () => {
  it("keeps what the server wrote", () => {
    expect(valueText("0.100000000000000001")).toBe("0.100000000000000001");
    expect(valueText(null)).toBe("null");
    expect(valueText(false)).toBe("false");
    expect(valueText(["a", 1])).toBe('["a",1]');
  });

  it("reads numbers exactly, and nothing from what is none", () => {
    expect(toText(numberOf("170141183460469231731687303715884105727") ?? {units: 0n, scale: 0})).toBe("170141183460469231731687303715884105727");
    expect(toText(numberOf(1e-7) ?? {units: 0n, scale: 0})).toBe("0.0000001");
    expect(numberOf(Infinity)).toBeNull();
    expect(numberOf("NaN")).toBeNull();
  });

  it("counts the digits after the point", () => {
    expect(["994.01650261537", "-0.5", "12", "1.5e3", "a.bc", null].map(placesOf)).toEqual([11, 1, 0, 0, 0, 0]);
  });

  it("orders numbers as numbers, with nothing first", () => {
    const sorted = ["10", null, "9.5", "-1"].sort((a, b) => compareValues(column("c", "decimal"), a, b));
    expect(sorted).toEqual([null, "-1", "9.5", "10"]);
    expect(["b", "a"].sort((a, b) => compareValues(column("c", "text"), a, b))).toEqual(["a", "b"]);
  });

  it("quotes names only where it must", () => {
    expect(quoted("ServiceName")).toBe("ServiceName");
    expect(quoted('a "b"')).toBe('"a ""b"""');
  });
});

describe("suggestChart", () => {
  it("draws the last amount along the time, in colours by name", () => {
    expect(suggestChart([column("s", "text"), column("m", "date"), column("n", "integer"), column("c", "decimal")])).toEqual({x: 1, y: 3, series: 0});
  });

  it("draws along a name where there is no time, and nothing where there is no number", () => {
    expect(suggestChart([column("s", "text"), column("n", "integer")])).toEqual({x: 0, y: 1, series: null});
    expect(suggestChart([column("s", "text")])).toBeNull();
    expect(suggestChart([column("n", "integer")])).toBeNull();
  });
});
