import type {Target} from "@/connect/queue";

import type {StepId, WelcomeSearch} from "./state";

/** What the server knows that decides where one may go. */
export interface Known {
  /** How many connections there are. */
  connections: number;
}

export interface Step {
  id: StepId;
  title: string;
  /** Whether what comes before it is there. */
  isOpen: (search: WelcomeSearch, known: Known) => boolean;
}

/** What the address says is to be connected. */
export function targetsOf(search: WelcomeSearch): Target[] {
  if (search.method === "role") {
    return search.setup && search.role_arn ? [{kind: "role", name: search.setup, roleArn: search.role_arn}] : [];
  }
  return (search.profile ?? []).map((profile) => ({kind: "profile", profile}));
}

/** The steps in their order. Another cloud adds its methods to src/pages/onboarding/clouds.ts; the steps stay these. */
export const STEPS: readonly Step[] = [
  {id: "cloud", title: "Cloud", isOpen: () => true},
  {id: "method", title: "Method", isOpen: (search) => search.cloud !== undefined},
  {id: "check", title: "Check", isOpen: (search) => search.cloud !== undefined && targetsOf(search).length > 0},
  {
    id: "sync",
    title: "First sync",
    isOpen: (search, known) => (search.connected?.length ?? 0) > 0 || known.connections > 0,
  },
];

/**
 * The step that is shown: the one that the address names, or, where what comes before that one is missing, the last that is open
 * before it.
 */
export function stepAt(search: WelcomeSearch, known: Known): StepId {
  const asked = STEPS.findIndex((step) => step.id === (search.step ?? "cloud"));
  for (let at = asked; at > 0; --at) {
    const step = STEPS[at];
    if (step?.isOpen(search, known)) return step.id;
  }
  return "cloud";
}
