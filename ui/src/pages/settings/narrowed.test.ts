import {describe, expect, it} from "vitest";

import type {Account, Profile} from "@/api/types";

import {accountsReached, profilesRead} from "./narrowed";

const account = (account_id: string, connections: string[], payer_id = "1") => ({account_id, payer_id, connections}) as unknown as Account;
const profile = (name: string, connection: string | null) => ({name, connection}) as unknown as Profile;

describe("accountsReached", () => {
  const accounts = [account("1", ["acme"]), account("2", []), account("3", ["own"]), account("9", ["other"], "9")];
  const ids = (chosen: string[]) => accountsReached(accounts, chosen).map((one) => one.account_id);

  it("gives what a connection reaches; a payer's also reaches the members", () => {
    expect(ids(["own"])).toEqual(["3"]);
    expect(ids(["acme"])).toEqual(["1", "2", "3"]);
    expect(ids(["own", "other"])).toEqual(["3", "9"]);
  });

  it("gives all where none is chosen, and nothing for a connection that is not there", () => {
    expect(ids([])).toEqual(["1", "2", "3", "9"]);
    expect(ids(["newp"])).toEqual([]);
  });
});

describe("profilesRead", () => {
  const profiles = [profile("dev", "dev"), profile("base", null), profile("idle", null)];
  const connections = [{name: "dev", profile: "dev"}, {name: "by-role", profile: "base"}, {name: "server", profile: ""}];
  const names = (chosen: string[]) => profilesRead(profiles, connections, chosen).map((one) => one.name);

  it("gives what a connection reads by, and the base of a role", () => {
    expect(names(["dev"])).toEqual(["dev"]);
    expect(names(["by-role", "dev"])).toEqual(["dev", "base"]);
    expect(names(["server"])).toEqual([]);
    expect(names([])).toEqual(["dev", "base", "idle"]);
  });
});
