import type {ReactNode} from "react";
import {useMemo} from "react";

import type {CostAnswer, CostRow as AnswerRow} from "@/api/types";
import type {CostRow, GroupKey} from "@/costs/keys";
import {groupText, isGroup, KEY_NAMES, rowKey, rowText} from "@/costs/keys";
import {Share} from "@/costs/Share";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import type {Decimal} from "@/money/decimal";
import {add, compare, decimal, toText} from "@/money/decimal";
import {Figure} from "@/provenance/Figure";

interface Summed {
  row: AnswerRow;
  total: Decimal;
}

/** Adds up over time, exactly: a row for each group. */
function summed(answer: CostAnswer, keys: readonly GroupKey[]): Summed[] {
  const out = new Map<string, Summed>();
  for (const row of answer.rows) {
    const key = rowKey(row, keys);
    const amount = decimal(row.amount);
    const before = out.get(key);
    if (before) before.total = add(before.total, amount);
    else out.set(key, {row, total: amount});
  }
  return [...out.values()];
}

/** The groups of an answer with their sums and shares; where there is an earlier interval, ComparisonTable stands instead. */
export function CostTable(props: {
  answer: CostAnswer;
  keys: readonly GroupKey[];
  groupCell: (row: CostRow, at: number, text: string) => ReactNode;
}) {
  const {answer, keys, groupCell} = props;
  const rows = useMemo(() => summed(answer, keys), [answer, keys]);
  const columns = useMemo(() => {
    const totals = new Map(answer.provenance.totals.map((money) => [money.currency, decimal(money.amount)]));
    const currencyOf = (row: CostRow) => row.currency ?? answer.provenance.currency;
    const groups: Column<Summed>[] = (keys.length > 0 ? keys : [null]).map((key, at) => ({
      id: key ?? "total",
      head: key ? KEY_NAMES[key] : "",
      isRowHead: at === 0,
      cell: ({row}) => (key ? groupCell(row, at, groupText(row, keys, at)) : "Total"),
      ...(key ? {sort: (a: Summed, b: Summed) => groupText(a.row, keys, at).localeCompare(groupText(b.row, keys, at))} : {}),
    }));
    const amounts: Column<Summed>[] = [
      {
        id: "cost",
        head: "Cost",
        align: "end",
        largestFirst: true,
        sort: (a, b) => compare(a.total, b.total),
        cell: ({row, total}) => (
          <Figure amount={toText(total)} currency={currencyOf(row)} provenance={answer.provenance} of={`Cost, ${rowText(row, keys)}`} />
        ),
      },
      {
        id: "share",
        head: "Share",
        align: "end",
        cell: ({row, total}) => (
          <Share
            part={total}
            whole={totals.get(currencyOf(row) ?? "")}
            currency={currencyOf(row)}
            provenance={answer.provenance}
            of={rowText(row, keys)}
          />
        ),
      },
    ];
    return [...groups, ...amounts];
  }, [answer, keys, groupCell]);
  const foot = useMemo(() => {
    const first = keys[0];
    if (!first) return [];
    return answer.provenance.totals.map((money) => ({
      [first]: "Total",
      cost: <Figure amount={money.amount} currency={money.currency} provenance={answer.provenance} of="Total of all groups" />,
    }));
  }, [answer, keys]);
  return (
    <DataTable
      label="Costs by group"
      rows={rows}
      columns={columns}
      rowKey={({row}) => rowKey(row, keys)}
      isLast={isRest}
      foot={foot}
      sortedBy={BY_COST}
      isGrid
      wraps
    />
  );
}

const isRest = ({row}: Summed) => !isGroup(row);
const BY_COST = {id: "cost", desc: true};
