import type {Problem} from "@/api/types";
import {Button} from "@/design/Button";

import {useChosenConnections, useShowAll} from "./connections";

/** The way on where a page could not be answered: without the choice of connections where one of them is not there, else once more. */
export function AskAgain(props: {problem: Problem; onAgain: () => void}) {
  const chosen = useChosenConnections();
  const showAll = useShowAll();
  return props.problem.code === "connection.not_found" && chosen.length > 0 ? (
    <Button onClick={showAll}>Show all connections</Button>
  ) : (
    <Button onClick={props.onAgain}>Ask again</Button>
  );
}
