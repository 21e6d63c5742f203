import {Link} from "@tanstack/react-router";
import {useState} from "react";

import {Card} from "@/design/Status";
import {SyncPanel} from "@/tasks/SyncPanel";

import {StepTitle} from "./Stepper";
import {useWelcome} from "./wizard";

const NONE: readonly string[] = [];

/** The first sync: its price before, its progress, and the costs as they come. */
export function SyncStep() {
  const {search, go} = useWelcome();
  const [isDone, setDone] = useState(false);
  return (
    <>
      <StepTitle>First sync</StepTitle>
      <p>
        The last 13 months and this one are pulled, from then on only what is not yet final. The first figures appear within seconds; nothing is lost when
        this page is closed.
      </p>
      <Card>
        <SyncPanel
          connections={search.connected ?? NONE}
          taskId={search.task ?? null}
          onTask={(task) => {
            setDone(false);
            go({task: task ?? undefined}, {replace: true});
          }}
          onDone={() => setDone(true)}
        />
      </Card>
      <div className="row">
        <Link to="/" className={isDone ? "button button-primary" : "button"}>
          To the overview
        </Link>
        <Link to="/welcome" search={{step: "method", cloud: search.cloud ?? "aws"}} className="button">
          Add another account
        </Link>
      </div>
    </>
  );
}
