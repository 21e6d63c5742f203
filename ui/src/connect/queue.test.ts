import {expect, it} from "vitest";

import type {CheckReport, Task} from "@/api/types";

import type {Before, Queue, Target} from "./queue";
import {isOver, keyOf, nextOf, queueOf, reduceQueue} from "./queue";

const A: Target = {kind: "profile", profile: "a"};
const B: Target = {kind: "profile", profile: "b"};
const ROLE: Target = {kind: "role", name: "acme", roleArn: "arn:aws:iam::111122223333:role/R"};
const NOTHING: Before = {tasks: [], connectionOf: () => null, taskId: null};

const report = (status: CheckReport["status"]): CheckReport => ({
  connection: "a",
  status,
  started_at: "2026-10-16T00:00:00Z",
  elapsed_ms: 1,
  account_id: "111122223333",
  account_alias: "",
  principal_arn: "",
  account_kind: "",
  organization_id: "",
  payer_id: "",
  write_access: "none found",
  costs_until: null,
  paid_calls: 0,
  steps: [],
});

const task = (more: Partial<Task>): Task => ({
  id: "00000000000000a1",
  kind: "connect",
  title: "",
  subject: "a",
  state: "done",
  started_at: "2026-10-16T00:00:00Z",
  ended_at: null,
  events: 0,
  result: null,
  problem: null,
  ...more,
});

const connected = (isConnected: boolean) => ({connected: isConnected, connection: null, report: report(isConnected ? "green" : "red"), also_reached_by: []});
const states = (queue: Queue) => queue.items.map((item) => item.state);

it("connects one after another, and goes on after one that fails", () => {
  let queue = queueOf([A, B], true, NOTHING);
  expect(nextOf(queue)?.key).toBe(keyOf(A));
  queue = reduceQueue(queue, {type: "asked", key: keyOf(A)});
  expect(nextOf(queue)).toBeNull();
  queue = reduceQueue(queue, {type: "started", key: keyOf(A), taskId: "1"});
  expect(nextOf(queue)).toBeNull();
  queue = reduceQueue(queue, {type: "ended", key: keyOf(A), task: task({result: connected(false)})});
  expect(states(queue)).toEqual(["failed", "waiting"]);
  expect(nextOf(queue)?.key).toBe(keyOf(B));
  queue = reduceQueue(queue, {type: "refused", key: keyOf(B), problem: {type: "", title: "No", status: 409, code: "x", causes: [], fix: ""}});
  expect(states(queue)).toEqual(["failed", "refused"]);
  expect(isOver(queue)).toBe(true);
});

it("connects what ended red only when somebody says so, by another check", () => {
  let queue = queueOf([A], true, NOTHING);
  queue = reduceQueue(queue, {type: "ended", key: keyOf(A), task: task({result: connected(false)})});
  expect(nextOf(queue)).toBeNull();
  queue = reduceQueue(queue, {type: "again", key: keyOf(A), acceptRed: true, name: "other"});
  expect(nextOf(queue)).toMatchObject({acceptRed: true, name: "other", result: null});
});

it("begins nothing by itself after a reload", () => {
  const queue = queueOf([A, B], false, NOTHING);
  expect(nextOf(queue)).toBeNull();
  const going = reduceQueue(queue, {type: "go"});
  expect(nextOf(going)?.key).toBe(keyOf(A));
  expect(nextOf(reduceQueue(going, {type: "halt"}))).toBeNull();
});

it("goes on with the task that runs, and keeps what has ended or is connected already", () => {
  const running = task({id: "00000000000000a2", subject: "a", state: "running"});
  const queue = queueOf([A, B], false, {tasks: [running], connectionOf: (name) => (name === "b" ? "b" : null), taskId: null});
  expect(states(queue)).toEqual(["running", "connected"]);
  expect(queue.items[0]?.taskId).toBe("00000000000000a2");
  expect(states(queueOf([A], false, {...NOTHING, tasks: [task({result: connected(false)})]}))).toEqual(["failed"]);
  expect(states(queueOf([A], false, {...NOTHING, tasks: [task({state: "stopped"})]}))).toEqual(["refused"]);
});

it("takes no check of another role of the same name for that of this one", () => {
  const ended = task({subject: "acme", result: connected(true)});
  expect(states(queueOf([ROLE], false, {...NOTHING, tasks: [ended]}))).toEqual(["waiting"]);
  expect(states(queueOf([ROLE], false, {...NOTHING, tasks: [ended], taskId: ended.id}))).toEqual(["connected"]);
});
