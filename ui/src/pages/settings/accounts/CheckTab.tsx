import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {connectionQuery, tasksQuery} from "@/api/queries";
import type {CheckStep, Connection, Task} from "@/api/types";
import {CheckPrice} from "@/connect/CheckPrice";
import {Button} from "@/design/Button";
import {Notice, ProblemView} from "@/design/Notice";
import {Age} from "@/design/Time";
import {SignInDialog} from "@/profiles/SignInDialog";
import {isMendedBySignIn} from "@/tasks/checkProgress";
import {CheckView, Verdict} from "@/tasks/CheckView";
import {isNotAgreed, useConsents} from "@/tasks/consent";
import {LiveCheck} from "@/tasks/LiveCheck";
import {useStopTask} from "@/tasks/useStopTask";

/** The last check, and another one before one's eyes. A check that runs already is shown, also after a reload. */
export function CheckTab(props: {connection: Connection}) {
  const {connection} = props;
  const {name, profile} = connection;
  const client = useQueryClient();
  const consents = useConsents();
  const stop = useStopTask();
  const tasks = useQuery(tasksQuery());
  const [begun, setBegun] = useState<string | null>(null);
  const [ended, setEnded] = useState<Task | null>(null);
  const [signsIn, setSignsIn] = useState(false);
  const running = tasks.data?.find((task) => task.kind === "check" && task.subject === name && task.state === "running" && task.id !== ended?.id);
  const taskId = begun ?? running?.id ?? null;
  const check = useMutation({
    mutationFn: (mayPay: boolean) =>
      consents.ask((agreed) => ask(api.POST("/connections/{name}/check", {params: {path: {name}}, body: {may_pay: mayPay, consents: agreed}}))),
    onSuccess: (task) => {
      setEnded(null);
      setBegun(task.id);
    },
  });
  const mend = (step: CheckStep) =>
    profile !== "" && step.status === "failed" && isMendedBySignIn(step.code) ? (
      <Button look="primary" onClick={() => setSignsIn(true)}>
        Sign in
      </Button>
    ) : null;
  const isOver = (task: Task) => {
    setBegun(null);
    setEnded(task);
    for (const key of ["accounts", "profiles"]) void client.invalidateQueries({queryKey: [key]});
    void client.invalidateQueries({queryKey: connectionQuery(name).queryKey});
  };
  const problem = check.isError ? problemOf(check.error) : (ended?.problem ?? null);
  const isStopped = ended?.state === "stopped" || problem?.code === "check.cancelled";

  return (
    <div className="stack">
      {consents.dialog}
      {taskId ? (
        <>
          <div className="spread">
            <h3>Checking …</h3>
            <Button busy={stop.isPending} onClick={() => stop.mutate(taskId)}>
              Stop
            </Button>
          </div>
          <LiveCheck key={taskId} taskId={taskId} mend={mend} onOver={isOver} onLost={() => setBegun(null)} />
        </>
      ) : (
        <>
          {isStopped ? <Notice tone="warn" title="The check was stopped, and nothing of it was stored" /> : null}
          {problem && !isStopped ? <ProblemView problem={problem} tone={isNotAgreed(check.error) ? "note" : "bad"} /> : null}
          {connection.last_check ? (
            <>
              <div>
                <Verdict report={connection.last_check} />
                <p className="muted small">
                  checked <Age at={connection.last_check_at} />
                </p>
              </div>
              <CheckView key={connection.last_check_at} steps={connection.last_check.steps} mend={mend} />
            </>
          ) : (
            <p className="muted">Never checked.</p>
          )}
          {connection.state === "connected" ? <CheckPrice count={1} label="Re-check" disabled={check.isPending} onBegin={(mayPay) => check.mutate(mayPay)} /> : null}
        </>
      )}
      {signsIn ? (
        <SignInDialog place={{profile}} name={profile} onClose={() => setSignsIn(false)} onSignedIn={() => check.mutate(false)} />
      ) : null}
    </div>
  );
}
