import "./tabs.css";

import type {KeyboardEvent, ReactNode} from "react";
import {useId, useRef} from "react";

export interface Tab<T extends string> {
  id: T;
  label: string;
  content: ReactNode;
}

/** Tabs by the pattern of the ARIA guide: one tab stop, arrow keys, Home and End; the panel of the chosen one alone exists. */
export function Tabs<T extends string>(props: {label: string; tabs: readonly Tab<T>[]; chosen: T; onChoose: (id: T) => void}) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const chosen = props.tabs.find((tab) => tab.id === props.chosen) ?? props.tabs[0];
  if (!chosen) return null;
  const move = (event: KeyboardEvent) => {
    const at = props.tabs.indexOf(chosen);
    const last = props.tabs.length - 1;
    const next = {ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last}[event.key];
    const tab = next === undefined ? undefined : props.tabs[next];
    if (next === undefined || !tab) return;
    event.preventDefault();
    props.onChoose(tab.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <div className="tabs">
      <div role="tablist" aria-label={props.label} className="tabs-list" ref={list}>
        {props.tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            aria-selected={tab === chosen}
            aria-controls={tab === chosen ? `${base}-panel` : undefined}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => props.onChoose(tab.id)}
            onKeyDown={move}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {/* A panel may hold nothing that takes the focus, and then has to take it to be read by keyboard. */}
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${chosen.id}`} className="tabs-panel" tabIndex={-1}>
        {chosen.content}
      </div>
    </div>
  );
}
