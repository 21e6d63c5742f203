import type {ReactNode} from "react";

import {Button} from "@/design/Button";

import type {Theme} from "./theme";
import {setTheme, useTheme} from "./theme";

const NEXT: Record<Theme, Theme> = {system: "light", light: "dark", dark: "system"};
const NAMES: Record<Theme, string> = {system: "as the system", light: "light", dark: "dark"};
// Drawn, since fonts have their own ideas of such signs.
const MARKS: Record<Theme, ReactNode> = {
  system: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" />
      <path d="M8 2a6 6 0 0 0 0 12z" />
    </>
  ),
  light: <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13" />,
  dark: <path d="M13.5 10A6 6 0 0 1 6 2.5a6 6 0 1 0 7.5 7.5z" />,
};

/** Goes round: as the system has it, light, dark. */
export function ThemeSwitch() {
  const theme = useTheme();
  const label = `Colours: ${NAMES[theme]}; switch to ${NAMES[NEXT[theme]]}`;
  return (
    <Button look="quiet" className="theme-switch" aria-label={label} title={label} onClick={() => setTheme(NEXT[theme])}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" className={`theme-mark theme-mark-${theme}`}>
        {MARKS[theme]}
      </svg>
    </Button>
  );
}
