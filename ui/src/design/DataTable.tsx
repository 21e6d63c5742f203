import "./table.css";

import type {SortingState} from "@tanstack/react-table";
import {getCoreRowModel, getSortedRowModel, useReactTable} from "@tanstack/react-table";
import {useVirtualizer} from "@tanstack/react-virtual";
import type {CSSProperties, ReactNode} from "react";
import {useMemo, useRef, useState} from "react";

import {useGridKeys} from "./gridKeys";

export interface Column<Row> {
  id: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end, so that their digits stand under one another. */
  align?: "end";
  /** Makes the head a button that sorts; ascending order. */
  sort?: (a: Row, b: Row) => number;
  /** Whether the first click sorts from the largest down, as for amounts. */
  largestFirst?: boolean;
  /** The cell that names the row, for readers of a screen. One a table. */
  isRowHead?: boolean;
  /** Its width where there are many rows, in `ch`: of rows that come and go, no column may change its width. */
  widthCh?: number;
  /** Takes the whole width of a card. */
  isWhole?: boolean;
  /** May be left out where there is no room (below 40rem of width). */
  isExtra?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table is about; read aloud, not shown. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  sortedBy?: {id: string; desc: boolean};
  /** Cells hold buttons or numbers with provenance: arrow keys go between them. */
  isGrid?: boolean;
  /** Each row is one line; what is longer than its column is cut, and scrolled to. For values rather than words. */
  isOneLine?: boolean;
  /** Rows become cards where there is no room for columns (below 60rem of width); dense: with several facts in a line. */
  stacks?: boolean | "dense";
  /** Names stand on a line of their own, above the numbers of their row, where there is no room for columns. */
  wraps?: boolean;
  /** Rows at the foot, such as totals: what stands in each column, by its id. They stay in sight where the rows scroll. */
  foot?: readonly Readonly<Record<string, ReactNode>>[];
  rowClass?: (row: Row) => string | undefined;
  /** Rows that stay below the others however one sorts, such as what is added up. */
  isLast?: (row: Row) => boolean;
}

// From so many rows on, only those in sight exist.
const VIRTUAL_FROM = 120;
const ROW_PX = 34;

