import type {TaskEvent} from "@/api/live";
import type {Cell, ExplainedError, SyncPlan} from "@/api/types";

import {ageText} from "@/design/time";

import {isRecord, listIn, numberIn, textIn} from "./events";

export interface SyncNote {
  code: string;
  account_id: string;
  text: string;
}

/** A sync as far as it has come. */
export interface SyncProgress {
  plan: SyncPlan | null;
  /** In an order that stays; see compareCells. */
  cells: readonly Cell[];
  notes: readonly SyncNote[];
  summary: SyncSummary | null;
}

/** What came of a sync. */
export interface SyncSummary {
  status: "done" | "partly" | "failed" | "stopped";
  elapsed_ms: number;
  requests: number;
  cost_usd: string;
  cells: readonly Cell[];
  skipped: readonly {connection: string; is_failure: boolean; reason: ExplainedError}[];
  fatal: ExplainedError | null;
}

// So many are kept; of what is worth a note there are few.
const NOTES_MAX = 50;
const CELL_STATUSES = ["planned", "running", "done", "denied", "not_enabled", "no_data", "throttled", "failed"] as const;
const ENDED = new Set<Cell["status"]>(["done", "denied", "not_enabled", "no_data", "failed"]);
const RUN_STATUSES = ["done", "partly", "failed", "stopped"] as const;

function cellOf(data: unknown): Cell | null {
  if (!isRecord(data)) return null;
  const status = CELL_STATUSES.find((one) => one === data["status"]);
  if (!status || textIn(data, "account_id") === "") return null;
  return {...(data as unknown as Cell), status, face: textIn(data, "face"), grain: textIn(data, "grain"), rows: numberIn(data, "rows"), pages: numberIn(data, "pages")};
}

export const cellKey = (cell: Cell) => [cell.account_id, cell.face, cell.grain, cell.from, cell.to].join("/");

/** Puts the events of a sync together: of each cell the newest state counts. */
export function foldSync(events: readonly TaskEvent[]): SyncProgress {
  let plan: SyncPlan | null = null;
  let summary: SyncSummary | null = null;
  const cells = new Map<string, Cell>();
  const notes: SyncNote[] = [];
  for (const event of events) {
    if (event.name === "plan" && isRecord(event.data) && Array.isArray(event.data["accounts"])) {
      plan = event.data as unknown as SyncPlan;
    } else if (event.name === "cell") {
      const cell = cellOf(event.data);
      if (cell) cells.set(cellKey(cell), cell);
    } else if (event.name === "note" && isRecord(event.data)) {
      notes.push({code: textIn(event.data, "code"), account_id: textIn(event.data, "account_id"), text: textIn(event.data, "text")});
    } else if (event.name === "summary") {
      summary = summaryOf(event.data);
    }
  }
  return {plan, cells: [...cells.values()].sort(compareCells), notes: notes.slice(-NOTES_MAX), summary};
}

/** What came of a sync, from its `summary` event or from the result of its task. */
export function summaryOf(data: unknown): SyncSummary | null {
  if (!isRecord(data)) return null;
  const status = RUN_STATUSES.find((one) => one === data["status"]);
  if (!status) return null;
  return {
    status,
    elapsed_ms: numberIn(data, "elapsed_ms"),
    requests: numberIn(data, "requests"),
    cost_usd: textIn(data, "cost_usd") || "0",
    cells: listIn(data, "cells")
      .map(cellOf)
      .filter((cell) => cell !== null)
      .sort(compareCells),
    skipped: listIn(data, "skipped").filter(isRecord) as unknown as SyncSummary["skipped"],
    fatal: isRecord(data["fatal"]) ? (data["fatal"] as unknown as ExplainedError) : null,
  };
}

export interface SyncCounts {
  ended: number;
  done: number;
  /** All that there are, as far as is known. */
  all: number;
  pages: number;
  waiting: number;
  bad: number;
}

export function countCells(progress: Pick<SyncProgress, "plan" | "cells">): SyncCounts {
  const planned = progress.plan?.accounts.reduce((sum, account) => sum + account.cells, 0) ?? 0;
  const {cells} = progress;
  const count = (is: (cell: Cell) => boolean) => cells.filter(is).length;
  return {
    ended: count((cell) => ENDED.has(cell.status)),
    done: count((cell) => cell.status === "done"),
    all: Math.max(planned, cells.length),
    pages: cells.reduce((sum, cell) => sum + cell.pages, 0),
    waiting: count((cell) => cell.status === "throttled"),
    bad: count((cell) => cell.status === "denied" || cell.status === "failed" || cell.status === "not_enabled"),
  };
}

/** Cells that failed for the same reason are told once. */
export interface Trouble {
  error: ExplainedError;
  missing: string[];
}

