import {useMutation, useQueryClient} from "@tanstack/react-query";
import {useId, useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import type {CreatedToken, Token} from "@/api/types";
import {Button} from "@/design/Button";
import {CodeBlock} from "@/design/Copy";
import {Dialog} from "@/design/Dialog";
import {Field} from "@/design/Field";
import {Notice, ProblemView} from "@/design/Notice";
import {RadioCards} from "@/design/RadioCards";
import {Age} from "@/design/Time";

const DAYS_MAX = 366;

/** Makes a token, and shows its text this once. */
export function NewTokenDialog(props: {onClose: () => void}) {
  const client = useQueryClient();
  const form = useId();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Token["scope"]>("read");
  const [days, setDays] = useState("90");
  const count = Number(days);
  const areDaysFine = /^\d+$/.test(days) && count >= 1 && count <= DAYS_MAX;
  const create = useMutation({
    mutationFn: () => ask(api.POST("/tokens", {body: {name: name.trim(), scope, days: count}})),
    onSuccess: () => void client.invalidateQueries({queryKey: ["tokens"]}),
    // The text is in the answer: it is not kept longer than the dialog.
    gcTime: 0,
  });
  if (create.data) return <Made token={create.data} onClose={props.onClose} />;
  return (
    <Dialog
      title="Create token"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={create.isPending} disabled={name.trim() === "" || !areDaysFine}>
            Create
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field
          label="Name"
          required
          maxLength={64}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          hint="Of the program that will use it"
        />
        <RadioCards
          legend="What it may do"
          value={scope}
          onChange={setScope}
          options={[
            {value: "read", title: "Read", detail: "Costs, accounts, settings: whatever this page shows."},
            {value: "operate", title: "Read and operate", detail: "Also check, connect, sync, change and remove, as this page does."},
          ]}
        />
        <Field
          label="Days until it expires"
          inputMode="numeric"
          required
          value={days}
          onChange={(event) => setDays(event.target.value.trim())}
          error={areDaysFine ? undefined : `Write a whole number from 1 to ${DAYS_MAX}.`}
        />
        {create.isError ? <ProblemView problem={problemOf(create.error)} /> : null}
      </form>
    </Dialog>
  );
}

function Made(props: {token: CreatedToken; onClose: () => void}) {
  const {token} = props;
  const example = `curl -H "Authorization: Bearer $SEXTANT_TOKEN" ${location.origin}/api/v1/accounts`;
  return (
    <Dialog
      title={
        <>
          Token <bdi>{token.name}</bdi>
        </>
      }
      onClose={props.onClose}
      actions={
        <Button look="primary" onClick={props.onClose}>
          I have copied it
        </Button>
      }
    >
      <Notice tone="warn" title="Copy the token now: it is shown this once">
        <p>
          Whoever has it may {token.scope === "read" ? "read what this page shows" : "do what this page does"} until it expires (<Age at={token.expires_at} future />
          ) or is revoked.
        </p>
      </Notice>
      <CodeBlock text={token.token} what="The token" />
      <CodeBlock text={example} what="How it is used" />
    </Dialog>
  );
}
