import {expect, it} from "vitest";

import type {TaskEvent} from "@/api/live";
import type {Cell} from "@/api/types";

import {cellState, countCells, foldSync, headlineOf, planWords, summaryOf, troublesOf} from "./syncProgress";

const cell = (face: string, status: Cell["status"], more: Partial<Cell> = {}): Cell => ({
  account_id: "111122223333",
  connection: "acme",
  face,
  grain: "monthly",
  from: "2025-09-01",
  to: "2026-10-17",
  status,
  pages: 0,
  rows: 0,
  attempts: 0,
  elapsed_ms: 0,
  next_try_at: null,
  ...more,
});
const event = (one: Cell): TaskEvent => ({name: "cell", data: one});
const PLAN = {requests_min: 3, requests_max: 5, price_min_usd: "0.03", price_max_usd: "0.05", price_words: "", expected_s: 4, accounts: [{account_id: "1", kind: "payer", connection: "acme", cells: 3, requests_min: 3, requests_max: 5, fresh_until: null, blocked: null}], skipped: []};

it("keeps the newest state of each query, in an order that stays", () => {
  const progress = foldSync([
    {name: "plan", data: PLAN},
    event(cell("forecast", "planned")),
    event(cell("service", "planned")),
    event(cell("total", "running")),
    event(cell("total", "done", {pages: 1, rows: 14})),
    event(cell("service", "throttled")),
    {name: "cell", data: {account_id: "1", status: "bewitched"}},
    {name: "note", data: {code: "sync.unallocated", account_id: "1", text: "A difference"}},
  ]);
  expect(progress.cells.map((one) => `${one.face} ${one.status}`)).toEqual(["total done", "service throttled", "forecast planned"]);
  expect(progress.notes).toEqual([{code: "sync.unallocated", account_id: "1", text: "A difference"}]);
  expect(countCells(progress)).toEqual({ended: 1, done: 1, all: 3, pages: 1, waiting: 1, bad: 0});
});

it("counts more queries than were planned", () => {
  const cells = ["a", "b", "c", "d"].map((face) => cell(face, "denied"));
  expect(countCells({plan: PLAN, cells})).toMatchObject({ended: 4, all: 4, bad: 4});
});

it("says how a query stands as the terminal does", () => {
  const now = Date.parse("2026-10-16T00:00:00Z");
  expect(cellState(cell("total", "throttled", {next_try_at: "2026-10-16T00:00:11.2Z"}), now)).toBe("AWS asks to slow down, goes on in 12 s");
  expect(cellState(cell("total", "throttled", {next_try_at: "2026-10-15T00:00:00Z"}), now)).toBe("throttled");
  expect(cellState(cell("total", "running", {pages: 3, pages_expected: 2}), now)).toBe("3/3 pages");
  expect(cellState(cell("total", "done", {rows: 1}), now)).toBe("done, 1 row");
});

it("tells of each reason once, what is missing for it, and what ended everything only where no query did", () => {
  const denied = {code: "sync.denied", title: "No permission", detail: "ce", fix: ""};
  const summary = summaryOf({
    status: "partly",
    elapsed_ms: 12_345,
    requests: 2,
    cost_usd: "0.02",
    cells: [cell("total", "done", {rows: 1200, pages: 2}), cell("a", "denied", {error: denied}), cell("b", "denied", {error: denied})],
    skipped: [
      {connection: "off", is_failure: true, reason: {code: "sync.connection_off", title: "Off", detail: "", fix: ""}},
      {connection: "member", is_failure: false, reason: {code: "sync.covered_by_payer", title: "Covered", detail: "", fix: ""}},
    ],
    fatal: denied,
  });
  if (!summary) throw new Error("no summary");
  expect(troublesOf(summary).map((one) => [one.error.code, one.missing])).toEqual([
    ["sync.denied", ["a monthly of 111122223333", "b monthly of 111122223333"]],
    ["sync.connection_off", ["all of off"]],
  ]);
  expect(headlineOf(summary, "$0.02")).toBe("Synced in part in 12.3 s: 1 of 3 queries, 1,200 rows, 2 pages; 2 paid requests to Cost Explorer, $0.02");
  expect(summaryOf({session: "corp"})).toBeNull();
});

it("says what a plan asks", () => {
  const [account] = PLAN.accounts;
  if (!account) throw new Error("no account");
  expect(planWords(account)).toBe("3 queries, 3 to 5 requests");
  expect(planWords({...account, requests_max: 3})).toBe("3 queries, 3 requests");
  expect(planWords({...account, cells: 0, fresh_until: "2026-10-16T14:05:00Z"})).toBe("fresh; AWS has nothing newer before 14:05 UTC");
  expect(planWords({...account, blocked: {code: "x", title: "No connection works", detail: "", fix: ""}})).toBe("cannot be asked: No connection works");
});
