import {Fragment, useState} from "react";

import type {SqlAnswer} from "@/api/types";
import {Notice} from "@/design/Notice";
import {Popup} from "@/design/Popup";
import {SaveAs} from "@/design/SaveAs";
import {Card, EmptyState} from "@/design/Status";
import {Tabs} from "@/design/Tabs";
import {ageText, durationText} from "@/design/time";
import {sqlSourceText} from "@/provenance/sourceText";

import {exportSql} from "./query";
import {ResultChart} from "./ResultChart";
import {ResultTable} from "./ResultTable";

/** An answer as table and chart, with what it took, whether it was cut, and how to take it away. */
export function Result(props: {answer: SqlAnswer; sql: string}) {
  const {answer} = props;
  const [shown, setShown] = useState<"table" | "chart">("table");
  const rows = answer.rows.length;
  return (
    <Card
      title={`${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"} in ${durationText(answer.elapsed_ms)}`}
      tools={
        <SaveAs name="sextant-sql" detail={() => "runs again, with at most 100,000 rows"} read={(format) => exportSql(props.sql, format)} />
      }
    >
      <Provenance from={answer.provenance} />
      {answer.cut ? (
        <Notice tone="warn" title={`There were more rows: only the first ${rows.toLocaleString("en-US")} are shown`}>
          Sums of what is shown are not sums of all. Add up in SQL, raise the number of rows, or export.
        </Notice>
      ) : null}
      {rows === 0 ? (
        <EmptyState title="The answer has no rows">The statement ran; nothing matches it.</EmptyState>
      ) : (
        <Tabs
          label="Result as"
          chosen={shown}
          onChoose={setShown}
          tabs={[
            {id: "table", label: "Table", content: <ResultTable answer={answer} />},
            {id: "chart", label: "Chart", content: <ResultChart answer={answer} />},
          ]}
        />
      )}
    </Card>
  );
}

/** Where the rows come from: the tables, their age, and what the last syncs have not brought. */
function Provenance(props: {from: SqlAnswer["provenance"]}) {
  const {from} = props;
  return (
    <div className="row small">
      <span>
        From <bdi>{sqlSourceText(from)}</bdi>
      </span>
      {from.tables.length > 0 ? (
        <Popup label="Where from" look="quiet" wide>
          {() => (
            <div className="hint-text">
              <dl>
                {from.tables.map((table) => (
                  <Fragment key={table.name}>
                    <dt>
                      <code translate="no">{table.name}</code>
                    </dt>
                    <dd>
                      {table.meaning}
                      {typeof table.age_s === "number" ? `; its oldest row was read ${ageText(table.age_s)} ago` : "; nothing is held"}
                    </dd>
                  </Fragment>
                ))}
                {from.missing.map((gap) => (
                  <Fragment key={`${gap.account_id} ${gap.table}`}>
                    <dt>Missing</dt>
                    <dd>
                      {gap.table} of {gap.account_id}: {gap.status}
                      {gap.code ? ` (${gap.code})` : ""}
                    </dd>
                  </Fragment>
                ))}
                {from.notes.map((note) => (
                  <Fragment key={note}>
                    <dt>Note</dt>
                    <dd>{note}</dd>
                  </Fragment>
                ))}
              </dl>
            </div>
          )}
        </Popup>
      ) : null}
    </div>
  );
}
