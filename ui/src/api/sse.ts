import {parseProblem, ProblemError, unreachable} from "./problem";

/** One server-sent event. */
export interface ServerEvent {
  id: string | null;
  name: string;
  data: string;
}

/**
 * Reads a text/event-stream piece by piece, as the pieces come: a piece may end within a line, and a line may end in CR, LF or
 * both. Comments are left out.
 */
export class EventParser {
  private rest = "";
  private id: string | null = null;
  private name = "";
  private data: string[] = [];

  /** How long to wait before asking again, where the server said so. */
  retryMs: number | null = null;

  push(piece: string): ServerEvent[] {
    const out: ServerEvent[] = [];
    this.rest += piece;
    // A CR at the very end may be the first half of CR LF: it waits for the next piece.
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.rest);
      if (!end) return out;
      const line = this.rest.slice(0, end.index);
      this.rest = this.rest.slice(end.index + end[0].length);
      const event = this.line(line);
      if (event) out.push(event);
    }
  }

  private line(line: string): ServerEvent | null {
    if (line === "") {
      const event = this.data.length > 0 ? {id: this.id, name: this.name || "message", data: this.data.join("\n")} : null;
      this.name = "";
      this.data = [];
      return event;
    }
    if (line.startsWith(":")) return null;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.data.push(value);
    else if (field === "event") this.name = value;
    else if (field === "id" && !value.includes("\0")) this.id = value;
    else if (field === "retry" && /^\d+$/.test(value)) this.retryMs = Number(value);
    return null;
  }
}

export interface FollowOptions {
  signal: AbortSignal;
  onEvent: (event: ServerEvent) => void;
  /** Called when the connection is lost and when it stands again, so that the page can say so. */
  onState?: (isConnected: boolean) => void;
  /** Stops following once an event is the last one. */
  isLast?: (event: ServerEvent) => boolean;
  /** For tests. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 15_000;
// The server sends a comment every 15 s: after three that did not come, the connection is dead though nothing said so.
const SILENCE_MS = 50_000;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), {once: true});
  });
}

/**
 * Follows a stream of events until it is over or `signal` aborts. A connection that breaks is made again, with longer and longer
 * waits, and goes on after the last event that came (Last-Event-ID). A refusal (4xx) is final and throws its ProblemError.
 */
export async function follow(url: string, options: FollowOptions): Promise<void> {
  const {signal, onEvent, onState, isLast, wait = pause} = options;
  let lastId: string | null = null;
  let failures = 0;
  let retryMs: number | null = null;
  while (!signal.aborted) {
    const silence = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      alive();
      const headers: Record<string, string> = {Accept: "text/event-stream"};
      if (lastId !== null) headers["Last-Event-ID"] = lastId;
      const response = await fetch(url, {credentials: "same-origin", headers, signal: AbortSignal.any([signal, silence.signal])});
      if (response.status >= 400 && response.status < 500 && response.status !== 429) {
        throw new ProblemError(parseProblem(response.status, await response.json().catch(() => undefined)));
      }
      if (!response.ok || !response.body) throw new ProblemError(unreachable(`HTTP status ${response.status}`));
      onState?.(true);
      const parser = new EventParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const {done, value} = await reader.read();
        if (done) break;
        alive();
        failures = 0;
        for (const event of parser.push(value)) {
          if (event.id !== null) lastId = event.id;
          onEvent(event);
          if (isLast?.(event)) return;
        }
        retryMs = parser.retryMs ?? retryMs;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ProblemError && error.problem.status >= 400 && error.problem.status < 500) throw error;
    } finally {
      clearTimeout(timer);
    }
    if (signal.aborted) return;
    onState?.(false);
    await wait(Math.min(RETRY_MOST_MS, (retryMs ?? RETRY_FIRST_MS) * 2 ** failures++), signal);
  }
}
