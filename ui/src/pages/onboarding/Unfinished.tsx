import {useQuery} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";

import {accountsQuery, tasksQuery} from "@/api/queries";
import {Card, Light, Name} from "@/design/Status";
import {Age} from "@/design/Time";

/** What was begun and not finished, with the way on: a sync that runs, set-ups that wait for their role, what was never synced. */
export function Unfinished() {
  const accounts = useQuery(accountsQuery());
  const tasks = useQuery(tasksQuery());
  const pending = accounts.data?.pending ?? [];
  const rows = accounts.data?.rows ?? [];
  const sync = tasks.data?.find((task) => task.kind === "sync" && task.state === "running");
  const isUnsynced = !sync && rows.length > 0 && rows.every((row) => row.costs_until === null);
  if (pending.length === 0 && !sync && !isUnsynced) return null;
  return (
    <Card title="Go on where you stopped">
      <ul className="unfinished">
        {sync ? (
          <li>
            <Light color="amber">
              <Name>{sync.title}</Name> <span className="muted">runs</span>
            </Light>
            <Link to="/welcome" search={{step: "sync", cloud: "aws", task: sync.id}} className="button">
              See its progress
            </Link>
          </li>
        ) : null}
        {isUnsynced ? (
          <li>
            <Light color="amber">
              {rows.length === 1 ? "An account is connected" : `${rows.length} accounts are connected`} <span className="muted">and nothing was synced yet</span>
            </Light>
            <Link to="/welcome" search={{step: "sync", cloud: "aws"}} className="button">
              Go on to the first sync
            </Link>
          </li>
        ) : null}
        {pending.map((setup) => (
          <li key={setup.name}>
            <Light color="amber">
              <Name>{setup.name}</Name>{" "}
              <span className="muted">
                waits for its role
                {setup.expires_at ? (
                  <>
                    ; expires <Age at={setup.expires_at} future />
                  </>
                ) : null}
              </span>
            </Light>
            <Link to="/welcome" search={{step: "method", cloud: "aws", method: "role", setup: setup.name}} className="button">
              Continue<span className="visually-hidden">: {setup.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
