// Connections, profiles, sign-ins, checks and syncs of the stand-in; all of it in memory, as a person changes it.
import {reportOf, stepsOf} from "./checks.mjs";
import {accountNames, accounts as demoAccounts, connections as demoConnections} from "./data.mjs";
import {clearTasks, getTask, listTasks, pace, startTask, stopTask} from "./tasks.mjs";

const hours = (/** @type {number} */ count) => new Date(Date.now() + count * 3_600_000).toISOString();
export const problem = (/** @type {number} */ status, /** @type {string} */ code, /** @type {string} */ title, extra = {}) => ({type: "about:blank", title, status, code, causes: [], fix: "", ...extra});

/** @type {any} */
export const state = {};

const profile = (/** @type {string} */ name, /** @type {string} */ method, more = {}) => ({
  name,
  is_default: false,
  method,
  account_id: null,
  region: "eu-west-1",
  role_arn: null,
  source: null,
  session: null,
  files: ["config"],
  endpoints: [],
  problems: [],
  connection: null,
  ...more,
});
const session = (/** @type {string} */ status, /** @type {number | null} */ ends) => ({
  status,
  ends_at: ends === null ? null : hours(ends),
  sso_session: "corp",
  sso_start_url: "https://corp.awsapps.com/start",
  sso_region: "us-east-1",
});

const demoProfiles = () => [
  profile("corp-payer", "sso", {account_id: "111111111111", session: session("signed_in", 7)}),
  profile("corp-web", "sso", {account_id: "222222222222", session: session("expired", -3)}),
  profile("data", "sso", {account_id: "333333333333", session: session("not_signed_in", null)}),
  profile("dev", "keys", {files: ["credentials"], is_default: true, problems: [{severity: "warning", code: "check.long_lived_keys", text: "These are long-lived access keys", file: "/home/ada/.aws/credentials", line: 4, fix: null}]}),
  profile("broken", "role", {
    role_arn: "arn:aws:iam::444444444444:role/Gone",
    source: "nobody",
    problems: [
      {severity: "error", code: "profile.source_not_found", text: 'It takes its credentials from "nobody", which does not exist', file: "/home/ada/.aws/config", line: 31, fix: 'Correct source_profile in /home/ada/.aws/config, or add the profile "nobody".'},
    ],
  }),
  profile("tool", "process", {problems: []}),
  profile("elsewhere", "keys", {files: ["credentials"], endpoints: [{service: null, url: "http://10.0.0.9:9000", origin: "/home/ada/.aws/config line 44", is_aws: false, is_allowed: false}], problems: [{severity: "error", code: "profile.untrusted_endpoint", text: "A file sends AWS requests to 10.0.0.9:9000, which is not AWS's", file: "/home/ada/.aws/config", line: 44, fix: "Remove it, or ignore all such settings:\n  export AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true"}]}),
  profile("<b>bold</b> & \u202Eright", "keys", {files: ["credentials"]}),
  profile("sandbox", "sso", {account_id: "666666666666", session: session("renewable", -1), connection: "sandbox", connection_on: true}),
  profile("sso-a-profile-with-a-name-that-goes-on-and-on", "sso", {account_id: "777777777777", session: session("signed_in", 1.2)}),
];

