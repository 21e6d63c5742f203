import {useQuery} from "@tanstack/react-query";

import {tasksQuery} from "@/api/queries";
import type {Task} from "@/api/types";
import {Popup} from "@/design/Popup";
import {Light} from "@/design/Status";
import {Age} from "@/design/Time";

const COLORS = {running: "amber", done: "green", failed: "red", stopped: "off"} as const;
const WORDS = {running: "running", done: "done", failed: "failed", stopped: "stopped"};
const SHOWN = 8;

/** What runs now, and what ran last: checks, sign-ins, syncs. */
export function TaskIndicator() {
  const tasks = useQuery(tasksQuery());
  const all = tasks.data ?? [];
  const running = all.filter((task) => task.state === "running").length;
  return (
    <Popup
      look="quiet"
      label={
        <span className="task-label">
          <span className={running > 0 ? "task-dot task-dot-on" : "task-dot"} aria-hidden="true" />
          {running > 0 ? `Tasks: ${running}` : "Tasks"}
        </span>
      }
    >
      {() => (
        <div className="stack-tight">
          <h2>Tasks</h2>
          {all.length === 0 ? <p className="muted">Nothing runs. Checks, sign-ins and syncs show their progress here.</p> : null}
          <ul className="stack-tight">
            {all.slice(0, SHOWN).map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </ul>
        </div>
      )}
    </Popup>
  );
}

function TaskLine(props: {task: Task}) {
  const {task} = props;
  return (
    <li>
      <Light color={COLORS[task.state]}>
        <bdi>{task.title}</bdi>: {WORDS[task.state]}
      </Light>
      <div className="small muted">
        {task.ended_at ? (
          <>
            ended <Age at={task.ended_at} />
          </>
        ) : (
          <>
            begun <Age at={task.started_at} />
          </>
        )}
        {task.problem ? <> · {task.problem.title}</> : null}
      </div>
    </li>
  );
}
