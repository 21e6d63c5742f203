import "./overview.css";

import {useQuery} from "@tanstack/react-query";
import {Link, useNavigate, useSearch} from "@tanstack/react-router";

import {isProblem, problemOf} from "@/api/problem";
import type {Metric} from "@/api/types";
import type {ComparisonRow} from "@/costs/ComparisonTable";
import {ComparisonTable} from "@/costs/ComparisonTable";
import type {GroupKey} from "@/costs/keys";
import {filterOf, isGroup} from "@/costs/keys";
import {METRIC_OPTIONS} from "@/costs/metrics";
import {topRows} from "@/costs/topRows";
import {Button} from "@/design/Button";
import {Select} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {useChosenConnections} from "@/shell/connections";

import {DAILY_HEIGHT, DailyChart} from "./DailyChart";
import {CoverageAndAge, Expected, MonthToDate} from "./Figures";
import {Part} from "./Part";
import {overviewQuery} from "./query";

const SERVICE: GroupKey[] = ["service"];
const ACCOUNT: GroupKey[] = ["account"];
const BOTH: GroupKey[] = ["service", "account"];
// What a click on a group asks on the page of costs: its other side.
const INTO: Record<string, GroupKey[]> = {service: ["account"], account: ["service"]};

const cellOf = (keys: readonly GroupKey[]) =>
  function groupCell(row: ComparisonRow, at: number, text: string) {
    const key = keys[at];
    if (!key || !isGroup(row)) return <span className="muted">{text}</span>;
    const where = keys.length > 1 ? keys.map((one) => filterOf(one, row[one])) : [filterOf(key, row[key])];
    return (
      <Link to="/costs" search={{by: keys.length > 1 ? ["service", "account"] : INTO[key], where, last: "this-month", compare: "month"}} className="group-link">
        <bdi>{text}</bdi>
      </Link>
    );
  };
// So many rows a card has, so that the cards stay side by side; "All" shows the others.
const ROWS = 10;
const BY_COST = {id: "now", desc: true};
const SERVICE_CELL = cellOf(SERVICE);
const ACCOUNT_CELL = cellOf(ACCOUNT);
const BOTH_CELL = cellOf(BOTH);

const All = (props: {by: GroupKey[]}) => (
  <Link to="/costs" search={{by: props.by, last: "this-month", compare: "month"}}>
    All
    <span className="visually-hidden"> by {props.by.join(" and ")}</span>
  </Link>
);

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
            void navigate({search: (before) => ({...before, metric: next === "unblended" ? undefined : next}), replace: true})
          }
        />
      </div>
      {overview.isError ? (
        <ProblemView problem={problemOf(overview.error)} actions={<Button onClick={() => void overview.refetch()}>Ask again</Button>} />
      ) : (
        <div className="overview" aria-busy={overview.isPlaceholderData || undefined}>
          <Part title="Month to date" place="figure" height="6.5rem" part={month}>
            {(part) => <MonthToDate comparison={part} />}
          </Part>
          <Part title="Expected this month" place="figure" height="6.5rem" part={answer?.forecast}>
            {(part) => <Expected forecast={part} provenance={month && !isProblem(month) ? month.now : undefined} />}
          </Part>
          <Part title="Coverage and age" place="figure" height="6.5rem" part={month}>
            {(part) => <CoverageAndAge comparison={part} />}
          </Part>
          <Part title="By day" place="wide" height={DAILY_HEIGHT} part={answer?.daily} tools={<Link to="/costs" search={{grain: "day", last: "30d"}}>Explore</Link>}>
            {(part) => <DailyChart answer={part} />}
          </Part>
          <Part title="By service" place="table" height="17rem" part={answer?.by_service} tools={<All by={SERVICE} />}>
            {(part) => <ComparisonTable label="Month to date by service" comparison={topRows(part, ROWS, "now")} keys={SERVICE} groupCell={SERVICE_CELL} isBrief sortedBy={BY_COST} />}
          </Part>
          <Part title="By account" place="table" height="17rem" part={answer?.by_account} tools={<All by={ACCOUNT} />}>
            {(part) => <ComparisonTable label="Month to date by account" comparison={topRows(part, ROWS, "now")} keys={ACCOUNT} groupCell={ACCOUNT_CELL} isBrief sortedBy={BY_COST} />}
          </Part>
          <Part title="Biggest movers" place="broad" height="17rem" part={answer?.movers} tools={<All by={BOTH} />}>
            {(part) => <ComparisonTable label="Biggest changes against the same days of last month" comparison={topRows(part, ROWS, "change")} keys={BOTH} groupCell={BOTH_CELL} isBrief />}
          </Part>
        </div>
      )}
    </>
  );
}

