import {useMutation} from "@tanstack/react-query";

import {api, ask} from "@/api/client";

/** Asks a task to stop; what it has is kept. */
export const useStopTask = () =>
  useMutation({mutationFn: (id: string) => ask(api.POST("/tasks/{id}/stop", {params: {path: {id}}}))});
