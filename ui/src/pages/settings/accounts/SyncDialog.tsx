import type {ReactNode} from "react";
import {useState} from "react";

import {Button} from "@/design/Button";
import {Dialog} from "@/design/Dialog";
import {SyncPanel} from "@/tasks/SyncPanel";

/** A sync beside the list: price first, then its progress. Closed, it goes on, and is there again when this is opened. */
export function SyncDialog(props: {title: ReactNode; connections: readonly string[]; onClose: () => void}) {
  const [taskId, setTaskId] = useState<string | null>(null);
  const [isDone, setDone] = useState(false);
  const begin = (task: string | null) => {
    setDone(false);
    setTaskId(task);
  };
  return (
    <Dialog title={props.title} onClose={props.onClose} wide actions={<Button onClick={props.onClose}>{taskId && !isDone ? "Close; it goes on" : "Close"}</Button>}>
      <SyncPanel connections={props.connections} taskId={taskId} onTask={begin} onDone={() => setDone(true)} />
    </Dialog>
  );
}
