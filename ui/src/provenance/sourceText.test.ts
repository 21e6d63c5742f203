import {describe, expect, it} from "vitest";

import type {Provenance} from "@/api/types";

import {sourceText, sqlSourceText} from "./sourceText";

describe("sourceText", () => {
  it("says metric, state, age and coverage", () => {
    const from = {metric: "unblended", currencies: ["USD"], estimated: true, age_s: 90, coverage: {complete: false, sources_held: 1, sources_expected: 2}};
    expect(sourceText(from as unknown as Provenance)).toBe("unblended, USD; estimated; read 2 min ago; incomplete: 1 of 2 sources");
  });
  it("says the tables of SQL and the age of the oldest", () => {
    const table = (name: string, age_s: number | null) => ({name, meaning: "", oldest: null, newest: null, age_s});
    expect(sqlSourceText({tables: [table("a", 30), table("b", 7200)], complete: true, missing: [], notes: []})).toBe("a, b; read 2 h ago; complete");
    expect(sqlSourceText({tables: [], complete: true, missing: [], notes: []})).toBe("drawn from no table of the lake");
  });
});
