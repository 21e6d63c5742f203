import type {ReactNode} from "react";

import {isProblem} from "@/api/problem";
import type {Problem} from "@/api/types";
import {ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";

/**
 * A card of the overview. Each is an answer of its own, so each says by itself that it is still coming, or the problem that
 * keeps it from being one; the others stand beside it all the same.
 */
export function Part<T extends object>(props: {
  title: ReactNode;
  tools?: ReactNode;
  /** Where it stands in the grid; see overview.css. */
  place: "figure" | "wide" | "table" | "broad";
  /** Its room before the answer is there. */
  height: string;
  part: T | Problem | undefined;
  children: (answer: T) => ReactNode;
}) {
  const {part} = props;
  return (
    <Card title={props.title} tools={props.tools} className={`overview-${props.place}`}>
      {part === undefined ? (
        <Skeleton height={props.height} />
      ) : isProblem(part) ? (
        <ProblemView problem={part} tone="warn" brief />
      ) : (
        props.children(part)
      )}
    </Card>
  );
}
