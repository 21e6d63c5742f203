import "./connect.css";

import type {ReactNode} from "react";
import {useState} from "react";

import type {CheckStep, ConnectResult, Problem} from "@/api/types";
import {Button} from "@/design/Button";
import {Field} from "@/design/Field";
import {Notice, ProblemView} from "@/design/Notice";
import {Card, Light} from "@/design/Status";
import {SignInDialog} from "@/profiles/SignInDialog";
import {isMendedBySignIn, verdictOf} from "@/tasks/checkProgress";
import {CheckView, Verdict} from "@/tasks/CheckView";
import {LiveCheck} from "@/tasks/LiveCheck";
import {useStopTask} from "@/tasks/useStopTask";

import type {Action, Item} from "./queue";
import {nameOf} from "./queue";

/** Where the connection needs another name than the profile's. */
const NAME_CODES = new Set(["connection.bad_name", "connection.exists"]);

/** One target of the queue: what waits in a line, what runs step by step, what failed with what mends it. */
export function ConnectItem(props: {item: Item; isAlone: boolean; dispatch: (action: Action) => void}) {
  const {item, isAlone, dispatch} = props;
  const [signsIn, setSignsIn] = useState(false);
  const name = nameOf(item.target);
  const profile = item.target.kind === "profile" ? item.target.profile : null;
  const again = (acceptRed: boolean, as?: string) =>
    dispatch({type: "again", key: item.key, acceptRed, ...(as === undefined ? {} : {name: as})});
  const mend = (step: CheckStep) =>
    profile !== null && step.status === "failed" && isMendedBySignIn(step.code) ? (
      <Button look="primary" onClick={() => setSignsIn(true)}>
        Sign in
      </Button>
    ) : null;

  if (!isAlone && (item.state === "waiting" || item.state === "connected")) return <Folded item={item} />;
  return (
    <Card
      title={
        <>
          {item.state === "running" || item.state === "asking" ? "Checking " : ""}
          <bdi>{name}</bdi>
        </>
      }
      tools={item.state === "running" && item.taskId ? <StopButton taskId={item.taskId} /> : null}
    >
      {item.target.kind === "role" ? (
        <p className="muted small">
          <bdi>{item.target.roleArn}</bdi>
        </p>
      ) : null}
      {item.state === "asking" ? <CheckView steps={[]} isRunning /> : null}
      {item.state === "running" && item.taskId ? (
        <LiveCheck
          key={item.taskId}
          taskId={item.taskId}
          mend={mend}
          onOver={(task) => dispatch({type: "ended", key: item.key, task})}
          onLost={() => again(item.acceptRed)}
        />
      ) : null}
      {item.result ? (
        <>
          <Verdict report={item.result.report} />
          <Connected result={item.result} />
          <CheckView steps={item.result.report.steps} mend={mend} />
        </>
      ) : item.state === "connected" ? (
        <Light color="green">connected already</Light>
      ) : null}
      {item.state === "failed" ? <Failed item={item} onAgain={again} /> : null}
      {item.state === "refused" ? <Refused problem={item.problem} name={name} isProfile={profile !== null} onAgain={(as) => again(item.acceptRed, as)} /> : null}
      {signsIn && profile !== null ? (
        <SignInDialog place={{profile}} name={profile} onClose={() => setSignsIn(false)} onSignedIn={() => again(false)} />
      ) : null}
    </Card>
  );
}

function StopButton(props: {taskId: string}) {
  const stop = useStopTask();
  return (
    <Button busy={stop.isPending || stop.isSuccess} onClick={() => stop.mutate(props.taskId)}>
      {stop.isSuccess ? "Stopping …" : "Stop"}
    </Button>
  );
}

/** What needs no attention takes one line of a long list. */
function Folded(props: {item: Item}) {
  const {item} = props;
  const name = <bdi>{nameOf(item.target)}</bdi>;
  const {result} = item;
  return (
    <div className="connect-folded">
      {item.state === "waiting" ? (
        <Light color="off">
          {name} <span className="muted">waits for its turn</span>
        </Light>
      ) : result ? (
        <details>
          <summary>
            <Light color={result.report.status}>
              <bdi>{verdictOf(result.report)}</bdi>
              <span className="muted">: account {result.report.account_id}</span>
            </Light>
          </summary>
          <div className="connect-more">
            <Connected result={result} />
            <CheckView steps={result.report.steps} />
          </div>
        </details>
      ) : (
        <Light color="green">
          {name} <span className="muted">connected already</span>
        </Light>
      )}
    </div>
  );
}

/** In the words of the terminal. */
function Connected(props: {result: ConnectResult}) {
  const {connection, connected} = props.result;
  const also = props.result.also_reached_by ?? [];
  if (!connected || !connection) return null;
  return (
    <p>
      Connected <bdi>{connection.name}</bdi>: account {connection.account_id}
      {connection.account_name ? (
        <>
          {" "}
          (<bdi>{connection.account_name}</bdi>)
        </>
      ) : null}
      .
      {also.length > 0 ? (
        <>
          {" "}
          The same account is also reached by <bdi>{also.join(", ")}</bdi>; its costs are counted once.
        </>
      ) : null}
    </p>
  );
}

function Failed(props: {item: Item; onAgain: (acceptRed: boolean) => void}) {
  const {item} = props;
  // Without the account nobody could say what was connected.
  const canAccept = Boolean(item.result?.report.account_id);
  return (
    <Notice
      tone="bad"
      title={
        <>
          <bdi>{nameOf(item.target)}</bdi> was not connected, since its check failed
        </>
      }
      actions={
        <>
          <Button look="primary" onClick={() => props.onAgain(false)}>
            Re-check
          </Button>
          {canAccept ? <Button onClick={() => props.onAgain(true)}>Connect it all the same</Button> : null}
        </>
      }
    >
      <p>
        Correct what the check says above, then press Re-check.
        {canAccept ? " Connected all the same, it stays red, and its syncs may bring nothing; the check runs once more." : ""}
      </p>
    </Notice>
  );
}

function Refused(props: {problem: Problem | null; name: string; isProfile: boolean; onAgain: (as?: string) => void}) {
  const {problem} = props;
  const again = <Button onClick={() => props.onAgain()}>Re-check</Button>;
  if (!problem) return <Notice tone="warn" title="The check was stopped, and nothing of it was stored" actions={again} />;
  const needsName = props.isProfile && NAME_CODES.has(problem.code);
  return (
    <>
      <ProblemView problem={problem} tone={problem.code === "connection.not_agreed" ? "note" : "bad"} actions={needsName ? null : again} />
      {needsName ? <OtherName name={props.name} onAgain={props.onAgain} /> : null}
    </>
  );
}

function OtherName(props: {name: string; onAgain: (as: string) => void}) {
  const [name, setName] = useState(() => props.name.replace(/[^A-Za-z0-9._@-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, ""));
  return (
    <form
      className="row connect-name"
      onSubmit={(event) => {
        event.preventDefault();
        props.onAgain(name.trim());
      }}
    >
      <Field label="Another name for the connection" value={name} maxLength={64} required spellCheck={false} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      <Button type="submit" disabled={name.trim() === ""}>
        Check and connect under this name
      </Button>
    </form>
  );
}

/** The list of a queue; what needs no attention is folded, so that a long one stays short. */
export const ConnectList = (props: {children: ReactNode}) => <div className="connect-list">{props.children}</div>;
