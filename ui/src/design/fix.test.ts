import {describe, expect, it} from "vitest";

import {forPage, splitFix} from "./fix";

describe("splitFix", () => {
  it("tells sentences from what is to be copied", () => {
    expect(splitFix("Sign in again, then try again:\naws sso login --profile dev\nOr ask an administrator.")).toEqual([
      {kind: "text", text: "Sign in again, then try again:"},
      {kind: "copy", text: "aws sso login --profile dev"},
      {kind: "text", text: "Or ask an administrator."},
    ]);
  });

  it("keeps a policy together and without its indentation", () => {
    const parts = splitFix('Add this statement:\n  {\n    "Effect": "Allow"\n  }');
    expect(parts[1]).toEqual({kind: "copy", text: '{\n  "Effect": "Allow"\n}'});
  });

  it("tells what Sextant is asked in a terminal from what is to be copied, each with what goes on below it", () => {
    expect(splitFix("Look which there are:\n  sextant profiles\n  aws configure \\\n    --profile dev\nOr:\n  --region us-east-1")).toEqual([
      {kind: "text", text: "Look which there are:"},
      {kind: "terminal", text: "sextant profiles"},
      {kind: "copy", text: "aws configure \\\n  --profile dev"},
      {kind: "text", text: "Or:"},
      {kind: "terminal", text: "--region us-east-1"},
    ]);
  });

  it("gives nothing for nothing", () => expect(splitFix("")).toEqual([]));
});

describe("forPage", () => {
  it("leaves out the options of the terminal where the page has a control", () => {
    expect(
      forPage(
        "cost.not_answerable",
        "Part of a month is answered from days, which are kept of this month and last, now from 2026-09-01 up to 2026-10-14. Ask for whole months: --from 2026-08 --to 2026-10.",
      ),
    ).toBe("Part of a month is answered from days, which are kept of this month and last, now from 2026-09-01 up to 2026-10-14.");
    expect(forPage("cost.not_answerable", "An account that has net amounts (those with discounts do). Ask with --metric unblended or amortized.")).toBe(
      "An account that has net amounts (those with discounts do).",
    );
    expect(forPage("cost.bad_window", "Say one of (--from is included, --to is not):\n  --from 2026-09 --to 2026-10          September\n  --last 30d")).toBe("");
    expect(forPage("cost.bad_comparison", "Group by service, or look at months in one answer:\n  sextant cost --by month --last 6mo")).toBe("");
    expect(forPage("cost.not_answerable", "Group by month for what lies before.")).toBe("Group by month for what lies before.");
  });

  it("keeps what is to be done elsewhere", () => {
    const fix = "Enter new keys:\n  aws configure --profile dev\nthen:\n  sextant sync";
    expect(forPage("sync.session_expired", fix)).toBe(fix);
  });
});
