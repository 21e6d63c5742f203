import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {tokensQuery} from "@/api/queries";
import type {Token} from "@/api/types";
import {Button} from "@/design/Button";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {Dialog} from "@/design/Dialog";
import {ProblemView} from "@/design/Notice";
import {Card, EmptyState, Light, Name, Skeleton} from "@/design/Status";
import {Age} from "@/design/Time";
import {useNow} from "@/design/useNow";
import {useToast} from "@/design/Toast";
import {useMayOperate} from "@/shell/connections";

import {NewTokenDialog} from "./NewTokenDialog";

const SCOPES: Record<Token["scope"], string> = {read: "read", operate: "read and operate"};

/** Tokens with which programs ask the API; their text is shown once, when one is made. */
export function TokensPage() {
  const tokens = useQuery(tokensQuery());
  const mayOperate = useMayOperate();
  const now = useNow(false);
  const [open, setOpen] = useState<"new" | Token | null>(null);
  const create = (
    <Button look="primary" disabled={!mayOperate} onClick={() => setOpen("new")}>
      Create token
    </Button>
  );
  return (
    <Card title="Tokens" tools={tokens.data && tokens.data.length > 0 ? create : null}>
      <p className="muted">
        Programs (dashboards, scripts) ask the same API as this page with a token. Sextant keeps only a hash of it. What there is to ask stands in{" "}
        <a href="/api/openapi.json">/api/openapi.json</a>.
      </p>
      {tokens.isPending ? (
        <Skeleton lines={4} />
      ) : tokens.isError ? (
        <ProblemView problem={problemOf(tokens.error)} />
      ) : tokens.data.length === 0 ? (
        <EmptyState title="There are no tokens" actions={create}>
          Make one for each program, so that each can be revoked alone.
        </EmptyState>
      ) : (
        <DataTable label="Tokens" rows={tokens.data} columns={columnsOf(now, mayOperate, setOpen)} rowKey={(token) => token.id} stacks />
      )}
      {open === "new" ? <NewTokenDialog onClose={() => setOpen(null)} /> : null}
      {open !== null && open !== "new" ? <RevokeDialog token={open} onClose={() => setOpen(null)} /> : null}
    </Card>
  );
}

const columnsOf = (now: number, mayOperate: boolean, revoke: (token: Token) => void): Column<Token>[] => [
  {id: "name", head: "Name", isRowHead: true, sort: (a, b) => a.name.localeCompare(b.name), cell: (token) => <Name>{token.name}</Name>},
  {id: "scope", head: "What it may do", cell: (token) => SCOPES[token.scope]},
  {id: "created", head: "Created", cell: (token) => <Age at={token.created_at} />},
  {
    id: "expires",
    head: "Expires",
    cell: (token) => (token.expires_at !== null && Date.parse(token.expires_at) <= now ? <Light color="off">expired</Light> : <Age at={token.expires_at} never="never" future />),
  },
  {id: "used", head: "Last used", cell: (token) => <Age at={token.last_used_at} />},
  {
    id: "revoke",
    align: "end",
    head: <span className="visually-hidden">Revoke</span>,
    cell: (token) => (
      <Button look="danger" disabled={!mayOperate} aria-label={`Revoke ${token.name}`} onClick={() => revoke(token)}>
        Revoke
      </Button>
    ),
  },
];

function RevokeDialog(props: {token: Token; onClose: () => void}) {
  const {token} = props;
  const client = useQueryClient();
  const toast = useToast();
  const revoke = useMutation({
    mutationFn: () => ask(api.DELETE("/tokens/{id}", {params: {path: {id: token.id}}})),
    onSuccess: () => {
      void client.invalidateQueries({queryKey: ["tokens"]});
      toast.say(`Revoked ${token.name}`);
      props.onClose();
    },
  });
  return (
    <Dialog
      title={
        <>
          Revoke <bdi>{token.name}</bdi>
        </>
      }
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>Keep it</Button>
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke it
          </Button>
        </>
      }
    >
      <p>What uses this token is refused from then on. It cannot be taken back; another one can be made.</p>
      <p className="muted">
        Last used: <Age at={token.last_used_at} />
      </p>
      {revoke.isError ? <ProblemView problem={problemOf(revoke.error)} /> : null}
    </Dialog>
  );
}
