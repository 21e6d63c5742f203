import type {KeyboardEvent, Ref} from "react";
import {useImperativeHandle, useRef} from "react";

export interface EditorHandle {
  /** Puts a text where the caret is, in place of what is marked. */
  insert: (text: string) => void;
  focus: () => void;
}

/**
 * Where SQL is written: the browser's own text area, with numbers beside its lines. Tab leaves it, as everywhere, so that no one
 * is caught in it by keyboard.
 */
export function Editor({
  value,
  onChange,
  onRun,
  describedBy,
  ref,
}: {
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
  /** The id of what says how to run it. */
  describedBy: string;
  ref: Ref<EditorHandle>;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  useImperativeHandle(
    ref,
    () => ({
      focus: () => area.current?.focus(),
      insert: (text) => {
        const element = area.current;
        if (!element) return;
        const before = element.value.slice(0, element.selectionStart);
        const apart = before !== "" && !/[\s(.,]$/.test(before) ? " " : "";
        element.focus();
        element.setRangeText(apart + text, element.selectionStart, element.selectionEnd, "end");
        onChange(element.value);
      },
    }),
    [onChange],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onRun();
  };
  const lines = value.split("\n").length;
  return (
    <div className="editor">
      <div className="editor-gutter" ref={gutter} aria-hidden="true">
        {Array.from({length: lines}, (_, line) => (
          <div key={line}>{line + 1}</div>
        ))}
      </div>
      <textarea
        ref={area}
        className="editor-area"
        aria-label="SQL"
        aria-describedby={describedBy}
        value={value}
        rows={Math.min(24, Math.max(6, lines + 1))}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        translate="no"
        placeholder="SELECT ServiceName, sum(BilledCost) AS cost FROM …"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