/** @param {string} scenario */
export function reset(scenario) {
  clearTasks();
  const isLarge = scenario === "large";
  const isEmpty = scenario === "empty";
  state.scenario = scenario;
  state.isSignedIn = false;
  state.approved = false;
  state.agreed = new Set();
  state.profiles = isEmpty ? demoProfiles().map((one) => ({...one, connection: null})) : demoProfiles();
  if (isLarge) for (let at = 0; at < 120; ++at) state.profiles.push(profile(`profile-${at}`, at % 3 ? "sso" : "keys", at % 3 ? {session: session("signed_in", 5), account_id: `${100000000000 + at}`} : {}));
  state.connections = isEmpty ? [] : demoConnections.map((one) => ({...one, last_check: reportOf(one.name, stepsOf("warned", true, one.name), true), last_check_status: "amber"}));
  if (isLarge) {
    for (let at = 0; at < 60; ++at) {
      state.connections.push({...demoConnections[1], name: `team-${at}`, profile: `profile-${at}`, account_id: `${100000000000 + at}`, account_name: `Team ${at}`, on: at % 9 !== 0, last_check_status: at % 7 ? "green" : "red"});
    }
  }
  if (scenario === "demo") state.connections.push({...demoConnections[0], name: "newco", state: "pending", role_arn: "", account_id: "", account_name: "", account_kind: "", is_organization_setup: false, external_id: "sx-5f0e8f6f1c6a4d0f8d3e0b8d9d2f7a11", expires_at: hours(60), last_check_at: null, last_check_status: null});
  state.accounts = isEmpty ? [] : [...demoAccounts.rows];
  if (isLarge) {
    for (let at = 0; at < 500; ++at) {
      state.accounts.push({...demoAccounts.rows[1], account_id: `${100000000000 + at}`, name: `Team ${at} ${["prod", "dev", "test"][at % 3]}`, status: ["green", "green", "green", "amber", "red", "off"][at % 6], words: ["its costs come with its payer 111111111111", "its costs come with its payer 111111111111", "team: works", "team: Read costs: not tested", "team: The session has expired", "team: switched off"][at % 6], connections: at < 60 ? [`team-${at}`] : []});
    }
  }
  state.tokens = [
    {id: "00000000000000b1", name: "grafana", scope: "read", created_at: hours(-500), expires_at: hours(1600), last_used_at: hours(-0.2)},
    {id: "00000000000000b2", name: "<i>nightly</i> sync", scope: "operate", created_at: hours(-2000), expires_at: hours(-4), last_used_at: null},
  ];
  state.schedule = {on: true, interval_s: 28800, next_at: hours(5), last_at: hours(-3), last_status: "partly", waiting: isEmpty ? [] : [{connection: "sandbox", reason: {code: "check.sso_expired", title: "The sign-in session of profile sandbox has expired", detail: "", causes: [], fix: "Sign in again, then repeat the command:\n  sextant sso login --profile sandbox"}}]};
  if (isEmpty) Object.assign(state.schedule, {last_at: null, last_status: null, next_at: null});
}
reset(process.env["SEXTANT_MOCK"] ?? "demo");

const connectionNamed = (/** @type {string} */ name) => {
  const found = state.connections.find((/** @type {any} */ one) => one.name === name);
  if (!found) throw problem(404, "connection.not_found", `There is no connection named ${name}`, {fix: "Look which there are:\n  sextant accounts"});
  return found;
};

/** @param {any[]} needed @param {string[] | undefined} given */
function need(needed, given) {
  const missing = needed.filter((one) => !(given ?? []).includes(one.id));
  if (missing.length > 0) throw problem(409, "web.consent_needed", "This needs your consent", {causes: ["It runs a program, writes a file or calls a host that is not AWS's, which Sextant does only when a person has agreed."], fix: "Look at what would be done.", consents: missing});
}

const kindOf = (/** @type {string} */ name) =>
  name === "corp-web" && !state.isSignedIn ? "expired" : name === "dev" || name === "sandbox" ? "warned" : name === "broken" ? "denied" : /Open/.test(name) ? "open" : "fine";

/** @param {string} name @param {string} kind @param {boolean} mayPay @param {(emit: any, pause: any, report: any) => any} [then] */
const checkWork = (name, kind, mayPay, then) => async (/** @type {any} */ emit, /** @type {any} */ pause) => {
  const steps = stepsOf(kind, mayPay, name);
  for (const one of steps) {
    if (one.id === "trust") {
      await pause(500);
      emit("wait", {text: "One try without the external ID got in; trying again after a minute, since IAM takes as long to apply a change"});
      await pause(2500);
    }
    await pause(250 + one.elapsed_ms / 3);
    emit("step", one);
  }
  const report = reportOf(name, steps, mayPay);
  return then ? then(emit, pause, report) : report;
};

