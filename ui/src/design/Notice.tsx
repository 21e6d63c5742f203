import "./notice.css";

import type {ReactNode} from "react";

import type {ExplainedError, Problem} from "@/api/types";

import {CodeBlock} from "./Copy";
import {forPage, splitFix} from "./fix";

export type Tone = "note" | "good" | "warn" | "bad";

const WORDS: Record<Tone, string> = {note: "Note", good: "Done", warn: "Warning", bad: "Error"};

/** Something to know, in the place that it is about. */
export function Notice(props: {tone?: Tone; title?: ReactNode; children?: ReactNode; actions?: ReactNode}) {
  const tone = props.tone ?? "note";
  return (
    <div className={`notice notice-${tone}`} role={tone === "bad" ? "alert" : undefined}>
      <span className="visually-hidden">{WORDS[tone]}: </span>
      {props.title ? <p className="notice-title">{props.title}</p> : null}
      {props.children}
      {props.actions ? <div className="row">{props.actions}</div> : null}
    </div>
  );
}

/** What to do, as the catalog says it: sentences as text, commands in blocks to copy; those of Sextant's own terminal say so. */
export function FixView(props: {fix: string}) {
  return (
    <div className="stack-tight">
      {splitFix(props.fix).map((part, at) =>
        part.kind === "text" ? (
          <p key={at}>{part.text}</p>
        ) : (
          <CodeBlock key={at} text={part.text} what={part.kind === "terminal" ? "In the terminal" : "To copy"} />
        ),
      )}
    </div>
  );
}

/** Why something may have happened, likeliest first, and what to do; for what has a heading of its own. */
export function CausesAndFix(props: {causes: readonly string[]; isProven?: boolean; fix: string}) {
  const {causes} = props;
  return (
    <>
      {causes.length > 0 ? (
        <div>
          <p className="notice-head">{props.isProven ? "Cause, proven" : causes.length > 1 ? "Possible causes, likeliest first" : "Cause"}</p>
          <ul className="bullets">
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {props.fix ? (
        <div className="stack-tight">
          <p className="notice-head">What to do</p>
          <FixView fix={props.fix} />
        </div>
      ) : null}
    </>
  );
}

/**
 * A problem in the words of the error catalog: what happened, why it may have, what to do, and what it would take.
 * `brief` is for a small place: the causes are folded away.
 */
export function ProblemView(props: {problem: Problem | ExplainedError; tone?: Tone; brief?: boolean; actions?: ReactNode}) {
  const {problem} = props;
  const take = "take" in problem && problem.take ? forPage(problem.code, problem.take) : "";
  // Where what it would take is all that can be done, it is said once.
  const fix = "take" in problem && problem.take === problem.fix ? "" : forPage(problem.code, problem.fix);
  const causes = problem.causes ?? [];
  const field = "field" in problem ? problem.field : undefined;
  const rest = <CausesAndFix causes={causes} fix={fix} />;
  return (
    <Notice tone={props.tone ?? "bad"} title={problem.title} actions={props.actions}>
      {problem.detail?.includes("\n") ? (
        // What another program said, such as a parser with a mark under the place: its columns matter.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className="notice-quote" tabIndex={0} role="group" aria-label="What was said">
          {problem.detail}
        </pre>
      ) : problem.detail ? (
        <p className="notice-detail">{problem.detail}</p>
      ) : null}
      {field ? (
        <p>
          Field: <code>{field}</code>
        </p>
      ) : null}
      {take ? (
        <div>
          <p className="notice-head">What it would take</p>
          <p className="notice-detail">{take}</p>
        </div>
      ) : null}
      {props.brief && (causes.length > 0 || fix) ? (
        <details>
          <summary>Causes and what to do</summary>
          <div className="stack-tight">{rest}</div>
        </details>
      ) : (
        rest
      )}
      <p className="notice-code">
        <code translate="no">{problem.code}</code>
        {"aws_code" in problem && problem.aws_code ? (
          <>
            {" · AWS: "}
            <code translate="no">{problem.aws_code}</code>
          </>
        ) : null}
        {"request_id" in problem && problem.request_id ? (
          <>
            {" · request "}
            <code translate="no">{problem.request_id}</code>
          </>
        ) : null}
      </p>
    </Notice>
  );
}
