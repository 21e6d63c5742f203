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

export const tasksQuery = () =>
  queryOptions({queryKey: ["tasks", "list"], queryFn: async ({signal}) => (await ask(api.GET("/tasks", {signal}))).tasks});

export const taskQuery = (id: string) =>
  queryOptions({queryKey: ["tasks", id], queryFn: ({signal}) => ask(api.GET("/tasks/{id}", {params: {path: {id}}, signal}))});
