import {useQuery} from "@tanstack/react-query";
import {useMatches, useNavigate, useSearch} from "@tanstack/react-router";
import {useCallback, useMemo} from "react";

import {statusQuery} from "@/api/queries";

const NONE: readonly string[] = [];

/** The connections that pages are narrowed to, from the address; empty: all. */
export function useChosenConnections(): readonly string[] {
  const search = useSearch({strict: false});
  const chosen = search.connection ?? NONE;
  const key = chosen.join("\0");
  // The same list as long as the same names stand in it, so that it can be a dependency.
  return useMemo(() => (key === "" ? NONE : key.split("\0")), [key]);
}

/** Chooses connections; none: all. The choice stands in the address, and goes along from page to page. */
export function useChooseConnections(): (names: readonly string[]) => void {
  const navigate = useNavigate();
  return useCallback(
    (names) =>
      void navigate({
        to: ".",
        search: (before) => ({...before, connection: names.length > 0 ? [...names] : undefined}),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
}

/** Takes the choice back. */
export function useShowAll(): () => void {
  const choose = useChooseConnections();
  return useCallback(() => choose([]), [choose]);
}

/** Whether the page that is open is narrowed by the choice at all; its route says so. */
export const useIsNarrowable = (): boolean => useMatches({select: (matches) => matches.some((match) => match.staticData.isNarrowed)});

/** Whether this session may change things, and not only read them. False until the server has said so. */
export const useMayOperate = (): boolean => useQuery(statusQuery()).data?.scope === "operate";
