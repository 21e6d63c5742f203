import {afterEach, describe, expect, it, vi} from "vitest";

import {ProblemError} from "./problem";
import type {ServerEvent} from "./sse";
import {EventParser, follow} from "./sse";

describe("EventParser", () => {
  const whole = 'id: 7\nevent: step\ndata: {"a":1}\n\n: beat\n\nid: 8\r\nevent: done\r\ndata: one\r\ndata: two\r\n\r\n';
  const events: ServerEvent[] = [
    {id: "7", name: "step", data: '{"a":1}'},
    {id: "8", name: "done", data: "one\ntwo"},
  ];

  it("gives the same events however the stream is cut", () => {
    for (let size = 1; size <= whole.length; ++size) {
      const parser = new EventParser();
      const out: ServerEvent[] = [];
      for (let at = 0; at < whole.length; at += size) out.push(...parser.push(whole.slice(at, at + size)));
      expect(out).toEqual(events);
    }
  });

  it("leaves out events without data and events that are not over", () => {
    expect(new EventParser().push("event: x\n\ndata: half")).toEqual([]);
  });

  it("names an event that has no name", () => {
    expect(new EventParser().push("data\n\n")).toEqual([{id: null, name: "message", data: ""}]);
  });

  it("notes how long to wait", () => {
    const parser = new EventParser();
    parser.push("retry: 250\n\n");
    expect(parser.retryMs).toBe(250);
  });
});

function stream(text: string, breaks = false): Response {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      if (!breaks) controller.close();
    },
    pull(controller) {
      if (breaks) controller.error(new TypeError("network error"));
    },
  });
  return new Response(body, {headers: {"Content-Type": "text/event-stream"}});
}

describe("follow", () => {
  afterEach(() => vi.unstubAllGlobals());

  function serve(...answers: (Response | Error)[]) {
    const asked: (string | null)[] = [];
    vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
      asked.push(new Headers(init.headers).get("Last-Event-ID"));
      const next = answers.shift();
      return next instanceof Response ? Promise.resolve(next) : Promise.reject(next ?? new TypeError("no more answers"));
    });
    return asked;
  }

  it("goes on after the last event that came when the connection breaks", async () => {
    const asked = serve(
      stream("id: 1\nevent: step\ndata: a\n\nid: 2\nevent: step\ndata: b\n\n", true),
      new TypeError("Failed to fetch"),
      stream("id: 3\nevent: done\ndata: c\n\n"),
    );
    const seen: string[] = [];
    const waits: number[] = [];
    const states: boolean[] = [];
    await follow("/x", {
      signal: new AbortController().signal,
      onEvent: (event) => seen.push(event.data),
      onState: (state) => states.push(state),
      isLast: (event) => event.name === "done",
      wait: (ms) => (waits.push(ms), Promise.resolve()),
    });
    expect(seen).toEqual(["a", "b", "c"]);
    expect(asked).toEqual([null, "2", "2"]);
    expect(waits).toEqual([500, 1000]);
    expect(states).toEqual([true, false, false, true]);
  });

  it("takes a refusal as final", async () => {
    serve(new Response(JSON.stringify({title: "Not signed in", status: 401, code: "web.no_session", causes: [], fix: ""}), {status: 401}));
    const following = follow("/x", {signal: new AbortController().signal, onEvent: () => undefined});
    await expect(following).rejects.toThrow(ProblemError);
  });

  it("asks again after a fault of the server, and stops when it is told to", async () => {
    const asked = serve(new Response("", {status: 503}), new Response("", {status: 503}));
    const control = new AbortController();
    let waits = 0;
    await follow("/x", {
      signal: control.signal,
      onEvent: () => undefined,
      wait: () => {
        if (++waits === 2) control.abort();
        return Promise.resolve();
      },
    });
    expect(asked).toHaveLength(2);
  });
});
