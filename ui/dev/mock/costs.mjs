// Made-up costs, the same at each start: an account × service × day cube that questions are answered from, refusing those that
// the real lake refuses too.
import {accountNames, chargeTypes, regions, services, today} from "./data.mjs";

const DAY_MS = 86_400_000;
const FIRST = "2025-09-01";
const ESTIMATED_SINCE = "2026-10-01";
const day = (/** @type {string} */ text) => Date.parse(`${text}T00:00:00Z`);
const text = (/** @type {number} */ at) => new Date(at).toISOString().slice(0, 10);

/** @param {number} seed */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Amounts in 1e-6. @type {{service: string, account: string, region: string | null, charge_type: string, day: string, units: bigint}[]} */
const cube = [];
{
  const next = random(7);
  services.forEach((service, s) =>
    accountNames.forEach(([account = ""], a) => {
      const base = (900 / (s + 1) ** 1.3 / (a + 1)) * (0.5 + next());
      const starts = next() < 0.1 ? day("2026-09-20") : day(FIRST);
      const region = regions[Math.floor(next() * regions.length)] ?? null;
      for (let at = Math.max(starts, day(FIRST)); at < day(today); at += DAY_MS) {
        const weekend = [0, 6].includes(new Date(at).getUTCDay()) ? 0.7 : 1;
        const growth = 1 + (at - day(FIRST)) / (500 * DAY_MS);
        const peak = s === 3 && a === 1 && text(at) > "2026-10-09" ? 6 : 1;
        const amount = base * weekend * growth * peak * (0.9 + 0.2 * next());
        cube.push({service, account, region, charge_type: chargeTypes[s === 11 ? 1 : 0] ?? "", day: text(at), units: BigInt(Math.round(amount * 1e6))});
      }
    }),
  );
}

const money = (/** @type {bigint} */ units) => {
  const digits = (units < 0n ? -units : units).toString().padStart(7, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, "");
};

/** @param {string | null} last @returns {[string, string]} */
function lastInterval(last) {
  const month = today.slice(0, 7);
  const [, count = "1", unit] = /^(\d+)(d|w|mo)$/.exec(last ?? "") ?? [];
  if (last === "this-month") return [`${month}-01`, today];
  if (unit === "d") return [text(day(today) - Number(count) * DAY_MS), today];
  if (unit === "w") return [text(day(today) - 7 * Number(count) * DAY_MS), today];
  const back = last === "last-month" ? 1 : unit === "mo" ? Number(count) : 1;
  const from = new Date(day(`${month}-01`));
  from.setUTCMonth(from.getUTCMonth() - back);
  return [text(from.getTime()), last === null ? today : `${month}-01`];
}

const whole = (/** @type {string} */ value) => (value.length === 7 ? `${value}-01` : value);

/** @param {URLSearchParams} query @param {string} prefix */
function asked(query, prefix = "") {
  const from = query.get(`${prefix}from`);
  const to = query.get(`${prefix}to`);
  const interval = from && to ? [whole(from), whole(to)] : lastInterval(query.get("last"));
  return {
    by: query.getAll("by"),
    from: interval[0] ?? "",
    to: (interval[1] ?? "") > today ? today : (interval[1] ?? ""),
    where: query.getAll("where"),
    connection: query.getAll("connection"),
    metric: query.get("metric") ?? "unblended",
    limit: Number(query.get("limit") ?? 0),
  };
}

/** @param {ReturnType<typeof asked>} question */
function refuse(question) {
  const keys = new Set([...question.by, ...question.where.map((one) => one.replace(/!?=.*/s, ""))]);
  const pair = ["account", "service", "region", "charge_type"].filter((key) => keys.has(key));
  const refused = pair.length > 2 || (pair.length === 2 && !pair.includes("service")) || (keys.has("day") && pair.some((key) => key === "region" || key === "charge_type"));
  const tooOld = keys.has("day") && day(question.from) < day(today) - 45 * DAY_MS;
  if (!refused && !tooOld) return;
  throw {
    type: "about:blank",
    title: "The stored costs cannot answer this question",
    status: 409,
    code: "cost.not_answerable",
    detail: tooOld ? `Days are held from 1 Sep 2026 on; the question begins on ${question.from}.` : `No stored face has the keys ${[...keys].join(", ")} together.`,
    causes: ["Cost Explorer groups by two keys at a time, and this pair is not among those that a sync asks for"],
    fix: `Ask for one of them:\nsextant cost --by ${pair[0] ?? "service"}`,
    take: `A face ${pair.join(" × ")} by ${keys.has("day") ? "day" : "month"} for ${question.from} to ${question.to}: about 28 requests to Cost Explorer, 0.28 USD each time it is read.`,
  };
}

