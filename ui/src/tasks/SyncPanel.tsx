import "./sync.css";

import {useQuery} from "@tanstack/react-query";

import {problemOf} from "@/api/problem";
import {tasksQuery} from "@/api/queries";
import {ProblemView} from "@/design/Notice";
import {Skeleton} from "@/design/Status";

import {SyncPlanView} from "./SyncPlanView";
import {SyncRun} from "./SyncRun";

/**
 * A sync from its price to what came of it: the plan, then, once it was begun, how it goes on. A sync that runs already (begun
 * elsewhere, or before a reload) is shown instead of a plan, since one runs at a time.
 */
export function SyncPanel(props: {
  /** The connections that are read; none: all that are on. */
  connections: readonly string[];
  /** The task that was begun here, as whoever shows this keeps it. */
  taskId: string | null;
  onTask: (id: string | null) => void;
  onDone?: () => void;
}) {
  const tasks = useQuery(tasksQuery());
  const running = tasks.data?.find((task) => task.kind === "sync" && task.state === "running");
  const taskId = props.taskId ?? running?.id ?? null;
  if (taskId) return <SyncRun key={taskId} taskId={taskId} connections={props.connections} onDone={props.onDone} onAgain={() => props.onTask(null)} />;
  if (tasks.isPending) return <Skeleton height="12rem" label="Looking what runs" />;
  if (tasks.isError) return <ProblemView problem={problemOf(tasks.error)} />;
  return <SyncPlanView connections={props.connections} onTask={props.onTask} />;
}
