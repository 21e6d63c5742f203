import "./signIn.css";

import {useMutation, useQueryClient} from "@tanstack/react-query";
import {useMemo, useState} from "react";

import {api, ask} from "@/api/client";
import {useTaskEvents} from "@/api/live";
import {problemOf} from "@/api/problem";
import {taskQuery} from "@/api/queries";
import type {SignIn as SignInRequest, Task} from "@/api/types";
import {Button} from "@/design/Button";
import {CopyButton} from "@/design/Copy";
import {LiveText} from "@/design/LiveText";
import {Notice, ProblemView} from "@/design/Notice";

import {isNotAgreed, useConsents} from "./consent";
import {isLoopback, promptOf, safeUrl} from "./signInPrompt";
import {useStopTask} from "./useStopTask";

/** Where to sign in: the session of a profile, a session by its name, or a start URL with its region. */
export type SignInPlace = Pick<SignInRequest, "profile" | "session" | "start_url" | "region">;

/**
 * Signs in to IAM Identity Center: the person opens the sign-in page by a click of their own, and this waits until they have
 * finished there. The task's id is kept by whoever shows this, so that a reload goes on with it.
 */
export function SignIn(props: {
  place: SignInPlace;
  /** What is signed in to, for people. */
  name: string;
  taskId: string | null;
  onTask: (id: string | null) => void;
  onSignedIn: () => void;
}) {
  const {onTask, onSignedIn} = props;
  const consents = useConsents();
  const client = useQueryClient();
  const [useCode, setUseCode] = useState(() => !isLoopback(location.hostname));
  const [failed, setFailed] = useState<Task | null>(null);
  const begin = useMutation({
    mutationFn: (method: "browser" | "device") =>
      consents.ask((agreed) => ask(api.POST("/sso/login", {body: {...props.place, method, consents: agreed}}))),
    onSuccess: (task) => {
      setFailed(null);
      onTask(task.id);
    },
  });
  const isOver = (task: Task) => {
    onTask(null);
    if (task.state === "done") {
      void client.invalidateQueries({queryKey: ["profiles"]});
      void client.invalidateQueries({queryKey: ["schedule"]});
      onSignedIn();
    } else {
      setFailed(task);
    }
  };
  const problem = begin.isError && !isNotAgreed(begin.error) ? problemOf(begin.error) : (failed?.problem ?? null);

  return (
    <div className="stack">
      {consents.dialog}
      {props.taskId ? (
        <Waiting
          key={props.taskId}
          taskId={props.taskId}
          onOver={isOver}
          onUseCode={() => {
            setUseCode(true);
            begin.mutate("device");
          }}
        />
      ) : (
        <>
          {problem ? <ProblemView problem={problem} /> : null}
          {failed?.state === "stopped" ? <p>The sign-in was stopped. Nothing was stored.</p> : null}
          {isNotAgreed(begin.error) && begin.isError ? <p>{problemOf(begin.error).title}.</p> : null}
          <div className="row">
            <Button look="primary" busy={begin.isPending} onClick={() => begin.mutate(useCode ? "device" : "browser")}>
              Sign in to <bdi>{props.name}</bdi>
            </Button>
            <Button look="quiet" aria-pressed={useCode} onClick={() => setUseCode(!useCode)}>
              With a code
            </Button>
          </div>
          <p className="muted small">
            {useCode
              ? "With a code: the sign-in page may be opened in any browser, and shows a code to compare."
              : "The sign-in page comes back to the machine that serves, so it must be opened on that machine. From another one, sign in with a code."}
          </p>
        </>
      )}
    </div>
  );
}

function Waiting(props: {taskId: string; onOver: (task: Task) => void; onUseCode: () => void}) {
  const {taskId, onOver} = props;
  const client = useQueryClient();
  const stop = useStopTask();
  const [isOpened, setOpened] = useState(false);
  const followed = useTaskEvents(taskId, () => {
    void client.fetchQuery({...taskQuery(taskId), staleTime: 0}).then(onOver);
  });
  const prompt = useMemo(() => promptOf(followed.events), [followed.events]);
  const url = prompt ? safeUrl(prompt.url) : null;

  if (followed.problem) {
    return <ProblemView problem={followed.problem} actions={<Button onClick={props.onUseCode}>Sign in with a code</Button>} />;
  }
  return (
    <div className="sign-in" aria-busy="true">
      <LiveText text={prompt ? `The sign-in page is ready to be opened. ${prompt.code ? `The code is ${prompt.code.split("").join(" ")}` : ""}` : ""} />
      <ol className="sign-in-steps">
        <li>
          <p>Open the sign-in page. It stands in a tab of its own; come back here afterwards.</p>
          {!prompt ? (
            <p className="muted sign-in-place">Asking AWS for the address of the sign-in page …</p>
          ) : url ? (
            <p className="sign-in-place">
              <a
                className="button button-primary"
                href={url.href}
                target="_blank"
                rel="noopener noreferrer"
                onClick={() => setOpened(true)}
              >
                Open the sign-in page <span aria-hidden="true">↗</span>
                <span className="visually-hidden">(in a new tab)</span>
              </a>{" "}
              <span className="muted small">
                at <bdi>{url.host}</bdi>
              </span>
            </p>
          ) : (
            <Notice tone="bad" title="The address of the sign-in page is none that may be opened">
              <code translate="no">{prompt.url}</code>
            </Notice>
          )}
        </li>
        {prompt?.code ? (
          <li>
            <p>Confirm that the page shows this code, and no other:</p>
            <p className="row">
              <output className="sign-in-code" translate="no" aria-label={`Code ${prompt.code}`}>
                {prompt.code}
              </output>
              <CopyButton text={prompt.code} what="the code" />
            </p>
          </li>
        ) : null}
        <li>
          <p>
            <span className="sign-in-dot" aria-hidden="true" />
            {isOpened ? "Waiting for you to finish there …" : "Then this page goes on by itself."}
          </p>
        </li>
      </ol>
      <div className="row">
        <Button busy={stop.isPending} onClick={() => stop.mutate(taskId)}>
          Stop
        </Button>
        {prompt && !prompt.code ? (
          <Button
            look="quiet"
            onClick={() => {
              stop.mutate(taskId);
              props.onUseCode();
            }}
          >
            It does not come back? Sign in with a code
          </Button>
        ) : null}
      </div>
    </div>
  );
}