/** @param {string} name @param {any} report @param {any} more */
function keep(name, report, more) {
  const before = state.connections.find((/** @type {any} */ one) => one.name === name);
  const made = {...demoConnections[1], method: "profile", profile: name, role_arn: "", external_id: "", note: "", is_organization_setup: false, ...before, ...more, name, state: "connected", on: true, expires_at: null, account_id: "111111111111", account_name: "Acme Management", account_kind: "payer", last_check_at: new Date().toISOString(), last_check_status: report.status, last_check: report};
  state.connections = [...state.connections.filter((/** @type {any} */ one) => one.name !== name), made];
  if (!state.accounts.some((/** @type {any} */ one) => one.account_id === made.account_id)) state.accounts = [{...demoAccounts.rows[0], connections: [name], last_sync_at: null, costs_until: null, next_sync_at: null, api_cost_usd: "0.01"}];
  for (const one of state.profiles) if (one.name === more.profile) Object.assign(one, {connection: name, connection_on: true});
  return made;
}

/** @param {any} body */
function connectProfile(body) {
  const found = state.profiles.find((/** @type {any} */ one) => one.name === body.profile);
  if (!found) throw problem(404, "profile.not_found", `There is no profile "${body.profile}"`);
  if (found.method === "process") need([{id: "c-program", kind: "run_program", what: "/usr/local/bin/corp-login --profile tool --format json", why: "The profile tool gets its credentials from this program (credential_process in /home/ada/.aws/config)."}], body.consents);
  if (found.endpoints.length > 0) need([{id: "c-host", kind: "foreign_host", what: "10.0.0.9:9000", why: "The profile elsewhere sends its requests there (endpoint_url in /home/ada/.aws/config line 44)."}], body.consents);
  return startTask({kind: "connect", title: `Connect ${body.profile}`, subject: body.profile}, checkWork(body.profile, kindOf(body.profile), body.may_pay !== false, (_emit, _pause, report) => {
    const keeps = report.account_id && (report.status !== "red" || body.accept_red);
    return {connected: Boolean(keeps), connection: keeps ? keep(body.name ?? body.profile, report, {profile: body.profile}) : null, report, also_reached_by: state.connections.filter((/** @type {any} */ one) => one.account_id === "111111111111" && one.name !== body.profile).map((/** @type {any} */ one) => one.name)};
  }));
}

/** @param {any} body */
function setUp(body) {
  const role = body.role_name || "SextantReadOnly";
  let one = state.connections.find((/** @type {any} */ other) => other.name === body.name);
  if (one?.method === "profile") throw problem(409, "connection.exists", `There is already a connection named ${body.name}`, {fix: `Choose another name with --name, or check the one that exists:\n  sextant check ${body.name}`});
  if (!one) {
    one = {...demoConnections[0], name: body.name, state: "pending", role_arn: "", account_id: "", account_name: "", account_kind: "", organization_id: "", is_organization_setup: body.organization, external_id: "sx-5f0e8f6f1c6a4d0f8d3e0b8d9d2f7a11", profile: body.base_profile ?? "", expires_at: hours(168), last_check: null, last_check_at: null, last_check_status: null};
    state.connections = [...state.connections, one];
  }
  const trust = {Version: "2012-10-17", Statement: [{Effect: "Allow", Principal: {AWS: "arn:aws:iam::999999999999:root"}, Action: "sts:AssumeRole", Condition: {StringEquals: {"sts:ExternalId": one.external_id}, ArnLike: {"aws:PrincipalArn": "arn:aws:iam::999999999999:user/sextant"}}}]};
  const text = JSON.stringify(trust, null, 2);
  return {
    name: one.name,
    organization: one.is_organization_setup,
    our_account_id: "999999999999",
    our_principal_arn: "arn:aws:iam::999999999999:user/sextant",
    external_id: one.external_id,
    role_name: role,
    role_arn_pattern: `arn:aws:iam::ACCOUNT_ID:role/${role}`,
    expires_at: one.expires_at,
    trust_policy: trust,
    permissions_policy: policy.document,
    statements: policy.statements,
    forms: {
      console: `Create the role in the account that is to be read.\n\n  1. Sign in to the AWS console of the account, open IAM > Roles, press "Create role".\n  2. Trusted entity type: "Custom trust policy". Replace the text by this:\n    ${text.replaceAll("\n", "\n    ")}\n     Press "Next".\n  3. Choose no permissions policy, press "Next".\n  4. Role name: ${role}. Press "Create role".\n`,
      json: JSON.stringify({trust_policy: trust}, null, 2),
      cloudformation: "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  SextantRole:\n    Type: AWS::IAM::Role\n",
      stackset: "#!/bin/sh\n# The members by a service-managed StackSet, the payer by a stack.\naws cloudformation create-stack-set --stack-set-name sextant --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false\n",
      terraform: 'resource "aws_iam_role" "sextant" {\n  name = "SextantReadOnly"\n}\n',
      cli: `aws iam create-role --role-name ${role} --assume-role-policy-document file://trust.json\n`,
    },
  };
}

