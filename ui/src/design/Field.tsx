import "./field.css";

import type {InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes} from "react";
import {useId} from "react";

interface Around {
  label: string;
  /** Hidden from sight where the place says it; readers of a screen hear it all the same. */
  hideLabel?: boolean;
  hint?: ReactNode;
  /** Why what stands there is refused. Announced politely while one types. */
  error?: ReactNode;
}

function useDescription(hint: ReactNode, error: ReactNode) {
  const id = useId();
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return {id, describedBy: ids || undefined};
}

function Frame(props: Around & {id: string; children: ReactNode}) {
  return (
    <div className="field">
      <label htmlFor={props.id} className={props.hideLabel ? "visually-hidden" : "field-label"}>
        {props.label}
      </label>
      {props.children}
      {props.hint ? (
        <div id={`${props.id}-hint`} className="field-hint">
          {props.hint}
        </div>
      ) : null}
      {/* Always there, so that what appears in it is announced. */}
      <div id={`${props.id}-error`} className="field-error" aria-live="polite">
        {props.error}
      </div>
    </div>
  );
}

/** A line of text, a number or a day, with its label, hint and error. */
export function Field({label, hideLabel = false, hint, error, ...rest}: Around & InputHTMLAttributes<HTMLInputElement>) {
  const {id, describedBy} = useDescription(hint, error);
  return (
    <Frame id={id} label={label} hideLabel={hideLabel} hint={hint} error={error}>
      <input
        {...rest}
        id={id}
        className={["control", rest.className].filter(Boolean).join(" ")}
        aria-describedby={describedBy}
        aria-invalid={error ? true : undefined}
      />
    </Frame>
  );
}

/** Several lines of text. */
export function TextArea({label, hideLabel = false, hint, error, ...rest}: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const {id, describedBy} = useDescription(hint, error);
  return (
    <Frame id={id} label={label} hideLabel={hideLabel} hint={hint} error={error}>
      <textarea {...rest} id={id} className="control" aria-describedby={describedBy} aria-invalid={error ? true : undefined} />
    </Frame>
  );
}

/** A choice of some, as the browser's own list. */
export function Select<T extends string>({
  label,
  hideLabel = false,
  hint,
  value,
  options,
  onChange,
  ...rest
}: Omit<Around, "error"> &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange" | "value"> & {
    value: T;
    options: readonly {value: T; label: string; disabled?: boolean}[];
    onChange: (value: T) => void;
  }) {
  const {id, describedBy} = useDescription(hint, undefined);
  return (
    <Frame id={id} label={label} hideLabel={hideLabel} hint={hint}>
      <select
        {...rest}
        id={id}
        className="control"
        aria-describedby={describedBy}
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A box to tick, with its label beside it. */
export function Check({label, hint, ...rest}: {label: ReactNode; hint?: ReactNode} & InputHTMLAttributes<HTMLInputElement>) {
  const {id, describedBy} = useDescription(hint, undefined);
  return (
    <div className="check">
      <input {...rest} type="checkbox" id={id} aria-describedby={describedBy} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <div id={`${id}-hint`} className="field-hint">
            {hint}
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** On or off, at once: for what takes effect without a Save button. */
export function Switch(props: {
  label: string;
  hideLabel?: boolean;
  on: boolean;
  busy?: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={props.on}
      aria-label={props.hideLabel ? props.label : undefined}
      aria-busy={props.busy || undefined}
      disabled={props.disabled}
      className="switch"
      onClick={() => (props.busy ? undefined : props.onChange(!props.on))}
    >
      <span className="switch-track" aria-hidden="true" />
      {props.hideLabel ? null : <span>{props.label}</span>}
    </button>
  );
}
