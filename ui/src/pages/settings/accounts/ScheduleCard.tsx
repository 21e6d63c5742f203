import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {agreementsQuery, connectionsQuery, scheduleQuery} from "@/api/queries";
import type {Schedule} from "@/api/types";
import {Button} from "@/design/Button";
import {Switch} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";
import {Age} from "@/design/Time";
import {useToast} from "@/design/Toast";
import {ageText} from "@/design/time";
import {SignInDialog} from "@/profiles/SignInDialog";
import {useChosenConnections, useMayOperate} from "@/shell/connections";
import {isMendedBySignIn} from "@/tasks/checkProgress";
import {isNotAgreed, useConsents} from "@/tasks/consent";

import {useAccountsSearch} from "./useAccountsSearch";

const HOW: Record<string, string> = {done: "all of it", partly: "in part", failed: "failed", stopped: "stopped"};

/** When the server syncs on its own, and what it waits for. */
export function ScheduleCard() {
  const schedule = useQuery(scheduleQuery());
  const client = useQueryClient();
  const mayOperate = useMayOperate();
  const chosen = useChosenConnections();
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
  const waiting = data.waiting.filter((one) => chosen.length === 0 || chosen.includes(one.connection));
  const hidden = data.waiting.length - waiting.length;
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
      {waiting.map((one) => (
        <Waiting key={one.connection} waiting={one} />
      ))}
      {hidden > 0 ? <p className="muted">{hidden === 1 ? "Another connection waits" : `${hidden} other connections wait`} for a person; not shown here.</p> : null}
      <Agreements />
    </Card>
  );
}

/** What syncs by schedule may do without asking, each to be taken back. */
function Agreements() {
  const agreements = useQuery(agreementsQuery());
  const client = useQueryClient();
  const toast = useToast();
  const mayOperate = useMayOperate();
  const revoke = useMutation({
    mutationFn: (id: string) => ask(api.DELETE("/agreements/{id}", {params: {path: {id}}})),
    onSuccess: () => {
      toast.say("Taken back");
      void client.invalidateQueries({queryKey: ["schedule"]});
    },
  });
  if (!agreements.data || agreements.data.length === 0) return null;
  return (
    <section className="stack-tight">
      <h3>Agreed to, for syncs by schedule</h3>
      {revoke.isError ? <ProblemView problem={problemOf(revoke.error)} /> : null}
      <ul className="stack-tight">
        {agreements.data.map((one) => (
          <li key={one.id} className="spread">
            <span className="agreement">
              {one.kind === "run_program" ? "Run" : "Call"}{" "}
              <code translate="no">
                <bdi>{one.what}</bdi>
              </code>{" "}
              for profile <bdi>{one.profile}</bdi>{" "}
              <span className="muted small">
                since <Age at={one.agreed_at} />
              </span>
            </span>
            <Button disabled={!mayOperate} busy={revoke.isPending && revoke.variables === one.id} aria-label={`Revoke: ${one.what}`} onClick={() => revoke.mutate(one.id)}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </section>
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
  const client = useQueryClient();
  const consents = useConsents();
  const agree = useMutation({
    mutationFn: () => consents.ask((agreed) => ask(api.POST("/agreements", {body: {connection, consents: agreed}}))),
    onSuccess: () => void client.invalidateQueries({queryKey: ["schedule"]}),
  });
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
          ) : reason.code === "sync.not_agreed" ? (
            <Button look="primary" disabled={!mayOperate} busy={agree.isPending} onClick={() => agree.mutate()}>
              Agree for syncs by schedule …
            </Button>
          ) : (
            <Button onClick={() => go({open: connection, tab: "check"})}>Look at {connection}</Button>
          )
        }
      />
      {consents.dialog}
      {agree.isError && !isNotAgreed(agree.error) ? <ProblemView problem={problemOf(agree.error)} /> : null}
      {signsIn && profile ? <SignInDialog place={{profile}} name={profile} onClose={() => setSignsIn(false)} /> : null}
    </>
  );
}
