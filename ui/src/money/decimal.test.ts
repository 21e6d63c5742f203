import {describe, expect, it} from "vitest";

import {add, approximate, compare, decimal, isDecimal, magnitude, percentOf, subtract, sum, toFixed, toText} from "./decimal";

describe("decimal", () => {
  it("keeps what a Number would lose", () => {
    expect(toText(add(decimal("0.1"), decimal("0.2")))).toBe("0.3");
    expect(toText(add(decimal("90071992547409931234.123456789012345678"), decimal("0.000000000000000001")))).toBe(
      "90071992547409931234.123456789012345679",
    );
    expect(toText(subtract(decimal("1"), decimal("1.000000000000000001")))).toBe("-0.000000000000000001");
  });

  it("adds up a thousand cents of a cent to exactly what they are", () => {
    expect(toText(sum(Array.from({length: 1000}, () => decimal("0.0001"))))).toBe("0.1");
  });

  it("writes the text that it read, but for zeros at the end", () => {
    for (const text of ["0", "-0.5", "123.4567", "-0.00000012", "1000000"]) expect(toText(decimal(text))).toBe(text);
    expect(toText(decimal("1.500"))).toBe("1.5");
    expect(toText(decimal("-0.000"))).toBe("0");
  });

  it("refuses what is no plain decimal", () => {
    for (const text of ["", "1e5", "+1", ".5", "1.", "1,000", "NaN", " 1"]) {
      expect(isDecimal(text)).toBe(false);
      expect(() => decimal(text)).toThrow(RangeError);
    }
  });

  it("rounds half away from zero", () => {
    const cases = [["0.005", "0.01"], ["0.00499", "0.00"], ["-0.005", "-0.01"], ["-0.004", "-0.00"], ["2.675", "2.68"], ["9.999", "10.00"], ["7", "7.00"]];
    for (const [text, want] of cases) expect(toFixed(decimal(text ?? ""), 2)).toBe(want);
  });

  it("compares amounts of different precision", () => {
    expect(compare(decimal("1.10"), decimal("1.1"))).toBe(0);
    expect(compare(decimal("-2"), decimal("1.5"))).toBeLessThan(0);
    expect(compare(decimal("0.1000000001"), decimal("0.1"))).toBeGreaterThan(0);
    expect(toText(magnitude(decimal("-3.2")))).toBe("3.2");
  });

  it("takes percentages of an exact quotient", () => {
    const percent = (part: string, whole: string) => {
      const share = percentOf(decimal(part), decimal(whole), 1);
      return share && toFixed(share, 1);
    };
    expect(percent("1", "3")).toBe("33.3");
    expect(percent("2", "3")).toBe("66.7");
    expect(percent("-1", "8")).toBe("-12.5");
    expect(percent("5", "0")).toBeNull();
    expect(percent("0.05", "100")).toBe("0.1");
  });

  it("gives a Number for the length of a bar", () => expect(approximate(decimal("-12.25"))).toBe(-12.25));
});
