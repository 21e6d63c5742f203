import {expect, it} from "vitest";

import {parseSearch, stringifySearch} from "@/shell/search";

import {validateWelcome} from "./state";
import {stepAt, targetsOf} from "./steps";

const NOTHING = {connections: 0};

it("begins with the cloud, and shows the step that the address names where what comes before it is there", () => {
  expect(stepAt({}, NOTHING)).toBe("cloud");
  expect(stepAt({step: "method", cloud: "aws"}, NOTHING)).toBe("method");
  expect(stepAt({step: "check", cloud: "aws", method: "sso", profile: ["dev"]}, NOTHING)).toBe("check");
  expect(stepAt({step: "sync", cloud: "aws", connected: ["dev"]}, NOTHING)).toBe("sync");
});

it("goes back to the last step that is open, where an address asks for more", () => {
  expect(stepAt({step: "method"}, NOTHING)).toBe("cloud");
  expect(stepAt({step: "check", cloud: "aws", method: "sso"}, NOTHING)).toBe("method");
  expect(stepAt({step: "check", cloud: "aws", method: "role", setup: "acme"}, NOTHING)).toBe("method");
  expect(stepAt({step: "sync", cloud: "aws"}, NOTHING)).toBe("method");
});

it("lets the first sync be shown by itself once something is connected", () => {
  expect(stepAt({step: "sync"}, {connections: 1})).toBe("sync");
});

it("knows what is to be connected", () => {
  expect(targetsOf({method: "keys", profile: ["a", "b"]})).toEqual([
    {kind: "profile", profile: "a"},
    {kind: "profile", profile: "b"},
  ]);
  const arn = "arn:aws:iam::111122223333:role/R";
  expect(targetsOf({method: "role", setup: "acme", role_arn: arn, profile: ["left over"]})).toEqual([{kind: "role", name: "acme", roleArn: arn}]);
});

it("resumes from its own address, whatever the names", () => {
  const search = {step: "check", cloud: "aws", method: "sso", profile: ["a b", "ü & <b>"], task: "00000000000000a1"} as const;
  expect(validateWelcome(parseSearch(stringifySearch(search)))).toEqual(search);
});

it("leaves out of an address what makes no sense", () => {
  expect(validateWelcome({step: "end", cloud: "azure", method: "magic", task: "../../x", profile: "dev", connected: "dev"})).toEqual({
    profile: ["dev"],
    connected: ["dev"],
  });
});
