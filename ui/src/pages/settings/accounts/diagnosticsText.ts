import type {Cell, CheckStep, Diagnostics, ExplainedError} from "@/api/types";
import {cellLabel} from "@/tasks/syncProgress";

export interface ServiceTrouble {
  service: string;
  steps: CheckStep[];
  cells: Cell[];
}

// Which service a step of the check asks, where its permissions do not say so.
const STEP_SERVICES: Record<string, string> = {
  credentials: "Credentials",
  identity: "STS",
  trust: "STS",
  account: "Organizations",
  cost_explorer: "Cost Explorer",
  write: "IAM",
};
const SERVICE_NAMES: Record<string, string> = {ce: "Cost Explorer", organizations: "Organizations", sts: "STS", iam: "IAM", ec2: "EC2", s3: "S3"};

function serviceOf(step: CheckStep): string {
  const service = step.permissions[0]?.service;
  if (service) return SERVICE_NAMES[service] ?? service;
  return STEP_SERVICES[step.id] ?? step.title;
}

/** What went wrong, by the service that was asked: steps of the last check, queries of the last syncs. */
export function troublesByService(diagnostics: Diagnostics): ServiceTrouble[] {
  const services = new Map<string, ServiceTrouble>();
  const of = (service: string) => {
    const trouble = services.get(service) ?? {service, steps: [], cells: []};
    services.set(service, trouble);
    return trouble;
  };
  for (const step of diagnostics.check?.steps ?? []) {
    if (step.status === "failed" || step.status === "warning") of(serviceOf(step)).steps.push(step);
  }
  for (const cell of diagnostics.cells) {
    if (cell.error) of(cell.face === "accounts" ? "Organizations" : "Cost Explorer").cells.push(cell);
  }
  return [...services.values()];
}

/** A failed step in the form of an error, as which it is shown. */
export const errorOfStep = (step: CheckStep): ExplainedError => ({
  code: step.code,
  title: `${step.title}: ${step.said}`,
  detail: [...step.alarms, ...step.details].join("\n"),
  causes: step.causes,
  fix: step.fix,
});

/** All of it as plain text, to be sent to whoever can help. No secret is in it. */
export function diagnosticsText(name: string, version: string, diagnostics: Diagnostics): string {
  const lines = [`Connection ${name}, Sextant ${version}`];
  const {check} = diagnostics;
  if (check) lines.push(`Last check: ${check.started_at}, ${check.status}, account ${check.account_id || "not known"}, ${check.principal_arn || "identity not known"}`);
  for (const trouble of troublesByService(diagnostics)) {
    lines.push("", trouble.service);
    for (const step of trouble.steps) {
      lines.push(`  [${step.code || step.status}] ${step.title}: ${step.said}`);
      for (const detail of [...step.alarms, ...step.details]) lines.push(`    ${detail.replaceAll("\n", "\n    ")}`);
    }
    for (const cell of trouble.cells) lines.push(...cellLines(cell));
  }
  return `${lines.join("\n")}\n`;
}

function cellLines(cell: Cell): string[] {
  const {error} = cell;
  if (!error) return [];
  const ids = [error.aws_code ? `AWS: ${error.aws_code}` : "", error.request_id ? `request ${error.request_id}` : ""].filter(Boolean).join(", ");
  return [
    `  [${error.code}] ${cellLabel(cell)} of ${cell.account_id}, ${cell.from} to ${cell.to}: ${error.title}`,
    ...(error.detail ? [`    ${error.detail.replaceAll("\n", "\n    ")}`] : []),
    ...(ids ? [`    ${ids}`] : []),
    `    ${cell.status}, ${cell.attempts} ${cell.attempts === 1 ? "attempt" : "attempts"}${cell.updated_at ? `, ${cell.updated_at}` : ""}`,
  ];
}
