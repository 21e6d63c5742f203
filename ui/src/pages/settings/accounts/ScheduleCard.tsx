import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {connectionsQuery, scheduleQuery} from "@/api/queries";
import type {Schedule} from "@/api/types";
import {Button} from "@/design/Button";
import {Switch} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";
import {Age} from "@/design/Time";
import {ageText} from "@/design/time";
import {SignInDialog} from "@/profiles/SignInDialog";
import {useMayOperate} from "@/shell/connections";
import {isMendedBySignIn} from "@/tasks/checkProgress";

import {useAccountsSearch} from "./useAccountsSearch";

const HOW: Record<string, string> = {done: "all of it", partly: "in part", failed: "failed", stopped: "stopped"};

/** When the server syncs on its own, and what it waits for. */
export function ScheduleCard() {
  const schedule = useQuery(scheduleQuery());
  const client = useQueryClient();
  const mayOperate = useMayOperate();
  const change = useMutation({
    mutationFn: (on: boolean) => ask(api.PATCH("/schedule", {body: {on}})),
    onSuccess: (answer) => {
      client.setQueryData(scheduleQuery().queryKey, answer);
      void client.invalidateQueries({queryKey: ["accounts"]});
    },
  });
  if (schedule.isPending) {
    return (
      <Card title="Schedule">
        <Skeleton lines={2} />
      </Card>
    );
  }
  if (schedule.isError) return <ProblemView problem={problemOf(schedule.error)} />;
  const {data} = schedule;
  return (
    <Card
      title="Schedule"
      tools={
        <Switch label="Sync on its own" on={data.on} busy={change.isPending} disabled={!mayOperate} onChange={(on) => change.mutate(on)} />
      }
    >
      {change.isError ? <ProblemView problem={problemOf(change.error)} /> : null}
      <p>
        {data.on
          ? `Sextant syncs on its own every ${ageText(data.interval_s)}, some minutes earlier or later, as long as this server runs. AWS draws its figures up at most three times a day.`
          : "Switched off: costs are pulled only when somebody asks for it."}
      </p>
      <dl className="facts">
        <div>
          <dt>Next</dt>
          <dd>{data.on ? <Age at={data.next_at} never={data.last_at ? "not yet decided" : "after the first sync, which a person begins"} future /> : "none"}</dd>
        </div>
        <div>
          <dt>Last</dt>
          <dd>
            <Age at={data.last_at} />
            {data.last_status ? `, ${HOW[data.last_status] ?? data.last_status}` : ""}
          </dd>
        </div>
      </dl>
      {data.waiting.map((one) => (
        <Waiting key={one.connection} waiting={one} />
      ))}
    </Card>
  );
}

/** A connection that cannot be synced without a person, with what mends it. */
function Waiting(props: {waiting: Schedule["waiting"][number]}) {
  const {connection, reason} = props.waiting;
  const {go} = useAccountsSearch();
  const connections = useQuery(connectionsQuery());
  const mayOperate = useMayOperate();
  const [signsIn, setSignsIn] = useState(false);
  const profile = connections.data?.find((one) => one.name === connection)?.profile;
  const needsSignIn = isMendedBySignIn(reason.code) && Boolean(profile);
  return (
    <>
      <ProblemView
        tone="warn"
        brief
        problem={{...reason, title: `${connection} waits: ${reason.title}`}}
        actions={
          needsSignIn ? (
            <Button look="primary" disabled={!mayOperate} onClick={() => setSignsIn(true)}>
              Sign in
            </Button>
          ) : (
            <Button onClick={() => go({open: connection, tab: "check"})}>Look at {connection}</Button>
          )
        }
      />
      {signsIn && profile ? <SignInDialog place={{profile}} name={profile} onClose={() => setSignsIn(false)} /> : null}
    </>
  );
}
