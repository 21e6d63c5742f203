import "./combobox.css";

import type {KeyboardEvent} from "react";
import {useId, useMemo, useRef, useState} from "react";

export interface Option {
  value: string;
  /** What is shown and searched; the value where absent. */
  label?: string;
  /** A second line, searched too. */
  detail?: string;
}

// More than these are narrowed by typing, which is said.
const SHOWN = 200;

/**
 * Several of many, found by typing: a field above its list, by the combobox pattern of the ARIA guide. Arrow keys move, Enter
 * ticks, Ctrl+A with the button beside it ticks all that is visible.
 */
export function Combobox(props: {
  label: string;
  options: readonly Option[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
  /** Offers to tick all that the text typed leaves visible. */
  canChooseAll?: boolean;
  /** Where there are no options at all. */
  empty?: string;
}) {
  const {options, chosen, onChange} = props;
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const found = useMemo(() => {
    const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const matches = (option: Option) => {
      const all = `${option.value} ${option.label ?? ""} ${option.detail ?? ""}`.toLocaleLowerCase();
      return words.every((word) => all.includes(word));
    };
    return options.filter(matches);
  }, [options, text]);
  const shown = found.slice(0, SHOWN);
  const active = Math.min(at, shown.length - 1);

  const toggle = (value: string) => {
    const next = new Set(chosen);
    if (!next.delete(value)) next.add(value);
    onChange(next);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, to));
    setAt(next);
    list.current?.children[next]?.scrollIntoView?.({block: "nearest"});
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = shown[active];
    const steps: Record<string, number> = {ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 10, PageUp: active - 10};
    const step = steps[event.key];
    if (step !== undefined) move(step);
    else if (event.key === "Enter" && option) toggle(option.value);
    else return;
    event.preventDefault();
  };
  const allShown = shown.length > 0 && shown.every((option) => chosen.has(option.value));

  return (
    <div className="combobox">
      <label className="field-label" htmlFor={`${id}-field`}>
        {props.label}
      </label>
      <input
        id={`${id}-field`}
        className="control"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Type to search"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {/* The field above keeps the focus and drives the list, as the pattern has it. */}
      <ul id={`${id}-list`} ref={list} role="listbox" aria-multiselectable="true" aria-label={props.label} className="combobox-list">
        {shown.map((option, index) => (
          // The field drives the list by keyboard; it never loses the focus.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={chosen.has(option.value)}
            className={index === active ? "combobox-active" : undefined}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              setAt(index);
              toggle(option.value);
            }}
          >
            <span className="combobox-tick" aria-hidden="true" />
            <span>
              <bdi>{option.label ?? option.value}</bdi>
              {option.detail ? (
                <span className="muted small">
                  {" "}
                  <bdi>{option.detail}</bdi>
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      <div className="spread small muted">
        <span aria-live="polite">
          {options.length === 0
            ? (props.empty ?? "There is nothing to choose from.")
            : found.length === 0
              ? "Nothing matches."
              : found.length > SHOWN
                ? `${SHOWN} of ${found.length} shown: type more to narrow it.`
                : `${found.length} of ${options.length}; ${chosen.size} ticked`}
        </span>
        {props.canChooseAll && shown.length > 0 ? (
          <button
            type="button"
            className="button button-quiet"
            onClick={() => {
              const next = new Set(chosen);
              for (const option of shown) {
                if (allShown) next.delete(option.value);
                else next.add(option.value);
              }
              onChange(next);
            }}
          >
            {allShown ? "Untick all visible" : "Tick all visible"}
          </button>
        ) : null}
      </div>
    </div>
  );
}
