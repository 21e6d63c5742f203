import {useMemo, useState} from "react";

import type {CostAnswer} from "@/api/types";
import {closedDays} from "@/costs/closed";
import type {CostRow} from "@/costs/keys";
import {isGroup, keyWords} from "@/costs/keys";
import {placesOf, seriesOf} from "@/costs/series";
import {Chart, Swatch} from "@/design/charts/Chart";
import {Segments} from "@/design/Segments";
import {intervalText} from "@/design/time";

import {sourceText} from "@/provenance/sourceText";

import type {CostsState} from "./state";

export const CHART_HEIGHT = "19rem";

/** The answer over time. Two currencies are two charts, one of them shown, never one sum. */
export function CostChart(props: {answer: CostAnswer; state: CostsState; grain: "day" | "month"; onPick: (row: CostRow) => void}) {
  const {answer, state, grain} = props;
  const {provenance} = answer;
  const [chosen, setChosen] = useState<string | null>(null);
  const currency = provenance.currencies.find((one) => one === chosen) ?? provenance.currencies[0] ?? null;
  const {places, series} = useMemo(() => {
    const axis = placesOf(provenance.from, provenance.to, grain, closedDays(provenance)?.to);
    const rows = answer.rows.filter((row) => (row.currency ?? currency) === currency);
    return {places: axis, series: seriesOf(rows, state.by, grain, axis)};
  }, [answer, provenance, grain, currency, state.by]);
  const label = `Cost ${state.by.length > 0 ? `by ${state.by.map(keyWords).join(" and ")} ` : ""}over ${grain}s, ${intervalText(provenance.from, provenance.to)}`;
  return (
    <>
      {provenance.currencies.length > 1 && currency ? (
        <Segments label="Currency" value={currency} options={provenance.currencies.map((value) => ({value, label: value}))} onChange={setChosen} />
      ) : null}
      <Chart
        kind={state.view}
        isStacked={state.view === "bars"}
        label={label}
        places={places}
        series={series}
        currency={currency}
        height={CHART_HEIGHT}
        source={sourceText(provenance)}
        onPick={(picked) => {
          const row = series.find((one) => one.id === picked.id)?.row;
          if (row && isGroup(row) && state.by.length > 0) props.onPick(row);
        }}
      />
      {series.length > 1 ? (
        <ul className="legend" aria-label="Colours">
          {series.map((one) => (
            <li key={one.id}>
              <Swatch color={one.color} />
              <bdi>{one.name}</bdi>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
