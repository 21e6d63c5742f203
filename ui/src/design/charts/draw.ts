// The one file that knows ECharts, of which it takes only what it draws with. Fetched when the first chart is shown.
import type {BarSeriesOption, LineSeriesOption} from "echarts/charts";
import {BarChart, LineChart} from "echarts/charts";
import {GridComponent} from "echarts/components";
import {init, use as register} from "echarts/core";
import {CanvasRenderer} from "echarts/renderers";

import {axisText} from "@/money/format";

register([BarChart, LineChart, GridComponent, CanvasRenderer]);

export interface Drawing {
  kind: "bars" | "lines";
  /** What stands below the axis, one for each place. */
  categories: readonly string[];
  /** Places of which more is to come; their bars are lighter. */
  isOpen: readonly boolean[];
  /** For lengths and heights only; null where there is nothing. */
  series: readonly {name: string; color: string; values: readonly (number | null)[]; isDashed: boolean}[];
  /** Bars that stand on one another; else side by side. */
  isStacked: boolean;
  currency: string | null;
  ink: {text: string; line: string; font: string; surface: string};
}

export interface Drawn {
  update: (drawing: Drawing) => void;
  /** The place on the axis that is at this point of the element; -1 outside. */
  indexAt: (x: number, y: number) => number;
  /** Left edge and width of a place on the axis, in pixels of the element. */
  bandOf: (index: number) => {left: number; width: number};
  /** The series whose bar is at a height of the element, at a place on the axis; -1 for none. */
  seriesAt: (index: number, y: number) => number;
  dispose: () => void;
}

const GRID = {left: 8, right: 8, top: 12, bottom: 4};

export function draw(element: HTMLElement): Drawn {
  const chart = init(element, null, {renderer: "canvas"});
  let shown: Drawing | null = null;
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(element);

  const count = () => shown?.categories.length ?? 0;
  const bandOf = (index: number) => {
    const at = (place: number) => chart.convertToPixel({xAxisIndex: 0}, place);
    const width = count() > 1 ? (at(count() - 1) - at(0)) / (count() - 1) : element.clientWidth - 2 * GRID.left;
    return {left: at(index) - width / 2, width};
  };
  return {
    update(drawing) {
      shown = drawing;
      chart.setOption(
        {
          animation: false,
          textStyle: {fontFamily: drawing.ink.font, fontSize: 11, color: drawing.ink.text},
          grid: {...GRID, outerBoundsMode: "same", outerBoundsContain: "axisLabel"},
          xAxis: {
            type: "category",
            data: [...drawing.categories],
            axisTick: {show: false},
            axisLine: {lineStyle: {color: drawing.ink.line}},
            axisLabel: {color: drawing.ink.text, hideOverlap: true},
          },
          yAxis: {
            type: "value",
            splitNumber: 4,
            splitLine: {lineStyle: {color: drawing.ink.line}},
            axisLabel: {color: drawing.ink.text, formatter: (value: number) => axisText(value, drawing.currency)},
          },
          series: drawing.series.map((one) => (drawing.kind === "bars" ? bar(one, drawing) : line(one))),
        },
        {notMerge: true},
      );
    },
    indexAt(x, y) {
      if (!shown || y < 0 || y > element.clientHeight) return -1;
      const first = bandOf(0);
      const index = Math.floor((x - first.left) / first.width);
      return index >= 0 && index < count() ? index : -1;
    },
    bandOf,
    seriesAt(index, y) {
      if (!shown?.isStacked || shown.kind !== "bars") return -1;
      let up = 0;
      let down = 0;
      const value = chart.convertFromPixel({yAxisIndex: 0}, y);
      for (const [at, series] of shown.series.entries()) {
        const height = series.values[index] ?? 0;
        const from = height < 0 ? down : up;
        if ((value - from) * (value - from - height) <= 0 && height !== 0) return at;
        if (height < 0) down += height;
        else up += height;
      }
      return -1;
    },
    dispose() {
      observer.disconnect();
      chart.dispose();
    },
  };
}

type Series = Drawing["series"][number];

const bar = (one: Series, drawing: Drawing): BarSeriesOption => ({
  type: "bar",
  name: one.name,
  data: one.values.map((value, at) => (drawing.isOpen[at] ? {value: value ?? "-", itemStyle: {opacity: 0.55}} : value)),
  ...(drawing.isStacked ? {stack: "all"} : {}),
  barMaxWidth: drawing.categories.length > 12 ? 48 : 96,
  barCategoryGap: drawing.categories.length > 20 ? "18%" : "32%",
  // A line of the ground between neighbours, so that they are told apart by more than their colour.
  itemStyle: {color: one.color, borderColor: drawing.ink.surface, borderWidth: drawing.isStacked ? 0.75 : 0},
  emphasis: {disabled: true},
  silent: true,
});

const line = (one: Series): LineSeriesOption => ({
  type: "line",
  name: one.name,
  data: [...one.values],
  symbol: "circle",
  symbolSize: 4,
  showSymbol: one.values.length <= 62,
  itemStyle: {color: one.color},
  lineStyle: {color: one.color, width: 2, type: one.isDashed ? "dashed" : "solid"},
  emphasis: {disabled: true},
  silent: true,
});
