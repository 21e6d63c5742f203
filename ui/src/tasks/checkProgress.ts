import type {TaskEvent} from "@/api/live";
import type {CheckReport, CheckStep, ConnectResult} from "@/api/types";

import {isRecord, listIn, numberIn, textIn, textsIn} from "./events";

/** A check as far as it has come. */
export interface CheckProgress {
  steps: readonly CheckStep[];
  /** What it waits for now, in words; null while it goes on. */
  wait: string | null;
}

const STATUSES = ["fine", "warning", "failed", "not tested", "skipped"] as const;

function stepOf(data: unknown): CheckStep | null {
  if (!isRecord(data)) return null;
  const status = STATUSES.find((one) => one === data["status"]);
  const id = textIn(data, "id");
  if (!status || id === "") return null;
  return {
    id,
    title: textIn(data, "title"),
    status,
    counts: data["counts"] !== false,
    evidence: data["evidence"] === "proved" || data["evidence"] === "simulated" ? data["evidence"] : "not tested",
    said: textIn(data, "said"),
    details: textsIn(data, "details"),
    alarms: textsIn(data, "alarms"),
    code: textIn(data, "code"),
    causes: textsIn(data, "causes"),
    cause_is_proven: data["cause_is_proven"] === true,
    fix: textIn(data, "fix"),
    permissions: listIn(data, "permissions").filter(isRecord) as unknown as CheckStep["permissions"],
    elapsed_ms: numberIn(data, "elapsed_ms"),
  };
}

/** Puts the events of a check together. A step that comes again replaces what was said of it before. */
export function foldCheck(events: readonly TaskEvent[]): CheckProgress {
  const steps = new Map<string, CheckStep>();
  let wait: string | null = null;
  for (const event of events) {
    if (event.name === "step") {
      const step = stepOf(event.data);
      if (step) steps.set(step.id, step);
      wait = null;
    } else if (event.name === "wait" && isRecord(event.data)) {
      wait = textIn(event.data, "text") || textIn(event.data, "said") || null;
    } else if (event.name === "done") {
      wait = null;
    }
  }
  return {steps: [...steps.values()], wait};
}

const isReport = (value: unknown): value is CheckReport => isRecord(value) && Array.isArray(value["steps"]) && typeof value["status"] === "string";

/** The report in the result of a check, or of what connects. */
export function reportOf(result: unknown): CheckReport | null {
  if (isReport(result)) return result;
  return isRecord(result) && isReport(result["report"]) ? result["report"] : null;
}

/** The result of a task that connects. */
export function connectResultOf(result: unknown): ConnectResult | null {
  return isRecord(result) && typeof result["connected"] === "boolean" && isReport(result["report"])
    ? (result as unknown as ConnectResult)
    : null;
}

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** The last line of a check, as the terminal says it. */
export function verdictOf(report: CheckReport): string {
  const failed = report.steps.filter((step) => step.status === "failed").length;
  const warned = report.steps.filter((step) => step.counts && (step.status === "warning" || step.status === "not tested")).length;
  switch (report.status) {
    case "green":
      return `${report.connection} works`;
    case "amber":
      return `${report.connection} works, with ${plural(warned, "thing")} to look at`;
    case "red":
      return `${failed} of ${report.connection}’s steps failed`;
  }
}

/** Where evidence matters: of the other steps it goes without saying. */
export const hasEvidence = (step: CheckStep) => step.id.startsWith("permission.") || step.id === "trust" || step.id === "write";

/** Whether signing in again is what mends a step or a problem of this code. */
export const isMendedBySignIn = (code: string) =>
  code === "check.sso_expired" || code === "sync.session_expired" || code === "sso.expired" || code === "sso.not_signed_in";
