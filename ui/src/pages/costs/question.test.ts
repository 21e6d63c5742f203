import {describe, expect, it} from "vitest";

import {drillInto} from "./drill";
import {costsQuery, exportPath, intervalBefore} from "./question";
import {completed} from "./state";

describe("intervalBefore", () => {
  const before = (search: Parameters<typeof completed>[0], from: string, to: string) => intervalBefore(completed(search), {from, to});

  it("takes as many days, or as many whole months", () => {
    expect(before({last: "7d"}, "2026-10-09", "2026-10-16")).toEqual({from: "2026-10-02", to: "2026-10-09"});
    expect(before({last: "3mo"}, "2026-07-01", "2026-10-01")).toEqual({from: "2026-04-01", to: "2026-07-01"});
    expect(before({last: "12mo"}, "2025-10-01", "2026-10-01")).toEqual({from: "2024-10-01", to: "2025-10-01"});
  });

  it("takes the same days of the month before", () => {
    expect(before({last: "this-month"}, "2026-10-01", "2026-10-16")).toEqual({from: "2026-09-01", to: "2026-09-16"});
    expect(before({last: "30d", compare: "month"}, "2026-09-16", "2026-10-16")).toEqual({from: "2026-08-16", to: "2026-09-16"});
  });

  it("takes what was named, and nothing where nothing is wanted", () => {
    expect(before({compare: "custom", before_from: "2025-10-01", before_to: "2025-10-16"}, "2026-10-01", "2026-10-16")?.to).toBe("2025-10-16");
    expect(before({compare: "custom"}, "2026-10-01", "2026-10-16")).toBeNull();
    expect(before({compare: "none"}, "2026-10-01", "2026-10-16")).toBeNull();
  });
});

describe("costsQuery", () => {
  it("asks for the groups and the grain, and for all rows of a file", () => {
    const query = costsQuery(completed({by: ["service"], grain: "month", last: "6mo", where: ["account=1", "account=2"]}), ["acme"]);
    expect(query).toMatchObject({by: ["service", "month"], last: "6mo", limit: 100, connection: ["acme"]});
    expect(exportPath(query, "csv")).toBe(
      "/costs?by=service&by=month&last=6mo&metric=unblended&where=account%3D1&where=account%3D2&connection=acme&limit=0&format=csv",
    );
  });
});

describe("drillInto", () => {
  it("adds the filter and turns to the other side", () => {
    expect(drillInto(completed({}), {service: "S3"}, ["service"])).toEqual({where: ["service=S3"], by: ["account"]});
    expect(drillInto(completed({by: ["account"], where: ["service=S3"]}), {account: "1"}, ["account"])).toEqual({
      where: ["service=S3", "account=1"],
      by: [],
    });
  });

  it("keeps the other group, and takes the place of a wider filter of its key", () => {
    expect(drillInto(completed({by: ["service", "region"], where: ["service=S3", "service=EC2", "region!=none"]}), {service: "S3", region: null}, ["service"])).toEqual({
      where: ["region!=none", "service=S3"],
      by: ["region"],
    });
    expect(drillInto(completed({by: ["region"]}), {region: null}, ["region"])).toEqual({where: ["region=none"], by: ["service"]});
  });
});
