import "./popup.css";

import type {ReactNode} from "react";
import {useEffect, useId, useRef, useState} from "react";

import {Button} from "./Button";
import {place} from "./place";

/**
 * A button that unfolds a panel over the page: choices, filters, texts to copy. The browser closes it on Escape and on a click
 * elsewhere, and keeps the tab order. What is inside exists only while it is open.
 */
export function Popup(props: {
  label: ReactNode;
  /** For readers of a screen, where the label alone does not say it. */
  name?: string;
  look?: "plain" | "quiet";
  wide?: boolean;
  children: (close: () => void) => ReactNode;
}) {
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();
  const close = () => {
    panel.current?.hidePopover?.();
    button.current?.focus();
  };

  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const changed = (event: Event) => setOpen((event as ToggleEvent).newState === "open");
    element.addEventListener("toggle", changed);
    return () => element.removeEventListener("toggle", changed);
  }, []);

  useEffect(() => {
    if (!open) return;
    const again = () => {
      if (panel.current && button.current) place(panel.current, button.current);
    };
    again();
    panel.current?.querySelector<HTMLElement>("input, select, button, a, textarea")?.focus();
    const observer = new ResizeObserver(again);
    if (panel.current) observer.observe(panel.current);
    window.addEventListener("resize", again);
    window.addEventListener("scroll", again, true);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", again);
      window.removeEventListener("scroll", again, true);
    };
  }, [open]);

  return (
    <>
      <Button
        ref={button}
        look={props.look ?? "plain"}
        aria-expanded={open}
        aria-controls={id}
        aria-label={props.name}
        popoverTarget={id}
      >
        {props.label}
        <span aria-hidden="true" className="popup-mark" />
      </Button>
      <div ref={panel} id={id} popover="auto" className={props.wide ? "popup popup-wide" : "popup"}>
        {open ? <Inside content={props.children} close={close} /> : null}
      </div>
    </>
  );
}

const Inside = (props: {content: (close: () => void) => ReactNode; close: () => void}) => props.content(props.close);
