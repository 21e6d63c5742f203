import "./chart.css";

import type {KeyboardEvent, PointerEvent} from "react";
import {useEffect, useMemo, useRef, useState} from "react";

import type {Decimal} from "@/money/decimal";
import {add, approximate, ZERO} from "@/money/decimal";
import {moneyText} from "@/money/format";
import {useColors} from "@/shell/theme";

import type {Drawing, Drawn} from "./draw";

export interface ChartSeries {
  id: string;
  name: string;
  /** One for each place on the axis; null where nothing is known. */
  values: readonly (Decimal | null)[];
  /** The place among the colours of series, from 0; rest: what is added up; before: an earlier interval. */
  color: number | "rest" | "before";
}

export interface ChartProps {
  /** What it shows, in a sentence; the same figures stand in a table near it. */
  label: string;
  kind: "bars" | "lines";
  isStacked?: boolean;
  /** Places on the axis: short below it, long in the panel; open ones are drawn lighter, since more is to come. */
  places: readonly {short: string; long: string; isOpen?: boolean}[];
  series: readonly ChartSeries[];
  currency: string | null;
  /** How an amount is written; as money where nothing is said. */
  write?: (value: Decimal) => string;
  /** A click on a part of a bar. */
  onPick?: (series: ChartSeries) => void;
  height?: string;
  /** Where the figures come from: under them in the panel, and read aloud once. */
  source?: string;
}

const COLORS = 8;
const colorOf = (color: ChartSeries["color"]) => `--series-${typeof color === "number" ? (color % COLORS) + 1 : color}`;

/** The colour of a series, beside its name in a list or table. */
export const Swatch = (props: {color: ChartSeries["color"]}) => (
  <span className="swatch" aria-hidden="true" style={{background: `var(${colorOf(props.color)})`}} />
);

/** Colours as the page has them now: a canvas knows no variables. */
function resolve(element: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

function drawingOf(props: ChartProps, element: HTMLElement): Drawing {
  return {
    kind: props.kind,
    isStacked: props.isStacked ?? false,
    categories: props.places.map((place) => place.short),
    isOpen: props.places.map((place) => place.isOpen ?? false),
    currency: props.currency,
    series: props.series.map((one) => ({
      name: one.name,
      color: resolve(element, colorOf(one.color)),
      isDashed: one.color === "before",
      values: one.values.map((value) => value && approximate(value)),
    })),
    ink: {
      text: resolve(element, "--text-muted"),
      line: resolve(element, "--line"),
      surface: resolve(element, "--surface"),
      font: getComputedStyle(element).fontFamily,
    },
  };
}

/**
 * Costs over time. By pointer, a panel follows with the exact amounts of the place on the axis; by keyboard it is a slider whose
 * arrow keys go from place to place, and which reads the same amounts aloud. Its room is kept before it is drawn.
 */
export function Chart(props: ChartProps) {
  const {places, series, currency} = props;
  const canvas = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(null);
  const colors = useColors();
  const latest = useRef(props);
  const [at, setAt] = useState<number | null>(null);
  const [band, setBand] = useState<{left: number; width: number; room: number} | null>(null);

  useEffect(() => {
    latest.current = props;
    if (drawn.current && canvas.current) drawn.current.update(drawingOf(props, canvas.current));
    // Only what is drawn matters, not the object that it comes in.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [props.kind, props.isStacked, places, series, currency, colors]);

  useEffect(() => {
    let isGone = false;
    void import("./draw").then((module) => {
      if (isGone || !canvas.current) return;
      drawn.current = module.draw(canvas.current);
      drawn.current.update(drawingOf(latest.current, canvas.current));
    });
    return () => {
      isGone = true;
      drawn.current?.dispose();
      drawn.current = null;
    };
  }, []);

  const go = (index: number | null) => {
    setAt(index);
    const found = index === null ? null : drawn.current?.bandOf(index);
    setBand(found ? {...found, room: canvas.current?.clientWidth ?? 0} : null);
  };
  const indexOf = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    const index = box ? (drawn.current?.indexAt(event.clientX - box.left, event.clientY - box.top) ?? -1) : -1;
    return index < 0 ? null : index;
  };
  const last = places.length - 1;
  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? last;
    const next = {ArrowLeft: from - 1, ArrowDown: from - 1, ArrowRight: from + 1, ArrowUp: from + 1, Home: 0, End: last}[event.key];
    if (event.key === "Escape") go(null);
    if (next === undefined) return;
    event.preventDefault();
    go(Math.max(0, Math.min(last, next)));
  };
  const pick = (event: PointerEvent) => {
    const index = indexOf(event);
    const box = canvas.current?.getBoundingClientRect();
    const found = index === null || !box ? -1 : (drawn.current?.seriesAt(index, event.clientY - box.top) ?? -1);
    const one = series[found];
    if (one) props.onPick?.(one);
  };
  const source = props.source ? `. ${props.source}` : "";
  const spoken = useMemo(() => (at === null ? `${props.label}${source}` : speak(props, at)), [props, at, source]);

  return (
    <div className="chart" style={{blockSize: props.height ?? "18rem"}}>
      <div
        className={props.onPick ? "chart-canvas chart-pick" : "chart-canvas"}
        ref={canvas}
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={at ?? Math.max(0, last)}
        aria-valuetext={spoken}
        onFocus={(event) => {
          if (event.currentTarget.matches(":focus-visible")) go(last);
        }}
        onBlur={() => go(null)}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          const index = indexOf(event);
          if (index !== at) go(index);
        }}
        onPointerLeave={() => go(null)}
        onPointerUp={props.onPick ? pick : undefined}
      />
      {at !== null && band ? (
        <>
          <div className="chart-band" aria-hidden="true" style={{left: band.left, width: band.width}} />
          <Panel {...props} at={at} band={band} />
        </>
      ) : null}
    </div>
  );
}

