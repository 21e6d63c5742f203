import {useNavigate, useSearch} from "@tanstack/react-router";
import {useCallback} from "react";

import type {AccountsSearch} from "../state";

type Change = {[K in keyof AccountsSearch]?: AccountsSearch[K] | undefined};

/** What the list shows, in the address, and the way to change it. */
export function useAccountsSearch() {
  const search = useSearch({from: "/settings/accounts"});
  const navigate = useNavigate();
  const go = useCallback(
    (change: Change, options: {replace?: boolean} = {}) =>
      void navigate({to: "/settings/accounts", search: (before) => ({...before, ...change}), replace: options.replace ?? false, resetScroll: false}),
    [navigate],
  );
  return {search, go};
}
