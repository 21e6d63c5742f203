import {useMemo, useState} from "react";

import type {SqlAnswer} from "@/api/types";
import {SERIES_MOST} from "@/costs/series";
import type {ChartSeries} from "@/design/charts/Chart";
import {Chart, Swatch} from "@/design/charts/Chart";
import {Select} from "@/design/Field";
import {Segments} from "@/design/Segments";
import type {Decimal} from "@/money/decimal";
import {sqlSourceText} from "@/provenance/sourceText";
import {add, compare, magnitude, sum, toText, ZERO} from "@/money/decimal";

import type {ChartChoice} from "./values";
import {compareValues, isNumeric, numberOf, suggestChart, valueText} from "./values";

// More places than these no eye tells apart.
const PLACES_MOST = 366;

interface Drawn {
  places: {short: string; long: string}[];
  series: ChartSeries[];
  left: number;
}

/** The answer as series: what has the same place and name is added up, exactly. */
function drawn(answer: SqlAnswer, choice: ChartChoice): Drawn {
  const along = new Map<string, unknown>();
  const series = new Map<string, Map<string, Decimal>>();
  for (const row of answer.rows) {
    const value = numberOf(row[choice.y]);
    if (!value) continue;
    const place = valueText(row[choice.x]);
    along.set(place, row[choice.x]);
    const name = choice.series === null ? (answer.columns[choice.y]?.name ?? "") : valueText(row[choice.series]);
    const values = series.get(name) ?? new Map<string, Decimal>();
    values.set(place, add(values.get(place) ?? ZERO, value));
    series.set(name, values);
  }
  const column = answer.columns[choice.x];
  const isTime = column?.kind === "date" || column?.kind === "timestamp";
  const all = isTime && column ? [...along].sort(([, a], [, b]) => compareValues(column, a, b)) : [...along];
  const shown = all.slice(0, PLACES_MOST).map(([place]) => place);
  const total = (values: Map<string, Decimal>) => magnitude(sum(values.values()));
  const sorted = [...series].sort(([, a], [, b]) => compare(total(b), total(a)));
  const valuesOf = (values: Map<string, Decimal>) => shown.map((place) => values.get(place) ?? null);
  const out: ChartSeries[] = sorted.slice(0, SERIES_MOST).map(([name, values], color) => ({id: `s${color}`, name, values: valuesOf(values), color}));
  const rest = sorted.slice(SERIES_MOST);
  if (rest.length > 0) {
    const merged = shown.map((place) => sum(rest.map(([, values]) => values.get(place) ?? ZERO)));
    out.push({id: "rest", name: `others (${rest.length})`, values: merged, color: "rest"});
  }
  return {places: shown.map((place) => ({short: place.replace(/ 00:00:00.*$|T00:00:00.*$/, ""), long: place})), series: out, left: all.length - shown.length};
}

export function ResultChart(props: {answer: SqlAnswer}) {
  const {answer} = props;
  const [choice, setChoice] = useState(() => suggestChart(answer.columns));
  const [kind, setKind] = useState<"bars" | "lines">("bars");
  const result = useMemo(() => choice && drawn(answer, choice), [answer, choice]);
  if (!choice || !result) return <p className="muted">A chart needs a column of numbers, and another one to draw it along.</p>;
  const columns = answer.columns.map((column, index) => ({value: `${index}`, label: column.name}));
  return (
    <div className="stack">
      <div className="sql-chart-choice">
        <Select label="Along" value={`${choice.x}`} options={columns} onChange={(x) => setChoice({...choice, x: Number(x)})} />
        <Select
          label="Up"
          value={`${choice.y}`}
          options={columns.filter((_, index) => answer.columns[index] && isNumeric(answer.columns[index]))}
          onChange={(y) => setChoice({...choice, y: Number(y)})}
        />
        <Select
          label="Colours by"
          value={choice.series === null ? "none" : `${choice.series}`}
          options={[{value: "none", label: "–"}, ...columns]}
          onChange={(series) => setChoice({...choice, series: series === "none" ? null : Number(series)})}
        />
        <Segments
          label="Chart"
          value={kind}
          options={[
            {value: "bars", label: "Bars"},
            {value: "lines", label: "Lines"},
          ]}
          onChange={setKind}
        />
      </div>
      <Chart
        kind={kind}
        isStacked={kind === "bars"}
        label={`${answer.columns[choice.y]?.name ?? ""} by ${answer.columns[choice.x]?.name ?? ""}`}
        places={result.places}
        series={result.series}
        currency={null}
        write={toText}
        source={sqlSourceText(answer.provenance)}
        height="20rem"
      />
      {result.series.length > 1 ? (
        <ul className="legend" aria-label="Colours">
          {result.series.map((one) => (
            <li key={one.id}>
              <Swatch color={one.color} />
              <bdi>{one.name}</bdi>
            </li>
          ))}
        </ul>
      ) : null}
      {result.left > 0 ? <p className="muted small">{result.left} more places are not drawn.</p> : null}
    </div>
  );
}
