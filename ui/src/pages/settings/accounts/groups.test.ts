import {expect, it} from "vitest";

import type {Account} from "@/api/types";

import {accountLines, countLights} from "./groups";

const account = (id: string, more: Partial<Account> = {}): Account => ({
  account_id: id,
  name: `Account ${id}`,
  kind: "member",
  organization_id: "o-1",
  payer_id: "1",
  cloud_state: "ACTIVE",
  status: "green",
  words: "works",
  connections: [],
  last_sync_at: null,
  next_sync_at: null,
  fresh_until: null,
  next_sync: "by hand, due now",
  costs_until: null,
  api_cost_usd: "0",
  ...more,
});
const PAYER = account("1", {kind: "payer", connections: ["acme"]});
const none = new Set<string>();
const ids = (lines: ReturnType<typeof accountLines>) => lines.map((line) => line.account.account_id);

it("puts members under their payer, and says that its connection reaches them", () => {
  const lines = accountLines([account("2"), PAYER, account("9", {payer_id: "8"}), account("3", {connections: ["own"]})], {}, none);
  expect(ids(lines)).toEqual(["1", "2", "3", "9"]);
  expect(lines.map((line) => line.isMember)).toEqual([false, true, true, false]);
  expect(lines[1]).toMatchObject({connections: ["acme"], isViaPayer: true});
  expect(lines[2]).toMatchObject({connections: ["own"], isViaPayer: false});
});

it("folds many members until somebody unfolds them", () => {
  const many = [PAYER, ...Array.from({length: 500}, (_, at) => account(`${100 + at}`))];
  expect(ids(accountLines(many, {}, none))).toEqual(["1"]);
  expect(accountLines(many, {}, new Set(["1"]))).toHaveLength(501);
  expect(ids(accountLines([PAYER, account("2")], {}, new Set(["1"])))).toEqual(["1"]);
});

it("finds members that are folded, under their payer", () => {
  const many = [PAYER, ...Array.from({length: 500}, (_, at) => account(`${100 + at}`, at === 7 ? {name: "Needle", status: "red"} : {}))];
  expect(ids(accountLines(many, {find: "needle"}, none))).toEqual(["1", "107"]);
  expect(ids(accountLines(many, {status: "red"}, none))).toEqual(["1", "107"]);
  expect(accountLines(many, {find: "nothing of it"}, none)).toEqual([]);
});

it("counts lights", () => {
  expect(countLights([PAYER, account("2", {status: "red"}), account("3", {status: "off"})])).toEqual({green: 1, amber: 0, red: 1, off: 1});
});
