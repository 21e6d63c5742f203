import {afterEach, expect, it, vi} from "vitest";

import {api, ask, askFile} from "./client";
import {ProblemError, problemOf} from "./problem";

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: unknown, type = "application/json") =>
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), {status, headers: {"Content-Type": type}}))));

// openapi-fetch makes a Request, which needs a whole address outside a browser.
const status = () => ask(api.GET("/status", {baseUrl: "http://localhost/api/v1"}));

it("gives what was asked for", async () => {
  answer(200, {version: "1"});
  await expect(status()).resolves.toEqual({version: "1"});
});

it("throws the problem that the server explains", async () => {
  answer(401, {type: "about:blank", title: "You are not signed in", status: 401, code: "web.not_signed_in", causes: [], fix: ""}, "application/problem+json");
  await expect(status()).rejects.toThrow(ProblemError);
  await expect(status().catch((error: unknown) => problemOf(error).code)).resolves.toBe("web.not_signed_in");
});

it("explains that no one answered", async () => {
  vi.stubGlobal("fetch", vi.fn(() => Promise.reject(new TypeError("Failed to fetch"))));
  await expect(status().catch((error: unknown) => problemOf(error).code)).resolves.toBe("page.no_answer");
  await expect(askFile("/costs").catch((error: unknown) => problemOf(error).code)).resolves.toBe("page.no_answer");
});
