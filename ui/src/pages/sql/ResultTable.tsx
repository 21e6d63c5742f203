import {useMemo} from "react";

import type {SqlAnswer} from "@/api/types";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";

import {compareValues, isNumeric, placesOf, valueText} from "./values";

interface Row {
  index: number;
  values: readonly unknown[];
}

// So many rows say how wide a column must be.
const SAMPLE = 200;
const WIDTH_MOST_CH = 44;
// A decimal point is about half as wide as a digit.
const POINT_CH = 0.5;

/** The rows of an answer as they came; sorted by a click on a head. */
export function ResultTable(props: {answer: SqlAnswer}) {
  const {answer} = props;
  const rows = useMemo<Row[]>(() => answer.rows.map((values, index) => ({index, values})), [answer]);
  const columns = useMemo(
    () =>
      answer.columns.map((column, at): Column<Row> => {
        const places = isNumeric(column) ? answer.rows.reduce((most, row) => Math.max(most, placesOf(row[at])), 0) : 0;
        const missing = (value: unknown) => (places === 0 ? 0 : places - placesOf(value) + (placesOf(value) === 0 ? POINT_CH : 0));
        const length = (value: unknown) => valueText(value).length + missing(value);
        const longest = answer.rows.slice(0, SAMPLE).reduce((most, row) => Math.max(most, length(row[at])), column.name.length + 3);
        return {
          id: `${at}`,
          head: column.name,
          widthCh: Math.min(WIDTH_MOST_CH, Math.ceil(longest) + 4),
          ...(isNumeric(column) ? {align: "end" as const, largestFirst: true} : {}),
          sort: (a, b) => compareValues(column, a.values[at], b.values[at]),
          cell: ({values}) => <Value value={values[at]} missing={missing(values[at])} />,
        };
      }),
    [answer],
  );
  return <DataTable label="Result" rows={rows} columns={columns} rowKey={(row) => `${row.index}`} isOneLine />;
}

/** `missing`: the room, in `ch`, of the digits that others of its column have after the point; kept, so that the points align. */
function Value(props: {value: unknown; missing: number}) {
  if (props.value === null || props.value === undefined) return <span className="muted">null</span>;
  const text = valueText(props.value);
  return (
    <bdi title={text.length > 40 ? text : undefined} style={props.missing > 0 ? {paddingInlineEnd: `${props.missing}ch`} : undefined}>
      {text}
    </bdi>
  );
}