const policy = {
  document: {Version: "2012-10-17", Statement: [{Sid: "SextantCosts", Effect: "Allow", Action: ["ce:GetCostAndUsage", "ce:GetCostForecast"], Resource: "*"}]},
  statements: [
    {sid: "SextantCosts", reason: "Costs by account, service, region and charge type, and AWS's forecast.", optional: false, actions: ["ce:GetCostAndUsage", "ce:GetCostForecast"]},
    {sid: "SextantOrganization", reason: "The members' names and states.", optional: true, actions: ["organizations:ListAccounts"]},
  ],
};
const policyAnswer = () => ({...policy, forms: {json: JSON.stringify(policy.document, null, 2), text: "SextantCosts: Costs by account, service …\n", cloudformation: "AWSTemplateFormatVersion: '2010-09-09'\n", terraform: 'resource "aws_iam_policy" "sextant" {}\n'}});

/** @param {any} body */
function validate(body) {
  const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]+)$/.exec(body.role_arn) ?? [];
  if (!account) {
    return {valid: false, problem: {code: "connection.bad_role_arn", title: "This is not the ARN of a role", detail: body.role_arn.includes("assumed-role") ? "it is the ARN of an assumed role" : "it has no account of 12 digits", causes: ["A part was lost while it was copied.", "It is the ARN of something else, such as an assumed role (…:assumed-role/…), a user, or an instance profile."], fix: "Copy it from the role's page in the IAM console, or ask for it in that account:\n  aws iam get-role --role-name SextantReadOnly --query Role.Arn --output text\nIt looks like arn:aws:iam::111122223333:role/SextantReadOnly."}};
  }
  return {valid: true, account_id: account, role_name: name, connection: body.name};
}

/** @param {any} body */
function connectRole(body) {
  return startTask({kind: "connect", title: `Connect ${body.name}`, subject: body.name}, checkWork(body.name, kindOf(body.role_arn), body.may_pay !== false, (_emit, _pause, report) => {
    const keeps = report.status !== "red" || body.accept_red;
    return {connected: keeps, connection: keeps ? keep(body.name, report, {method: "role", role_arn: body.role_arn, profile: ""}) : null, report, also_reached_by: []};
  }));
}

