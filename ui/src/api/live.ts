import {useQueryClient} from "@tanstack/react-query";
import {useEffect, useRef, useState} from "react";

import {API} from "./client";
import {problemOf} from "./problem";
import type {ServerEvent} from "./sse";
import {follow} from "./sse";
import {followTogether} from "./together";
import type {Problem} from "./types";

const GATHER_MS = 400;

/**
 * Follows the server's events for as long as the page is open, and reads again what has changed. Gives whether the connection
 * stands.
 */
export function useLiveChanges(enabled: boolean): boolean {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    if (!enabled) return;
    const control = new AbortController();
    // A sync changes costs with each of its cells: what is stale is gathered for a moment, and read again once.
    const stale = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      for (const key of stale) void client.invalidateQueries({queryKey: [key]});
      stale.clear();
    };
    const read = (event: ServerEvent) => {
      if (event.name === "hello") {
        // What changed while the connection was gone, nobody said: everything is read again.
        void client.invalidateQueries();
      } else if (event.name === "changed") {
        const what = changedKey(event.data);
        if (what) stale.add(what);
        stale.add("status");
        timer ??= setTimeout(flush, GATHER_MS);
      }
    };
    followTogether(`${API}/events`, {signal: control.signal, onEvent: read, onState: setConnected}).catch(() => {
      // Refused: the session is gone, which reading the status again will say.
      void client.invalidateQueries({queryKey: ["status"]});
    });
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [client, enabled]);
  return isConnected;
}

function changedKey(data: string): string | null {
  try {
    const parsed: unknown = JSON.parse(data);
    const what = typeof parsed === "object" && parsed !== null && "what" in parsed ? parsed.what : null;
    return typeof what === "string" ? what : null;
  } catch {
    return null;
  }
}

/** One event of a task: its kind, and the JSON that came with it. */
export interface TaskEvent {
  name: string;
  data: unknown;
}

export interface FollowedTask {
  events: readonly TaskEvent[];
  /** The `done` event came: the task's result can be read with taskQuery. */
  isOver: boolean;
  isConnected: boolean;
  /** The stream was refused. */
  problem: Problem | null;
}

const NOTHING: FollowedTask = {events: [], isOver: false, isConnected: true, problem: null};

/**
 * The events of a task from its first, also after a reload of the page. `onOver` is called once, when `done` has come; the task
 * and the list of tasks are read again by then.
 */
export function useTaskEvents(id: string | null, onOver?: () => void): FollowedTask {
  const client = useQueryClient();
  const [state, setState] = useState<{id: string | null; task: FollowedTask}>({id, task: NOTHING});
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  });
  useEffect(() => {
    if (id === null) return;
    const control = new AbortController();
    const change = (how: (task: FollowedTask) => FollowedTask) =>
      setState((before) => ({id, task: how(before.id === id ? before.task : NOTHING)}));
    change(() => NOTHING);
    follow(`${API}/tasks/${encodeURIComponent(id)}/events`, {
      signal: control.signal,
      isLast: (event) => event.name === "done",
      onState: (isConnected) => change((task) => ({...task, isConnected})),
      onEvent: (event) =>
        change((task) => ({
          ...task,
          events: [...task.events, {name: event.name, data: parsed(event.data)}],
          isOver: task.isOver || event.name === "done",
        })),
    })
      .then(async () => {
        if (control.signal.aborted) return;
        await client.invalidateQueries({queryKey: ["tasks"]});
        over.current?.();
      })
      .catch((error: unknown) => change((task) => ({...task, problem: problemOf(error)})));
    return () => control.abort();
  }, [client, id]);
  return state.id === id ? state.task : NOTHING;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
