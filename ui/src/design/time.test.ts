import {describe, expect, it} from "vitest";

import {addDays, addMonths, ageText, dayText, daysBetween, durationText, intervalText, monthText, timeText, untilText} from "./time";

describe("days", () => {
  it("reads days as they are written, whatever the zone of the browser", () => {
    expect(dayText("2026-10-01")).toBe("1 Oct 2026");
    expect(monthText("2026-01")).toBe("Jan 2026");
    expect(timeText("2026-10-16T23:59:30Z")).toBe("16 Oct 2026, 23:59 UTC");
    expect(dayText("soon")).toBe("soon");
  });

  it("moves over the ends of months and years", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(addMonths("2026-11-15", 3)).toBe("2027-02-15");
    expect(daysBetween("2026-02-01", "2026-03-01")).toBe(28);
  });

  it("says the last day of an interval whose end is excluded", () => {
    expect(intervalText("2026-10-01", "2026-10-16")).toBe("1 – 15 Oct 2026");
    expect(intervalText("2026-09-01", "2026-10-16")).toBe("1 Sep – 15 Oct 2026");
    expect(intervalText("2025-12-01", "2026-01-02")).toBe("1 Dec 2025 – 1 Jan 2026");
    expect(intervalText("2026-10-01", "2026-10-02")).toBe("1 Oct 2026");
  });
});

describe("ages", () => {
  it("uses the largest unit that says enough", () => {
    expect([5, 90, 7200, 170_000, 400_000].map(ageText)).toEqual(["5 s", "2 min", "2 h", "47 h", "5 days"]);
    expect(untilText(-3)).toBe("now");
    expect(untilText(3600 * 3)).toBe("in 3 h");
    expect([450, 2440, 95_000].map(durationText)).toEqual(["450 ms", "2.4 s", "1 min 35 s"]);
  });
});
