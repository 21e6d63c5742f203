import {QueryCache, QueryClient, queryOptions} from "@tanstack/react-query";

import {api, ask} from "./client";
import {problemOf} from "./problem";

/**
 * What the page asks, each with the key under which its answer is kept. The first word of a key is the `what` of the server's
 * `changed` event that makes it stale; see live.ts.
 */

export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        // The session is gone: the status says so to the whole page.
        if (problemOf(error).status === 401 && query.queryKey[0] !== "status") void client.invalidateQueries({queryKey: ["status"]});
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What the server refuses, it refuses again; only where none answered is it worth a second try.
        retry: (failures, error) => problemOf(error).status === 0 && failures < 3,
        refetchOnWindowFocus: true,
      },
    },
  });
  return client;
}

export const statusQuery = () =>
  queryOptions({
    queryKey: ["status"],
    queryFn: ({signal}) => ask(api.GET("/status", {signal})),
    staleTime: 5000,
    // As long as no one answers, somebody may be starting the server again.
    refetchInterval: (query) => (query.state.status === "error" ? 5000 : false),
  });

export const accountsQuery = () =>
  queryOptions({queryKey: ["accounts", "rows"], queryFn: ({signal}) => ask(api.GET("/accounts", {signal}))});

export const connectionsQuery = () =>
  queryOptions({
    queryKey: ["accounts", "connections"],
    queryFn: async ({signal}) => (await ask(api.GET("/connections", {signal}))).connections,
  });

export const profilesQuery = () => queryOptions({queryKey: ["profiles"], queryFn: ({signal}) => ask(api.GET("/profiles", {signal}))});

export const scheduleQuery = () => queryOptions({queryKey: ["schedule"], queryFn: ({signal}) => ask(api.GET("/schedule", {signal}))});

/** What syncs by schedule may do without asking. */
export const agreementsQuery = () =>
  queryOptions({
    queryKey: ["schedule", "agreements"],
    queryFn: async ({signal}) => (await ask(api.GET("/agreements", {signal}))).agreements,
  });

export const tasksQuery = () =>
  queryOptions({queryKey: ["tasks", "list"], queryFn: async ({signal}) => (await ask(api.GET("/tasks", {signal}))).tasks});

export const taskQuery = (id: string) =>
  queryOptions({queryKey: ["tasks", id], queryFn: ({signal}) => ask(api.GET("/tasks/{id}", {params: {path: {id}}, signal}))});

export const connectionQuery = (name: string) =>
  queryOptions({
    queryKey: ["accounts", "connection", name],
    queryFn: ({signal}) => ask(api.GET("/connections/{name}", {params: {path: {name}}, signal})),
  });

export const diagnosticsQuery = (name: string) =>
  queryOptions({
    queryKey: ["accounts", "diagnostics", name],
    queryFn: ({signal}) => ask(api.GET("/connections/{name}/diagnostics", {params: {path: {name}}, signal})),
  });

/** What removing a connection would delete. */
export const removalQuery = (name: string, keepData: boolean) =>
  queryOptions({
    queryKey: ["accounts", "removal", name, keepData],
    queryFn: ({signal}) => ask(api.GET("/connections/{name}/removal", {params: {path: {name}, query: {keep_data: keepData}}, signal})),
    staleTime: 0,
  });

/** A place to sign in to: a session by its name, or a start URL with its region. */
export interface SsoPlace {
  session?: string;
  start_url?: string;
  region?: string;
}

export const ssoSessionsQuery = () =>
  queryOptions({
    queryKey: ["profiles", "sessions"],
    queryFn: async ({signal}) => (await ask(api.GET("/sso/sessions", {signal}))).sessions,
  });

/** `consents` are the ids of what a person has agreed to; see src/tasks/consent.tsx. */
export const readAssignments = (place: SsoPlace, consents: string[]) =>
  ask(api.GET("/sso/assignments", {params: {query: {...place, consents}}}));

export const policyQuery = () =>
  queryOptions({queryKey: ["policy"], queryFn: ({signal}) => ask(api.GET("/policy", {signal})), staleTime: Infinity});

export const tokensQuery = () =>
  queryOptions({queryKey: ["tokens"], queryFn: async ({signal}) => (await ask(api.GET("/tokens", {signal}))).tokens});
