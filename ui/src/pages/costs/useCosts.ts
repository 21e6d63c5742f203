import {useNavigate, useSearch} from "@tanstack/react-router";
import {useCallback, useMemo} from "react";

import type {CostsSearch, CostsState} from "./state";
import {completed} from "./state";

/** The state of the page, and how to change it: each change is an address of its own, so that Back undoes it. */
export function useCosts(): {state: CostsState; change: (part: Partial<CostsSearch>) => void} {
  const search = useSearch({from: "/costs"});
  const navigate = useNavigate({from: "/costs"});
  const key = JSON.stringify(search);
  const state = useMemo(() => completed(JSON.parse(key) as CostsSearch), [key]);
  const change = useCallback(
    (part: Partial<CostsSearch>) => void navigate({search: (before) => ({...before, ...part}), resetScroll: false}),
    [navigate],
  );
  return {state, change};
}
