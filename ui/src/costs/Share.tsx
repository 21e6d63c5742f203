import "@/provenance/figure.css";
import "./share.css";

import type {Provenance} from "@/api/types";
import {useHint} from "@/design/Hint";
import type {Decimal} from "@/money/decimal";
import {approximate, isNegative, percentOf} from "@/money/decimal";
import {moneyText, shareText} from "@/money/format";
import {ProvenanceView} from "@/provenance/ProvenanceView";

interface Props {
  part: Decimal;
  whole: Decimal | undefined;
  currency: string | null | undefined;
  provenance: Provenance;
  /** For readers of a screen: whose share it is. */
  of: string;
}

/** A part of a whole, as a number and as a bar of that length; on hover and focus it says of what. */
export function Share({whole, ...rest}: Props) {
  return whole ? <KnownShare whole={whole} {...rest} /> : null;
}

function KnownShare({part, whole, currency, provenance, of}: Props & {whole: Decimal}) {
  const hint = useHint(() => (
    <>
      <p>
        {moneyText(part, currency)} of {moneyText(whole, currency)}
      </p>
      <ProvenanceView provenance={provenance} />
    </>
  ));
  const percent = percentOf(part, whole, 1);
  const length = percent && !isNegative(percent) ? Math.min(100, approximate(percent)) : 0;
  return (
    <button type="button" className="figure-derived share" {...hint}>
      <span className="visually-hidden">Share, {of}: </span>
      <span className="share-bar" aria-hidden="true">
        <span style={{inlineSize: `${length}%`}} />
      </span>
      <span className="share-number">{shareText(part, whole)}</span>
    </button>
  );
}
