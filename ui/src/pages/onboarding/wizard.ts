import {useNavigate, useSearch} from "@tanstack/react-router";
import {createContext, use, useCallback} from "react";

import type {WelcomeSearch} from "./state";
import type {Target} from "@/connect/queue";

/** What a person has just agreed to begin; gone after a reload, so that nothing paid begins by itself. */
export interface Begin {
  targets: readonly Target[];
  mayPay: boolean;
}

export interface Wizard {
  begin: Begin | null;
  setBegin: (begin: Begin | null) => void;
}

export const WizardContext = createContext<Wizard>({begin: null, setBegin: () => undefined});
export const useWizard = () => use(WizardContext);

type Change = {[K in keyof WelcomeSearch]?: WelcomeSearch[K] | undefined};

/** Where the wizard stands, and the way to change it. Without `replace` the browser's way back leads to where it stood. */
export function useWelcome() {
  const search = useSearch({from: "/welcome"});
  const navigate = useNavigate();
  const go = useCallback(
    (change: Change, options: {replace?: boolean} = {}) =>
      void navigate({
        to: "/welcome",
        search: (before) => ({...before, ...change}),
        replace: options.replace ?? false,
        resetScroll: change.step !== undefined,
      }),
    [navigate],
  );
  return {search, go};
}
