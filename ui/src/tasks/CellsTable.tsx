import type {Cell, Light as LightColor} from "@/api/types";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {Light} from "@/design/Status";
import {durationText} from "@/design/time";
import {useNow} from "@/design/useNow";

import {cellKey, cellLabel, cellState} from "./syncProgress";

const COLORS: Record<Cell["status"], LightColor> = {
  planned: "off",
  running: "off",
  done: "green",
  denied: "red",
  not_enabled: "red",
  no_data: "amber",
  throttled: "amber",
  failed: "red",
};

/** The queries of a sync, each as it stands. */
export function CellsTable(props: {cells: readonly Cell[]}) {
  const now = useNow(props.cells.some((cell) => cell.status === "throttled"));
  if (props.cells.length === 0) return null;
  const accounts = new Set(props.cells.map((cell) => cell.account_id)).size;
  const columns: Column<Cell>[] = [
    {id: "query", head: "Query", isRowHead: true, cell: (cell) => cellLabel(cell)},
    ...(accounts > 1 ? [{id: "account", head: "Account", cell: (cell: Cell) => cell.account_id}] : []),
    {id: "state", head: "State", cell: (cell) => <Light color={COLORS[cell.status]}>{cellState(cell, now)}</Light>},
    {id: "pages", head: "Pages", align: "end", isExtra: true, cell: (cell) => cell.pages},
    {id: "time", head: "Time", align: "end", isExtra: true, cell: (cell) => (cell.elapsed_ms > 0 ? durationText(cell.elapsed_ms) : "")},
  ];
  return <DataTable label="Queries of this sync" rows={props.cells} columns={columns} rowKey={cellKey} />;
}
