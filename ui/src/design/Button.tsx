import "./button.css";

import type {ButtonHTMLAttributes, ReactNode, Ref} from "react";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: the one thing to do next; plain: the rest; quiet: in a row of tools; danger: deletes something. */
  look?: "primary" | "plain" | "quiet" | "danger";
  /** Something runs because of it: it stays in its place and takes no second click. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

/** A button. While busy it keeps the focus, so that a person by keyboard is not thrown back to the top. */
export function Button({look = "plain", busy = false, className, onClick, children, ...rest}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={["button", `button-${look}`, className].filter(Boolean).join(" ")}
      aria-disabled={busy || rest.disabled || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </button>
  );
}
