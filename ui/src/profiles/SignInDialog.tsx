import {useState} from "react";

import {Dialog} from "@/design/Dialog";
import type {SignInPlace} from "@/tasks/SignIn";
import {SignIn} from "@/tasks/SignIn";
import {useStopTask} from "@/tasks/useStopTask";

/** Signing in beside what needed it. */
export function SignInDialog(props: {place: SignInPlace; name: string; onClose: () => void; onSignedIn?: () => void}) {
  const [taskId, setTaskId] = useState<string | null>(null);
  const stop = useStopTask();
  const close = () => {
    // Nobody would see it end.
    if (taskId) stop.mutate(taskId);
    props.onClose();
  };
  return (
    <Dialog
      title={
        <>
          Sign in: <bdi>{props.name}</bdi>
        </>
      }
      onClose={close}
    >
      <SignIn
        place={props.place}
        name={props.name}
        taskId={taskId}
        onTask={setTaskId}
        onSignedIn={() => {
          props.onSignedIn?.();
          props.onClose();
        }}
      />
    </Dialog>
  );
}
