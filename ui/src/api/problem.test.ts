import {describe, expect, it} from "vitest";

import {isProblem, parseProblem, ProblemError, problemOf} from "./problem";

const refused = {
  type: "about:blank",
  title: "No stored figures answer this question",
  status: 409,
  code: "cost.not_answerable",
  causes: ["account and region are not held together"],
  fix: "sextant cost --by account",
  take: "A face account × region: 14 requests, 0.14 USD",
};

describe("parseProblem", () => {
  it("keeps every member that the server sent", () => expect(parseProblem(409, refused)).toEqual(refused));

  it("makes missing and malformed lists empty", () => {
    const problem = parseProblem(400, {title: "t", status: 400, code: "c", causes: "x", fix: 3});
    expect(problem.causes).toEqual([]);
    expect(problem.fix).toBe("");
  });

  it("explains an answer that is not Sextant's", () => {
    for (const body of [undefined, "<html>", null, [], {error: "no"}, 7]) {
      const problem = parseProblem(502, body);
      expect(problem.code).toBe("page.foreign_answer");
      expect(problem.detail).toContain("502");
    }
  });
});

describe("problemOf", () => {
  it("finds the problem of what was thrown", () => {
    expect(problemOf(new ProblemError(refused)).code).toBe("cost.not_answerable");
    expect(problemOf(new TypeError("Failed to fetch")).code).toBe("page.no_answer");
  });
});

it("tells a problem from an answer", () => {
  expect(isProblem(refused)).toBe(true);
  expect(isProblem({rows: [], provenance: {}})).toBe(false);
});
