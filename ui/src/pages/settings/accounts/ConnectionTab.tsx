import {useMutation, useQueryClient} from "@tanstack/react-query";
import type {ReactNode} from "react";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {connectionQuery} from "@/api/queries";
import type {Connection, ConnectionChange} from "@/api/types";
import {Button} from "@/design/Button";
import {CopyButton} from "@/design/Copy";
import {Field, TextArea} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Light} from "@/design/Status";
import {Age} from "@/design/Time";
import {useToast} from "@/design/Toast";
import {useMayOperate} from "@/shell/connections";

/** How a connection reads, in the words of the terminal. */
function describedMethod(connection: Connection): ReactNode {
  const profile = connection.profile ? (
    <>
      profile <bdi>{connection.profile}</bdi>
    </>
  ) : (
    "the default order of credentials"
  );
  return connection.method === "profile" ? profile : <>a role, assumed with {profile}</>;
}

const asText = (regions: readonly string[]) => regions.join(", ");
const asList = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** What a connection is, and its note and regions to change. */
export function ConnectionTab(props: {connection: Connection}) {
  const {connection} = props;
  return (
    <div className="stack">
      <dl className="facts">
        <Fact term="Reads by">{describedMethod(connection)}</Fact>
        {connection.role_arn ? (
          <Fact term="Role" copy={connection.role_arn}>
            <code translate="no">{connection.role_arn}</code>
          </Fact>
        ) : null}
        {connection.external_id ? (
          <Fact term="External ID" copy={connection.external_id}>
            <code translate="no">{connection.external_id}</code>
          </Fact>
        ) : null}
        <Fact term="Account">
          {connection.account_id || "not known yet"}
          {connection.account_name ? (
            <>
              {" "}
              (<bdi>{connection.account_name}</bdi>)
            </>
          ) : null}
          {connection.account_kind ? `, ${connection.account_kind}` : ""}
        </Fact>
        {connection.organization_id ? <Fact term="Organization">{connection.organization_id}</Fact> : null}
        <Fact term="Last check">
          {connection.last_check_status ? (
            <>
              <Light color={connection.last_check_status}>{connection.last_check_status}</Light>,{" "}
            </>
          ) : null}
          <Age at={connection.last_check_at} never="never checked" />
        </Fact>
        <Fact term="Added">
          <Age at={connection.created_at} />
        </Fact>
      </dl>
      <NoteForm key={`note ${connection.note}`} connection={connection} />
      <RegionsForm key={`regions ${asText(connection.regions)}`} connection={connection} />
    </div>
  );
}

function Fact(props: {term: string; copy?: string; children: ReactNode}) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>
        {props.children}
        {props.copy ? (
          <>
            {" "}
            <CopyButton text={props.copy} what={props.term.toLowerCase()} />
          </>
        ) : null}
      </dd>
    </div>
  );
}

function useChange(connection: Connection, said: string) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (change: ConnectionChange) => ask(api.PATCH("/connections/{name}", {params: {path: {name: connection.name}}, body: change})),
    onSuccess: (answer) => {
      client.setQueryData(connectionQuery(connection.name).queryKey, answer);
      void client.invalidateQueries({queryKey: ["accounts"]});
      toast.say(said);
    },
  });
}

function NoteForm(props: {connection: Connection}) {
  const {connection} = props;
  const change = useChange(connection, "The note is saved");
  const mayOperate = useMayOperate();
  const [note, setNote] = useState(connection.note);
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({note});
      }}
    >
      <TextArea label="Note" maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} readOnly={!mayOperate} />
      {change.isError ? <ProblemView problem={problemOf(change.error)} brief /> : null}
      <div className="row">
        <Button type="submit" busy={change.isPending} disabled={!mayOperate || note === connection.note}>
          Save the note
        </Button>
      </div>
    </form>
  );
}

function RegionsForm(props: {connection: Connection}) {
  const {connection} = props;
  const change = useChange(connection, "The regions are saved");
  const mayOperate = useMayOperate();
  const [text, setText] = useState(asText(connection.regions));
  const problem = change.isError ? problemOf(change.error) : null;
  const isSame = asText(asList(text)) === asText(connection.regions);
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({regions: asList(text)});
      }}
    >
      <Field
        label="Regions"
        autoComplete="off"
        spellCheck={false}
        placeholder="all enabled ones"
        value={text}
        readOnly={!mayOperate}
        onChange={(event) => setText(event.target.value)}
        hint="Which of them the inventory looks into, separated by commas: eu-west-1, us-east-1. Empty: all enabled ones. Costs always cover all."
        error={problem?.title}
      />
      {problem ? <ProblemView problem={problem} brief /> : null}
      <div className="row">
        <Button type="submit" busy={change.isPending} disabled={!mayOperate || isSame}>
          Save the regions
        </Button>
      </div>
    </form>
  );
}