/** @param {ReturnType<typeof asked>} question @returns {any[]} */
function rows(question) {
  refuse(question);
  /** @type {Map<string, string[]>} */
  const wanted = new Map();
  /** @type {[string, string][]} */
  const unwanted = [];
  for (const one of question.where) {
    const [, key = "", not, value = ""] = /^([a-z_]+)(!?)=(.*)$/s.exec(one) ?? [];
    if (not) unwanted.push([key, value]);
    else wanted.set(key, [...(wanted.get(key) ?? []), value]);
  }
  const of = (/** @type {any} */ cell, /** @type {string} */ key) => cell[key] ?? "none";
  /** @type {Map<string, {values: any, units: bigint}>} */
  const groups = new Map();
  for (const cell of cube) {
    if (cell.day < question.from || cell.day >= question.to) continue;
    if (question.connection.length === 1 && question.connection[0] === "sandbox" && cell.account !== "666666666666") continue;
    if ([...wanted].some(([key, list]) => !list.includes(of(cell, key)))) continue;
    if (unwanted.some(([key, value]) => of(cell, key) === value)) continue;
    const values = Object.fromEntries(question.by.map((key) => [key, key === "month" ? cell.day.slice(0, 7) : /** @type {any} */ (cell)[key]]));
    const id = JSON.stringify(values);
    const group = groups.get(id);
    if (group) group.units += cell.units;
    else groups.set(id, {values, units: cell.units});
  }
  const named = (/** @type {any} */ values) =>
    values.account ? {...values, account_name: accountNames.find(([id]) => id === values.account)?.[1] ?? ""} : values;
  return [...groups.values()].sort((a, b) => (a.units < b.units ? 1 : -1)).map(({values, units}) => ({...named(values), units}));
}

/** @param {ReturnType<typeof asked>} question @param {bigint} total */
const provenance = (question, total) => ({
  metric: question.metric,
  currency: "USD",
  currencies: ["USD"],
  from: question.from,
  to: question.to,
  interval: `${question.from} to ${question.to}`,
  charge_types: "all",
  filters: question.where,
  estimated: question.to > ESTIMATED_SINCE,
  estimated_since: question.to > ESTIMATED_SINCE ? ESTIMATED_SINCE : null,
  source: "AWS Cost Explorer, the payer's view of 111111111111 (Acme Management), account × service by day",
  sources: [{}],
  age_s: 10_800,
  coverage: {
    complete: false,
    sources_held: 1,
    sources_expected: 2,
    periods_held: 44,
    periods_expected: 45,
    missing: [{account: "999999999999", account_name: "acquired-co", from: "2026-10-01", to: today, status: "denied", reason: "AccessDenied: ce:GetCostAndUsage"}],
    left_out: [{account: "666666666666", account_name: accountNames[5]?.[1] ?? "", reason: "already in the payer's view"}],
  },
  totals: [{currency: "USD", amount: money(total)}],
  unallocated: [],
  notes: [],
});

const repeat = (/** @type {ReturnType<typeof asked>} */ question) => ({
  command: `sextant cost ${question.by.length > 0 ? question.by.map((key) => `--by ${key}`).join(" ") : "--by total"} --from ${question.from} --to ${question.to}${question.where.map((one) => ` --where '${one}'`).join("")}`,
  sql: `SELECT ${[...question.by, "sum(BilledCost) AS cost"].join(", ")}\nFROM costs_account_service\nWHERE ChargePeriodStart >= '${question.from}'\nGROUP BY ALL ORDER BY cost DESC`,
});

/** @param {URLSearchParams} query */
export function costs(query) {
  const question = asked(query);
  const all = rows(question);
  const total = /** @type {bigint} */ (all.reduce((sum, row) => sum + row.units, 0n));
  const time = question.by.find((key) => key === "day" || key === "month");
  const series = new Map();
  const id = (/** @type {any} */ row) => JSON.stringify(question.by.filter((key) => key !== time).map((key) => row[key]));
  for (const row of all) series.set(id(row), (series.get(id(row)) ?? 0n) + row.units);
  const kept = new Set([...series].sort((a, b) => (a[1] < b[1] ? 1 : -1)).slice(0, question.limit || Infinity).map(([key]) => key));
  const others = new Map();
  const out = [];
  for (const {units, ...row} of all) {
    if (kept.has(id({...row, units}))) out.push({...row, amount: money(units)});
    else others.set(time ? row[time] : "", (others.get(time ? row[time] : "") ?? 0n) + units);
  }
  for (const [at, units] of others) {
    const groups = Object.fromEntries(question.by.map((key) => [key, key === time ? at : null]));
    out.push({...groups, amount: money(units), others: series.size - kept.size});
  }
  return {rows: out, provenance: provenance(question, total), repeat: repeat(question)};
}

