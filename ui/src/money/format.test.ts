import {describe, expect, it} from "vitest";

import {decimal} from "./decimal";
import {axisText, changeText, moneyText, shareText, signedMoneyText} from "./format";

const money = (text: string, currency: string | null = "USD") => moneyText(decimal(text), currency);

describe("moneyText", () => {
  it("writes cents and sets thousands apart", () => {
    expect(money("0")).toBe("$0.00");
    expect(money("1234567.894999")).toBe("$1,234,567.89");
    expect(money("999.995")).toBe("$1,000.00");
    expect(money("-1234.5")).toBe("−$1,234.50");
    expect(money("12345678901234567890.126")).toBe("$12,345,678,901,234,567,890.13");
  });

  it("says that an amount is small rather than nothing", () => {
    expect(money("0.0049")).toBe("<$0.01");
    expect(money("-0.000001")).toBe("−<$0.01");
  });

  it("names a currency that has no sign of its own, and none where there are several", () => {
    expect(money("1234.5", "SEK")).toBe("1,234.50 SEK");
    expect(money("1234.5", null)).toBe("1,234.50");
  });

  it("puts a sign before changes", () => {
    expect(signedMoneyText(decimal("3"), "USD")).toBe("+$3.00");
    expect(signedMoneyText(decimal("-3"), "USD")).toBe("−$3.00");
    expect(signedMoneyText(decimal("0"), "USD")).toBe("$0.00");
  });
});

describe("changeText", () => {
  const change = (before: string, after: string) => changeText(decimal(before), decimal(after));
  it("speaks as the terminal does", () => {
    expect(change("100", "112.34")).toBe("+12%");
    expect(change("100", "104.26")).toBe("+4.3%");
    expect(change("100", "60")).toBe("−40%");
    expect(change("5", "5.00")).toBe("=");
    expect(change("0", "7")).toBe("new");
    expect(change("7", "0")).toBe("gone");
    expect(change("0.01", "900")).toBe(">+999%");
    expect(change("-10", "-5")).toBe("+50%");
  });
});

describe("shareText", () => {
  it("never shows a part as nothing", () => {
    expect(shareText(decimal("1"), decimal("8"))).toBe("12.5%");
    expect(shareText(decimal("0.001"), decimal("8000"))).toBe("<0.1%");
    expect(shareText(decimal("1"), decimal("0"))).toBe("");
    expect(shareText(decimal("-1"), decimal("4"))).toBe("−25.0%");
  });
});

describe("axisText", () => {
  it("is short", () => {
    expect([0, 950, 1500, 20_000, 3_000_000, 2e9, -1500].map((value) => axisText(value, "USD"))).toEqual(
      ["$0", "$950", "$1.5k", "$20k", "$3M", "$2bn", "−$1.5k"],
    );
  });
});
