import {describe, expect, it} from "vitest";

import {GROUP_KEYS} from "@/costs/keys";

import {intervalOf, isAnswerable} from "./held";
import {nearQuestions} from "./near";
import type {CostsSearch} from "./state";
import {completed, GRAINS} from "./state";

const TODAY = "2026-10-15";
const answers = (search: CostsSearch) => isAnswerable(completed(search), TODAY);
const labels = (search: CostsSearch, code?: string) => nearQuestions(completed(search), TODAY, code).map((offer) => offer.label);

describe("intervalOf", () => {
  it("counts days as the server does", () => {
    expect(intervalOf({last: "7d", from: undefined, to: undefined}, TODAY)).toEqual({from: "2026-10-08", to: "2026-10-15"});
    expect(intervalOf({last: "2w", from: undefined, to: undefined}, TODAY)).toEqual({from: "2026-10-01", to: "2026-10-15"});
    expect(intervalOf({last: "3mo", from: undefined, to: undefined}, TODAY)).toEqual({from: "2026-07-01", to: "2026-10-01"});
    expect(intervalOf({last: "this-month", from: undefined, to: undefined}, TODAY)).toEqual({from: "2026-10-01", to: "2026-10-16"});
    expect(intervalOf({last: undefined, from: "2026-09", to: "2026-10"}, TODAY)).toEqual({from: "2026-09-01", to: "2026-10-01"});
    expect(intervalOf({last: undefined, from: "2026-11", to: "2026-12"}, TODAY)).toBeNull();
    expect(intervalOf({last: undefined, from: "2026-09-02", to: "2026-09-01"}, TODAY)).toBeNull();
  });
});

describe("isAnswerable", () => {
  it("knows which pairs are kept", () => {
    const months = {grain: "month", last: "12mo"} as const;
    expect(answers({...months, by: ["account", "service"]})).toBe(true);
    expect(answers({...months, by: ["region", "service"]})).toBe(true);
    expect(answers({...months, by: ["service"], where: ["charge_type=Tax"]})).toBe(true);
    expect(answers({...months, by: ["account", "region"]})).toBe(false);
    expect(answers({...months, by: ["service"], where: ["charge_type=Tax", "region!=none"]})).toBe(false);
  });

  it("knows for how long days and months are kept", () => {
    expect(answers({by: ["service"], last: "30d"})).toBe(true);
    expect(answers({by: ["region"], last: "30d"})).toBe(false);
    expect(answers({by: ["service"], from: "2026-09-01", to: "2026-09-03"})).toBe(true);
    expect(answers({by: ["service"], from: "2026-08-31", to: "2026-09-03"})).toBe(false);
    expect(answers({by: [], grain: "none", from: "2026-08-02", to: "2026-09-01"})).toBe(false);
    expect(answers({by: ["region"], grain: "none", last: "this-month"})).toBe(true);
    expect(answers({grain: "month", from: "2025-09", to: "2026-10"})).toBe(true);
    expect(answers({grain: "month", from: "2025-08", to: "2026-10"})).toBe(false);
  });
});

describe("nearQuestions", () => {
  it("changes days to whole months, and leaves out what is not kept by day", () => {
    const search: CostsSearch = {by: ["service", "region"], last: "7d"};
    expect(labels(search)).toEqual(["By service and region, by month: Oct 2026", "Group by service alone", "Group by region alone, by month: Oct 2026"]);
    expect(nearQuestions(completed(search), TODAY)[0]?.change).toEqual({last: "this-month", from: undefined, to: undefined, grain: "month"});
    expect(labels({...search, from: "2026-08-10", to: "2026-10-10"})[0]).toBe("By service and region, by month: Aug to Oct 2026");
    expect(labels({...search, grain: "none"})[0]).toBe("By service and region, whole months: Oct 2026");
  });

  it("offers the days that are kept where older ones were asked for", () => {
    expect(labels({by: ["service"], last: "90d"})).toEqual(["By service, by month: Jul to Oct 2026", "By service, last 30 days"]);
    expect(labels({by: ["service"], grain: "month", from: "2024-01", to: "2026-10"})).toEqual(["By service, by month: Sep 2025 to Sep 2026"]);
    expect(labels({by: ["service"], from: "2027-01", to: "2027-02"}, "cost.bad_window")).toEqual(["By service, last 30 days", "By service, by month: last 12 months"]);
  });

  it("takes filters away, or turns to services, which go with each", () => {
    expect(labels({by: ["account"], grain: "month", last: "3mo", where: ["region=eu-west-1"]})).toEqual(["Group by service instead", "Without filters"]);
    expect(labels({by: ["service"], grain: "month", last: "3mo", where: ["region=eu-west-1", "account=1"]})).toEqual([
      "Without the filter by region",
      "Without the filter by account",
      "Without filters",
    ]);
    expect(labels({by: ["service", "account"], where: ["service=Amazon Simple Storge Service"]}, "cost.unknown_value")).toEqual(["Without filters"]);
  });

  it("goes without what is not held, though a sync would bring it", () => {
    expect(labels({by: ["service"], metric: "net-amortized"})).toEqual(["Amortized, not net"]);
    expect(labels({by: ["service"], last: "30d"})).toEqual(["By service, by month: Sep to Oct 2026", "By service, by month: last 12 months"]);
    expect(labels({by: ["region"], grain: "month", from: "2025-10", to: "2026-10"})).toEqual(["By region, by month: last 12 months"]);
    expect(labels({by: ["region"], grain: "month", last: "12mo"})).toEqual([]);
    expect(labels({by: ["account", "service"], last: "30d"}, "cost.too_many_rows")).toEqual(["Group by account alone", "Group by service alone"]);
  });

  it("offers nothing that would be refused again, whatever was asked and when", () => {
    const groups = [[], ...GROUP_KEYS.flatMap((one) => [[one], ...GROUP_KEYS.filter((two) => two !== one).map((two) => [one, two])])];
    const filters = [[], ...GROUP_KEYS.map((key) => [`${key}=x`]), ["region=x", "account!=y"], ["service=x", "region=y", "charge_type=z"]];
    const days = [{last: "7d"}, {last: "90d"}, {last: "3mo"}, {last: "24mo"}, {from: "2026-08-31", to: "2026-10-02"}, {from: "2020-01", to: "2020-03"}, {from: "2026-11", to: "2026-12"}];
    let offered = 0;
    for (const today of ["2026-10-15", "2026-03-01", "2026-01-31"]) {
      for (const by of groups) {
        for (const where of filters) {
          for (const grain of GRAINS) {
            for (const interval of days) {
              const state = completed({by, where, grain, ...interval});
              for (const {label, change} of nearQuestions(state, today)) {
                ++offered;
                // As the page puts it into the address and reads it from there.
                const next = completed({by, where, grain, ...interval, ...change});
                expect(isAnswerable(next, today), `${label}: ${JSON.stringify({today, next})}`).toBe(true);
                expect(next).not.toEqual(state);
              }
            }
          }
        }
      }
    }
    expect(offered).toBeGreaterThan(1000);
  });
});
