import {useQuery} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";

import {connectionsQuery} from "@/api/queries";
import {problemOf} from "@/api/problem";
import {Button} from "@/design/Button";
import {Check} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Popup} from "@/design/Popup";
import {Skeleton} from "@/design/Status";

import {ChosenNames} from "./ChosenNames";
import {useChooseConnections, useChosenConnections} from "./connections";

/** Narrows the pages that show accounts and their costs to what some connections reach; the choice stands in the address. */
export function ConnectionSwitcher() {
  const chosen = useChosenConnections();
  return (
    <Popup
      label={
        <span className="switcher-label">
          <span className="visually-hidden">Shown: </span>
          {chosen.length === 0 ? "All connections" : <ChosenNames chosen={chosen} />}
        </span>
      }
    >
      {() => <Choice chosen={chosen} />}
    </Popup>
  );
}

function Choice(props: {chosen: readonly string[]}) {
  const connections = useQuery(connectionsQuery());
  const choose = useChooseConnections();
  if (connections.isPending) return <Skeleton lines={4} />;
  if (connections.isError) return <ProblemView problem={problemOf(connections.error)} brief />;
  const usable = connections.data.filter((connection) => connection.state === "connected" && connection.on);
  return (
    <fieldset className="stack-tight">
      <legend className="field-label">Show the accounts of</legend>
      {usable.length === 0 ? <p className="muted">Nothing is connected yet.</p> : null}
      {usable.map((connection) => (
        <Check
          key={connection.name}
          label={<bdi>{connection.name}</bdi>}
          hint={
            <bdi>
              {[connection.account_name, connection.account_id, connection.account_kind].filter(Boolean).join(" · ")}
            </bdi>
          }
          checked={props.chosen.includes(connection.name)}
          onChange={(event) =>
            choose(
              event.target.checked ? [...props.chosen, connection.name] : props.chosen.filter((name) => name !== connection.name),
            )
          }
        />
      ))}
      <div className="spread">
        <Button look="quiet" disabled={props.chosen.length === 0} onClick={() => choose([])}>
          Show all
        </Button>
        <Link to="/settings/accounts">Manage</Link>
      </div>
    </fieldset>
  );
}
