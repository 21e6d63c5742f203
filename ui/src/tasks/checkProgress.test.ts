import {expect, it} from "vitest";

import type {TaskEvent} from "@/api/live";
import type {CheckReport} from "@/api/types";

import {connectResultOf, foldCheck, reportOf, verdictOf} from "./checkProgress";

const step = (id: string, status = "fine", more = {}): TaskEvent => ({
  name: "step",
  data: {id, title: id, status, counts: true, evidence: "proved", said: "", details: [], alarms: [], code: "", causes: [], cause_is_proven: false, fix: "", permissions: [], elapsed_ms: 5, ...more},
});

const report = (steps: TaskEvent[], status: CheckReport["status"]) =>
  ({connection: "dev", status, steps: foldCheck(steps).steps}) as CheckReport;

it("puts steps in their order, a later one of the same id in the place of the earlier", () => {
  const progress = foldCheck([step("profile"), step("trust", "not tested"), {name: "wait", data: {text: "Trying again"}}, step("trust", "failed")]);
  expect(progress.steps.map((one) => [one.id, one.status])).toEqual([
    ["profile", "fine"],
    ["trust", "failed"],
  ]);
  expect(progress.wait).toBeNull();
});

it("says what it waits for until the next step comes", () => {
  expect(foldCheck([step("profile"), {name: "wait", data: {text: "Trying again"}}]).wait).toBe("Trying again");
});

it("leaves out what is malformed", () => {
  expect(foldCheck([{name: "step", data: "x"}, {name: "step", data: {id: "a", status: "splendid"}}, {name: "gap", data: null}]).steps).toEqual([]);
  expect(foldCheck([{name: "step", data: {id: "a", status: "fine", causes: [1, "b"]}}]).steps[0]).toMatchObject({causes: ["b"], permissions: []});
  expect(reportOf({session: "corp"})).toBeNull();
  expect(connectResultOf({connected: true})).toBeNull();
});

it("ends in the words of the terminal", () => {
  expect(verdictOf(report([step("a")], "green"))).toBe("dev works");
  expect(verdictOf(report([step("a", "warning"), step("b", "not tested"), step("c", "warning", {counts: false})], "amber"))).toBe(
    "dev works, with 2 things to look at",
  );
  expect(verdictOf(report([step("a", "failed")], "red"))).toBe("1 of dev’s steps failed");
});
