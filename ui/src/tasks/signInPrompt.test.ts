import {expect, it} from "vitest";

import {isLoopback, promptOf, safeUrl} from "./signInPrompt";

it("puts only what a browser can open without harm behind a link", () => {
  expect(safeUrl("https://device.sso.us-east-1.amazonaws.com/?user_code=A")?.host).toBe("device.sso.us-east-1.amazonaws.com");
  expect(safeUrl("http://127.0.0.1:4599/authorize")?.host).toBe("127.0.0.1:4599");
  for (const bad of ["javascript:alert(1)", "http://example.com/", "data:text/html,x", "https://aws@evil.example/", "nonsense"]) {
    expect(safeUrl(bad)).toBeNull();
  }
});

it("takes the last prompt that was told", () => {
  const prompt = (url: string, code: string) => ({name: "prompt", data: {url, user_code: code}});
  expect(promptOf([])).toBeNull();
  expect(promptOf([prompt("https://a.example", "A"), prompt("https://b.example", ""), {name: "done", data: {}}])).toEqual({url: "https://b.example", code: ""});
  expect(promptOf([{name: "prompt", data: {user_code: "A"}}])).toBeNull();
});

it("knows this machine", () => {
  expect(["localhost", "127.0.0.1", "127.8.8.8", "[::1]"].every(isLoopback)).toBe(true);
  expect(["127.0.0.1.example.com", "sextant.example.com", "10.0.0.1"].some(isLoopback)).toBe(false);
});
