import {Link} from "@tanstack/react-router";
import type {ReactNode} from "react";

import type {StepId} from "./state";
import type {Known} from "./steps";
import {STEPS} from "./steps";
import {useWelcome} from "./wizard";

/** The steps, which of them is shown, and the way back to those that are open. */
export function Stepper(props: {step: StepId; known: Known}) {
  const {search} = useWelcome();
  const at = STEPS.findIndex((step) => step.id === props.step);
  return (
    <nav aria-label="Steps">
      <ol className="stepper">
        {STEPS.map((step, index) => {
          const isHere = index === at;
          const isPast = index < at;
          const label = (
            <>
              <span className="stepper-number" aria-hidden="true">
                {isPast ? "✓" : index + 1}
              </span>
              <span className="stepper-title">
                {step.title}
                {isPast ? <span className="visually-hidden"> (done)</span> : null}
              </span>
            </>
          );
          const className = isHere ? "stepper-here" : isPast ? "stepper-past" : undefined;
          return (
            <li key={step.id} className={className} aria-current={isHere ? "step" : undefined}>
              {isPast ? (
                <Link to="/welcome" search={{...search, step: step.id, task: undefined}}>
                  {label}
                </Link>
              ) : (
                <span>{label}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** The heading of a step, which takes the focus when the step comes. */
export const StepTitle = (props: {children: ReactNode}) => (
  <h2 tabIndex={-1} className="step-title">
    {props.children}
  </h2>
);
