import {queryOptions} from "@tanstack/react-query";

import {api, ask} from "@/api/client";

/** What makes each client know this program: it changes with the program alone. */
export const mcpSetupQuery = () => queryOptions({queryKey: ["mcp"], queryFn: ({signal}) => ask(api.GET("/mcp/setup", {signal})), staleTime: Infinity});