/** @param {any} body */
function signIn(body) {
  need([{id: "c-token", kind: "write_file", what: "/home/ada/.aws/sso/cache/4a1b2c3d4e5f60718293a4b5c6d7e8f901234567.json", why: "The session’s token is kept in the standard cache, which the AWS CLI reads too."}], body.consents);
  state.approved = false;
  return startTask({kind: "sign_in", title: "Sign in to corp", subject: body.session ?? body.profile ?? ""}, async (emit, pause) => {
    await pause(700);
    emit("prompt", body.method === "device" ? {url: "https://device.sso.us-east-1.amazonaws.com/?user_code=PQCF-FCCN", user_code: "PQCF-FCCN"} : {url: "https://oidc.us-east-1.amazonaws.com/authorize?client_id=abc&state=def", user_code: ""});
    for (let at = 0; !state.approved && at < 600; ++at) await pause(200 * pace.factor);
    state.isSignedIn = true;
    for (const one of state.profiles) if (one.session) Object.assign(one.session, {status: "signed_in", ends_at: hours(8)});
    state.schedule.waiting = [];
    return {session: "corp", ends_at: hours(8)};
  });
}

function assignments() {
  if (!state.isSignedIn) throw problem(409, "sso.not_signed_in", "You are not signed in to corp", {fix: "Sign in:\n  sextant sso login --session corp"});
  const rows = state.scenario === "large" ? Array.from({length: 500}, (_, at) => [`${100000000000 + at}`, `Team ${at} ${["prod", "dev", "test"][at % 3]}`]) : accountNames;
  return {
    sso_session: "corp",
    sso_start_url: "https://corp.awsapps.com/start",
    sso_region: "us-east-1",
    accounts: rows.map(([id, name], at) => ({account_id: id, name, email: `aws+${at}@acme.example`, roles: at === 6 ? [] : at % 2 ? ["AdministratorAccess", "BillingReader", "ReadOnlyAccess"] : ["PowerUserAccess", "ViewOnly"]})),
  };
}

/** @param {any} body */
function addProfiles(body) {
  const name = (/** @type {any} */ pick) => pick.name ?? `${(pick.account_name ?? pick.account_id).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || pick.account_id}-${pick.role}`;
  const names = body.picks.map(name);
  const lines = body.picks.map((/** @type {any} */ pick) => `[profile ${name(pick)}]\nsso_session = corp\nsso_account_id = ${pick.account_id}\nsso_role_name = ${pick.role}\n${pick.region ? `region = ${pick.region}\n` : ""}`).join("\n") + "\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n";
  if (body.digest) for (const pick of body.picks) state.profiles.push(profile(name(pick), "sso", {account_id: pick.account_id, session: session("signed_in", 8)}));
  return {path: "/home/ada/.aws/config", lines, digest: "d1", written: Boolean(body.digest), profiles: names};
}

const FACES = ["accounts -", "total monthly", "total daily", "account_service monthly", "account_service daily", "service_region monthly", "service_region daily", "service_usage_type monthly", "account_charge_type monthly", "account_charge_type daily", "forecast monthly"];

/** @param {any} body */
function plan(body) {
  const chosen = state.connections.filter((/** @type {any} */ one) => one.state === "connected" && one.on && (body.connections?.length ? body.connections.includes(one.name) : true));
  const accounts = chosen.slice(0, 1).map((/** @type {any} */ one) => ({account_id: one.account_id, kind: one.account_kind, connection: one.name, cells: FACES.length, requests_min: 14, requests_max: 33, fresh_until: null, blocked: null}));
  return {requests_min: 14, requests_max: 33, price_min_usd: "0.14", price_max_usd: "0.33", price_words: "Price: 14 to 33 requests to Cost Explorer at 0.01 USD = 0.14 to 0.33 USD (each page is a request).", expected_s: 8, expected_max_s: 24, accounts, skipped: chosen.slice(1).map((/** @type {any} */ one) => ({connection: one.name, is_failure: false, reason: {code: "sync.covered_by_payer", title: "This member is covered by its payer 111111111111", detail: "", fix: "Nothing to do. The payer's Cost Explorer covers it, so it is neither counted nor paid for twice."}}))};
}

