import "./button.css";

import {useId} from "react";

/** A choice of a few that is better seen than unfolded: radio buttons that look like one control. */
export function Segments<T extends string>(props: {
  label: string;
  value: T;
  options: readonly {value: T; label: string; disabled?: boolean}[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={props.label} className="segments">
      {props.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            disabled={option.disabled}
            onChange={() => props.onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
