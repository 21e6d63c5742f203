import type {ReactNode} from "react";
import {useMemo} from "react";

import type {CostComparison} from "@/api/types";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {compare, decimal, magnitude, subtract, toText} from "@/money/decimal";
import {Figure} from "@/provenance/Figure";

import {Change} from "./Change";
import type {GroupKey} from "./keys";
import {groupText, isGroup, KEY_NAMES, rowKey, rowText} from "./keys";
import {Share} from "./Share";

export type ComparisonRow = CostComparison["rows"][number];

/** The totals of both intervals and what changed; a row for each currency. */
function totalsOf(comparison: CostComparison, keys: readonly GroupKey[]): Record<string, ReactNode>[] {
  const {now, before} = comparison;
  const currencies = new Set([...now.totals, ...before.totals].map((money) => money.currency));
  if (keys.length === 0) return [];
  return [...currencies].map((currency) => {
    const amountOf = (from: typeof now) => from.totals.find((money) => money.currency === currency)?.amount ?? "0";
    const change = toText(subtract(decimal(amountOf(now)), decimal(amountOf(before))));
    return {
      [keys[0] ?? ""]: "Total",
      now: <Figure amount={amountOf(now)} currency={currency} provenance={now} of="Total of all groups" />,
      before: <Figure amount={amountOf(before)} currency={currency} provenance={before} of="Total of all groups, before" />,
      change: <Figure amount={change} currency={currency} provenance={now} isChange of="Change of the total" />,
      percent: <Change before={amountOf(before)} now={amountOf(now)} currency={currency} provenance={comparison} of="Change of the total, in percent" />,
    };
  });
}

const isRest = (row: ComparisonRow) => !isGroup(row);
const amount = (of: (row: ComparisonRow) => string) => (a: ComparisonRow, b: ComparisonRow) => compare(decimal(of(a)), decimal(of(b)));

/**
 * Two intervals side by side: a row for each group, with its amount, its share of all, the earlier amount and the change. In
 * each currency of its own: shares are of the total in that currency.
 */
export function ComparisonTable(props: {
  label: string;
  comparison: CostComparison;
  keys: readonly GroupKey[];
  /** The cell of a group: a link or a button that goes into it. */
  groupCell: (row: ComparisonRow, at: number, text: string) => ReactNode;
  /** Left out in a narrow card: the earlier amount and the share. */
  isBrief?: boolean;
  sortedBy?: {id: string; desc: boolean};
}) {
  const {comparison, keys, groupCell, isBrief} = props;
  const columns = useMemo(() => {
    const totals = new Map(comparison.now.totals.map((money) => [money.currency, decimal(money.amount)]));
    const currencyOf = (row: ComparisonRow) => row.currency ?? comparison.now.currency ?? comparison.before.currency;
    const out: Column<ComparisonRow>[] = keys.map((key, at) => ({
      id: key,
      head: KEY_NAMES[key],
      isRowHead: at === 0,
      cell: (row) => groupCell(row, at, groupText(row, keys, at)),
      sort: (a, b) => groupText(a, keys, at).localeCompare(groupText(b, keys, at)),
    }));
    const figure = (row: ComparisonRow, which: "now" | "before", of: string) => (
      <Figure amount={row[which]} currency={currencyOf(row)} provenance={comparison[which]} of={`${of}, ${rowText(row, keys)}`} />
    );
    out.push({
      id: "now",
      head: "Cost",
      align: "end",
      sort: amount((row) => row.now),
      largestFirst: true,
      cell: (row) => figure(row, "now", "Cost"),
    });
    if (!isBrief) {
      out.push(
        {
          id: "share",
          head: "Share",
          align: "end",
          isExtra: true,
          cell: (row) => (
            <Share
              part={decimal(row.now)}
              whole={totals.get(currencyOf(row) ?? "")}
              currency={currencyOf(row)}
              provenance={comparison.now}
              of={rowText(row, keys)}
            />
          ),
        },
        {
          id: "before",
          head: "Before",
          align: "end",
          isExtra: true,
          sort: amount((row) => row.before),
          largestFirst: true,
          cell: (row) => figure(row, "before", "Before"),
        },
      );
    }
    out.push(
      {
        id: "change",
        head: "Change",
        align: "end",
        sort: (a, b) => compare(magnitude(decimal(a.change)), magnitude(decimal(b.change))),
        largestFirst: true,
        cell: (row) => (
          <Figure amount={row.change} currency={currencyOf(row)} provenance={comparison.now} isChange of={`Change, ${rowText(row, keys)}`} />
        ),
      },
      {
        id: "percent",
        head: "%",
        align: "end",
        cell: (row) => (
          <Change before={row.before} now={row.now} currency={currencyOf(row)} provenance={comparison} of={`Change in percent, ${rowText(row, keys)}`} />
        ),
      },
    );
    return out;
  }, [comparison, keys, groupCell, isBrief]);
  const foot = useMemo(() => (isBrief ? [] : totalsOf(comparison, keys)), [comparison, keys, isBrief]);
  return (
    <DataTable
      label={props.label}
      rows={comparison.rows}
      columns={columns}
      rowKey={(row) => rowKey(row, keys)}
      isGrid
      wraps
      isLast={isRest}
      foot={foot}
      {...(props.sortedBy ? {sortedBy: props.sortedBy} : {})}
    />
  );
}
