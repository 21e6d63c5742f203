import createClient from "openapi-fetch";

import type {paths} from "./generated/openapi";
import {parseProblem, ProblemError, unreachable} from "./problem";

export const API = "/api/v1";

/** Typed by the contract: `ask(api.GET("/costs", {params: {query}, signal}))`. The session is a cookie of this origin. */
export const api = createClient<paths>({
  baseUrl: API,
  credentials: "same-origin",
  // Looked up at each call, so that a test can put its own in place.
  fetch: (request) => globalThis.fetch(request),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was asked for, or a ProblemError. An aborted request stays an AbortError. */
export async function ask<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(unreachable(error));
  }
  if (!answer.response.ok) throw new ProblemError(parseProblem(answer.response.status, answer.error));
  return answer.data as T;
}

/** A file that the server makes, such as an export, as bytes. `path` stands below /api/v1. */
export async function askFile(path: string, init: RequestInit = {}): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(API + path, {credentials: "same-origin", ...init});
  } catch (error) {
    throw new ProblemError(unreachable(error));
  }
  if (!response.ok) throw new ProblemError(parseProblem(response.status, await response.json().catch(() => undefined)));
  return response.blob();
}
