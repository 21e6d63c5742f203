import {useQuery} from "@tanstack/react-query";
import {useEffect, useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import type {RoleValidity} from "@/api/types";
import {Field} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Light} from "@/design/Status";

import {isBeginning, mayBeWhole} from "./roleArn";

const PAUSE_MS = 300;

/** The value as it was when one last paused. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

/**
 * The ARN of the role, looked at by the server while one types: whether it is one, and one that this set-up takes. What can still
 * become one is not called wrong.
 */
export function RoleArnField(props: {
  name: string;
  pattern: string;
  value: string;
  onChange: (value: string) => void;
  onValidity: (isValid: boolean) => void;
}) {
  const {name, value, onValidity} = props;
  const text = value.trim();
  const paused = usePaused(text);
  const isAsked = paused !== "" && (mayBeWhole(paused) || !isBeginning(paused));
  const answer = useQuery({
    queryKey: ["role-arn", name, paused],
    queryFn: ({signal}): Promise<RoleValidity> => ask(api.POST("/connect/role/validate", {body: {name, role_arn: paused}, signal})),
    enabled: isAsked,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  const isCurrent = paused === text && isAsked;
  const validity = isCurrent ? answer.data : undefined;
  const isValid = validity?.valid === true;
  const problem = isCurrent ? (answer.isError ? problemOf(answer.error) : (validity?.problem ?? null)) : null;

  useEffect(() => onValidity(isValid), [onValidity, isValid]);

  return (
    <div className="stack-tight">
      <Field
        label="ARN of the role"
        autoComplete="off"
        spellCheck={false}
        placeholder={props.pattern}
        value={value}
        onChange={(event) => props.onChange(event.target.value)}
        hint={
          <>
            Paste it from the role’s page. It looks like <code translate="no">{props.pattern}</code>.
          </>
        }
        error={problem ? `${problem.title}${problem.detail ? `: ${problem.detail}` : ""}` : undefined}
      />
      <div className="arn-state" aria-live="polite">
        {isValid ? (
          <Light color="green">
            Role <bdi>{validity.role_name}</bdi> of account {validity.account_id}
            {validity.connection ? (
              <>
                ; connects as <bdi>{validity.connection}</bdi>
              </>
            ) : null}
          </Light>
        ) : text !== "" && !problem ? (
          <span className="muted">{answer.isFetching ? "Looking …" : "Not whole yet"}</span>
        ) : null}
      </div>
      {problem && ((problem.causes?.length ?? 0) > 0 || problem.fix) ? (
        <details>
          <summary>Causes and what to do</summary>
          <ProblemView problem={problem} tone="warn" />
        </details>
      ) : null}
    </div>
  );
}
