import "./change.css";

import {compare, decimal} from "@/money/decimal";
import {changeText} from "@/money/format";

/** How far an amount moved, in percent; the arrow says the direction to those who do not tell the colours apart. */
export function Change(props: {before: string; now: string}) {
  const before = decimal(props.before);
  const now = decimal(props.now);
  const direction = compare(now, before);
  return (
    <span className={direction > 0 ? "change change-up" : direction < 0 ? "change change-down" : "change"}>
      <span aria-hidden="true">{direction > 0 ? "▲" : direction < 0 ? "▼" : ""}</span>
      {changeText(before, now)}
    </span>
  );
}
