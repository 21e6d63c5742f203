import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {connectionQuery} from "@/api/queries";
import type {Connection} from "@/api/types";
import {Button} from "@/design/Button";
import {Dialog} from "@/design/Dialog";
import {Switch} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Skeleton} from "@/design/Status";
import {Tabs} from "@/design/Tabs";
import {useMayOperate} from "@/shell/connections";

import {CheckTab} from "./CheckTab";
import {ConnectionTab} from "./ConnectionTab";
import {DiagnosticsTab} from "./DiagnosticsTab";
import {RemoveDialog} from "./RemoveDialog";
import {SyncDialog} from "./SyncDialog";
import {useAccountsSearch} from "./useAccountsSearch";

/** One connection beside the list, with all that can be done about it. Which one is open stands in the address. */
export function ConnectionDrawer() {
  const {search, go} = useAccountsSearch();
  if (search.open === undefined) return null;
  return <Drawer key={search.open} name={search.open} onClose={() => go({open: undefined, tab: undefined})} />;
}

function Drawer(props: {name: string; onClose: () => void}) {
  const {name} = props;
  const connection = useQuery(connectionQuery(name));
  return (
    <Dialog
      drawer
      title={
        <>
          Connection <bdi>{name}</bdi>
        </>
      }
      onClose={props.onClose}
    >
      {connection.isPending ? (
        <Skeleton height="20rem" label="Reading the connection" />
      ) : connection.isError ? (
        <ProblemView problem={problemOf(connection.error)} />
      ) : (
        <Inside connection={connection.data} onClose={props.onClose} />
      )}
    </Dialog>
  );
}

function Inside(props: {connection: Connection; onClose: () => void}) {
  const {connection} = props;
  const {search, go} = useAccountsSearch();
  const client = useQueryClient();
  const mayOperate = useMayOperate();
  const [open, setOpen] = useState<"sync" | "remove" | null>(null);
  const change = useMutation({
    mutationFn: (on: boolean) => ask(api.PATCH("/connections/{name}", {params: {path: {name: connection.name}}, body: {on}})),
    onSuccess: (answer) => {
      client.setQueryData(connectionQuery(connection.name).queryKey, answer);
      for (const key of ["accounts", "profiles", "schedule", "costs"]) void client.invalidateQueries({queryKey: [key]});
    },
  });
  const isConnected = connection.state === "connected";
  return (
    <>
      <div className="spread">
        <Switch
          label="Read by this connection"
          on={connection.on}
          busy={change.isPending}
          disabled={!mayOperate || !isConnected}
          onChange={(on) => change.mutate(on)}
        />
        <div className="row">
          <Button disabled={!mayOperate || !isConnected || !connection.on} onClick={() => setOpen("sync")}>
            Sync now
          </Button>
          <Button disabled={!mayOperate || !isConnected} onClick={() => go({tab: "check"}, {replace: true})}>
            Re-check
          </Button>
          <Button onClick={() => go({tab: "diagnostics"}, {replace: true})}>Diagnostics</Button>
          <Button look="danger" disabled={!mayOperate} onClick={() => setOpen("remove")}>
            Remove …
          </Button>
        </div>
      </div>
      {change.isError ? <ProblemView problem={problemOf(change.error)} /> : null}
      <Tabs
        label="Parts of the connection"
        chosen={search.tab ?? "connection"}
        onChoose={(tab) => go({tab: tab === "connection" ? undefined : tab}, {replace: true})}
        tabs={[
          {id: "connection", label: "Connection", content: <ConnectionTab connection={connection} />},
          {id: "check", label: "Check", content: <CheckTab connection={connection} />},
          {id: "diagnostics", label: "Diagnostics", content: <DiagnosticsTab name={connection.name} />},
        ]}
      />
      {open === "sync" ? (
        <SyncDialog
          title={
            <>
              Sync <bdi>{connection.name}</bdi>
            </>
          }
          connections={[connection.name]}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === "remove" ? <RemoveDialog name={connection.name} onClose={() => setOpen(null)} onRemoved={props.onClose} /> : null}
    </>
  );
}