export function troublesOf(summary: SyncSummary): Trouble[] {
  const troubles = new Map<string, Trouble>();
  const add = (error: ExplainedError, what: string, account: string) => {
    const key = JSON.stringify([account, error.code, error.detail]);
    const trouble = troubles.get(key) ?? {error, missing: []};
    trouble.missing.push(what);
    troubles.set(key, trouble);
  };
  for (const cell of summary.cells) {
    if (cell.error && cell.status !== "done") add(cell.error, `${cellLabel(cell)} of ${cell.account_id}`, cell.account_id);
  }
  for (const one of summary.skipped) {
    if (one.is_failure) add(one.reason, `all of ${one.connection}`, one.connection);
  }
  const isTold = [...troubles.values()].some((trouble) => trouble.error.code === summary.fatal?.code);
  if (summary.fatal && !isTold && summary.status !== "stopped") troubles.set("fatal", {error: summary.fatal, missing: []});
  return [...troubles.values()];
}

// In the order in which they are told; others stand between the total and the forecast.
const FIRST_FACES = ["accounts", "total"];
const GRAINS = ["-", "monthly", "daily"];

/** The order of a list of queries, which is the same however their news came: by account, what is told first, grain. */
export function compareCells(a: Cell, b: Cell): number {
  const rank = (cell: Cell) => {
    const first = FIRST_FACES.indexOf(cell.face);
    return first >= 0 ? first : cell.face === "forecast" ? FIRST_FACES.length + 1 : FIRST_FACES.length;
  };
  return (
    a.account_id.localeCompare(b.account_id) ||
    rank(a) - rank(b) ||
    a.face.localeCompare(b.face) ||
    GRAINS.indexOf(a.grain) - GRAINS.indexOf(b.grain) ||
    a.from.localeCompare(b.from)
  );
}

/** "account_service daily", as the terminal has it. */
export const cellLabel = (cell: Pick<Cell, "face" | "grain">) =>
  cell.grain === "-" || cell.grain === "" || cell.face === "forecast" ? cell.face : `${cell.face} ${cell.grain}`;

const counted = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** How a cell stands, in the words of the terminal. */
export function cellState(cell: Cell, nowMs: number): string {
  switch (cell.status) {
    case "planned":
      return cell.error_code ? "not finished" : "waits";
    case "running":
      return `${cell.pages}/${Math.max(cell.pages_expected ?? 1, cell.pages)} pages`;
    case "done":
      return `done, ${counted(cell.rows, "row")}`;
    case "denied":
      return "denied";
    case "not_enabled":
      return "Cost Explorer is not enabled";
    case "no_data":
      return "AWS has no data yet";
    case "throttled": {
      const left = cell.next_try_at ? Math.ceil((Date.parse(cell.next_try_at) - nowMs) / 1000) : 0;
      return left > 0 ? `AWS asks to slow down, goes on in ${left} s` : "throttled";
    }
    case "failed":
      return "failed";
  }
}

const HOW: Record<SyncSummary["status"], string> = {
  done: "Synced",
  partly: "Synced in part",
  failed: "Nothing was synced",
  stopped: "Stopped",
};

/** The first line of what came of a sync, in the words of the terminal. */
export function headlineOf(summary: SyncSummary, cost: string): string {
  const done = summary.cells.filter((cell) => cell.status === "done").length;
  const rows = summary.cells.reduce((sum, cell) => sum + cell.rows, 0);
  const pages = summary.cells.reduce((sum, cell) => sum + cell.pages, 0);
  return (
    `${HOW[summary.status]} in ${(summary.elapsed_ms / 1000).toFixed(1)} s: ${done} of ${summary.cells.length} queries, ` +
    `${counted(rows, "row")}, ${counted(pages, "page")}; ${counted(summary.requests, "paid request")} to Cost Explorer, ${cost}`
  );
}

/** What a plan asks of an account, in the words of the terminal. */
export function planWords(account: SyncPlan["accounts"][number]): string {
  if (account.blocked) return `cannot be asked: ${account.blocked.title}`;
  if (account.cells === 0) {
    const until = account.fresh_until ? new Date(account.fresh_until) : null;
    return until && !Number.isNaN(until.getTime()) ? `fresh; AWS has nothing newer before ${until.toISOString().slice(11, 16)} UTC` : "fresh";
  }
  const {requests_min: least, requests_max: most} = account;
  return `${counted(account.cells, "query", "queries")}, ${least === most ? "" : `${least.toLocaleString("en-US")} to `}${counted(most, "request")}`;
}

/** "4 s to 20 s": how long a sync is expected to take. */
export function expectedText(least: number, most: number | null | undefined): string {
  return most && ageText(most) !== ageText(least) ? `${ageText(least)} to ${ageText(most)}` : `about ${ageText(least)}`;
}
