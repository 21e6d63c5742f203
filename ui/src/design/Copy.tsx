import "./copy.css";

import {useState} from "react";

import {Button} from "./Button";
import {useToast} from "./Toast";

/** Copies a text. Says so beside the button and aloud; where the browser refuses, says how to do it by hand. */
export function CopyButton(props: {text: string; label?: string; what?: string}) {
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied(true);
      toast.say(`Copied${props.what ? `: ${props.what}` : ""}`);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      toast.say("The browser does not let the page copy: select the text and copy it by keyboard");
    }
  };
  const label = props.label ?? "Copy";
  // What is seen is part of the name, also while it says that it has copied.
  const name = props.what ? `${label}: ${props.what}${copied ? ", Copied" : ""}` : undefined;
  return (
    <Button look="quiet" className="copy-button" aria-label={name} onClick={() => void copy()}>
      {/* Both words lie over one another, so that the button keeps its width. */}
      <span className={copied ? "copy-hidden" : undefined} aria-hidden={copied}>
        {label}
      </span>
      <span className={copied ? undefined : "copy-hidden"} aria-hidden={!copied}>
        Copied
      </span>
    </Button>
  );
}

/** Commands, policies, SQL: exactly what is to be copied, with the button that does so, and a download where one is named. */
export function CodeBlock(props: {text: string; what: string; download?: string}) {
  return (
    <figure className="code-block">
      <figcaption className="code-block-head">
        <span>{props.what}</span>
        <span className="row">
          {props.download ? <DownloadButton text={props.text} name={props.download} /> : null}
          <CopyButton text={props.text} what={props.what} />
        </span>
      </figcaption>
      {/* It scrolls, so it takes the focus: else what stands to its right could not be read by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={props.what} role="group">
        <code translate="no">{props.text}</code>
      </pre>
    </figure>
  );
}

/** One command, in a line of its own with the button that copies it. `about` tells readers of a screen which one. */
export function CommandLine(props: {command: string; about?: string}) {
  return (
    <div className="command-line">
      <code translate="no">{props.command}</code>
      <CopyButton text={props.command} what={props.about ?? props.command} />
    </div>
  );
}

/** Gives the browser bytes as a file to save. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function DownloadButton(props: {text: string; name: string}) {
  return (
    <Button look="quiet" aria-label={`Download ${props.name}`} onClick={() => saveFile(new Blob([props.text]), props.name)}>
      Download
    </Button>
  );
}
