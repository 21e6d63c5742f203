import "./status.css";

import type {ReactNode} from "react";

import type {Light as LightColor} from "@/api/types";

/** A light with its words: never colour alone. */
export function Light(props: {color: LightColor; children: ReactNode}) {
  return (
    <span className={`light light-${props.color}`}>
      <span className="light-dot" aria-hidden="true" />
      <span>{props.children}</span>
    </span>
  );
}

/** Keeps the place of what is being fetched, so that nothing jumps when it comes. `lines` of text, or a block of that height. */
export function Skeleton(props: {lines?: number; height?: string; label?: string}) {
  return (
    <div className="skeleton" role="status" aria-label={props.label ?? "Loading"} style={props.height ? {blockSize: props.height} : undefined}>
      {props.height ? (
        <span className="skeleton-block" />
      ) : (
        Array.from({length: props.lines ?? 3}, (_, line) => <span key={line} className="skeleton-line" />)
      )}
    </div>
  );
}

/** Where there is nothing: says so, why, and what to do about it. */
export function EmptyState(props: {title: string; children?: ReactNode; actions?: ReactNode}) {
  return (
    <div className="empty-state">
      <h2>{props.title}</h2>
      {props.children ? <div className="muted">{props.children}</div> : null}
      {props.actions ? <div className="row">{props.actions}</div> : null}
    </div>
  );
}

/** A part of a page, with its heading, tools and content. */
export function Card(props: {title?: ReactNode; tools?: ReactNode; className?: string; children: ReactNode}) {
  return (
    <section className={["card", props.className].filter(Boolean).join(" ")}>
      {props.title || props.tools ? (
        <div className="card-head">
          {props.title ? <h2>{props.title}</h2> : null}
          {props.tools}
        </div>
      ) : null}
      {props.children}
    </section>
  );
}

/** A name that came from outside: as text, and kept from turning the text around it. */
export const Name = (props: {children: string}) => <bdi>{props.children}</bdi>;
