import {Link} from "@tanstack/react-router";

import type {Problem} from "@/api/types";
import {ProblemView} from "@/design/Notice";
import {Card, EmptyState} from "@/design/Status";

// A sync has ended, and has brought none: its causes are told, and another sync is no way on by itself.
const BY_THE_LAST_SYNC = ["cost.no_data_yet", "cost.explorer_off", "cost.not_pulled"];

/** Whether there are no costs at all, so that what to do about it says more than a refusal. */
export const isNothingYet = (problem: Problem) => problem.code === "connection.none" || problem.code === "cost.no_data" || BY_THE_LAST_SYNC.includes(problem.code);

/** Before the first connection, and before its first sync: the way on. */
export function NothingYet(props: {problem: Problem}) {
  const {problem} = props;
  if (problem.code === "connection.none") {
    return (
      <Card>
        <EmptyState
          title="Nothing is connected yet"
          actions={
            <Link to="/welcome" className="button button-primary">
              Connect a cloud
            </Link>
          }
        >
          <p>Costs appear here within minutes of connecting the first account.</p>
        </EmptyState>
      </Card>
    );
  }
  if (BY_THE_LAST_SYNC.includes(problem.code))
    return <ProblemView problem={problem} tone="warn" actions={<Link to="/settings/accounts">Cloud accounts</Link>} />;
  return (
    <Card>
      <EmptyState
        title={problem.title}
        actions={
          <>
            <Link to="/welcome" search={{step: "sync", cloud: "aws"}} className="button button-primary">
              See the sync and its price
            </Link>
            <Link to="/settings/accounts">Cloud accounts</Link>
          </>
        }
      >
        <p>{problem.detail}</p>
      </EmptyState>
    </Card>
  );
}
