// Tasks of the stand-in: a script of events with pauses, told to whoever follows.
import {randomBytes} from "node:crypto";

/** @typedef {{name: string, data: unknown}} Event */
/** @typedef {{task: any, events: Event[], followers: Set<(event: Event, id: number) => void>, stop: AbortController}} Entry */

/** Who is told that something has changed. @type {Set<(what: string) => void>} */
export const listeners = new Set();
export const publish = (/** @type {string} */ what) => listeners.forEach((tell) => tell(what));

/** @type {Entry[]} */
let entries = [];
/** How much faster than life it goes. */
export const pace = {factor: 1};

export const clearTasks = () => {
  for (const entry of entries) entry.stop.abort();
  entries = [];
};

export const listTasks = () => entries.map((entry) => entry.task);
/** @param {string} id */
const find = (id) => entries.find((entry) => entry.task.id === id);
/** @param {string} id */
export const getTask = (id) => find(id)?.task;

/**
 * @param {{kind: string, title: string, subject?: string}} about
 * @param {(emit: (name: string, data: unknown) => void, pause: (ms: number) => Promise<void>) => Promise<unknown>} work
 */
export function startTask(about, work) {
  const task = {id: randomBytes(8).toString("hex"), ...about, state: "running", started_at: new Date().toISOString(), ended_at: null, events: 0, result: null, problem: null};
  /** @type {Entry} */
  const entry = {task, events: [], followers: new Set(), stop: new AbortController()};
  entries = [entry, ...entries].slice(0, 50);
  const emit = (/** @type {string} */ name, /** @type {unknown} */ data) => {
    const event = {name, data};
    entry.events.push(event);
    task.events = entry.events.length;
    for (const follower of entry.followers) follower(event, entry.events.length);
  };
  const pause = (/** @type {number} */ ms) =>
    new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
      if (entry.stop.signal.aborted) return reject(new Error("stopped"));
      const timer = setTimeout(resolve, ms / pace.factor);
      entry.stop.signal.addEventListener("abort", () => (clearTimeout(timer), reject(new Error("stopped"))));
    });
  const end = (/** @type {any} */ change) => {
    Object.assign(task, {ended_at: new Date().toISOString(), ...change});
    emit("done", task);
    for (const what of ["tasks", "accounts", "profiles", "costs", "schedule"]) publish(what);
  };
  publish("tasks");
  work(emit, pause).then(
    (result) => end({state: "done", result}),
    (error) => (entry.stop.signal.aborted ? end({state: "stopped", result: error.result ?? null}) : end({state: "failed", problem: error})),
  );
  return task;
}

/** @param {string} id */
export function stopTask(id) {
  find(id)?.stop.abort();
  return getTask(id);
}

/** @param {string} id @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
export function followTask(id, request, response) {
  const entry = find(id);
  if (!entry) return false;
  response.setHeader("Content-Type", "text/event-stream");
  const send = (/** @type {Event} */ event, /** @type {number} */ at) => response.write(`id: ${at}\nevent: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
  const after = Number(request.headers["last-event-id"] ?? 0);
  entry.events.slice(after).forEach((event, index) => send(event, after + index + 1));
  entry.followers.add(send);
  const beat = setInterval(() => response.write(": beat\n\n"), 15_000);
  response.on("close", () => (clearInterval(beat), entry.followers.delete(send)));
  return true;
}
