import {expect, it} from "vitest";

import {listOf, oneOf, parseSearch, stringifySearch} from "./search";

it("reads the address that it wrote, whatever stands in it", () => {
  const search = {by: ["service", "account"], where: ["service=A & B", "region!=none", "account=„Ü“ + 1 #?"], last: "30d"};
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

it("writes nothing for what is not set", () => {
  expect(stringifySearch({a: undefined, b: "", c: []})).toBe("");
  expect(stringifySearch({limit: 25, open: true})).toBe("?limit=25&open=true");
});

it("takes one as a list of one", () => {
  expect(listOf("a")).toEqual(["a"]);
  expect(listOf(["a", "b"])).toEqual(["a", "b"]);
  expect(listOf(undefined)).toEqual([]);
  expect(oneOf("day", ["day", "month"])).toBe("day");
  expect(oneOf("hour", ["day", "month"])).toBeUndefined();
});
