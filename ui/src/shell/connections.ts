import {useQuery} from "@tanstack/react-query";
import {useSearch} from "@tanstack/react-router";
import {useMemo} from "react";

import {statusQuery} from "@/api/queries";

const NONE: readonly string[] = [];

/** The connections that every page is narrowed to, from the address; empty: all. */
export function useChosenConnections(): readonly string[] {
  const search = useSearch({strict: false});
  const chosen = search.connection ?? NONE;
  const key = chosen.join("\0");
  // The same list as long as the same names stand in it, so that it can be a dependency.
  return useMemo(() => (key === "" ? NONE : key.split("\0")), [key]);
}

/** Whether this session may change things, and not only read them. False until the server has said so. */
export const useMayOperate = (): boolean => useQuery(statusQuery()).data?.scope === "operate";
