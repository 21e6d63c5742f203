import {useMemo} from "react";

import type {CostAnswer} from "@/api/types";
import {closedDays} from "@/costs/closed";
import {placesOf, seriesOf} from "@/costs/series";
import {Chart} from "@/design/charts/Chart";
import {EmptyState} from "@/design/Status";
import {intervalText} from "@/design/time";
import {decimal} from "@/money/decimal";
import {moneyText} from "@/money/format";
import {sourceText} from "@/provenance/sourceText";

const HEIGHT = "15rem";
/** The room of the chart and of the line above it. */
export const DAILY_ROOM = `calc(${HEIGHT} + var(--type-small) * var(--leading) + var(--space-3))`;

/** Cost by day of the last weeks. Two currencies are two lines of bars, never one sum. */
export function DailyChart(props: {answer: CostAnswer}) {
  const {rows, provenance} = props.answer;
  const drawn = useMemo(() => {
    const places = placesOf(provenance.from, provenance.to, "day", closedDays(provenance)?.to);
    const currency = provenance.currencies[0] ?? null;
    const own = rows.filter((row) => (row.currency ?? currency) === currency);
    const series = seriesOf(own, [], "day", places).map((one) => ({...one, name: "Cost"}));
    return {places, series, currency};
  }, [rows, provenance]);
  if (rows.length === 0) {
    return (
      <EmptyState title="No days are held yet">
        {provenance.notes.join(" ") || "They appear here as soon as the first sync has brought them."}
      </EmptyState>
    );
  }
  const total = provenance.totals.find((money) => money.currency === drawn.currency);
  const isOpen = drawn.places.some((place) => place.isOpen);
  return (
    <>
      <p className="muted small">
        {intervalText(provenance.from, provenance.to)} · {provenance.metric}
        {provenance.currencies.length > 1 && drawn.currency ? `, ${drawn.currency}` : ""}
        {isOpen ? " · pale: day not over" : ""}
      </p>
      <Chart
        kind="bars"
        label={`Cost by day, ${intervalText(provenance.from, provenance.to)}${total ? `, in all ${moneyText(decimal(total.amount), total.currency)}` : ""}`}
        places={drawn.places}
        series={drawn.series}
        currency={drawn.currency}
        height={HEIGHT}
        source={sourceText(provenance)}
      />
    </>
  );
}