/** @param {ReturnType<typeof asked>} now @param {ReturnType<typeof asked>} before */
function compared(now, before) {
  const id = (/** @type {any} */ row) => JSON.stringify(now.by.map((key) => row[key]));
  const left = rows(now);
  const right = rows(before);
  /** @type {Map<string, {now: bigint, before: bigint, [key: string]: any}>} */
  const out = new Map();
  for (const {units, ...row} of left) out.set(id(row), {...row, now: units, before: 0n});
  for (const {units, ...row} of right) out.set(id(row), {...(out.get(id(row)) ?? {...row, now: 0n}), before: units});
  const size = (/** @type {bigint} */ units) => (units < 0n ? -units : units);
  const sorted = [...out.values()].sort((a, b) => (size(a.now - a.before) < size(b.now - b.before) ? 1 : -1));
  const kept = now.limit > 0 ? sorted.slice(0, now.limit) : sorted;
  const rest = sorted.slice(kept.length);
  if (rest.length > 0) {
    const sum = (/** @type {string} */ name) => /** @type {bigint} */ (rest.reduce((total, row) => total + row[name], 0n));
    kept.push({...Object.fromEntries(now.by.map((key) => [key, null])), now: sum("now"), before: sum("before"), others: rest.length});
  }
  const total = (/** @type {any[]} */ list) => /** @type {bigint} */ (list.reduce((sum, row) => sum + row.units, 0n));
  return {
    rows: kept.map((row) => ({...row, now: money(row.now), before: money(row.before), change: money(row.now - row.before)})),
    now: provenance(now, total(left)),
    before: provenance(before, total(right)),
    repeat: {command: repeat(now).command, sql: null},
  };
}

/** @param {URLSearchParams} query */
export const compare = (query) => compared(asked(query), asked(query, "before_"));

/** @param {string} key */
export const values = (key) => ({
  key,
  values:
    key === "account"
      ? accountNames.map(([value, name]) => ({value, name}))
      : key === "service"
        ? services.map((value) => ({value}))
        : key === "region"
          ? regions.map((value) => ({value}))
          : chargeTypes.map((value) => ({value})),
});

/** @param {URLSearchParams} query */
export function forecast(query) {
  const month = asked(new URLSearchParams([...query, ["last", "this-month"]]));
  const spent = /** @type {bigint} */ (rows({...month, by: []}).reduce((sum, row) => sum + row.units, 0n));
  const rest = (spent * 16n) / 15n;
  const row = (/** @type {string} */ name, /** @type {string} */ from, /** @type {string} */ to, /** @type {bigint} */ units) => ({
    month: name,
    from,
    to,
    currency: "USD",
    amount: money(units),
    lower: money((units * 9n) / 10n),
    upper: money((units * 11n) / 10n),
  });
  return {
    rows: [row("2026-10", today, "2026-11-01", rest), row("2026-11", "2026-11-01", "2026-12-01", spent + rest), row("2026-12", "2026-12-01", "2027-01-01", spent + rest)],
    this_month: [{month: "2026-10", currency: "USD", spent: money(spent), spent_from: "2026-10-01", spent_to: today, forecast_rest: money(rest), expected: money(spent + rest)}],
    provenance: {metric: month.metric, age_s: 10_800},
  };
}

/** @param {URLSearchParams} query */
export function overview(query) {
  const base = asked(new URLSearchParams([...query, ["last", "this-month"]]));
  const earlier = {...base, from: "2026-09-01", to: "2026-09-16"};
  const pair = (/** @type {string[]} */ by, limit = 0) => compared({...base, by, limit}, {...earlier, by});
  const part = (/** @type {() => unknown} */ make) => {
    try {
      return make();
    } catch (refused) {
      return refused;
    }
  };
  const days = asked(new URLSearchParams([...query, ["last", "35d"], ["by", "day"]]));
  return {
    today,
    month_to_date: part(() => pair([])),
    forecast: query.get("metric") === "blended" ? {type: "about:blank", title: "AWS has no forecast of this metric", status: 409, code: "forecast.no_metric", causes: [], fix: "Ask for unblended."} : part(() => forecast(query)),
    by_service: part(() => pair(["service"], 8)),
    by_account: part(() => pair(["account"], 8)),
    movers: part(() => pair(["service", "account"], 8)),
    daily: part(() => {
      const all = rows(days);
      return {rows: all.map(({units, ...row}) => ({...row, amount: money(units)})), provenance: provenance(days, /** @type {bigint} */ (all.reduce((sum, row) => sum + row.units, 0n))), repeat: repeat(days)};
    }),
  };
}
