import type {ConnectResult, Problem, Task} from "@/api/types";
import {connectResultOf} from "@/tasks/checkProgress";

/** Something to connect: a profile of ~/.aws, or the role of a set-up. */
export type Target = {kind: "profile"; profile: string} | {kind: "role"; name: string; roleArn: string};

/** What is to be connected, one after another, and how each stands. */
export interface Item {
  key: string;
  target: Target;
  state: "waiting" | "asking" | "running" | "connected" | "refused" | "failed";
  /** A check that ends red connects only with this. */
  acceptRed: boolean;
  /** Of the connection, where it is not to be that of the profile. */
  name: string | null;
  taskId: string | null;
  result: ConnectResult | null;
  problem: Problem | null;
}

export interface Queue {
  items: readonly Item[];
  /** Whether the next begins by itself. */
  isGoing: boolean;
}

export type Action =
  | {type: "go"}
  /** What runs is let end; what waits goes on waiting. */
  | {type: "halt"}
  | {type: "asked"; key: string}
  | {type: "started"; key: string; taskId: string}
  | {type: "refused"; key: string; problem: Problem}
  | {type: "ended"; key: string; task: Task}
  /** After what was wrong is mended, or its task is gone with a restart of the server. */
  | {type: "again"; key: string; acceptRed: boolean; name?: string};

export const keyOf = (target: Target) => (target.kind === "profile" ? `profile ${target.profile}` : `role ${target.name} ${target.roleArn}`);
export const nameOf = (target: Target) => (target.kind === "profile" ? target.profile : target.name);

/** What is known from before a reload: what runs or ran for a target, and what is connected already. */
export interface Before {
  tasks: readonly Task[];
  /** The connection that reads by a profile. */
  connectionOf: (profile: string) => string | null;
  /** The task that the address names. */
  taskId: string | null;
}

/** The queue at the start, or as it goes on after a reload: nothing begins by itself then, since checks cost money. */
export function queueOf(targets: readonly Target[], begins: boolean, before: Before): Queue {
  const used = new Set<string>();
  const items = targets.map((target): Item => {
    const item: Item = {key: keyOf(target), target, state: "waiting", acceptRed: false, name: null, taskId: null, result: null, problem: null};
    if (begins) return item;
    const task = before.tasks.find((one) => one.kind === "connect" && !used.has(one.id) && isOf(one, target, targets.length === 1, before.taskId));
    if (task) used.add(task.id);
    if (task?.state === "running") return {...item, state: "running", taskId: task.id};
    if (task) return afterTask({...item, taskId: task.id}, task);
    const isConnected = target.kind === "profile" && before.connectionOf(target.profile) !== null;
    return isConnected ? {...item, state: "connected"} : item;
  });
  return {items, isGoing: begins || items.some((item) => item.state === "running")};
}

/** Whether a task is that of a target. A role's name says too little of one that has ended: its ARN may have been another. */
function isOf(task: Task, target: Target, isAlone: boolean, taskId: string | null): boolean {
  if (isAlone && task.id === taskId) return true;
  return task.subject === nameOf(target) && (target.kind === "profile" || task.state === "running");
}

function afterTask(item: Item, task: Task): Item {
  const result = connectResultOf(task.result);
  if (result) return {...item, result, state: result.connected ? "connected" : "failed", problem: null};
  // Stopped, or refused before there was anything to report.
  return {...item, state: "refused", problem: task.problem};
}

export function reduceQueue(queue: Queue, action: Action): Queue {
  if (action.type === "go" || action.type === "halt") return {...queue, isGoing: action.type === "go"};
  const change = (how: (item: Item) => Item) => queue.items.map((item) => (item.key === action.key ? how(item) : item));
  switch (action.type) {
    case "asked":
      return {...queue, items: change((item) => ({...item, state: "asking"}))};
    case "started":
      return {...queue, items: change((item) => ({...item, state: "running", taskId: action.taskId, problem: null}))};
    case "refused":
      return {...queue, items: change((item) => ({...item, state: "refused", problem: action.problem}))};
    case "ended":
      return {...queue, items: change((item) => afterTask(item, action.task))};
    case "again":
      return {
        isGoing: true,
        items: change((item) => ({
          ...item,
          state: "waiting",
          acceptRed: action.acceptRed,
          name: action.name ?? item.name,
          taskId: null,
          result: null,
          problem: null,
        })),
      };
  }
}

const isBusy = (item: Item) => item.state === "asking" || item.state === "running";

/** What is to be begun now: the first that waits, where nothing runs. */
export function nextOf(queue: Queue): Item | null {
  if (!queue.isGoing || queue.items.some(isBusy)) return null;
  return queue.items.find((item) => item.state === "waiting") ?? null;
}

export const isOver = (queue: Queue) => queue.items.every((item) => !isBusy(item) && item.state !== "waiting");