/** @param {any} body */
function sync(body) {
  const planned = plan(body);
  return startTask({kind: "sync", title: "Sync of 1 connection", subject: ""}, async (emit, pause) => {
    const started = Date.now();
    emit("plan", planned);
    const cells = FACES.map((text) => {
      const [face, grain] = text.split(" ");
      return {account_id: "111111111111", connection: "acme", face, grain, from: grain === "daily" ? "2026-08-01" : "2025-09-01", to: "2026-10-17", status: "planned", pages: 0, pages_expected: face === "account_service" ? 4 : 1, rows: 0, attempts: 0, elapsed_ms: 0, next_try_at: /** @type {string | null} */ (null), error_code: /** @type {string | null} */ (null)};
    });
    const tell = (/** @type {any} */ cell, change = {}) => emit("cell", Object.assign(cell, change) && {...cell});
    const summary = (/** @type {string} */ status) => ({status, elapsed_ms: Date.now() - started, requests: 15, cost_usd: "0.15", cells: cells.map((cell) => ({...cell, error: cell.status === "denied" ? {code: "sync.denied", title: "The identity has no permission for ce:GetCostForecast", detail: "AccessDeniedException: not authorized", aws_code: "AccessDeniedException", request_id: "0f0e0d0c-1111-2222-3333-444455556666", causes: ["Its policy does not allow the action."], fix: "Everything else goes on. Print the whole least policy:\n  sextant policy aws"} : null})), skipped: planned.skipped, fatal: null});
    try {
      for (const cell of cells) tell(cell);
      for (const cell of cells) {
        tell(cell, {status: "running", attempts: 1});
        if (cell.face === "account_service" && cell.grain === "daily") {
          await pause(500);
          tell(cell, {status: "throttled", next_try_at: new Date(Date.now() + 6000 / pace.factor).toISOString(), error_code: "sync.throttled"});
          await pause(6000);
          tell(cell, {status: "running", next_try_at: null, error_code: null});
        }
        for (let page = 1; page <= cell.pages_expected; ++page) {
          await pause(700);
          tell(cell, {pages: page, rows: page * 431, elapsed_ms: page * 700});
        }
        tell(cell, cell.face === "forecast" ? {status: "denied", error_code: "sync.denied"} : {status: "done"});
        if (cell.face === "total") state.synced = true;
      }
    } catch (error) {
      throw Object.assign(/** @type {any} */ (error), {result: summary("stopped")});
    }
    const result = summary("partly");
    emit("summary", result);
    for (const one of state.accounts) Object.assign(one, {last_sync_at: new Date().toISOString(), costs_until: "2026-10-15"});
    return result;
  });
}

/** @param {string} name */
const diagnostics = (name) => ({
  check: connectionNamed(name).last_check ?? reportOf(name, stepsOf("denied", true, name), true),
  cells: [
    {account_id: "111111111111", connection: name, face: "forecast", grain: "monthly", from: "2026-10-16", to: "2027-01-01", status: "denied", pages: 0, rows: 0, attempts: 1, elapsed_ms: 212, next_try_at: null, updated_at: hours(-3), error: {code: "sync.denied", title: "The identity has no permission for ce:GetCostForecast", detail: "User: arn:aws:sts::111111111111:assumed-role/Reader/ada is not authorized to perform: ce:GetCostForecast", aws_code: "AccessDeniedException", request_id: "0f0e0d0c-1111-2222-3333-444455556666", causes: ["Its policy does not allow the action. SecurityAudit and ViewOnlyAccess hold no permission for Cost Explorer."], fix: 'Everything else goes on. Add this statement to the identity\'s policy in account 111111111111:\n  {"Effect": "Allow", "Action": "ce:GetCostForecast", "Resource": "*"}'}},
    {account_id: "111111111111", connection: name, face: "account_service", grain: "daily", from: "2026-08-01", to: "2026-10-17", status: "done", pages: 4, rows: 1724, attempts: 5, elapsed_ms: 9120, next_try_at: null, updated_at: hours(-3), error: null},
  ],
});

