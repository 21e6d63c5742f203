import {useState} from "react";

import {problemOf} from "@/api/problem";
import type {Problem, SqlAnswer} from "@/api/types";
import {saveFile} from "@/design/Copy";
import {Dialog} from "@/design/Dialog";
import {Notice, ProblemView} from "@/design/Notice";
import {Popup} from "@/design/Popup";
import {Card, EmptyState} from "@/design/Status";
import {Tabs} from "@/design/Tabs";
import {durationText} from "@/design/time";
import {useToast} from "@/design/Toast";

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
      tools={<SaveAs sql={props.sql} />}
    >
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

function SaveAs(props: {sql: string}) {
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (format: "csv" | "json" | "parquet") => {
    try {
      saveFile(await exportSql(props.sql, format), `sextant-sql.${format}`);
      toast.say(`Saved sextant-sql.${format}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <Popup label="Export">
        {(close) => (
          <div className="popup-list">
            {(["csv", "json", "parquet"] as const).map((format) => (
              <button
                key={format}
                type="button"
                onClick={() => {
                  close();
                  void save(format);
                }}
              >
                <strong>{{csv: "CSV", json: "JSON", parquet: "Parquet"}[format]}</strong>
                <span className="muted small">runs again, with at most 100,000 rows</span>
              </button>
            ))}
          </div>
        )}
      </Popup>
      {problem ? (
        <Dialog title="The export failed" onClose={() => setProblem(null)}>
          <ProblemView problem={problem} />
        </Dialog>
      ) : null}
    </>
  );
}
