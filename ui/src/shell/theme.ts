import {useSyncExternalStore} from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "sextant.theme";
const listeners = new Set<() => void>();

function current(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Light or dark, or as the system has it. Remembered by this browser; theme-first.js puts it in place before the first paint. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser that stores nothing keeps the choice until the page is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  listeners.add(listener);
  system.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", listener);
  };
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, current);

/** Changes whenever the colours do; for what is drawn on a canvas and cannot follow by itself. */
export const useColors = (): string =>
  useSyncExternalStore(subscribe, () => `${current()}-${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"}`);
