import type {ReactNode} from "react";

import {Button} from "@/design/Button";
import {ChosenNames} from "@/shell/ChosenNames";
import {useChosenConnections, useShowAll} from "@/shell/connections";

/** Says that a list is narrowed to what the chosen connections reach, and shows all again; nothing where none is chosen. */
export function NarrowedLine(props: {shown: number; all: number; what: string; more?: ReactNode}) {
  const chosen = useChosenConnections();
  const showAll = useShowAll();
  if (chosen.length === 0) return null;
  return (
    <p className="narrowed">
      <span>
        Narrowed to <ChosenNames chosen={chosen} />: {props.shown} of {props.all} {props.what}
        {props.more}.
      </span>{" "}
      <Button onClick={showAll}>Show all {props.what}</Button>
    </p>
  );
}
