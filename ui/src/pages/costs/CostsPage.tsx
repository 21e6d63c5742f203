import "./costs.css";

import {keepPreviousData, useQuery} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";
import {useCallback} from "react";

import {problemOf} from "@/api/problem";
import {statusQuery} from "@/api/queries";
import type {CostAnswer, CostComparison, Problem} from "@/api/types";
import {closedDays} from "@/costs/closed";
import type {Interval} from "@/costs/closed";
import {ComparisonTable} from "@/costs/ComparisonTable";
import type {CostRow} from "@/costs/keys";
import {isGroup, keyWords} from "@/costs/keys";
import {isNothingYet, NothingYet} from "@/costs/NothingYet";
import {Button} from "@/design/Button";
import {Select} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Segments} from "@/design/Segments";
import {Card, EmptyState, Skeleton} from "@/design/Status";
import {intervalText} from "@/design/time";
import {Change} from "@/costs/Change";
import {Figure} from "@/provenance/Figure";
import {AskAgain} from "@/shell/AskAgain";
import {useChosenConnections} from "@/shell/connections";

import {CHART_HEIGHT, CostChart} from "./CostChart";
import {CostTable} from "./CostTable";
import {drillInto} from "./drill";
import {Export} from "./Export";
import {Filters} from "./Filters";
import {nearQuestions} from "./near";
import {ProvenanceLine} from "./ProvenanceLine";
import {Question} from "./Question";
import {compareOptions, costsOptions, costsQuery, intervalBefore} from "./question";
import {Repeat} from "./Repeat";
import type {CostsSearch, CostsState} from "./state";
import {useCosts} from "./useCosts";

const TOP_OPTIONS = [
  {value: "25", label: "Largest 25"},
  {value: "100", label: "Largest 100"},
  {value: "all", label: "All groups"},
] as const;

/** Costs by groups over time, and everything that one asks about them next. The address is the whole state. */
export function CostsPage() {
  const {state, change} = useCosts();
  const query = costsQuery(state, useChosenConnections());
  const answer = useQuery({...costsOptions(query), placeholderData: keepPreviousData});
  // While the next answer is awaited the last one stays, but what was refused is not followed by figures of another question.
  const shown = answer.isError ? undefined : answer.data;
  return (
    <>
      <div className="spread">
        <h1>Costs</h1>
        {shown ? <Export query={query} provenance={shown.provenance} /> : null}
      </div>
      <Card>
        <Question state={state} change={change} />
        <Filters where={state.where} onChange={(where) => change({where: where.length > 0 ? where : undefined})} />
      </Card>
      <div className="costs" aria-busy={answer.isFetching || undefined} data-stale={answer.isPlaceholderData || undefined}>
        {answer.isError ? (
          <Refused problem={problemOf(answer.error)} state={state} change={change} onAgain={() => void answer.refetch()} />
        ) : shown ? (
          <Answer answer={shown} state={state} change={change} query={query} isSettled={!answer.isPlaceholderData} />
        ) : (
          <>
            <Card>
              <Skeleton height={`calc(${CHART_HEIGHT} + 8.5rem)`} label="Asking the lake" />
            </Card>
            <Card title={groupsTitle(state.by)}>
              <Skeleton height="24rem" />
            </Card>
          </>
        )}
        {shown?.repeat ? <Repeat repeat={shown.repeat} /> : null}
      </div>
    </>
  );
}

/** What the table below the chart shows. */
const groupsTitle = (by: CostsState["by"]) => (by.length > 0 ? `By ${by.map(keyWords).join(" and ")}` : "In all");

interface AnswerProps {
  answer: CostAnswer;
  state: CostsState;
  change: (part: Partial<CostsSearch>) => void;
  query: ReturnType<typeof costsQuery>;
  isSettled: boolean;
}

