import type {TaskEvent} from "@/api/live";

import {isRecord, textIn} from "./events";

export interface Prompt {
  url: string;
  /** To compare with what the page shows; empty where there is none. */
  code: string;
}

/** What a person has to do to sign in, from the events of the task; null until the server has said it. */
export function promptOf(events: readonly TaskEvent[]): Prompt | null {
  for (const event of events.toReversed()) {
    if (event.name !== "prompt" || !isRecord(event.data)) continue;
    const url = textIn(event.data, "url");
    if (url !== "") return {url, code: textIn(event.data, "user_code")};
  }
  return null;
}

export const isLoopback = (host: string) => host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

/** An address that may be put behind a link: https, or http on this machine. Anything else could run a script here. */
export function safeUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isFine = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
  return isFine && url.username === "" && url.password === "" ? url : null;
}
