import {expect, it} from "vitest";

import {listOf, oneOf, parseSearch, readStrictly, stringifySearch} from "./search";

it("reads the address that it wrote, whatever stands in it", () => {
  const search = {by: ["service", "account"], where: ["service=A & B", "region!=none", "account=„Ü“ + 1 #?"], last: "30d"};
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

it("writes nothing for what is not set", () => {
  expect(stringifySearch({a: undefined, b: "", c: []})).toBe("");
  expect(stringifySearch({limit: 25, open: true})).toBe("?limit=25&open=true");
});

it("writes that there are no groups, which is not the default", () => {
  expect(stringifySearch({by: []})).toBe("?by=none");
});

it("takes one as a list of one", () => {
  expect(listOf("a")).toEqual(["a"]);
  expect(listOf(["a", "b"])).toEqual(["a", "b"]);
  expect(listOf(undefined)).toEqual([]);
  expect(oneOf("day", ["day", "month"])).toBe("day");
  expect(oneOf("hour", ["day", "month"])).toBeUndefined();
});

it("hides from a page what it refused, which the router would hand on; the connections are every page's", () => {
  const read = readStrictly((search) => (search["grain"] === "day" ? {grain: "day"} : {}));
  const raw = {grain: "hour", by: "<b>", connection: ["dev"]};
  expect({...raw, ...read(raw)}).toEqual({grain: undefined, by: undefined, connection: ["dev"]});
  expect({...raw, ...read({...raw, grain: "day"})}).toEqual({grain: "day", by: undefined, connection: ["dev"]});
});
