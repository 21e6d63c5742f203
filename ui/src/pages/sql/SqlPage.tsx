import "./sql.css";

import {useNavigate, useSearch} from "@tanstack/react-router";
import {useCallback, useEffect, useRef, useState} from "react";

import {problemOf} from "@/api/problem";
import type {Problem, SqlAnswer} from "@/api/types";
import {Button} from "@/design/Button";
import {Select} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Card, EmptyState, Skeleton} from "@/design/Status";
import {ChosenNames} from "@/shell/ChosenNames";
import {useChosenConnections} from "@/shell/connections";

import type {EditorHandle} from "./Editor";
import {Editor} from "./Editor";
import {runSql} from "./query";
import {Result} from "./Result";
import {Tables} from "./Tables";

type Run =
  | {state: "idle"}
  | {state: "running"; since: number}
  | {state: "done"; sql: string; answer: SqlAnswer; count: number}
  | {state: "failed"; problem: Problem}
  | {state: "stopped"};

const DRAFT = "sextant.sql";
// Longer ones would not fit into an address everywhere; they stay in this tab.
const ADDRESS_MOST = 4000;

function draft(): string {
  try {
    return sessionStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

/** SQL over the lake: tables at hand, an editor, and the answer as table and chart. */
export function SqlPage() {
  const {q} = useSearch({from: "/sql"});
  const chosen = useChosenConnections();
  const navigate = useNavigate({from: "/sql"});
  const [sql, setSql] = useState(() => q ?? draft());
  const [maxRows, setMaxRows] = useState("1000");
  const [run, setRun] = useState<Run>({state: "idle"});
  const control = useRef<AbortController>(null);
  const editor = useRef<EditorHandle>(null);
  const count = useRef(0);

  useEffect(() => {
    try {
      sessionStorage.setItem(DRAFT, sql);
    } catch {
      // A browser that stores nothing forgets the draft.
    }
  }, [sql]);
  useEffect(() => () => control.current?.abort(), []);

  const start = useCallback(
    async (text: string) => {
      if (text.trim() === "") return;
      control.current?.abort();
      const own = new AbortController();
      control.current = own;
      setRun({state: "running", since: Date.now()});
      void navigate({search: (before) => ({...before, q: text.length <= ADDRESS_MOST ? text : undefined}), replace: true, resetScroll: false});
      try {
        const answer = await runSql(text, Number(maxRows), own.signal);
        if (control.current === own) setRun({state: "done", sql: text, answer, count: ++count.current});
      } catch (error) {
        if (control.current !== own) return;
        setRun(own.signal.aborted ? {state: "stopped"} : {state: "failed", problem: problemOf(error)});
      }
    },
    [maxRows, navigate],
  );
  const stop = () => {
    control.current?.abort();
    setRun({state: "stopped"});
    editor.current?.focus();
  };
  const isRunning = run.state === "running";

  return (
    <>
      <div className="spread">
        <h1>SQL</h1>
        <span className="muted">
          SQL asks all that is stored
          {chosen.length > 0 ? (
            <>
              , not only what <ChosenNames chosen={chosen} /> {chosen.length === 1 ? "reaches" : "reach"}
            </>
          ) : null}
          .
        </span>
      </div>
      <div className="sql">
        <Card title="Tables" className="sql-side">
          <Tables
            onInsert={(text) => editor.current?.insert(text)}
            onExample={(text) => {
              setSql(text);
              void start(text);
            }}
          />
        </Card>
        <div className="stack sql-main">
          <Card>
            <Editor ref={editor} value={sql} onChange={setSql} onRun={() => void start(sql)} describedBy="sql-keys" />
            <div className="spread">
              <div className="row">
                <Button look="primary" busy={isRunning} disabled={sql.trim() === ""} onClick={() => void start(sql)}>
                  Run
                </Button>
                {/* It keeps its place, so that nothing moves when a statement begins. */}
                <Button disabled={!isRunning} onClick={stop}>
                  Cancel
                </Button>
                <span id="sql-keys" className="small muted">
                  <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs it. Questions only: nothing can be changed.
                </span>
              </div>
              <Select
                label="Rows at most"
                hideLabel
                value={maxRows}
                options={[
                  {value: "1000", label: "1,000 rows at most"},
                  {value: "10000", label: "10,000 rows at most"},
                  {value: "100000", label: "100,000 rows at most"},
                ]}
                onChange={setMaxRows}
              />
            </div>
          </Card>
          <div aria-live="polite" className="visually-hidden">
            {{
              idle: "",
              running: "The statement runs",
              done: run.state === "done" ? `${run.answer.rows.length} rows` : "",
              failed: "The statement failed",
              stopped: "The statement was cancelled",
            }[run.state]}
          </div>
          {run.state === "running" ? (
            <Card>
              <Skeleton height="16rem" label="The statement runs" />
            </Card>
          ) : run.state === "failed" ? (
            <ProblemView problem={run.problem} />
          ) : run.state === "done" ? (
            <Result key={run.count} answer={run.answer} sql={run.sql} />
          ) : (
            <Card>
              <EmptyState title={run.state === "stopped" ? "Cancelled" : "Ask the lake"}>
                <p>
                  Write a SELECT above, or open a table and choose “Show rows”. Each cost table holds all costs, cut in another way: sum one of
                  them, never several.
                </p>
              </EmptyState>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}
