import "./onboarding.css";

import {useQuery} from "@tanstack/react-query";
import type {ReactNode} from "react";
import {useEffect, useMemo, useRef, useState} from "react";

import {statusQuery} from "@/api/queries";
import {Notice} from "@/design/Notice";
import {useMayOperate} from "@/shell/connections";

import {CheckStep} from "./CheckStep";
import {CloudStep} from "./CloudStep";
import {MethodStep} from "./MethodStep";
import {Stepper} from "./Stepper";
import type {StepId} from "./state";
import {stepAt} from "./steps";
import {SyncStep} from "./SyncStep";
import type {Begin} from "./wizard";
import {useWelcome, WizardContext} from "./wizard";

const VIEWS: Record<StepId, () => ReactNode> = {
  cloud: () => <CloudStep />,
  method: () => <MethodStep />,
  check: () => <CheckStep />,
  sync: () => <SyncStep />,
};

/** From nothing to the first costs: cloud, method, check, first sync. Where it stands is in the address. */
export function OnboardingPage() {
  const {search} = useWelcome();
  const status = useQuery(statusQuery());
  const mayOperate = useMayOperate();
  const known = {connections: status.data?.connections ?? 0};
  const step = stepAt(search, known);
  const [begin, setBegin] = useState<Begin | null>(null);
  const wizard = useMemo(() => ({begin, setBegin}), [begin]);
  const content = useRef<HTMLDivElement>(null);
  const before = useRef(step);

  // With the step changes what the page is about: the focus goes to its heading, so that nobody is left on what is gone.
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    content.current?.querySelector<HTMLElement>("h2")?.focus();
  }, [step]);

  return (
    <WizardContext value={wizard}>
      <div className="wizard">
        <h1>{known.connections > 0 ? "Add an account" : "Connect a cloud"}</h1>
        <Stepper step={step} known={known} />
        {status.isSuccess && !mayOperate ? (
          <Notice tone="warn" title="This session may read, and not change anything">
            Connecting needs the scope operate. Open the link that <code>sextant link</code> prints.
          </Notice>
        ) : null}
        <div ref={content} className="stack">
          {VIEWS[step]()}
        </div>
      </div>
    </WizardContext>
  );
}
