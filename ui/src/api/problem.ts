import type {Problem} from "./types";

/** A request that failed, with the problem that the server (or, where it did not answer, the page) explains it by. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = "ProblemError";
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);

/** Whether a part of an answer is a problem instead, as parts of the overview can be. */
export function isProblem(value: unknown): value is Problem {
  return isRecord(value) && isText(value["code"]) && isText(value["title"]) && typeof value["status"] === "number";
}

/** The problem in the body of a failed answer. A body that is none (a proxy's page) still gives one that says what came. */
export function parseProblem(status: number, body: unknown): Problem {
  if (!isProblem(body)) {
    return {
      type: "about:blank",
      title: "The server answered with something that is no answer of Sextant",
      status,
      detail: `HTTP status ${status}`,
      code: "page.foreign_answer",
      causes: ["Something between this browser and sextant serve answered in its place, such as a proxy"],
      fix: "Open the page at the address that sextant serve prints.",
    };
  }
  // Missing lists are made empty here, so that nothing that shows a problem has to look.
  return {...body, causes: texts(body.causes), fix: isText(body.fix) ? body.fix : ""};
}

/** Where no answer came at all. */
export function unreachable(cause: unknown): Problem {
  return {
    type: "about:blank",
    title: "Sextant's server does not answer",
    status: 0,
    detail: cause instanceof Error ? cause.message : String(cause),
    code: "page.no_answer",
    causes: ["sextant serve was stopped, or is being started again", "The network between this browser and it is gone"],
    fix: "Start it where it ran; this page goes on by itself:\nsextant serve",
  };
}

/** The problem of anything that was thrown. */
export function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : unreachable(error);
}