/** @param {string} name @param {boolean} keepData */
function removal(name, keepData) {
  const one = connectionNamed(name);
  const deletes = !keepData && one.state === "connected" && name !== "sandbox";
  const folders = ["costs/face=total/payer=111111111111", "costs/face=account_service/payer=111111111111", "accounts/payer=111111111111"].map((path) => `/home/ada/.local/state/sextant/lake/${path}`);
  const words = one.state === "pending" ? `This removes the connection ${name}.\nIt has pulled no data.\n` : name === "sandbox" ? `This removes the connection ${name}.\nThe data of account ${one.account_id} stay: it is also reached by acme.\n` : keepData ? `This removes the connection ${name}.\nThe data that it has pulled stay.\n` : `This removes the connection ${name}.\nWith it go the data of account 111111111111, which no other connection reaches:\n${folders.map((path) => `  ${path}\n`).join("")}  and what is known of 214 past queries (--keep-data keeps all of this)\n`;
  return {name, deletes_data: deletes, account_ids: deletes ? ["111111111111"] : [], folders: deletes ? folders : [], cells: deletes ? 214 : 0, reached_by: name === "sandbox" ? ["acme"] : [], words: `${words}What its calls have cost stays in the ledger. Nothing changes in AWS.\n`};
}

const sessions = () => ({
  sessions: [
    {name: "corp", start_url: "https://corp.awsapps.com/start", region: "us-east-1", is_configured: true, status: state.isSignedIn ? "signed_in" : "expired", ends_at: hours(state.isSignedIn ? 8 : -3)},
    {name: "", start_url: "https://d-1234567890.awsapps.com/start", region: "eu-central-1", is_configured: false, status: "not_signed_in", ends_at: null},
  ],
});

/**
 * Answers what is about connecting; undefined where the path is none of it.
 * @param {string} method @param {string} path @param {URLSearchParams} query @param {any} body
 * @returns {{status: number, body: unknown} | undefined}
 */
