import "./share.css";

import type {Decimal} from "@/money/decimal";
import {approximate, isNegative, percentOf} from "@/money/decimal";
import {shareText} from "@/money/format";

/** A part of a whole, as a number and as a bar of that length. */
export function Share(props: {part: Decimal; whole: Decimal | undefined}) {
  if (!props.whole) return null;
  const percent = percentOf(props.part, props.whole, 1);
  const length = percent && !isNegative(percent) ? Math.min(100, approximate(percent)) : 0;
  return (
    <span className="share">
      <span className="share-bar" aria-hidden="true">
        <span style={{inlineSize: `${length}%`}} />
      </span>
      <span>{shareText(props.part, props.whole)}</span>
    </span>
  );
}
