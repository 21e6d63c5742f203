// Made-up connections, accounts, profiles and tasks, with names as hostile as real ones can be.
export const today = "2026-10-16";
const now = new Date(`${today}T14:05:00Z`);
const ago = (/** @type {number} */ hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

export const accountNames = [
  ["111111111111", "Acme Management"],
  ["222222222222", "web-production"],
  ["333333333333", "data-platform"],
  ["444444444444", "<script>alert(1)</script> & “quotes”"],
  ["555555555555", "عربي \u202Egnirts desrever"],
  ["666666666666", "sandbox-𝒜𝓃𝒹𝓇ℯ𝒶-with-a-name-that-goes-on-and-on-for-a-long-while"],
  ["777777777777", "staging"],
  ["888888888888", "security-audit"],
];
export const services = [
  "Amazon Elastic Compute Cloud - Compute",
  "Amazon Relational Database Service",
  "Amazon Simple Storage Service",
  "AWS Lambda",
  "Amazon CloudFront",
  "EC2 - Other",
  "Amazon DynamoDB",
  "AmazonCloudWatch",
  "Amazon Virtual Private Cloud",
  "AWS Key Management Service",
  "Amazon Elastic Load Balancing",
  "Tax",
];
export const regions = ["us-east-1", "eu-central-1", "eu-west-1", "ap-southeast-2", "global", null];
export const chargeTypes = ["Usage", "Tax", "Credit", "SavingsPlanCoveredUsage"];

export const status = {
  version: "0.4.0",
  now: now.toISOString(),
  today,
  home: "/home/ada/.local/state/sextant",
  scope: "operate",
  connections: 2,
  pending: 0,
  tasks_running: 0,
  is_demo: true,
};

export const connections = ["acme", "sandbox"].map((name, at) => ({
  name,
  method: at === 0 ? "role" : "profile",
  state: "connected",
  on: true,
  profile: at === 0 ? "" : "sandbox",
  role_arn: at === 0 ? "arn:aws:iam::111111111111:role/SextantRead" : "",
  external_id: "",
  account_id: accountNames[at === 0 ? 0 : 5]?.[0] ?? "",
  account_name: accountNames[at === 0 ? 0 : 5]?.[1] ?? "",
  account_kind: at === 0 ? "payer" : "member",
  organization_id: "o-acme123456",
  is_organization_setup: at === 0,
  regions: [],
  note: "",
  created_at: ago(900),
  expires_at: null,
  last_check_at: ago(30),
  last_check_status: "green",
  last_check: null,
}));

export const accounts = {
  rows: accountNames.map(([account_id, name], at) => ({
    account_id,
    name,
    kind: at === 0 ? "payer" : "member",
    organization_id: "o-acme123456",
    payer_id: "111111111111",
    cloud_state: "ACTIVE",
    status: ["green", "green", "amber", "red", "off"][at % 5],
    words: ["fresh", "fresh", "costs are 30 h old", "the SSO session has expired", "switched off"][at % 5],
    connections: at === 5 ? ["acme", "sandbox"] : ["acme"],
    last_sync_at: at === 4 ? null : ago(3),
    next_sync_at: ago(-5),
    costs_until: "2026-10-15",
    api_cost_usd: "0.34",
  })),
  pending: [],
};

const column = (/** @type {string} */ name, /** @type {string} */ type, /** @type {string} */ meaning) => ({name, type, meaning});
export const tables = {
  tables: [
    {
      name: "costs_total",
      meaning: "All costs, uncut",
      columns: [
        column("ChargePeriodStart", "TIMESTAMP", "First moment of the day or month"),
        column("BilledCost", "DECIMAL(38,18)", "What the bill says"),
        column("EffectiveCost", "DECIMAL(38,18)", "With upfront payments spread over their term"),
      ],
    },
    {
      name: "costs_account_service",
      meaning: "Costs by account and service",
      columns: [
        column("ChargePeriodStart", "TIMESTAMP", "First moment of the day or month"),
        column("SubAccountId", "VARCHAR", "The account"),
        column("ServiceName", "VARCHAR", "The service, as AWS bills it"),
        column("BilledCost", "DECIMAL(38,18)", "What the bill says"),
      ],
    },
  ],
};
