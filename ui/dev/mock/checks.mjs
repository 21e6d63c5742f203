// Made-up checks, with every verdict that a step can have.

/** @param {string} id @param {string} title @param {string} said @param {object} [more] */
const step = (id, title, said, more = {}) => ({
  id,
  title,
  status: "fine",
  counts: true,
  evidence: "proved",
  said,
  details: [],
  alarms: [],
  code: "",
  causes: [],
  cause_is_proven: false,
  fix: "",
  permissions: [],
  elapsed_ms: 40 + ((id.length * 137) % 600),
  ...more,
});

const permission = (/** @type {string} */ service, /** @type {string} */ operation, outcome = "allowed", evidence = "proved", said = "") => ({
  service,
  operation,
  actions: [`${service}:${operation}`],
  outcome,
  evidence,
  said,
});

/**
 * The steps of a check. `kind`: fine, warned, open (a role that lets others in), expired (an SSO session), denied.
 * @param {string} kind @param {boolean} mayPay @param {string} name
 */
export function stepsOf(kind, mayPay, name) {
  const head = [step("profile", kind === "open" ? "Role ARN" : "Profile", kind === "open" ? "well-formed" : `"${name}" is in ~/.aws/config, method sso`)];
  if (kind === "expired") {
    return [
      ...head,
      step("credentials", "Credentials", `The sign-in session of profile ${name} has expired`, {
        status: "failed",
        code: "check.sso_expired",
        causes: ["Sessions end after the time that your organization has set (8 hours, where nobody changed it)."],
        cause_is_proven: true,
        fix: `Sign in again, then repeat the command:\n  sextant sso login --profile ${name}`,
      }),
      ...["identity", "account", "permission.costs"].map((id) => step(id, {identity: "Identity", account: "Account kind"}[id] ?? "Costs", "needs credentials", {status: "skipped", evidence: "not tested", elapsed_ms: 0})),
    ];
  }
  const steps = [
    ...head,
    step("credentials", "Credentials", "SSO session corp, valid for 7 h", {details: ["found in ~/.aws/sso/cache/4a1b…json"]}),
    step("identity", "Identity", "account 111111111111, arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_BillingReader_0f3b/ada@example.com"),
  ];
  if (kind === "open") {
    steps.push(
      step("trust", "Role trust", "The role lets in who does not know its external ID", {
        status: "failed",
        code: "check.trust_open",
        alarms: ["AWS let us in without an external ID, and again after a minute: whoever knows the role’s ARN can read this account through Sextant."],
        details: ["tried: the right one (let in), none (let in), a random one (let in), another suffix (let in), other case (let in)"],
        causes: ["The trust policy has no condition on sts:ExternalId, or compares it loosely (StringLike, IgnoreCase)."],
        cause_is_proven: true,
        fix: 'In the role\'s trust policy, require the external ID exactly:\n  "Condition": {"StringEquals": {"sts:ExternalId": "sx-0b7a…"}}',
        elapsed_ms: 61_400,
      }),
    );
  }
  steps.push(
    step("account", "Account kind", "payer of the organization o-acme123456", {details: ["8 accounts, management account 111111111111"]}),
    kind === "denied"
      ? step("permission.costs", "Read costs", "No permission to read costs", {
          status: "failed",
          code: "check.costs_denied",
          details: ["AWS said: User is not authorized to perform: ce:GetCostAndUsage", "request id 7b1f5a60-9e1c-4c1f-8a50-2f6f6c1b"],
          causes: [
            "The policy below is missing from the identity.",
            "The account does not let IAM identities see billing (its root user switches that on under Account > IAM user and role access to Billing information).",
          ],
          fix: 'Add the statement below; if it is there, look at the other causes.\n{\n  "Sid": "SextantCosts",\n  "Effect": "Allow",\n  "Action": ["ce:GetCostAndUsage", "ce:GetCostForecast"],\n  "Resource": "*"\n}',
          permissions: [permission("ce", "GetCostAndUsage", "denied"), permission("ce", "GetCostForecast", "unknown", "not tested")],
        })
      : step("permission.costs", "Read costs", mayPay ? "allowed, by one paid call" : "not tested, since the paid call was left out", {
          status: mayPay ? "fine" : "not tested",
          evidence: mayPay ? "proved" : "not tested",
          permissions: [permission("ce", "GetCostAndUsage", mayPay ? "allowed" : "unknown", mayPay ? "proved" : "not tested"), permission("ce", "GetCostForecast", "allowed", "simulated")],
          elapsed_ms: 812,
        }),
    step("permission.organization", "Read the organization", "allowed", {permissions: [permission("organizations", "ListAccounts"), permission("organizations", "DescribeOrganization")]}),
    step("cost_explorer", "Cost Explorer", "enabled, costs until 15 Oct 2026"),
  );
  if (kind === "warned" || kind === "open") {
    steps.push(
      step("write", "Can it write?", "This identity can change things, and Sextant only needs to read", {
        status: "warning",
        counts: kind === "warned",
        code: "check.can_write",
        details: ["AdministratorAccess is attached"],
        fix: "Use one with the least policy:\n  sextant policy aws",
      }),
    );
  } else {
    steps.push(step("write", "Can it write?", "none found", {evidence: "simulated"}));
  }
  return steps;
}

/** @param {string} connection @param {any[]} steps @param {boolean} paid */
export function reportOf(connection, steps, paid) {
  const any = (/** @type {string} */ status) => steps.some((one) => one.counts && one.status === status);
  return {
    connection,
    status: any("failed") ? "red" : any("warning") || any("not tested") ? "amber" : "green",
    started_at: new Date().toISOString(),
    elapsed_ms: steps.reduce((sum, one) => sum + one.elapsed_ms, 0),
    account_id: steps.some((one) => one.id === "identity" && one.status === "fine") ? "111111111111" : "",
    account_alias: "acme",
    principal_arn: "arn:aws:sts::111111111111:assumed-role/Reader/ada",
    account_kind: "payer",
    organization_id: "o-acme123456",
    payer_id: "111111111111",
    write_access: "none found",
    costs_until: "2026-10-15",
    paid_calls: paid ? 1 : 0,
    steps,
  };
}
