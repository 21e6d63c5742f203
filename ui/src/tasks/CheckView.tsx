import "./check.css";

import type {ReactNode} from "react";

import type {CheckReport, CheckStep, Light as LightColor} from "@/api/types";
import {CausesAndFix} from "@/design/Notice";
import {Light} from "@/design/Status";
import {durationText} from "@/design/time";

import {hasEvidence, verdictOf} from "./checkProgress";

const COLORS: Record<CheckStep["status"], LightColor> = {
  fine: "green",
  warning: "amber",
  failed: "red",
  "not tested": "off",
  skipped: "off",
};

/**
 * A check, step by step: verdict, what was found, how that is known, and the time that it took. A step that failed is open with
 * its causes and what to do; alarms are never folded away.
 */
export function CheckView(props: {
  steps: readonly CheckStep[];
  /** More steps come. */
  isRunning?: boolean;
  /** What it waits for now. */
  wait?: string | null;
  /** What can be done at once about a step. */
  mend?: (step: CheckStep) => ReactNode;
}) {
  return (
    <ol className="check-steps" aria-busy={props.isRunning || undefined}>
      {props.steps.map((step) => (
        <li key={step.id} className={`check-step check-step-${step.status.replace(" ", "-")}`}>
          <Step step={step} mend={props.mend?.(step)} />
        </li>
      ))}
      {props.isRunning ? (
        <li className="check-step check-step-next">
          <span className="check-next" aria-hidden="true" />
          <span className="muted">{props.wait ?? (props.steps.length === 0 ? "The check begins …" : "The next step runs …")}</span>
        </li>
      ) : null}
    </ol>
  );
}

function Step(props: {step: CheckStep; mend: ReactNode}) {
  const {step} = props;
  const isWrong = step.status !== "fine";
  const hasMore =
    step.details.length > 0 || step.permissions.length > 0 || (isWrong && (step.causes.length > 0 || step.fix !== "")) || Boolean(props.mend);
  const head = <StepHead step={step} />;
  return hasMore ? (
    <details open={step.status === "failed"}>
      <summary>{head}</summary>
      <StepMore step={step} mend={props.mend} />
    </details>
  ) : (
    <div className="check-plain">{head}</div>
  );
}

function StepHead(props: {step: CheckStep}) {
  const {step} = props;
  return (
    <span className="check-head">
      <Light color={COLORS[step.status]}>
        <span>
          <span className={step.status === "fine" ? "visually-hidden" : "check-status"}>{step.status}: </span>
          <strong>{step.title}</strong>{" "}
        </span>
        <bdi>{step.said}</bdi>
      </Light>
      <span className="check-facts">
        {hasEvidence(step) ? <span className="tag">{step.evidence}</span> : null}
        <span className="check-time">{durationText(step.elapsed_ms)}</span>
      </span>
      {step.alarms.map((alarm) => (
        <span key={alarm} className="check-alarm">
          <strong>Alarm:</strong> <bdi>{alarm}</bdi>
        </span>
      ))}
    </span>
  );
}

function StepMore(props: {step: CheckStep; mend: ReactNode}) {
  const {step} = props;
  return (
    <div className="check-more">
      {step.details.length > 0 ? (
        <ul>
          {step.details.map((detail, at) => (
            <li key={at}>
              <bdi>{detail}</bdi>
            </li>
          ))}
        </ul>
      ) : null}
      {step.status !== "fine" ? <CausesAndFix causes={step.causes} isProven={step.cause_is_proven} fix={step.fix} /> : null}
      {props.mend ? <div className="row">{props.mend}</div> : null}
      <Permissions step={step} />
      {step.code ? (
        <p className="muted small">
          <code translate="no">{step.code}</code>
        </p>
      ) : null}
    </div>
  );
}

const OUTCOMES: Record<string, LightColor> = {allowed: "green", denied: "red", "not enabled": "amber"};

function Permissions(props: {step: CheckStep}) {
  if (props.step.permissions.length === 0) return null;
  return (
    <ul className="check-permissions">
      {props.step.permissions.map((one) => (
        <li key={`${one.service}.${one.operation}`}>
          <Light color={OUTCOMES[one.outcome] ?? "off"}>
            <code translate="no">{(one.actions ?? []).join(", ") || `${one.service}:${one.operation}`}</code> {one.outcome}
            <span className="muted">
              , {one.evidence}
              {one.said ? (
                <>
                  : <bdi>{one.said}</bdi>
                </>
              ) : null}
            </span>
          </Light>
        </li>
      ))}
    </ul>
  );
}

/** How a check ended, in the words of the terminal. */
export function Verdict(props: {report: CheckReport}) {
  const {report} = props;
  return (
    <p className="check-verdict">
      <Light color={report.status}>
        <strong>
          {report.status}: <bdi>{verdictOf(report)}</bdi>
        </strong>{" "}
        <span className="muted">
          ({durationText(report.elapsed_ms)}, {report.paid_calls} paid {report.paid_calls === 1 ? "call" : "calls"})
        </span>
      </Light>
    </p>
  );
}
