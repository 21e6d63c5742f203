import type {KeyboardEvent, RefObject} from "react";
import {useLayoutEffect} from "react";

const STOPS = "button, a[href], input, select";

/**
 * Makes the body of a table one tab stop, by the grid pattern of the ARIA guide: arrow keys go from number to number, Home and
 * End to the ends of the row, with Ctrl to the first and last row. A table of hundreds of numbers would else be hundreds of stops.
 */
export function useGridKeys(body: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  useLayoutEffect(() => {
    const stops = all(body.current);
    const active = stops.find((stop) => stop === document.activeElement) ?? stops.find((stop) => stop.tabIndex === 0) ?? stops[0];
    for (const stop of stops) stop.tabIndex = stop === active ? 0 : -1;
  });
  return (event) => {
    const from = event.target instanceof HTMLElement ? event.target : null;
    const row = from?.closest("tr");
    if (!from || !row || from.closest("tbody") !== body.current) return;
    const next = target(event, from, row);
    if (!next) return;
    event.preventDefault();
    for (const stop of all(body.current)) stop.tabIndex = stop === next ? 0 : -1;
    next.focus();
    next.scrollIntoView?.({block: "nearest", inline: "nearest"});
  };
}

const all = (within: Element | null) => (within ? [...within.querySelectorAll<HTMLElement>(STOPS)] : []);

function target(event: KeyboardEvent, from: HTMLElement, row: HTMLTableRowElement): HTMLElement | undefined {
  const inRow = all(row);
  const at = inRow.indexOf(from);
  const rows = [...(row.parentElement?.querySelectorAll("tr") ?? [])].filter((one) => all(one).length > 0);
  const column = from.closest("td, th");
  const inColumn = (other: Element | undefined) => {
    if (!other) return undefined;
    const stops = all(other);
    const index = column instanceof HTMLTableCellElement ? column.cellIndex : 0;
    const same = stops.find((stop) => stop.closest<HTMLTableCellElement>("td, th")?.cellIndex === index);
    return same ?? stops[Math.min(at, stops.length - 1)];
  };
  switch (event.key) {
    case "ArrowRight":
      return inRow[at + 1];
    case "ArrowLeft":
      return inRow[at - 1];
    case "ArrowDown":
      return inColumn(rows[rows.indexOf(row) + 1]);
    case "ArrowUp":
      return inColumn(rows[rows.indexOf(row) - 1]);
    case "Home":
      return event.ctrlKey ? all(rows[0] ?? null)[0] : inRow[0];
    case "End":
      return event.ctrlKey ? all(rows.at(-1) ?? null).at(-1) : inRow.at(-1);
    default:
      return undefined;
  }
}
