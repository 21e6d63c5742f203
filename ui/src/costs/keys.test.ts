import {expect, it} from "vitest";

import {filterOf, isGroup, parseFilter, rowKey, rowText} from "./keys";

it("writes filters that it reads again", () => {
  for (const [key, value, isNot] of [["service", "a=b!=c", false], ["region", "none", true], ["account", "line\nbreak", false]] as const) {
    expect(parseFilter(filterOf(key, value, isNot))).toEqual({key, value, isNot});
  }
  expect(filterOf("region", null)).toBe("region=none");
  expect(parseFilter("day=2026-10-01")).toBeNull();
});

it("names rows as the terminal does", () => {
  expect(rowText({service: "S3", account: "1", account_name: "prod"}, ["service", "account"])).toBe("S3 · prod");
  expect(rowText({region: null}, ["region"])).toBe("(no region)");
  expect(rowText({service: null, account: null, others: 3}, ["service", "account"])).toBe("others (3)");
  expect(rowText({service: null, unallocated: true}, ["service"])).toBe("(not allocated by AWS)");
  expect(rowText({}, [])).toBe("Total");
  expect(isGroup({service: null})).toBe(true);
  expect(isGroup({others: 2})).toBe(false);
});

it("tells a cost without a service from the rest", () => {
  expect(rowKey({service: null}, ["service"])).not.toBe(rowKey({service: null, others: 2}, ["service"]));
  expect(rowKey({service: "A", currency: "USD"}, ["service"])).not.toBe(rowKey({service: "A", currency: "EUR"}, ["service"]));
});