/** A table: sorts by its heads, keeps the digits of numbers under one another, and draws of many rows only those in sight. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {columns, rowKey} = props;
  const [sorting, setSorting] = useState<SortingState>(props.sortedBy ? [props.sortedBy] : []);
  const data = useMemo(() => [...props.rows], [props.rows]);
  const table = useReactTable<Row>({
    data,
    columns: useMemo(
      () =>
        columns.map((column) => ({
          id: column.id,
          accessorFn: (row: Row) => row,
          enableSorting: column.sort !== undefined,
          sortDescFirst: column.largestFirst ?? false,
          sortingFn: (a: {original: Row}, b: {original: Row}) => column.sort?.(a.original, b.original) ?? 0,
        })),
      [columns],
    ),
    state: {sorting},
    onSortingChange: setSorting,
    getRowId: rowKey,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const sorted = table.getRowModel().rows;
  const {isLast} = props;
  const rows = useMemo(
    () => (isLast ? [...sorted.filter((row) => !isLast(row.original)), ...sorted.filter((row) => isLast(row.original))] : sorted),
    [sorted, isLast],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const isVirtual = rows.length >= VIRTUAL_FROM;
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = isVirtual ? virtual.getVirtualItems() : null;
  const shown = items ? items.map((item) => ({row: rows[item.index], index: item.index})) : rows.map((row, index) => ({row, index}));
  const before = items?.[0]?.start ?? 0;
  const after = items ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const onKeyDown = useGridKeys(body);
  const hasWidths = isVirtual && columns.some((column) => column.widthCh !== undefined);

  return (
    // A region that scrolls takes the focus where nothing inside does; in a grid, the numbers do.
    <div
      ref={scroller}
      className={["table-scroller", isVirtual ? "table-virtual" : "", props.isOneLine ? "table-one-line" : "", props.stacks ? "table-stacks" : "", props.stacks === "dense" ? "table-dense" : "", props.wraps ? "table-wraps" : ""].join(" ")}
      {...(props.isGrid ? {} : {role: "region", "aria-label": props.label, tabIndex: 0})}
    >
      <table
        style={{"--numbers": columns.filter((column) => column.align === "end" && !column.isExtra).length} as CSSProperties}
        role={props.isGrid ? "grid" : "table"}
        aria-label={props.label}
        aria-rowcount={isVirtual ? rows.length + 1 + (props.foot?.length ?? 0) : undefined}
        className={hasWidths ? "table table-fixed" : "table"}
      >
        {hasWidths ? (
          <colgroup>
            {columns.map((column) => (
              <col key={column.id} style={{inlineSize: `${column.widthCh ?? 16}ch`}} />
            ))}
          </colgroup>
        ) : null}
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => {
              const handle = table.getColumn(column.id);
              const sorted = handle?.getIsSorted() ?? false;
              return (
                <th
                  key={column.id}
                  role="columnheader"
                  scope="col"
                  className={cellClass(column)}
                  aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
                >
                  {column.sort ? (
                    <button type="button" className="table-sort" onClick={handle?.getToggleSortingHandler()}>
                      {column.head}
                      <span aria-hidden="true" className="table-sort-mark">
                        {sorted === "asc" ? "▲" : sorted === "desc" ? "▼" : ""}
                      </span>
                    </button>
                  ) : (
                    column.head
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        {/* The keys go between the numbers inside, which are what takes the focus. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <tbody role="rowgroup" ref={body} onKeyDown={props.isGrid ? onKeyDown : undefined}>
          {before > 0 ? <Space height={before} columns={columns.length} /> : null}
          {shown.map(({row, index}) =>
            row ? (
              <tr
                key={row.id}
                // Rows that became cards are higher than what was guessed.
                ref={isVirtual ? virtual.measureElement : undefined}
                data-index={index}
                role="row"
                aria-rowindex={isVirtual ? index + 2 : undefined}
                className={props.rowClass?.(row.original)}
              >
                {columns.map((column) => {
                  const label = typeof column.head === "string" ? column.head : undefined;
                  return column.isRowHead ? (
                    <th key={column.id} role="rowheader" scope="row" className={cellClass(column)} data-label={label}>
                      {column.cell(row.original)}
                    </th>
                  ) : (
                    <td key={column.id} role={props.isGrid ? "gridcell" : "cell"} className={cellClass(column)} data-label={label}>
                      {column.cell(row.original)}
                    </td>
                  );
                })}
              </tr>
            ) : null,
          )}
          {after > 0 ? <Space height={after} columns={columns.length} /> : null}
        </tbody>
        {props.foot && props.foot.length > 0 ? (
          <tfoot role="rowgroup">
            {props.foot.map((cells, at) => (
              <tr key={at} role="row" aria-rowindex={isVirtual ? rows.length + 2 + at : undefined}>
                {columns.map((column) =>
                  column.isRowHead ? (
                    <th key={column.id} role="rowheader" scope="row" className={cellClass(column)}>
                      {cells[column.id]}
                    </th>
                  ) : (
                    <td key={column.id} role={props.isGrid ? "gridcell" : "cell"} className={cellClass(column)}>
                      {cells[column.id]}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}

const cellClass = <Row,>(column: Column<Row>) =>
  [column.align === "end" ? "table-end" : "", column.isExtra ? "table-extra" : "", column.isWhole ? "table-whole" : ""].filter(Boolean).join(" ") || undefined;

/** The room of the rows that are not in sight. */
const Space = (props: {height: number; columns: number}) => (
  <tr aria-hidden="true">
    <td colSpan={props.columns} style={{blockSize: props.height, padding: 0, border: 0}} />
  </tr>
);
