import type {ReactNode} from "react";

import {ageText, dayText, intervalText} from "@/design/time";
import {decimal} from "@/money/decimal";
import {moneyText} from "@/money/format";

import type {Provenance} from "@/api/types";

// In the panel of one number; "Where from" on the page of costs lists them all.
const SHOWN = 5;

/** What a figure is worth, in the words of the terminal: metric, interval, charge types, source, age, coverage, notes. */
export function ProvenanceView(props: {provenance: Provenance; exact?: ReactNode; isWhole?: boolean}) {
  const from = props.provenance;
  const {coverage} = from;
  const missing = coverage.missing ?? [];
  const shown = props.isWhole ? Infinity : SHOWN;
  return (
    <dl>
      {props.exact ? <Line term="Exactly">{props.exact}</Line> : null}
      <Line term="Metric">
        {from.metric}, {from.currencies.join(" and ") || "no currency"}
      </Line>
      <Line term="Days">
        {intervalText(from.from, from.to)} (UTC billing days)
      </Line>
      <Line term="Charges">
        {from.charge_types === "all"
          ? "all types (usage, tax, credits, refunds, fees, …)"
          : Array.isArray(from.charge_types)
            ? from.charge_types.join(", ")
            : from.charge_types}
      </Line>
      {from.filters.length > 0 ? (
        <Line term="Only where">
          <bdi>{from.filters.join("; ")}</bdi>
        </Line>
      ) : null}
      <Line term="State">
        {from.estimated && from.estimated_since
          ? `estimated from ${dayText(from.estimated_since)} on: AWS may still change it`
          : from.estimated
            ? "estimated: AWS may still change it"
            : "final"}
      </Line>
      <Line term="Source">
        <bdi>{from.source || "none"}</bdi>
      </Line>
      <Line term="Read">{ageText(from.age_s)} ago</Line>
      <Line term="Coverage">
        {coverage.complete ? "complete" : "incomplete"}: {coverage.sources_held} of {coverage.sources_expected}{" "}
        {coverage.sources_expected === 1 ? "source" : "sources"}
        {coverage.periods_expected !== undefined ? `, ${coverage.periods_held ?? 0} of ${coverage.periods_expected} periods` : ""}
      </Line>
      {missing.slice(0, shown).map((gap, at) => (
        <Line key={`missing-${at}`} term="Missing">
          <bdi>{gap.account_name ? `${gap.account} (${gap.account_name})` : gap.account}</bdi>, {intervalText(gap.from, gap.to)}: {gap.reason}
        </Line>
      ))}
      {missing.length > shown ? <Line term="Missing">and {missing.length - shown} more gaps</Line> : null}
      {(coverage.left_out ?? []).slice(0, shown).map((one, at) => (
        <Line key={`left-${at}`} term="Not counted">
          <bdi>{one.account_name ? `${one.account} (${one.account_name})` : one.account}</bdi>: {one.reason}
        </Line>
      ))}
      {from.unallocated.map((money) => (
        <Line key={money.currency} term="Unallocated">
          {moneyText(decimal(money.amount), money.currency)} that AWS’s total has more than its rows
        </Line>
      ))}
      {from.notes.map((note) => (
        <Line key={note} term="Note">
          {note}
        </Line>
      ))}
    </dl>
  );
}

const Line = (props: {term: string; children: ReactNode}) => (
  <>
    <dt>{props.term}</dt>
    <dd>{props.children}</dd>
  </>
);
