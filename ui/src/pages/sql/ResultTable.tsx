import {useMemo} from "react";

import type {SqlAnswer} from "@/api/types";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";

import {compareValues, isNumeric, valueText} from "./values";

interface Row {
  index: number;
  values: readonly unknown[];
}

// So many rows say how wide a column must be.
const SAMPLE = 200;
const WIDTH_MOST_CH = 44;

/** The rows of an answer as they came; sorted by a click on a head. */
export function ResultTable(props: {answer: SqlAnswer}) {
  const {answer} = props;
  const rows = useMemo<Row[]>(() => answer.rows.map((values, index) => ({index, values})), [answer]);
  const columns = useMemo(
    () =>
      answer.columns.map((column, at): Column<Row> => {
        const longest = answer.rows.slice(0, SAMPLE).reduce((most, row) => Math.max(most, valueText(row[at]).length), column.name.length + 3);
        return {
          id: `${at}`,
          head: column.name,
          widthCh: Math.min(WIDTH_MOST_CH, longest + 4),
          ...(isNumeric(column) ? {align: "end" as const, largestFirst: true} : {}),
          sort: (a, b) => compareValues(column, a.values[at], b.values[at]),
          cell: ({values}) => <Value value={values[at]} />,
        };
      }),
    [answer],
  );
  return <DataTable label="Result" rows={rows} columns={columns} rowKey={(row) => `${row.index}`} isOneLine />;
}

function Value(props: {value: unknown}) {
  if (props.value === null || props.value === undefined) return <span className="muted">null</span>;
  const text = valueText(props.value);
  return <bdi title={text.length > 40 ? text : undefined}>{text}</bdi>;
}
