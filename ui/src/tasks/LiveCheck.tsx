import {useQueryClient} from "@tanstack/react-query";
import type {ReactNode} from "react";
import {useMemo} from "react";

import {useTaskEvents} from "@/api/live";
import {taskQuery} from "@/api/queries";
import type {CheckStep, Task} from "@/api/types";
import {Button} from "@/design/Button";
import {LiveText} from "@/design/LiveText";
import {ProblemView} from "@/design/Notice";

import {foldCheck} from "./checkProgress";
import {CheckView} from "./CheckView";

/** A check that runs, before one's eyes. `onOver` is given the task with its result, once. */
export function LiveCheck(props: {
  taskId: string;
  onOver: (task: Task) => void;
  mend?: (step: CheckStep) => ReactNode;
  /** Begins anew, where the task is gone with a restart of the server. */
  onLost?: () => void;
}) {
  const {taskId, onOver} = props;
  const client = useQueryClient();
  const followed = useTaskEvents(taskId, () => {
    void client.fetchQuery({...taskQuery(taskId), staleTime: 0}).then(onOver);
  });
  const progress = useMemo(() => foldCheck(followed.events), [followed.events]);
  const last = progress.steps.at(-1);
  if (followed.problem) {
    return <ProblemView problem={followed.problem} actions={props.onLost ? <Button onClick={props.onLost}>Re-check</Button> : null} />;
  }
  return (
    <>
      <LiveText text={progress.wait ?? (last ? `${last.title}: ${last.status}. ${last.said}` : "The check begins")} />
      {followed.isConnected ? null : <p className="muted">The connection to the server is interrupted; the check goes on there.</p>}
      <CheckView steps={progress.steps} isRunning={!followed.isOver} wait={progress.wait} mend={props.mend} />
    </>
  );
}
