import {queryOptions} from "@tanstack/react-query";

import {api, ask} from "@/api/client";
import type {Metric} from "@/api/types";

export const overviewQuery = (metric: Metric, connection: readonly string[]) =>
  queryOptions({
    queryKey: ["costs", "overview", metric, connection],
    queryFn: ({signal}) => ask(api.GET("/overview", {params: {query: {metric, connection: [...connection]}}, signal})),
  });
