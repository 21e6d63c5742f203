import type {Light as LightColor, ProfileProblem} from "@/api/types";
import {FixView} from "@/design/Notice";
import {Light} from "@/design/Status";

const COLORS: Record<ProfileProblem["severity"], LightColor> = {error: "red", warning: "amber", note: "off"};

/** What is wrong in ~/.aws, where it stands, and what to do. */
export function ProblemsOfProfile(props: {problems: readonly ProfileProblem[]}) {
  return (
    <ul className="stack-tight">
      {props.problems.map((problem, at) => (
        <li key={at} className="profile-problem">
          <Light color={COLORS[problem.severity]}>
            <span className="visually-hidden">{problem.severity}: </span>
            <bdi>{problem.text}</bdi>
            {problem.file ? (
              <span className="muted small">
                {" "}
                <bdi>{problem.file}</bdi>
                {problem.line ? `, line ${problem.line}` : ""}
              </span>
            ) : null}
          </Light>
          {problem.fix ? (
            <div className="profile-fix">
              <FixView fix={problem.fix} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
