import {Link} from "@tanstack/react-router";

import {problemOf} from "@/api/problem";
import {Button} from "@/design/Button";
import {ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";

/** While a page is being fetched. */
export const PagePending = () => (
  <Card>
    <Skeleton height="20rem" label="Loading the page" />
  </Card>
);

/** A page broke: the rest of the console goes on. */
export function PageFailure(props: {error: unknown; reset: () => void}) {
  return <ProblemView problem={problemOf(props.error)} actions={<Button onClick={props.reset}>Try again</Button>} />;
}

export const PageMissing = () => (
  <>
    <h1>There is no such page</h1>
    <p>The address may be mistyped, or of another version of Sextant.</p>
    <p>
      <Link to="/">To the overview</Link>
    </p>
  </>
);
