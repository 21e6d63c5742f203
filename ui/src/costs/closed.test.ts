import {describe, expect, it} from "vitest";

import {closedDays} from "./closed";

describe("closedDays", () => {
  it("ends before the day on which the figures were read", () => {
    const read = (at: string) => [{newest_snapshot: at} as unknown as Record<string, never>];
    expect(closedDays({from: "2026-10-01", to: "2026-10-17", sources: read("2026-10-16T09:00:00Z")})).toEqual({from: "2026-10-01", to: "2026-10-16"});
    expect(closedDays({from: "2026-09-01", to: "2026-10-01", sources: read("2026-10-16T09:00:00Z")})).toEqual({from: "2026-09-01", to: "2026-10-01"});
    expect(closedDays({from: "2026-10-01", to: "2026-10-02", sources: read("2026-10-01T09:00:00Z")})).toBeNull();
  });
});
