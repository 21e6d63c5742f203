import "./radioCards.css";

import type {ReactNode} from "react";
import {useId} from "react";

/** A choice of a few, each of which has to be explained. */
export function RadioCards<T extends string>(props: {
  legend: string;
  hideLegend?: boolean;
  value: T;
  options: readonly {value: T; title: ReactNode; detail?: ReactNode}[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="radio-cards">
      <legend className={props.hideLegend ? "visually-hidden" : undefined}>{props.legend}</legend>
      {props.options.map((option) => {
        const id = `${name}-${option.value}`;
        return (
          <label key={option.value} className="radio-card" htmlFor={id}>
            <input
              id={id}
              type="radio"
              name={name}
              aria-describedby={option.detail ? `${id}-detail` : undefined}
              aria-labelledby={`${id}-title`}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            <span className="radio-card-words">
              <strong id={`${id}-title`}>{option.title}</strong>
              {option.detail ? (
                <span id={`${id}-detail`} className="radio-card-detail">
                  {option.detail}
                </span>
              ) : null}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
