import {useQuery, useQueryClient} from "@tanstack/react-query";
import type {ReactNode} from "react";
import {useEffect, useMemo} from "react";

import {useTaskEvents} from "@/api/live";
import {taskQuery} from "@/api/queries";
import type {Task} from "@/api/types";
import {Button} from "@/design/Button";
import {LiveText} from "@/design/LiveText";
import {Notice, ProblemView} from "@/design/Notice";
import {Progress} from "@/design/Progress";
import {ageText} from "@/design/time";
import {useNow} from "@/design/useNow";
import {decimal} from "@/money/decimal";
import {moneyText} from "@/money/format";

import {CellsTable} from "./CellsTable";
import {CostsSoFar} from "./CostsSoFar";
import type {SyncProgress, SyncSummary} from "./syncProgress";
import {countCells, expectedText, foldSync, headlineOf, summaryOf, troublesOf} from "./syncProgress";
import {useStopTask} from "./useStopTask";

/** A sync that runs or has run: how far it is, what waits, what it brings, and what came of it. */
export function SyncRun(props: {
  taskId: string;
  connections: readonly string[];
  onDone: (() => void) | undefined;
  /** Leads to the plan of the next one. */
  onAgain: () => void;
}) {
  const {taskId} = props;
  const client = useQueryClient();
  const stop = useStopTask();
  const followed = useTaskEvents(taskId, () => {
    for (const key of ["accounts", "costs", "schedule", "status"]) void client.invalidateQueries({queryKey: [key]});
    props.onDone?.();
  });
  const task = useQuery(taskQuery(taskId));
  const progress = useMemo(() => foldSync(followed.events), [followed.events]);
  const counts = useMemo(() => countCells(progress), [progress]);
  const isOver = followed.isOver && task.data?.state !== "running";
  const summary = progress.summary ?? summaryOf(task.data?.result);

  // The figures grow with each cell that ends.
  useEffect(() => {
    if (counts.done > 0) void client.invalidateQueries({queryKey: ["costs", "so-far"]});
  }, [client, counts.done]);

  if (followed.problem) return <ProblemView problem={followed.problem} />;
  return (
    <div className="stack">
      <LiveText text={isOver ? "The sync has ended" : `${counts.ended} of ${counts.all} queries have ended`} />
      {isOver && task.data ? (
        <Ended task={task.data} summary={summary} onAgain={props.onAgain} />
      ) : (
        <Running progress={progress} startedAt={task.data?.started_at ?? null} isConnected={followed.isConnected}>
          <Button busy={stop.isPending || stop.isSuccess} onClick={() => stop.mutate(taskId)}>
            {stop.isSuccess ? "Stopping …" : "Stop"}
          </Button>
        </Running>
      )}
      <CostsSoFar connections={props.connections} isOver={isOver} />
      <CellsTable cells={progress.cells.length > 0 ? progress.cells : (summary?.cells ?? [])} />
      {progress.notes.length > 0 ? (
        <details>
          <summary>Notes: {progress.notes.length}</summary>
          <ul className="bullets">
            {progress.notes.map((note, at) => (
              <li key={at}>
                {note.account_id}: <bdi>{note.text}</bdi>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function timeWords(elapsed: number, plan: SyncProgress["plan"]): string {
  if (typeof plan?.expected_s !== "number") return ageText(elapsed);
  const most = plan.expected_max_s ?? plan.expected_s;
  return elapsed <= most ? `${ageText(elapsed)} of ${expectedText(plan.expected_s, most)}` : `${ageText(elapsed)}, longer than the ${ageText(most)} expected`;
}

function Running(props: {progress: SyncProgress; startedAt: string | null; isConnected: boolean; children: ReactNode}) {
  const {progress} = props;
  const now = useNow(true);
  const counts = countCells(progress);
  const elapsed = props.startedAt ? Math.max(0, (now - Date.parse(props.startedAt)) / 1000) : null;
  const words = counts.all > 0 ? `${counts.ended} of ${counts.all} queries, ${counts.pages} ${counts.pages === 1 ? "page" : "pages"}` : "Planning …";
  return (
    <div className="stack-tight">
      <Progress label="Sync" done={counts.ended} {...(counts.all > 0 ? {of: counts.all} : {})} words={words} />
      <div className="spread">
        <p>
          {words}
          {elapsed === null ? "" : ` · ${timeWords(elapsed, progress.plan)}`}
        </p>
        {props.children}
      </div>
      {/* Keeps its line, so that nothing moves when AWS slows down. */}
      <p className="sync-wait muted">
        {!props.isConnected
          ? "The connection to the server is interrupted; the sync goes on there."
          : counts.waiting > 0
            ? `AWS asks to slow down: slower, not failed. ${counts.waiting === 1 ? "One query waits and goes on by itself." : `${counts.waiting} queries wait and go on by themselves.`}`
            : ""}
      </p>
    </div>
  );
}

const AGAIN: Record<SyncSummary["status"], string | null> = {done: null, partly: "Ask for what is missing", failed: "Try again", stopped: "Go on"};

function Ended(props: {task: Task; summary: SyncSummary | null; onAgain: () => void}) {
  const {task, summary} = props;
  const again = AGAIN[summary?.status ?? (task.state === "done" ? "done" : "failed")];
  const actions = again ? <Button onClick={props.onAgain}>{again} …</Button> : null;
  if (!summary) {
    return task.problem ? <ProblemView problem={task.problem} actions={actions} /> : <p>The sync has ended: {task.state}.</p>;
  }
  const troubles = troublesOf(summary);
  const tone = summary.status === "failed" ? "bad" : summary.status === "done" && troubles.length === 0 ? "good" : "warn";
  return (
    <>
      <Notice tone={tone} title={headlineOf(summary, moneyText(decimal(summary.cost_usd), "USD"))} actions={actions}>
        {summary.status === "stopped" ? <p>Nothing is lost. It goes on where it stopped, without asking twice for a page.</p> : null}
      </Notice>
      {troubles.map((trouble, at) => (
        <div key={at} className="stack-tight">
          {/* That it was stopped is said above, with the way on. */}
          {trouble.error.code === "sync.stopped" ? null : (
            <ProblemView problem={trouble.error} tone={trouble.error.code === "sync.no_data" || trouble.error.code === "sync.throttled" ? "warn" : "bad"} />
          )}
          {trouble.missing.length > 0 ? (
            <details>
              <summary>
                Missing: {trouble.missing.length} {trouble.missing.length === 1 ? "query" : "queries"}
              </summary>
              <ul className="bullets">
                {trouble.missing.map((one) => (
                  <li key={one}>
                    <bdi>{one}</bdi>
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </div>
      ))}
    </>
  );
}
