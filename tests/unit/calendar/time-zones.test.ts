import { afterAll, describe, expect, test } from "vitest";
import { ANNOUNCED_CALENDAR as CAL } from "../../../lib/calendar/announced-calendar";
import { lightOf } from "../../../lib/calendar/light";
import { isOfficeOpen, isPastDue, remainingOfficeHours } from "../../../lib/calendar/office-hours";
import { addWorkdays } from "../../../lib/calendar/workdays";
import { stageDue } from "../../../lib/claim/deadlines";
import { addDays, dayOf, formatDay, instant, instantAt, plainDate, timeOf, toShanghaiIso, weekday } from "../../../lib/kernel/plain-date";

/** 期限 wherever the server stands: west of Greenwich, at it, a day ahead. The days are worked out by hand. */
const OWN = process.env["TZ"];
afterAll(() => {
  if (OWN === undefined) delete process.env["TZ"];
  else process.env["TZ"] = OWN;
});
const D = plainDate;

describe.each([
  ["America/Los_Angeles", 480],
  ["UTC", 0],
  ["Pacific/Kiritimati", -840],
] as const)("TZ=%s", (zone, offset) => {
  const here = <T>(run: () => T): T => {
    process.env["TZ"] = zone;
    // The zone is really the machine's now
    expect(new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset()).toBe(offset);
    return run();
  };

  test("the year ends at midnight in Shanghai", () => {
    here(() => {
      expect([dayOf("2026-12-31T15:59:59.999Z"), dayOf("2026-12-31T16:00:00.000Z")]).toEqual(["2026-12-31", "2027-01-01"]);
      expect(timeOf("2026-12-31T16:00:00.000Z")).toBe("00:00");
      expect(instantAt(D("2027-01-01"), "00:00")).toBe("2026-12-31T16:00:00.000Z");
      expect(toShanghaiIso("2026-12-31T16:30:00.000Z")).toBe("2027-01-01T00:30:00+08:00");
      expect([formatDay(D("2027-01-01")), weekday(D("2027-01-01")), addDays(D("2026-12-31"), 1)]).toEqual(["2027年1月1日", 5, "2027-01-01"]);
    });
  });

  test("over a year end without a calendar, over a leap day, and over a spring festival", () => {
    here(() => {
      // Wednesday 30 December 23:30: Thursday 31 is 1, Monday 4 January 2, Tuesday 5 January 3.
      expect(stageDue(CAL, "manualReview", instant("2026-12-30T15:30:00Z"))).toEqual({ on: "2027-01-05", at: "2027-01-05T10:00:00.000Z", provisional: true });
      // Half an hour later it is Thursday: 4, 5 and 6 January.
      expect(stageDue(CAL, "manualReview", instant("2026-12-30T16:00:00Z"))?.on).toBe("2027-01-06");
      // 28 February 2024, a Wednesday: the 29th is 1, 1 March 2, Monday the 4th 3.
      expect(addWorkdays(CAL, D("2024-02-28"), 3)).toEqual({ day: "2024-03-04", provisional: false });
      // 2026: off from 15 to 23 February, with 14 and 28 worked. From Friday the 13th: the 14th is 1, the 24th 2, 25th, 26th, 27th 5, the 28th 6.
      expect([1, 2, 5, 6].map((n) => addWorkdays(CAL, D("2026-02-13"), n).day)).toEqual(["2026-02-14", "2026-02-24", "2026-02-27", "2026-02-28"]);
    });
  });

  test("18:00 sharp is in time, the next second is not; the office keeps Shanghai's hours", () => {
    here(() => {
      const due = D("2026-07-20");
      expect([isPastDue(instant("2026-07-20T10:00:00Z"), due), isPastDue(instant("2026-07-20T10:00:01Z"), due)]).toEqual([false, true]);
      const open = ["00:59", "01:00", "03:59", "04:00", "06:00", "09:59", "10:00"].map((time) => isOfficeOpen(CAL, instant(`2026-07-20T${time}:00Z`)));
      expect(open).toEqual([false, true, true, false, true, true, false]);
      // Friday 16:30 to Monday 18:00: one and a half hours, then seven.
      expect(remainingOfficeHours(CAL, instant("2026-07-17T08:30:00Z"), due)).toBe(8.5);
      const light = (now: string) => lightOf({ cal: CAL, enteredOn: D("2026-07-15"), dueOn: due, now: instant(now), paused: false });
      // Three days from Wednesday: on Thursday one is used (33 %), on Friday two (67 %), on Monday the third.
      expect(["2026-07-16T15:59:00Z", "2026-07-16T16:00:00Z", "2026-07-20T10:00:00Z", "2026-07-20T10:00:01Z"].map(light)).toEqual([
        "green",
        "yellow",
        "yellow",
        "red",
      ]);
    });
  });
});
