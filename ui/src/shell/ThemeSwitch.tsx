import {Button} from "@/design/Button";

import type {Theme} from "./theme";
import {setTheme, useTheme} from "./theme";

const NEXT: Record<Theme, Theme> = {system: "light", light: "dark", dark: "system"};
const NAMES: Record<Theme, string> = {system: "as the system", light: "light", dark: "dark"};
const MARKS: Record<Theme, string> = {system: "◐", light: "☀", dark: "☾"};

/** Goes round: as the system has it, light, dark. */
export function ThemeSwitch() {
  const theme = useTheme();
  const label = `Colours: ${NAMES[theme]}; switch to ${NAMES[NEXT[theme]]}`;
  return (
    <Button look="quiet" className="theme-switch" aria-label={label} title={label} onClick={() => setTheme(NEXT[theme])}>
      <span aria-hidden="true">{MARKS[theme]}</span>
    </Button>
  );
}
