import type {Provenance} from "@/api/types";
import {Popup} from "@/design/Popup";
import {Light} from "@/design/Status";
import {ageText, dayText, intervalText} from "@/design/time";
import {ProvenanceView} from "@/provenance/ProvenanceView";

/** What the figures of the page are worth, in a line; all of it in the panel that it unfolds. */
export function ProvenanceLine(props: {
  provenance: Provenance;
  /** Where the chart goes further, the day that is not over: drawn, and not counted. */
  drawnTo: string;
}) {
  const from = props.provenance;
  const more = props.drawnTo > from.to ? ` (${intervalText(from.to, props.drawnTo)} is not over: drawn, not counted)` : "";
  return (
    <div className="row small provenance-line">
      <span>
        {intervalText(from.from, from.to)}
        {more}, UTC billing days · {from.metric}
        {from.currencies.length > 0 ? `, ${from.currencies.join(" and ")}` : ""} ·{" "}
        {from.estimated_since ? `estimated from ${dayText(from.estimated_since)} on` : from.estimated ? "estimated" : "final"} · read{" "}
        {ageText(from.age_s)} ago
      </span>
      <Light color={from.coverage.complete ? "green" : "amber"}>
        {from.coverage.complete ? "complete" : `incomplete: ${from.coverage.sources_held} of ${from.coverage.sources_expected} sources`}
      </Light>
      <Popup label="Where from" look="quiet" wide>
        {() => (
          <div className="hint-text">
            <ProvenanceView provenance={from} isWhole />
          </div>
        )}
      </Popup>
    </div>
  );
}