export function connectAnswer(method, path, query, body) {
  const ok = (/** @type {unknown} */ value) => ({status: 200, body: value});
  const begun = (/** @type {unknown} */ task) => ({status: 202, body: task});
  const [, one, rest] = /^\/connections\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
  const name = one ? decodeURIComponent(one) : "";
  const [, taskId, isStop] = /^\/tasks\/([0-9a-f]{16})(\/stop)?$/.exec(path) ?? [];
  const [, tokenId] = /^\/tokens\/([0-9a-f]{16})$/.exec(path) ?? [];
  const keepData = query.get("keep_data") === "true";
  switch (`${method} ${taskId ? `/tasks/ID${isStop ?? ""}` : tokenId ? "/tokens/ID" : name ? `/connections/NAME${rest ?? ""}` : path}`) {
    case "POST /mock":
      if (body.scenario) reset(body.scenario);
      if (body.pace) pace.factor = body.pace;
      if (body.approve) state.approved = true;
      if (body.expire) state.isSignedIn = false;
      return ok({scenario: state.scenario});
    case "GET /connections":
      return ok({connections: state.connections});
    case "GET /connections/NAME":
      return ok(connectionNamed(name));
    case "PATCH /connections/NAME": {
      if (body.regions?.some((/** @type {string} */ region) => !/^[a-z]{2}-[a-z-]+-\d$/.test(region))) throw problem(400, "connection.bad_region", `${body.regions.join()} is not the name of an AWS region`, {fix: 'Name regions as AWS does, separated by commas:\n  sextant connection acme --regions eu-west-1,us-east-1\nAn empty list means all enabled regions:\n  sextant connection acme --regions ""', field: "regions"});
      const found = Object.assign(connectionNamed(name), body);
      for (const each of state.profiles) if (each.connection === name) each.connection_on = found.on;
      for (const each of state.accounts) if (each.connections.includes(name) && body.on === false) Object.assign(each, {status: "off", words: `${name}: switched off`});
      return ok(found);
    }
    case "DELETE /connections/NAME": {
      const gone = removal(name, keepData);
      state.connections = state.connections.filter((/** @type {any} */ other) => other.name !== name);
      for (const each of state.profiles) if (each.connection === name) each.connection = null;
      return ok(gone);
    }
    case "GET /connections/NAME/removal":
      return ok(removal(name, keepData));
    case "GET /connections/NAME/diagnostics":
      return ok(diagnostics(name));
    case "POST /connections/NAME/check":
      return begun(startTask({kind: "check", title: `Check ${name}`, subject: name}, checkWork(name, kindOf(name), body.may_pay !== false, (_emit, _pause, report) => (Object.assign(connectionNamed(name), {last_check: report, last_check_at: new Date().toISOString(), last_check_status: report.status}), report))));
    case "GET /accounts":
      return ok({rows: state.accounts, pending: state.connections.filter((/** @type {any} */ other) => other.state === "pending").map((/** @type {any} */ other) => ({name: other.name, expires_at: other.expires_at}))});
    case "GET /profiles":
      return ok({home: "/home/ada", profiles: state.profiles, problems: [{severity: "warning", code: null, text: "AWS's tools read the comment behind region as part of its value", file: "/home/ada/.aws/config", line: 12, fix: null}], files: [{path: "/home/ada/.aws/config", variable: null, exists: true, was_read: true}, {path: "/srv/creds", variable: "AWS_SHARED_CREDENTIALS_FILE", exists: false, was_read: false}], variables: [{name: "AWS_PROFILE", value: "dev"}, {name: "AWS_SESSION_TOKEN", value: null}]});
    case "GET /policy":
      return ok(policyAnswer());
    case "POST /connect/profile":
      return begun(connectProfile(body));
    case "POST /connect/role/setup":
      return ok(setUp(body));
    case "POST /connect/role/validate":
      return ok(validate(body));
    case "POST /connect/role":
      return begun(connectRole(body));
    case "GET /sso/sessions":
      return ok(sessions());
    case "POST /sso/login":
      return begun(signIn(body));
    case "GET /sso/assignments":
      return ok(assignments());
    case "POST /sso/profiles":
      return ok(addProfiles(body));
    case "POST /sync/plan":
      return ok(plan(body));
    case "POST /sync":
      return begun(sync(body));
    case "GET /agreements":
      return ok({agreements: state.agreements ?? []});
    case "POST /agreements":
      state.agreements = [{id: "0".repeat(32), kind: "run_program", profile: "by-program", what: "get-keys --profile x", why: "profile by-program gets its credentials from this program", agreed_at: hours(0)}];
      return {status: 201, body: {agreements: state.agreements}};
    case "POST /sso/logout":
      return ok({session: body.profile ?? body.session ?? body.start_url ?? "", was_signed_in: true, not_told: null});
    case "GET /schedule":
      return ok(state.schedule);
    case "PATCH /schedule":
      return ok(Object.assign(state.schedule, body, body.on ? {next_at: hours(0.1)} : {next_at: null}));
    case "GET /tasks":
      return ok({tasks: listTasks()});
    case "GET /tasks/ID": {
      const task = getTask(taskId ?? "");
      if (!task) throw problem(404, "web.task_not_found", "There is no such task", {causes: ["It ended long ago; the last 50 are kept.", "The server has started anew."], fix: "Look at the tasks that there are."});
      return ok(task);
    }
    case "POST /tasks/ID/stop":
      return ok(stopTask(taskId ?? ""));
    case "GET /tokens":
      return ok({tokens: state.tokens});
    case "POST /tokens": {
      const token = {id: "00000000000000c" + (state.tokens.length % 10), name: body.name, scope: body.scope, created_at: hours(0), expires_at: hours(24 * (body.days ?? 90)), last_used_at: null};
      state.tokens = [token, ...state.tokens];
      return {status: 201, body: {...token, token: "sxt_9f8e7d6c5b4a39281706f5e4d3c2b1a0998877665544332211"}};
    }
    case "DELETE /tokens/ID":
      state.tokens = state.tokens.filter((/** @type {any} */ other) => other.id !== tokenId);
      return {status: 204, body: undefined};
    default:
      return undefined;
  }
}
