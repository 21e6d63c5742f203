import type {QueryClient} from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";

import {statusQuery} from "@/api/queries";
import type {Metric} from "@/api/types";
import {METRICS} from "@/costs/metrics";
import {validateCosts} from "@/pages/costs/state";
import {validateWelcome} from "@/pages/onboarding/state";
import {validateAccounts, validateProfiles} from "@/pages/settings/state";

import {PageFailure, PageMissing, PagePending} from "./PageStates";
import {listOf, oneOf, parseSearch, readStrictly, stringifySearch} from "./search";
import {Shell} from "./Shell";

interface Context {
  queries: QueryClient;
}

/** Pages of accounts and their costs are narrowed to what these connections reach; none: all of them. */
interface Narrowed {
  connection?: string[] | undefined;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  validateSearch: (search: Record<string, unknown>): Narrowed => {
    const connection = listOf(search["connection"]);
    return connection.length > 0 ? {connection} : {};
  },
  search: {middlewares: [retainSearchParams(["connection"])]},
});

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  staticData: {title: "Overview", isNarrowed: true},
  validateSearch: readStrictly<{metric?: Metric | undefined}>((search) => {
    const metric = oneOf(search["metric"], METRICS);
    return metric ? {metric} : {};
  }),
  component: lazyRouteComponent(() => import("@/pages/overview/OverviewPage"), "OverviewPage"),
  // A newcomer begins with connecting. Where the server does not answer, the shell says so.
  beforeLoad: async ({context}) => {
    const status = await context.queries.ensureQueryData(statusQuery()).catch(() => null);
    // The router takes a redirect that is thrown.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (status?.connections === 0) throw redirect({to: "/welcome"});
  },
});

const costs = createRoute({
  getParentRoute: () => root,
  path: "/costs",
  staticData: {title: "Costs", isNarrowed: true},
  validateSearch: readStrictly(validateCosts),
  component: lazyRouteComponent(() => import("@/pages/costs/CostsPage"), "CostsPage"),
});

const sql = createRoute({
  getParentRoute: () => root,
  path: "/sql",
  staticData: {title: "SQL"},
  validateSearch: readStrictly<{q?: string | undefined}>((search) => (typeof search["q"] === "string" ? {q: search["q"]} : {})),
  component: lazyRouteComponent(() => import("@/pages/sql/SqlPage"), "SqlPage"),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  staticData: {title: "Connect"},
  validateSearch: readStrictly(validateWelcome),
  component: lazyRouteComponent(() => import("@/pages/onboarding/OnboardingPage"), "OnboardingPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/pages/settings/SettingsPage"), "SettingsPage"),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw redirect({to: "/settings/accounts"});
  },
});

const accounts = createRoute({
  getParentRoute: () => settings,
  path: "accounts",
  staticData: {title: "Cloud accounts", isNarrowed: true},
  validateSearch: readStrictly(validateAccounts),
  component: lazyRouteComponent(() => import("@/pages/settings/accounts/AccountsPage"), "AccountsPage"),
});

const profiles = createRoute({
  getParentRoute: () => settings,
  path: "profiles",
  staticData: {title: "Profiles", isNarrowed: true},
  validateSearch: readStrictly(validateProfiles),
  component: lazyRouteComponent(() => import("@/pages/settings/profiles/ProfilesPage"), "ProfilesPage"),
});

const tokens = createRoute({
  getParentRoute: () => settings,
  path: "tokens",
  staticData: {title: "Tokens"},
  component: lazyRouteComponent(() => import("@/pages/settings/tokens/TokensPage"), "TokensPage"),
});

const claude = createRoute({
  getParentRoute: () => settings,
  path: "claude",
  staticData: {title: "Claude"},
  component: lazyRouteComponent(() => import("@/pages/settings/claude/ClaudePage"), "ClaudePage"),
});

const about = createRoute({
  getParentRoute: () => settings,
  path: "about",
  staticData: {title: "About"},
  component: lazyRouteComponent(() => import("@/pages/settings/about/AboutPage"), "AboutPage"),
});

const tree = root.addChildren([overview, costs, sql, welcome, settings.addChildren([settingsHome, accounts, profiles, claude, tokens, about])]);

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: {queries},
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageFailure,
    defaultNotFoundComponent: PageMissing,
  });

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Of the page, in the browser's tab. */
    title?: string;
    /** Whether the page shows only what the chosen connections reach. */
    isNarrowed?: boolean;
  }
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
