import {keepPreviousData, useQuery} from "@tanstack/react-query";

import {api, ask} from "@/api/client";
import {connectionsQuery} from "@/api/queries";
import type {CostAnswer} from "@/api/types";
import {Name} from "@/design/Status";
import {monthText} from "@/design/time";
import {decimal} from "@/money/decimal";
import {shareText} from "@/money/format";
import {Figure} from "@/provenance/Figure";

const SERVICES = 5;

function useSoFar(by: "month" | "service", connections: readonly string[]) {
  const known = useQuery(connectionsQuery());
  // All of them are asked for as such: a total is there before its parts are.
  const isAll = known.data?.every((one) => !one.on || one.state === "pending" || connections.includes(one.name)) ?? true;
  const connection = isAll ? [] : [...connections];
  return useQuery({
    queryKey: ["costs", "so-far", by, connection],
    queryFn: async ({signal}) =>
      (await ask(
        api.GET("/costs", {params: {query: {by: [by], connection, ...(by === "service" ? {limit: SERVICES} : {})}}, signal}),
      )) as CostAnswer,
    placeholderData: keepPreviousData,
    staleTime: 0,
    // Refused as long as nothing that answers it was pulled.
    retry: false,
  });
}

/** The costs that a sync has brought so far: last month, this month, and the largest services. Keeps its room from the first. */
export function CostsSoFar(props: {connections: readonly string[]; isOver: boolean}) {
  const months = useSoFar("month", props.connections);
  const services = useSoFar("service", props.connections);
  const answers = [months.data, services.data];
  // Nothing comes any more.
  if (props.isOver && !answers.some((answer) => answer && answer.rows.length > 0)) return null;
  return (
    <section className="so-far" aria-label="Costs so far">
      <div className="so-far-head">
        <h3>{props.isOver ? "Costs" : "Costs so far"}</h3>
        <span>{answers.some((answer) => answer && !answer.provenance.coverage.complete) ? "not yet complete: each figure says what is missing" : ""}</span>
      </div>
      <div className="so-far-parts">
        <Months answer={months.data} />
        <Services answer={services.data} />
      </div>
    </section>
  );
}

function Months(props: {answer: CostAnswer | undefined}) {
  const rows = props.answer?.rows ?? [];
  if (!props.answer || rows.length === 0) return <p className="muted">The total appears here as soon as its query is done.</p>;
  const {provenance} = props.answer;
  return (
    <dl className="so-far-months">
      {rows.map((row, at) => (
        <div key={`${row.month ?? ""}-${row.currency ?? at}`}>
          <dt>{monthText(row.month ?? "")}</dt>
          <dd>
            <Figure amount={row.amount} currency={row.currency ?? provenance.currency} provenance={provenance} of={monthText(row.month ?? "")} large />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Services(props: {answer: CostAnswer | undefined}) {
  const {answer} = props;
  if (!answer || answer.rows.length === 0) return <p className="muted">The largest services follow.</p>;
  const {provenance} = answer;
  const total = provenance.totals[0];
  return (
    <ul className="so-far-services">
      {answer.rows.map((row, at) => (
        <li key={row.service ?? `rest-${at}`}>
          <span>{row.others ? `${row.others} others` : row.service ? <Name>{row.service}</Name> : "without a service"}</span>
          <span className="muted so-far-share">{total ? shareText(decimal(row.amount), decimal(total.amount)) : ""}</span>
          <Figure
            amount={row.amount}
            currency={row.currency ?? provenance.currency}
            provenance={provenance}
            of={row.service ?? "the rest"}
          />
        </li>
      ))}
    </ul>
  );
}
