import {useQuery, useQueryClient} from "@tanstack/react-query";
import {useCallback, useEffect, useState} from "react";

import {problemOf} from "@/api/problem";
import {profilesQuery, tasksQuery} from "@/api/queries";
import {Button} from "@/design/Button";
import {Check} from "@/design/Field";
import {LiveText} from "@/design/LiveText";
import {ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";
import {useConsents} from "@/tasks/consent";

import {ConnectItem, ConnectList} from "@/connect/ConnectItem";
import {CheckPrice} from "@/connect/CheckPrice";
import type {Queue} from "@/connect/queue";
import {isOver, queueOf} from "@/connect/queue";
import {StepTitle} from "./Stepper";
import type {Target} from "@/connect/queue";
import {targetsOf} from "./steps";
import {useConnectQueue} from "@/connect/useConnectQueue";
import {useWelcome, useWizard} from "./wizard";

/** Every target is checked before one's eyes and connected; after a reload it goes on with what runs. */
export function CheckStep() {
  const tasks = useQuery(tasksQuery());
  const profiles = useQuery(profilesQuery());
  return (
    <>
      <StepTitle>Is the access right, and is it enough?</StepTitle>
      {tasks.isPending || profiles.isPending ? (
        <Skeleton height="16rem" label="Looking what runs" />
      ) : tasks.isError ? (
        <ProblemView problem={problemOf(tasks.error)} />
      ) : (
        <Checks
          initial={(begins, targets, taskId) =>
            queueOf(targets, begins, {
              tasks: tasks.data,
              taskId,
              connectionOf: (name) => profiles.data?.profiles.find((profile) => profile.name === name)?.connection ?? null,
            })
          }
        />
      )}
    </>
  );
}

function Checks(props: {initial: (begins: boolean, targets: readonly Target[], taskId: string | null) => Queue}) {
  const {search, go} = useWelcome();
  const {begin, setBegin} = useWizard();
  const client = useQueryClient();
  const consents = useConsents();
  const [mayPay, setMayPay] = useState(begin?.mayPay ?? true);
  const [initial] = useState(() => props.initial(begin !== null, begin?.targets ?? targetsOf(search), search.task ?? null));
  const onTask = useCallback((task: string) => go({task}, {replace: true}), [go]);
  const {queue, dispatch} = useConnectQueue(initial, mayPay, consents, onTask);

  // What was agreed to has begun: coming back here later begins nothing.
  useEffect(() => setBegin(null), [setBegin]);

  const connected = queue.items.filter((item) => item.state === "connected");
  const names = connected.map((item) => item.result?.connection?.name ?? (item.target.kind === "profile" ? item.target.profile : item.target.name));
  // With what was connected before, on the way back to the method.
  const all = [...new Set([...(search.connected ?? []), ...names])];
  const isDone = isOver(queue);
  const waiting = queue.items.filter((item) => item.state === "waiting").length;
  const unconnected = queue.items.length - connected.length;
  const failed = queue.items.filter((item) => item.state === "failed" || item.state === "refused").length;
  const isMany = queue.items.length > 1;

  useEffect(() => {
    if (connected.length === 0) return;
    for (const key of ["accounts", "profiles", "status"]) void client.invalidateQueries({queryKey: [key]});
  }, [client, connected.length]);

  return (
    <>
      {consents.dialog}
      {isMany ? (
        <>
          <LiveText text={`${connected.length} of ${queue.items.length} connected`} />
          <div className="spread">
            <p className="muted">
              {connected.length} of {queue.items.length} connected, one after another{failed > 0 ? `; ${failed} not` : ""}.
            </p>
            {queue.isGoing && waiting > 0 ? <Button onClick={() => dispatch({type: "halt"})}>Stop after this one</Button> : null}
          </div>
        </>
      ) : null}
      <ConnectList>
        {queue.items.map((item) => (
          <ConnectItem key={item.key} item={item} isAlone={!isMany} dispatch={dispatch} />
        ))}
      </ConnectList>
      {!queue.isGoing && waiting > 0 ? (
        <Card>
          <CheckPrice
            count={waiting}
            label={waiting === queue.items.length ? "Check and connect" : `Go on with the other ${waiting}`}
            onBegin={(pays) => {
              setMayPay(pays);
              dispatch({type: "go"});
            }}
          />
        </Card>
      ) : null}
      {isDone && unconnected > 0 ? (
        <Check
          label="Make the one paid call again with a Re-check, at $0.01"
          checked={mayPay}
          onChange={(event) => setMayPay(event.target.checked)}
        />
      ) : null}
      {isDone ? (
        <div className="row">
          <Button
            look={connected.length > 0 ? "primary" : "plain"}
            disabled={connected.length === 0}
            onClick={() => go({step: "sync", connected: all, task: undefined})}
          >
            Go on to the first sync
          </Button>
          <Button onClick={() => go({step: "method", connected: all, profile: undefined, role_arn: undefined, task: undefined})}>
            {search.method === "role" && search.setup ? "Connect another role of this set-up" : "Connect another"}
          </Button>
        </div>
      ) : null}
    </>
  );
}