const totalAt = (series: readonly ChartSeries[], at: number): Decimal =>
  series.reduce((total, one) => add(total, one.values[at] ?? ZERO), ZERO);

const writer = (props: ChartProps) => props.write ?? ((value: Decimal) => moneyText(value, props.currency));

function speak(props: ChartProps, at: number): string {
  const write = writer(props);
  const amounts = props.series.map((one) => {
    const value = one.values[at];
    return `${one.name} ${value ? write(value) : "no figures"}`;
  });
  const total = props.isStacked && props.series.length > 1 ? `, in all ${write(totalAt(props.series, at))}` : "";
  return `${props.places[at]?.long ?? ""}: ${amounts.join(", ")}${total}`;
}

/** The exact amounts of one place on the axis, on the side where there is more room. */
function Panel(props: ChartProps & {at: number; band: {left: number; width: number; room: number}}) {
  const {at, band} = props;
  const write = writer(props);
  const isLeft = band.left + band.width / 2 > band.room / 2;
  const side = isLeft ? {right: band.room - band.left + 8} : {left: band.left + band.width + 8};
  const isKnown = props.series.some((one) => one.values[at]);
  return (
    <div className="chart-panel" aria-hidden="true" style={side}>
      <p className="chart-panel-title">{props.places[at]?.long}</p>
      {isKnown ? (
        <dl>
          {props.series.map((one) => {
            const value = one.values[at];
            return value ? (
              <div key={one.id}>
                <dt>
                  <Swatch color={one.color} />
                  <bdi>{one.name}</bdi>
                </dt>
                <dd>{write(value)}</dd>
              </div>
            ) : null;
          })}
          {props.isStacked && props.series.length > 1 ? (
            <div className="chart-panel-total">
              <dt>In all</dt>
              <dd>{write(totalAt(props.series, at))}</dd>
            </div>
          ) : null}
        </dl>
      ) : (
        <p className="muted">No figures are held.</p>
      )}
      {props.source ? <p className="chart-panel-source muted">{props.source}</p> : null}
    </div>
  );
}
