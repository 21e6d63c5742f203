import "./figure.css";

import type {Provenance} from "@/api/types";
import {useHint} from "@/design/Hint";
import {decimal} from "@/money/decimal";
import {moneyText, signedMoneyText} from "@/money/format";

import {ProvenanceView} from "./ProvenanceView";

/**
 * An amount with where it comes from: on hover and on focus a panel says its exact value and its provenance. Every amount on the
 * page is one.
 */
export function Figure(props: {
  amount: string;
  currency: string | null | undefined;
  provenance: Provenance;
  /** With a plus sign, for changes. */
  isChange?: boolean;
  /** Before the amount, for readers of a screen: what it is of. */
  of?: string;
  large?: boolean;
}) {
  const hint = useHint(() => (
    <ProvenanceView
      provenance={props.provenance}
      exact={
        <bdi>
          {props.amount} {props.currency ?? ""}
        </bdi>
      }
    />
  ));
  const amount = decimal(props.amount);
  return (
    <button type="button" className={props.large ? "figure figure-large" : "figure"} {...hint}>
      {props.of ? <span className="visually-hidden">{props.of}: </span> : null}
      {props.isChange ? signedMoneyText(amount, props.currency) : moneyText(amount, props.currency)}
    </button>
  );
}
