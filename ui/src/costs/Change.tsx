import "@/provenance/figure.css";
import "./change.css";

import type {Provenance} from "@/api/types";
import {useHint} from "@/design/Hint";
import {intervalText} from "@/design/time";
import {compare, decimal} from "@/money/decimal";
import {changeText, moneyText} from "@/money/format";
import {ProvenanceView} from "@/provenance/ProvenanceView";

/**
 * How far an amount moved, in percent; the arrow says the direction to those who do not tell the colours apart. On hover and
 * focus it says from what to what, and where both come from.
 */
export function Change(props: {
  before: string;
  now: string;
  currency: string | null | undefined;
  provenance: {now: Provenance; before: Provenance};
  /** For readers of a screen: what moved. */
  of: string;
}) {
  const before = decimal(props.before);
  const now = decimal(props.now);
  const direction = compare(now, before);
  const hint = useHint(() => {
    const {now: from, before: earlier} = props.provenance;
    return (
      <>
        <p>
          {moneyText(now, props.currency)} in {intervalText(from.from, from.to)}, {moneyText(before, props.currency)} in{" "}
          {intervalText(earlier.from, earlier.to)}
        </p>
        <ProvenanceView provenance={from} />
      </>
    );
  });
  return (
    <button
      type="button"
      className={["figure-derived", "change", direction > 0 ? "change-up" : direction < 0 ? "change-down" : ""].filter(Boolean).join(" ")}
      {...hint}
    >
      <span className="visually-hidden">{props.of}: </span>
      <span aria-hidden="true" className="change-mark">
        {direction > 0 ? "▲" : direction < 0 ? "▼" : ""}
      </span>
      {changeText(before, now)}
    </button>
  );
}
