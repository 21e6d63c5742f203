import "./dialog.css";

import type {ReactNode} from "react";
import {useEffect, useId, useRef} from "react";

import {Button} from "./Button";

// What opened each dialog: where one dialog gives way to another, the focus returns to what opened the first.
const openers = new WeakMap<Element, Element[]>();

function returnFocus(to: readonly Element[]) {
  const found = [...to, document.getElementById("main")].find((one) => one instanceof HTMLElement && one !== document.body && one.isConnected);
  if (found instanceof HTMLElement) found.focus();
}

/**
 * A question or a form over the page, as the browser's own modal dialog: the focus stays inside, Escape closes it, and the focus
 * returns to what opened it, or where that is gone, to the page. It exists only while it is open: render it conditionally.
 */
export function Dialog(props: {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  /** Stands along the edge of the page, in its full height: for what is looked at beside a list. */
  drawer?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    const around = before?.closest("dialog");
    const back = [...(before ? [before] : []), ...((around && openers.get(around)) ?? [])];
    if (element) openers.set(element, back);
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      returnFocus(back);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={["dialog", props.wide ? "dialog-wide" : "", props.drawer ? "dialog-drawer" : ""].filter(Boolean).join(" ")}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        // React would tell the dialog too from which this one was opened.
        event.stopPropagation();
        props.onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={title}>{props.title}</h2>
        <Button look="quiet" aria-label="Close" onClick={props.onClose}>
          <span aria-hidden="true">✕</span>
        </Button>
      </div>
      <div className="dialog-body">{props.children}</div>
      {props.actions ? <div className="dialog-actions">{props.actions}</div> : null}
    </dialog>
  );
}
