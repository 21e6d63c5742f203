import "./hint.css";

import type {FocusEvent, PointerEvent, ReactNode} from "react";
import {createContext, use, useCallback, useEffect, useMemo, useRef, useState} from "react";

import {place} from "./place";

const HINT_ID = "hint";
// Long enough to move the pointer from the number onto the panel; see WCAG 1.4.13.
const LEAVE_MS = 160;

interface Hints {
  show: (anchor: HTMLElement, content: ReactNode) => void;
  hide: () => void;
  hideSoon: () => void;
}

const HintContext = createContext<Hints>({show: () => undefined, hide: () => undefined, hideSoon: () => undefined});

/**
 * What is to be put on an element so that a panel explains it on hover and on focus. The panel can be pointed at and read, stays
 * until one leaves, and Escape closes it without moving the focus. The element must take the focus: a button, mostly.
 */
export function useHint(content: () => ReactNode) {
  const hints = use(HintContext);
  return {
    onPointerEnter: (event: PointerEvent<HTMLElement>) => hints.show(event.currentTarget, content()),
    onPointerLeave: () => hints.hideSoon(),
    onFocus: (event: FocusEvent<HTMLElement>) => hints.show(event.currentTarget, content()),
    // The focus went on to something else: the panel goes at once, and Escape belongs to that. Otherwise the panel itself may have
    // been pressed, to mark its text.
    onBlur: (event: FocusEvent<HTMLElement>) => (event.relatedTarget ? hints.hide() : hints.hideSoon()),
  };
}

/** Stands once around the pages, within their landmark, with the one panel of all hints. */
export function HintProvider(props: {children: ReactNode}) {
  const panel = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [shown, setShown] = useState<{anchor: HTMLElement; content: ReactNode} | null>(null);

  const show = useCallback((anchor: HTMLElement, content: ReactNode) => {
    clearTimeout(timer.current);
    setShown({anchor, content});
  }, []);
  const hide = useCallback(() => {
    clearTimeout(timer.current);
    setShown(null);
  }, []);
  const hideSoon = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(null), LEAVE_MS);
  }, []);
  const hints = useMemo(() => ({show, hide, hideSoon}), [show, hide, hideSoon]);

  useEffect(() => {
    const element = panel.current;
    if (!shown || !element) return;
    const {anchor} = shown;
    element.showPopover?.();
    place(element, anchor);
    anchor.setAttribute("aria-describedby", HINT_ID);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // The panel alone is closed, not the dialog that its number may stand in.
      event.stopPropagation();
      event.preventDefault();
      hide();
    };
    const onScroll = (event: Event) => {
      if (event.target !== element) place(element, anchor);
    };
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("scroll", onScroll, true);
    window.addEventListener("resize", onScroll);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("scroll", onScroll, true);
      window.removeEventListener("resize", onScroll);
      anchor.removeAttribute("aria-describedby");
      element.hidePopover?.();
    };
  }, [shown, hide]);

  return (
    <HintContext value={hints}>
      {props.children}
      <div
        ref={panel}
        id={HINT_ID}
        role="tooltip"
        popover="manual"
        className="hint"
        onPointerEnter={() => clearTimeout(timer.current)}
        onPointerLeave={hideSoon}
      >
        {shown?.content}
      </div>
    </HintContext>
  );
}
