import {describe, expect, it} from "vitest";

import {splitFix} from "./fix";

describe("splitFix", () => {
  it("tells sentences from what is to be copied", () => {
    expect(splitFix("Sign in again, then try again:\naws sso login --profile dev\nOr ask an administrator.")).toEqual([
      {isCode: false, text: "Sign in again, then try again:"},
      {isCode: true, text: "aws sso login --profile dev"},
      {isCode: false, text: "Or ask an administrator."},
    ]);
  });

  it("keeps a policy together and without its indentation", () => {
    const parts = splitFix('Add this statement:\n  {\n    "Effect": "Allow"\n  }');
    expect(parts[1]).toEqual({isCode: true, text: '{\n  "Effect": "Allow"\n}'});
  });

  it("gives nothing for nothing", () => expect(splitFix("")).toEqual([]));
});
