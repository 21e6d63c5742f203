import {Link} from "@tanstack/react-router";

import type {CostComparison, Forecast, Provenance} from "@/api/types";
import {Change} from "@/costs/Change";
import {Light} from "@/design/Status";
import {ageText, dayText, intervalText, monthText} from "@/design/time";
import {approximate, decimal, isNegative, percentOf} from "@/money/decimal";
import {moneyText, shareText} from "@/money/format";
import {Figure} from "@/provenance/Figure";

/** This month so far against the same days of last month; in each currency that there is. */
export function MonthToDate(props: {comparison: CostComparison}) {
  const {now, before} = props.comparison;
  if (props.comparison.rows.length === 0) return <NoFigures provenance={now} />;
  return (
    <div className="stack-tight">
      {props.comparison.rows.map((row) => {
        const currency = row.currency ?? now.currency;
        return (
          <div key={currency ?? ""} className="stack-tight">
            <Figure amount={row.now} currency={currency} provenance={now} of="Month to date" large />
            <p>
              <Change before={row.before} now={row.now} currency={currency} provenance={props.comparison} of="Change in percent" /> <span className="muted">or</span>{" "}
              <Figure amount={row.change} currency={currency} provenance={now} isChange of="Change" />{" "}
              <span className="muted">against</span>{" "}
              <Figure amount={row.before} currency={currency} provenance={before} of="Same days of last month" />{" "}
              <span className="muted">
                in <span className="nowrap">{intervalText(before.from, before.to)}</span>
              </span>
            </p>
          </div>
        );
      })}
      <p className="muted small">
        {intervalText(now.from, now.to)}, whole UTC billing days · {now.metric}
      </p>
    </div>
  );
}

/** What AWS expects of this month in all, and how much of that is spent. */
export function Expected(props: {forecast: Forecast; provenance: Provenance | undefined}) {
  const {forecast, provenance} = props;
  if (forecast.this_month.length === 0) {
    return <p className="muted">AWS gave no forecast for this month: most often the account has less than a month of history.</p>;
  }
  return (
    <div className="stack-tight">
      {forecast.this_month.map((month) => {
        const spent = decimal(month.spent);
        const expected = decimal(month.expected);
        const share = percentOf(spent, expected, 1);
        const length = share && !isNegative(share) ? Math.min(100, approximate(share)) : 0;
        const figure = (amount: string, of: string, large = false) =>
          provenance ? (
            <Figure amount={amount} currency={month.currency} provenance={forecastProvenance(provenance, forecast, month.month)} of={of} large={large} />
          ) : (
            // The month itself has no answer to say where this comes from; what AWS expects is shown all the same.
            <span className={large ? "figure-large" : undefined}>{moneyText(decimal(amount), month.currency)}</span>
          );
        return (
          <div key={month.currency} className="stack-tight">
            {figure(month.expected, `Expected in ${monthText(month.month)}`, true)}
            <div className="meter" aria-hidden="true">
              <span style={{inlineSize: `${length}%`}} />
            </div>
            <p>
              {figure(month.spent, "Spent")}{" "}
              <span className="muted">
                spent in <span className="nowrap">{intervalText(month.spent_from, month.spent_to)}</span> ({shareText(spent, expected)}), and AWS expects
              </span>{" "}
              {figure(month.forecast_rest, "Expected of the rest")} <span className="muted">of the rest</span>
            </p>
          </div>
        );
      })}
    </div>
  );
}

/** A forecast has few members of a provenance; the rest is that of the month that it is about. */
function forecastProvenance(month: Provenance, forecast: Forecast, name: string): Provenance {
  const own: Partial<Provenance> = forecast.provenance;
  const row = forecast.rows.find((one) => one.month === name);
  return {
    ...month,
    ...own,
    from: `${name}-01`,
    to: row?.to ?? month.to,
    estimated: true,
    estimated_since: row?.from ?? month.to,
    unallocated: [],
    notes: [...(own.notes ?? []), "The rest of the month is AWS's own forecast."],
  };
}

/** How much of the whole the figures cover, how old they are, and what is missing. */
export function CoverageAndAge(props: {comparison: CostComparison}) {
  const from = props.comparison.now;
  const {coverage} = from;
  const missing = coverage.missing ?? [];
  const leftOut = coverage.left_out ?? [];
  return (
    <div className="stack-tight">
      <p className="overview-coverage">
        <Light color={coverage.complete ? "green" : "amber"}>
          {coverage.complete ? "Complete" : "Incomplete"}: {coverage.sources_held} of {coverage.sources_expected}{" "}
          {coverage.sources_expected === 1 ? "source" : "sources"}
          {coverage.periods_expected !== undefined ? `, ${coverage.periods_held ?? 0} of ${coverage.periods_expected} periods` : ""}
        </Light>
      </p>
      <ul className="stack-tight">
        {missing.slice(0, 3).map((gap, at) => (
          <li key={at}>
            <span className="muted">Missing:</span> <bdi>{gap.account_name || gap.account}</bdi>, {intervalText(gap.from, gap.to)}:{" "}
            {gap.reason}
          </li>
        ))}
        {missing.length > 3 ? <li className="muted">and {missing.length - 3} more gaps</li> : null}
        {leftOut.slice(0, 2).map((one) => (
          <li key={one.account}>
            <span className="muted">Not counted:</span> <bdi>{one.account_name || one.account}</bdi>: {one.reason}
          </li>
        ))}
        {leftOut.length > 2 ? <li className="muted">and {leftOut.length - 2} more not counted</li> : null}
      </ul>
      <p className="muted">
        Read {ageText(from.age_s)} ago;{" "}
        {from.estimated_since ? `estimated from ${dayText(from.estimated_since)} on` : from.estimated ? "estimated" : "final"}.{" "}
        <Link to="/settings/accounts">Cloud accounts</Link>
      </p>
    </div>
  );
}

/** Never a bare zero: why there is none. */
function NoFigures(props: {provenance: Provenance}) {
  return (
    <div className="stack-tight">
      <p>No figures are held for {intervalText(props.provenance.from, props.provenance.to)}.</p>
      {props.provenance.notes.map((note) => (
        <p key={note} className="muted">
          {note}
        </p>
      ))}
    </div>
  );
}
