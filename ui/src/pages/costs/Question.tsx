import {useQuery} from "@tanstack/react-query";
import {useState} from "react";

import {statusQuery} from "@/api/queries";
import type {Metric} from "@/api/types";
import type {Interval} from "@/costs/closed";
import type {GroupKey} from "@/costs/keys";
import {GROUP_KEYS, KEY_NAMES} from "@/costs/keys";
import {METRIC_OPTIONS} from "@/costs/metrics";
import {Button} from "@/design/Button";
import {Field, Select} from "@/design/Field";
import {Popup} from "@/design/Popup";
import {Segments} from "@/design/Segments";
import {addDays, addMonths, intervalText} from "@/design/time";

import type {Comparison, CostsSearch, CostsState} from "./state";

interface Props {
  state: CostsState;
  change: (part: Partial<CostsSearch>) => void;
}

const NONE = "none";
const KEY_OPTIONS = GROUP_KEYS.map((value) => ({value, label: KEY_NAMES[value]}));

const PRESETS = [
  {value: "7d", label: "Last 7 days"},
  {value: "30d", label: "Last 30 days"},
  {value: "this-month", label: "This month"},
  {value: "last-month", label: "Last month"},
  {value: "3mo", label: "Last 3 months"},
  {value: "6mo", label: "Last 6 months"},
  {value: "12mo", label: "Last 12 months"},
];

const COMPARISON_OPTIONS: readonly {value: Comparison | "automatic"; label: string}[] = [
  {value: "automatic", label: "Automatic"},
  {value: "previous", label: "The period just before"},
  {value: "month", label: "The same days a month earlier"},
  {value: "custom", label: "Other days…"},
  {value: "none", label: "Nothing"},
];

/** What is asked: groups, grain, interval, metric, comparison. */
export function Question({state, change}: Props) {
  const [first, second] = state.by;
  const group = (at: number, value: GroupKey | typeof NONE) => {
    const next = [first, second];
    next[at] = value === NONE ? undefined : value;
    const by = next.filter((key, index) => key !== undefined && next.indexOf(key) === index) as GroupKey[];
    change({by: by.length > 0 ? by : ([NONE] as unknown as GroupKey[])});
  };
  return (
    <div className="question">
      <Select
        label="Group by"
        value={first ?? NONE}
        options={[...KEY_OPTIONS, {value: NONE, label: "Nothing (total)"}]}
        onChange={(value) => group(0, value)}
      />
      <Select
        label="Then by"
        value={second ?? NONE}
        disabled={!first}
        options={[{value: NONE, label: "–"}, ...KEY_OPTIONS.filter((option) => option.value !== first)]}
        onChange={(value) => group(1, value)}
      />
      <div className="field">
        <span className="field-label">Over time</span>
        <Segments
          label="Over time"
          value={state.grain}
          options={[
            {value: "day", label: "Days"},
            {value: "month", label: "Months"},
            {value: "none", label: "Sum"},
          ]}
          onChange={(grain) => change({grain})}
        />
      </div>
      <IntervalChoice state={state} change={change} />
      <Select<Metric>
        label="Metric"
        value={state.metric}
        options={METRIC_OPTIONS}
        onChange={(metric) => change({metric: metric === "unblended" ? undefined : metric})}
      />
      <CompareChoice state={state} change={change} />
    </div>
  );
}

function IntervalChoice({state, change}: Props) {
  const choose = (value: string) => {
    // Days are held for some weeks, months for longer: the grain follows, and can be chosen back.
    const isLong = value.endsWith("mo");
    change({last: value, from: undefined, to: undefined, ...(state.grain === "none" ? {} : {grain: isLong ? "month" : "day"})});
  };
  const isPreset = PRESETS.some((preset) => preset.value === state.last);
  const own = state.from && state.to ? intervalText(full(state.from), full(state.to)) : `Last ${state.last ?? ""}`;
  const options = isPreset ? PRESETS : [...PRESETS, {value: "own", label: own}];
  return (
    <div className="question-interval">
      <Select label="Days (UTC)" value={isPreset ? (state.last ?? "") : "own"} options={options} onChange={(value) => value !== "own" && choose(value)} />
      <DaysPopup
        label="Other…"
        interval={state.from && state.to ? {from: full(state.from), to: full(state.to)} : null}
        onChoose={({from, to}) => change({from, to, last: undefined})}
      />
    </div>
  );
}

function CompareChoice({state, change}: Props) {
  const choose = (value: Comparison | "automatic") => {
    if (value !== "custom") return change({compare: value === "automatic" ? undefined : value, before_from: undefined, before_to: undefined});
    const year = (day: string | undefined, or: string) => addMonths(full(day ?? or), -12);
    const today = new Date().toISOString().slice(0, 10);
    change({compare: "custom", before_from: year(state.from, `${today.slice(0, 7)}-01`), before_to: year(state.to, today)});
  };
  return (
    <div className="question-interval">
      <Select label="Compare with" value={state.compare} options={COMPARISON_OPTIONS} onChange={choose} />
      {state.compare === "custom" ? (
        <DaysPopup
          label={state.beforeFrom && state.beforeTo ? intervalText(full(state.beforeFrom), full(state.beforeTo)) : "Choose…"}
          interval={state.beforeFrom && state.beforeTo ? {from: full(state.beforeFrom), to: full(state.beforeTo)} : null}
          onChoose={({from, to}) => change({before_from: from, before_to: to})}
        />
      ) : null}
    </div>
  );
}

/** A month is its first day. */
const full = (day: string) => (day.length === 7 ? `${day}-01` : day);

/** First and last day, both included, as people say them. */
function DaysPopup(props: {label: string; interval: Interval | null; onChoose: (interval: Interval) => void}) {
  return (
    <Popup label={props.label} look="quiet">
      {(close) => (
        <DaysForm
          interval={props.interval}
          onChoose={(interval) => {
            close();
            props.onChoose(interval);
          }}
        />
      )}
    </Popup>
  );
}

function DaysForm(props: {interval: Interval | null; onChoose: (interval: Interval) => void}) {
  const today = useQuery(statusQuery()).data?.today ?? new Date().toISOString().slice(0, 10);
  const [from, setFrom] = useState(props.interval?.from ?? `${today.slice(0, 7)}-01`);
  const [last, setLast] = useState(props.interval ? addDays(props.interval.to, -1) : today);
  const error = from && last && last < from ? "The last day lies before the first." : from > today ? "That day lies in the future." : undefined;
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (!error && from && last) props.onChoose({from, to: addDays(last, 1)});
      }}
    >
      <Field label="First day (UTC)" type="date" value={from} max={today} required onChange={(event) => setFrom(event.target.value)} />
      <Field label="Last day (UTC), included" type="date" value={last} required error={error} onChange={(event) => setLast(event.target.value)} />
      <Button type="submit" look="primary">
        Show these days
      </Button>
    </form>
  );
}
