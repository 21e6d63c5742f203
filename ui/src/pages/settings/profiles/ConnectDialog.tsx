import {useQuery, useQueryClient} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";
import {useEffect, useState} from "react";

import {problemOf} from "@/api/problem";
import {tasksQuery} from "@/api/queries";
import type {Task} from "@/api/types";
import {CheckPrice} from "@/connect/CheckPrice";
import {ConnectItem} from "@/connect/ConnectItem";
import {queueOf} from "@/connect/queue";
import {useConnectQueue} from "@/connect/useConnectQueue";
import {Button} from "@/design/Button";
import {Dialog} from "@/design/Dialog";
import {ProblemView} from "@/design/Notice";
import {Skeleton} from "@/design/Status";
import {useConsents} from "@/tasks/consent";

/** Connecting a profile on its first use: the price, the check, and what mends it. */
export function ConnectDialog(props: {profile: string; onClose: () => void}) {
  const tasks = useQuery(tasksQuery());
  return (
    <Dialog
      wide
      title={
        <>
          Connect <bdi>{props.profile}</bdi>
        </>
      }
      onClose={props.onClose}
      actions={<Button onClick={props.onClose}>Close</Button>}
    >
      {tasks.isPending ? (
        <Skeleton lines={4} />
      ) : tasks.isError ? (
        <ProblemView problem={problemOf(tasks.error)} />
      ) : (
        <Inside profile={props.profile} running={tasks.data.filter((task) => task.state === "running")} />
      )}
    </Dialog>
  );
}

const keepNothing = () => undefined;

function Inside(props: {profile: string; running: readonly Task[]}) {
  const client = useQueryClient();
  const consents = useConsents();
  const [mayPay, setMayPay] = useState(true);
  const [initial] = useState(() =>
    queueOf([{kind: "profile", profile: props.profile}], false, {tasks: props.running, connectionOf: () => null, taskId: null}),
  );
  const {queue, dispatch} = useConnectQueue(initial, mayPay, consents, keepNothing);
  const item = queue.items[0];
  const isConnected = item?.state === "connected";

  useEffect(() => {
    if (!isConnected) return;
    for (const key of ["profiles", "accounts", "status"]) void client.invalidateQueries({queryKey: [key]});
  }, [client, isConnected]);

  if (!item) return null;
  if (item.state === "waiting" && !queue.isGoing) {
    return (
      <>
        {consents.dialog}
        <p>A profile is connected by a check, step by step: whose account it is, what it may read, and whether it may do more than that.</p>
        <CheckPrice
          count={1}
          onBegin={(pays) => {
            setMayPay(pays);
            dispatch({type: "go"});
          }}
        />
      </>
    );
  }
  return (
    <>
      {consents.dialog}
      <ConnectItem item={item} isAlone dispatch={dispatch} />
      {isConnected && item.result?.connection ? (
        <div className="row">
          <Link to="/welcome" search={{step: "sync", cloud: "aws", connected: [item.result.connection.name]}} className="button button-primary">
            Go on to its first sync
          </Link>
        </div>
      ) : null}
    </>
  );
}
