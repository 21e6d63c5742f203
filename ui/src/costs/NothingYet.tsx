import {Link} from "@tanstack/react-router";

import type {Problem} from "@/api/types";
import {Card, EmptyState} from "@/design/Status";

/** Whether there are no costs at all, so that what to do about it says more than a refusal. */
export const isNothingYet = (problem: Problem) => problem.code === "connection.none" || problem.code === "cost.no_data";

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
