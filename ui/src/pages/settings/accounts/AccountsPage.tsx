import "./accounts.css";

import {useQuery} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";
import {useState} from "react";

import {problemOf} from "@/api/problem";
import {accountsQuery} from "@/api/queries";
import {Button} from "@/design/Button";
import {ProblemView} from "@/design/Notice";
import {Card, EmptyState, Skeleton} from "@/design/Status";
import {ChosenNames} from "@/shell/ChosenNames";
import {useChosenConnections, useMayOperate} from "@/shell/connections";

import {accountsReached} from "../narrowed";
import {NarrowedLine} from "../NarrowedLine";
import {AccountsTable} from "./AccountsTable";
import {ConnectionDrawer} from "./ConnectionDrawer";
import {PendingCard} from "./PendingCard";
import {ScheduleCard} from "./ScheduleCard";
import {SyncDialog} from "./SyncDialog";

/** Every cloud account: how it stands, how fresh it is, what reaches it and what that costs. */
export function AccountsPage() {
  const accounts = useQuery(accountsQuery());
  const mayOperate = useMayOperate();
  const chosen = useChosenConnections();
  const [syncs, setSyncs] = useState(false);
  if (accounts.isPending) {
    return (
      <Card title="Cloud accounts">
        <Skeleton height="20rem" label="Reading the accounts" />
      </Card>
    );
  }
  if (accounts.isError) return <ProblemView problem={problemOf(accounts.error)} />;
  const {rows, pending} = accounts.data;
  const add = (
    <Link to="/welcome" search={{step: "method", cloud: "aws"}} className="button button-primary">
      Add account
    </Link>
  );
  if (rows.length === 0 && pending.length === 0) {
    return (
      <Card>
        <EmptyState title="Nothing is connected yet" actions={<Link to="/welcome" className="button button-primary">Connect a cloud</Link>}>
          The accounts that you connect appear here, each with how it stands and how fresh its costs are.
        </EmptyState>
      </Card>
    );
  }
  const isNarrowed = chosen.length > 0;
  const reached = accountsReached(rows, chosen);
  const waiting = isNarrowed ? pending.filter((setup) => chosen.includes(setup.name)) : pending;
  const hidden = pending.length - waiting.length;
  return (
    <>
      {waiting.length > 0 ? <PendingCard pending={waiting} /> : null}
      <Card
        title="Cloud accounts"
        tools={
          <div className="row">
            <Button disabled={!mayOperate || reached.length === 0} onClick={() => setSyncs(true)}>
              {isNarrowed ? "Sync these now" : "Sync all now"}
            </Button>
            {add}
          </div>
        }
      >
        <NarrowedLine
          shown={reached.length}
          all={rows.length}
          what="accounts"
          more={hidden === 1 ? "; a set-up that waits is not shown" : hidden > 1 ? `; ${hidden} set-ups that wait are not shown` : null}
        />
        {reached.length > 0 ? (
          <AccountsTable accounts={reached} isNarrowed={isNarrowed} />
        ) : isNarrowed ? (
          <EmptyState title="No account is reached by what is chosen">
            The connection may have been removed, or may wait for its role.
          </EmptyState>
        ) : (
          <p className="muted">None is connected yet: it appears here once its set-up has a role.</p>
        )}
      </Card>
      <ScheduleCard />
      {syncs ? (
        <SyncDialog
          title={
            isNarrowed ? (
              <>
                Sync <ChosenNames chosen={chosen} />
              </>
            ) : (
              "Sync all connections that are on"
            )
          }
          connections={chosen}
          onClose={() => setSyncs(false)}
        />
      ) : null}
      <ConnectionDrawer />
    </>
  );
}