function Answer({answer, state, change, query, isSettled}: AnswerProps) {
  const {provenance} = answer;
  const now = isSettled && answer.rows.length > 0 ? closedDays(provenance) : null;
  const before = now && intervalBefore(state, now);
  const comparison = useQuery(compareOptions(query, state.by, now, before));
  const drill = useCallback(
    (row: CostRow, keys: CostsState["by"]) => change(drillInto(state, row, keys)),
    [state, change],
  );
  const groupCell = useCallback(
    (row: CostRow, at: number, text: string) => {
      const key = state.by[at];
      return key && isGroup(row) ? (
        <button type="button" className="drill" onClick={() => drill(row, [key])}>
          <bdi>{text}</bdi>
        </button>
      ) : (
        <span className="muted">{text}</span>
      );
    },
    [state.by, drill],
  );
  if (answer.rows.length === 0) {
    return (
      <Card>
        <EmptyState
          title={`No costs in ${intervalText(provenance.from, provenance.to)}`}
          actions={
            state.where.length > 0 ? (
              <Button onClick={() => change({where: undefined})}>Without filters</Button>
            ) : (
              <Link to="/settings/accounts">Cloud accounts</Link>
            )
          }
        >
          {provenance.notes.length === 0 ? <p>None is held{state.where.length > 0 ? " with these filters" : ""}.</p> : null}
          {provenance.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </EmptyState>
      </Card>
    );
  }
  const compared = comparison.isSuccess && before ? comparison.data : undefined;
  return (
    <>
      <Card>
        <div className="spread">
          <Totals answer={answer} comparison={compared} />
          {state.grain === "none" ? null : (
            <Segments
              label="Chart"
              value={state.view}
              options={[
                {value: "bars", label: "Bars"},
                {value: "lines", label: "Lines"},
              ]}
              onChange={(view) => change({view: view === "bars" ? undefined : view})}
            />
          )}
        </div>
        <ProvenanceLine provenance={compared?.now ?? provenance} drawnTo={provenance.to} />
        {state.grain === "none" ? null : (
          <CostChart answer={answer} state={state} grain={state.grain} onPick={(row) => drill(row, state.by)} />
        )}
      </Card>
      <Card
        title={groupsTitle(state.by)}
        tools={
          compared ? null : (
            <Select
              label="Groups shown"
              hideLabel
              value={state.top}
              options={TOP_OPTIONS}
              onChange={(top) => change({top: top === "100" ? undefined : top})}
            />
          )
        }
      >
        {comparison.isError && before ? <NotCompared problem={problemOf(comparison.error)} state={state} before={before} /> : null}
        {compared ? (
          <ComparisonTable label="Costs by group" comparison={compared} keys={state.by} groupCell={groupCell} sortedBy={BY_COST} />
        ) : (
          <CostTable answer={answer} keys={state.by} groupCell={groupCell} />
        )}
      </Card>
    </>
  );
}

const BY_COST = {id: "now", desc: true};

/** The sum in each currency, and how far it moved; of the days that are over where there is something to hold it against. */
function Totals(props: {answer: CostAnswer; comparison: CostComparison | undefined}) {
  const {comparison} = props;
  const now = comparison?.now ?? props.answer.provenance;
  return (
    <div className="totals">
      {now.totals.map((money) => {
        const earlier = comparison?.before.totals.find((one) => one.currency === money.currency);
        return (
          <div key={money.currency}>
            <Figure amount={money.amount} currency={money.currency} provenance={now} of="Total" large />
            {earlier && comparison ? (
              <span>
                <Change before={earlier.amount} now={money.amount} currency={money.currency} provenance={comparison} of="Change in percent" />{" "}
                <span className="muted">against</span>{" "}
                <Figure amount={earlier.amount} currency={money.currency} provenance={comparison.before} of="Before" />{" "}
                <span className="muted">
                  in <span className="nowrap">{intervalText(comparison.before.from, comparison.before.to)}</span>
                </span>
              </span>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}

/** The earlier interval is not held. Where one did not ask for it, that is a remark; where one did, the refusal itself. */
function NotCompared(props: {problem: Problem; state: CostsState; before: Interval}) {
  const days = intervalText(props.before.from, props.before.to);
  if (props.state.compare !== "automatic") return <ProblemView problem={props.problem} tone="warn" brief />;
  return (
    <details className="small muted">
      <summary>No change is shown: {days} cannot be compared with.</summary>
      <ProblemView problem={props.problem} tone="note" />
    </details>
  );
}

/** A question that no stored figures answer: what it would take, and the nearest ones that they do. */
function Refused(props: {problem: Problem; state: CostsState; change: (part: Partial<CostsSearch>) => void; onAgain: () => void}) {
  const {problem, state, change} = props;
  const today = useQuery(statusQuery()).data?.today ?? new Date().toISOString().slice(0, 10);
  if (isNothingYet(problem)) return <NothingYet problem={problem} />;
  if (!problem.code.startsWith("cost.")) return <ProblemView problem={problem} actions={<AskAgain problem={problem} onAgain={props.onAgain} />} />;
  const offers = nearQuestions(state, today, problem.code);
  return (
    <ProblemView
      problem={problem}
      tone="warn"
      actions={
        offers.length > 0
          ? offers.map((offer) => (
              <Button key={offer.label} onClick={() => change(offer.change)}>
                {offer.label}
              </Button>
            ))
          : null
      }
    />
  );
}
