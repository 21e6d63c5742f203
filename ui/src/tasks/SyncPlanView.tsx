import {useMutation, useQuery} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import type {SyncPlan} from "@/api/types";
import {Button} from "@/design/Button";
import type {Column} from "@/design/DataTable";
import {DataTable} from "@/design/DataTable";
import {Check, Field} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Light, Name, Skeleton} from "@/design/Status";
import {decimal, isDecimal, isZero} from "@/money/decimal";
import {moneyText} from "@/money/format";

import {isNotAgreed, useConsents} from "./consent";
import {expectedText, planWords} from "./syncProgress";

type PlannedAccount = SyncPlan["accounts"][number];

const COLUMNS: Column<PlannedAccount>[] = [
  {id: "connection", head: "Connection", isRowHead: true, cell: (row) => <Name>{row.connection}</Name>},
  {id: "account", head: "Account", cell: (row) => row.account_id},
  {id: "kind", head: "Kind", isExtra: true, cell: (row) => row.kind},
  {
    id: "plan",
    head: "Plan",
    cell: (row) => (row.blocked ? <Light color="red">{planWords(row)}</Light> : planWords(row)),
  },
];

/** What a sync would ask, its price and how long it may take, before anybody is asked for it. */
export function SyncPlanView(props: {connections: readonly string[]; onTask: (id: string) => void}) {
  const connections = [...props.connections];
  const consents = useConsents();
  const [force, setForce] = useState(false);
  const [most, setMost] = useState("");
  const plan = useQuery({
    queryKey: ["plan", connections, force],
    // Makes free calls only, but calls all the same: not again by itself.
    queryFn: () => consents.ask((agreed) => ask(api.POST("/sync/plan", {body: {connections, force, consents: agreed}}))),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const limit = most.trim();
  const begin = useMutation({
    mutationFn: () =>
      consents.ask((agreed) =>
        ask(api.POST("/sync", {body: {connections, force, consents: agreed, ...(limit ? {max_cost_usd: limit} : {})}})),
      ),
    onSuccess: (task) => props.onTask(task.id),
  });

  if (plan.isPending) {
    return (
      <>
        {consents.dialog}
        <Skeleton height="12rem" label="Planning: what has to be asked, and what it costs" />
      </>
    );
  }
  if (plan.isError) {
    return (
      <>
        {consents.dialog}
        <ProblemView problem={problemOf(plan.error)} actions={<Button onClick={() => void plan.refetch()}>Plan again</Button>} />
      </>
    );
  }
  const {accounts, skipped} = plan.data;
  const isEmpty = accounts.every((account) => account.cells === 0);
  const isFresh = !force && isEmpty && accounts.some((account) => account.fresh_until);
  const isLimitWrong = limit !== "" && (!isDecimal(limit) || limit.startsWith("-"));
  return (
    <div className="stack">
      {consents.dialog}
      {accounts.length > 0 ? <DataTable label="What is asked" rows={accounts} columns={COLUMNS} rowKey={(row) => `${row.account_id}/${row.connection}`} stacks /> : null}
      {accounts.map((account) =>
        account.blocked ? <ProblemView key={account.account_id} problem={account.blocked} tone="warn" brief /> : null,
      )}
      {skipped.map((one) => (
        <ProblemView
          key={one.connection}
          problem={{...one.reason, title: `${one.connection}: ${one.reason.title}`}}
          tone={one.is_failure ? "bad" : "note"}
          brief
        />
      ))}
      {isEmpty ? (
        <p>
          <strong>Nothing to ask.</strong>
        </p>
      ) : (
        <PlanPrice plan={plan.data} />
      )}
      {isFresh || force ? (
        <Check
          label="Ask all the same"
          hint="AWS draws its figures up at most three times a day: asking more often costs money and brings nothing."
          checked={force}
          onChange={(event) => setForce(event.target.checked)}
        />
      ) : null}
      {isEmpty ? null : (
        <>
          <details>
            <summary>Spend at most …</summary>
            <div className="sync-limit">
              <Field
                label="US dollars"
                inputMode="decimal"
                value={most}
                onChange={(event) => setMost(event.target.value)}
                hint="Before a request would cost more, the sync stops; what was pulled is kept."
                error={isLimitWrong ? "Write an amount of dollars, such as 0.50." : undefined}
              />
            </div>
          </details>
          {begin.isError ? (
            isNotAgreed(begin.error) ? <p>{problemOf(begin.error).title}.</p> : <ProblemView problem={problemOf(begin.error)} />
          ) : null}
          <div className="row">
            <Button look="primary" busy={begin.isPending} disabled={isLimitWrong} onClick={() => begin.mutate()}>
              Sync{isZero(decimal(plan.data.price_max_usd)) ? "" : ` for ${rangeText(plan.data)}`}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** "$0.07 to $0.33". */
function rangeText(plan: SyncPlan): string {
  const least = moneyText(decimal(plan.price_min_usd), "USD");
  const most = moneyText(decimal(plan.price_max_usd), "USD");
  return least === most ? least : `${least} to ${most}`;
}

function PlanPrice(props: {plan: SyncPlan}) {
  const {plan} = props;
  return (
    <dl className="facts">
      <div>
        <dt>Price</dt>
        <dd>
          <strong>{rangeText(plan)}</strong>
          <br />
          {plan.price_words.replace(/^Price: /, "")}
        </dd>
      </div>
      {typeof plan.expected_s === "number" ? (
        <div>
          <dt>Expected</dt>
          <dd>{expectedText(plan.expected_s, plan.expected_max_s)}; it goes on where this page is closed</dd>
        </div>
      ) : null}
    </dl>
  );
}
