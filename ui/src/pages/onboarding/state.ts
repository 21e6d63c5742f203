import {listOf, oneOf} from "@/shell/search";

export const STEP_IDS = ["cloud", "method", "check", "sync"] as const;
export type StepId = (typeof STEP_IDS)[number];
export const CLOUD_IDS = ["aws"] as const;
export type CloudId = (typeof CLOUD_IDS)[number];
export const METHOD_IDS = ["sso", "role", "keys"] as const;
export type MethodId = (typeof METHOD_IDS)[number];
export const WAYS = ["here", "commands"] as const;

/**
 * Where the wizard stands, as it stands in the address; so that a reload, a bookmark and the way back go on from there. Nothing in
 * it is secret. What the server knows (set-ups, profiles, tasks) is asked of it.
 */
export interface WelcomeSearch {
  step?: StepId;
  cloud?: CloudId;
  method?: MethodId;
  /** SSO: sign in on this page, or by the commands of the AWS CLI. */
  way?: (typeof WAYS)[number];
  /** Where one signs in: a session by its name, or a start URL and its region. */
  session?: string;
  start_url?: string;
  region?: string;
  /** The set-up of a role, by its name, and the role's name where it is not the usual one. */
  setup?: string;
  role_name?: string;
  /** What is to be connected: profiles, or the role of the set-up. */
  profile?: string[];
  role_arn?: string;
  /** The task that was begun last: a sign-in, a check or a sync. */
  task?: string;
  /** What this run of the wizard has connected. */
  connected?: string[];
}

const TEXT_MAX = 2048;
const PROFILES_MAX = 500;
const TASK = /^[0-9a-f]{16}$/;

const textOf = (value: unknown) => (typeof value === "string" && value !== "" && value.length <= TEXT_MAX ? value : undefined);
const namesOf = (value: unknown) => {
  const names = [...new Set(listOf(value))].slice(0, PROFILES_MAX);
  return names.length > 0 ? names : undefined;
};

/** Reads the address; what makes no sense is left out. */
export function validateWelcome(search: Record<string, unknown>): WelcomeSearch {
  const read: {[K in keyof WelcomeSearch]: WelcomeSearch[K] | undefined} = {
    step: oneOf(search["step"], STEP_IDS),
    cloud: oneOf(search["cloud"], CLOUD_IDS),
    method: oneOf(search["method"], METHOD_IDS),
    way: oneOf(search["way"], WAYS),
    session: textOf(search["session"]),
    start_url: textOf(search["start_url"]),
    region: textOf(search["region"]),
    setup: textOf(search["setup"]),
    role_name: textOf(search["role_name"]),
    profile: namesOf(search["profile"]),
    role_arn: textOf(search["role_arn"]),
    task: typeof search["task"] === "string" && TASK.test(search["task"]) ? search["task"] : undefined,
    connected: namesOf(search["connected"]),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
