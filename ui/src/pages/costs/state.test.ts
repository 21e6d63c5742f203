import {describe, expect, it} from "vitest";

import {parseSearch, stringifySearch} from "@/shell/search";

import type {CostsSearch} from "./state";
import {completed, validateCosts} from "./state";

const read = (address: string) => validateCosts(parseSearch(address));

describe("validateCosts", () => {
  it("reads from an address the state that was written to it", () => {
    const states: CostsSearch[] = [
      {},
      {by: ["service", "account"], grain: "month", last: "12mo", view: "lines", metric: "net-amortized"},
      {by: ["region"], from: "2026-09-01", to: "2026-10-01", where: ["service=Amazon EC2 & co", "account!=„Ü“ \u202E#?+"]},
      {compare: "custom", before_from: "2025-10", before_to: "2025-11", top: "all", grain: "none"},
    ];
    for (const state of states) expect(read(stringifySearch({...state}))).toEqual(state);
  });

  it("keeps the total alone apart from nothing said", () => {
    expect(read("?by=none")).toEqual({by: []});
    expect(read("")).toEqual({});
    expect(completed(read("?by=none")).by).toEqual([]);
    expect(completed(read("")).by).toEqual(["service"]);
  });

  it("takes what makes sense of an address by hand", () => {
    expect(read("?by=service&by=color&by=service&grain=hour&last=soon&metric=x&where=day=1&where=region=none&from=2026-10-01")).toEqual({
      by: ["service"],
      where: ["region=none"],
    });
    expect(read("?by=account&by=service&by=region")).toEqual({by: ["account", "service"]});
    expect(read("?last=30d&from=2026-09-01&to=2026-10-01")).toEqual({from: "2026-09-01", to: "2026-10-01"});
  });
});
