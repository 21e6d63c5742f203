import type {RefObject} from "react";
import {useEffect} from "react";

/**
 * Keeps the focus near where it was when what held it goes: a button that began something and gave its place to the progress.
 * Browsers would put it back to the top of the page, where a person by keyboard begins anew. It goes to the nearest part around that
 * is still there, so that the next Tab leads on from it.
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = within.current;
    if (!root) return;
    // What held the focus last, and what stood around it, from the inside out.
    let trail: HTMLElement[] = [];
    const remember = (event: FocusEvent) => {
      trail = [];
      for (let at = event.target; at instanceof HTMLElement && root.contains(at); at = at.parentElement) trail.push(at);
    };
    const observer = new MutationObserver(() => {
      const [held] = trail;
      if (!held || held.isConnected) return;
      const now = document.activeElement;
      const isLost = now === null || now === document.body || now instanceof HTMLDialogElement;
      const next = trail.find((one) => one.isConnected);
      trail = [];
      if (!isLost || !next) return;
      if (!next.hasAttribute("tabindex")) {
        next.tabIndex = -1;
        next.dataset["keptFocus"] = "";
      }
      next.focus({preventScroll: true});
    });
    observer.observe(root, {childList: true, subtree: true});
    root.addEventListener("focusin", remember);
    return () => {
      observer.disconnect();
      root.removeEventListener("focusin", remember);
    };
  }, [within]);
}
