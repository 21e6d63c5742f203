import "./overview.css";

import {useQuery} from "@tanstack/react-query";
import {Link, useNavigate, useSearch} from "@tanstack/react-router";
import {useMemo} from "react";

import {isProblem, problemOf} from "@/api/problem";
import type {CostComparison, Metric, Problem} from "@/api/types";
import type {ComparisonRow} from "@/costs/ComparisonTable";
import {ComparisonTable} from "@/costs/ComparisonTable";
import type {GroupKey} from "@/costs/keys";
import {filterOf, isGroup} from "@/costs/keys";
import {METRIC_OPTIONS} from "@/costs/metrics";
import {isNothingYet, NothingYet} from "@/costs/NothingYet";
import {topRows} from "@/costs/topRows";
import {Select} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {intervalText} from "@/design/time";
import type {CostsSearch} from "@/pages/costs/state";
import {AskAgain} from "@/shell/AskAgain";
import {useChosenConnections} from "@/shell/connections";

import {DAILY_ROOM, DailyChart} from "./DailyChart";
import {CoverageAndAge, Expected, MonthToDate} from "./Figures";
import {Part} from "./Part";
import {overviewQuery} from "./query";

const SERVICE: GroupKey[] = ["service"];
const ACCOUNT: GroupKey[] = ["account"];
const BOTH: GroupKey[] = ["service", "account"];
// What a click on a group asks on the page of costs: its other side.
const INTO: Record<string, GroupKey[]> = {service: ["account"], account: ["service"]};

/** The same days on the page of costs, so that a click shows the figures that it was on. */
const sameDays = (part: CostComparison): CostsSearch => ({
  from: part.now.from,
  to: part.now.to,
  compare: "custom",
  before_from: part.before.from,
  before_to: part.before.to,
});

const cellOf = (keys: readonly GroupKey[], days: CostsSearch) =>
  function groupCell(row: ComparisonRow, at: number, text: string) {
    const key = keys[at];
    if (!key || !isGroup(row)) return <span className="muted">{text}</span>;
    const where = keys.length > 1 ? keys.map((one) => filterOf(one, row[one])) : [filterOf(key, row[key])];
    return (
      <Link to="/costs" search={{by: keys.length > 1 ? ["service", "account"] : INTO[key], where, ...days}} className="group-link">
        <bdi>{text}</bdi>
      </Link>
    );
  };
// The room of a figure before it is there; see .overview-figure.
const FIGURE_ROOM = "6.5rem";
// So many rows a card has, so that the cards stay side by side; "All" shows the others.
const ROWS = 10;
const BY_COST = {id: "now", desc: true};

/** What the changes of a card are against, and the way to all of its groups. */
function Tools(props: {by: GroupKey[]; part: CostComparison | Problem | undefined; metric: Metric}) {
  const {part, metric} = props;
  const known = part && !isProblem(part) ? part : null;
  const days: CostsSearch = known ? sameDays(known) : {last: "this-month", compare: "month"};
  return (
    <div className="row">
      {known ? <span className="muted small">against {intervalText(known.before.from, known.before.to)}</span> : null}
      <Link to="/costs" search={{by: props.by, metric: shortened(metric), ...days}}>
        All
        <span className="visually-hidden"> by {props.by.join(" and ")}</span>
      </Link>
    </div>
  );
}

/** The metric as addresses have it: that of the bill is not named. */
const shortened = (metric: Metric) => (metric === "unblended" ? undefined : metric);

/** The largest groups of a card, each leading into its costs. */
function Groups(props: {label: string; keys: readonly GroupKey[]; part: CostComparison; by: "now" | "change"; metric: Metric}) {
  const {keys, part, by, metric} = props;
  const groupCell = useMemo(() => cellOf(keys, {metric: shortened(metric), ...sameDays(part)}), [keys, part, metric]);
  const rows = useMemo(() => topRows(part, ROWS, by), [part, by]);
  return (
    <ComparisonTable
      label={props.label}
      comparison={rows}
      keys={keys}
      groupCell={groupCell}
      isBrief
      {...(by === "now" ? {sortedBy: BY_COST} : {})}
    />
  );
}

/** This month at a glance. More cards (anomalies, budgets, commitments, findings) join the grid as parts of their own. */
export function OverviewPage() {
  const {metric = "unblended"} = useSearch({from: "/"});
  const navigate = useNavigate({from: "/"});
  const overview = useQuery({...overviewQuery(metric, useChosenConnections()), placeholderData: (before) => before});
  const answer = overview.data;
  const month = answer?.month_to_date;
  return (
    <>
      <div className="spread">
        <h1>Overview</h1>
        <Select<Metric>
          label="Metric"
          hideLabel
          value={metric}
          options={METRIC_OPTIONS}
          onChange={(next) =>
            void navigate({search: (before) => ({...before, metric: shortened(next)}), replace: true})
          }
        />
      </div>
      {overview.isError ? (
        <ProblemView problem={problemOf(overview.error)} actions={<AskAgain problem={problemOf(overview.error)} onAgain={() => void overview.refetch()} />} />
      ) : month && isProblem(month) && isNothingYet(month) && isProblem(answer.daily) ? (
        // Said once, and not by each card.
        <NothingYet problem={month} />
      ) : (
        <div className="overview" aria-busy={overview.isPlaceholderData || undefined}>
          <Part title="Month to date" place="figure" height={FIGURE_ROOM} part={month}>
            {(part) => <MonthToDate comparison={part} />}
          </Part>
          <Part title="Expected this month" place="figure" height={FIGURE_ROOM} part={answer?.forecast}>
            {(part) => <Expected forecast={part} provenance={month && !isProblem(month) ? month.now : undefined} />}
          </Part>
          <Part title="Coverage and age" place="figure" height={FIGURE_ROOM} part={month}>
            {(part) => <CoverageAndAge comparison={part} />}
          </Part>
          <Part title="By day" place="wide" height={DAILY_ROOM} part={answer?.daily} tools={<Link to="/costs" search={{grain: "day", last: "30d"}}>Explore</Link>}>
            {(part) => <DailyChart answer={part} />}
          </Part>
          <Part title="By service" place="table" height="24rem" part={answer?.by_service} tools={<Tools by={SERVICE} part={answer?.by_service} metric={metric} />}>
            {(part) => <Groups label="Month to date by service" keys={SERVICE} part={part} by="now" metric={metric} />}
          </Part>
          <Part title="By account" place="table" height="24rem" part={answer?.by_account} tools={<Tools by={ACCOUNT} part={answer?.by_account} metric={metric} />}>
            {(part) => <Groups label="Month to date by account" keys={ACCOUNT} part={part} by="now" metric={metric} />}
          </Part>
          <Part title="Biggest movers" place="broad" height="24rem" part={answer?.movers} tools={<Tools by={BOTH} part={answer?.movers} metric={metric} />}>
            {(part) => <Groups label="Biggest changes against the same days of last month" keys={BOTH} part={part} by="change" metric={metric} />}
          </Part>
        </div>
      )}
    </>
  );
}

