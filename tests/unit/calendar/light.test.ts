import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANNOUNCED_CALENDAR as CAL } from "../../../lib/calendar/announced-calendar";
import { lightOf, PAUSE_LIMIT_WORKDAYS } from "../../../lib/calendar/light";
import { dueInstant, isOfficeOpen, isPastDue, remainingOfficeHours } from "../../../lib/calendar/office-hours";
import { addWorkdays } from "../../../lib/calendar/workdays";
import { addDays, instant, instantAt, plainDate } from "../../../lib/kernel/plain-date";

const D = plainDate;
const at = (day: string, time: string) => instantAt(D(day), time);

describe("office hours", () => {
  test.each([
    ["2026-07-15", "08:00", "2026-07-15", 7],
    ["2026-07-15", "09:30", "2026-07-15", 6.5],
    ["2026-07-15", "12:00", "2026-07-15", 4],
    ["2026-07-15", "13:00", "2026-07-15", 4],
    ["2026-07-15", "17:45", "2026-07-15", 0.25],
    ["2026-07-15", "18:00", "2026-07-15", 0],
    ["2026-07-15", "20:00", "2026-07-16", 7],
    ["2026-07-17", "16:00", "2026-07-20", 9],
    ["2026-07-18", "10:00", "2026-07-20", 7],
    ["2026-09-30", "17:00", "2026-10-08", 8],
    ["2026-07-16", "09:00", "2026-07-15", 0],
  ])("%s %s until %s: %d hours", (day, time, due, hours) => {
    expect(remainingOfficeHours(CAL, at(day, time), D(due))).toBe(hours);
  });

  test("18:00 of the due day is in time, a millisecond later is not, whatever the offset in which now is written", () => {
    expect(dueInstant(D("2026-07-15"))).toBe("2026-07-15T10:00:00.000Z");
    expect(isPastDue(at("2026-07-15", "18:00"), D("2026-07-15"))).toBe(false);
    expect(isPastDue(instant("2026-07-15T10:00:00.001Z"), D("2026-07-15"))).toBe(true);
    expect(isPastDue(instant("2026-07-15T06:00:01-04:00"), D("2026-07-15"))).toBe(true);
  });

  test("closed at lunch, at night, on rest days; open on a make-up Saturday", () => {
    expect(isOfficeOpen(CAL, at("2026-07-15", "09:00"))).toBe(true);
    expect(isOfficeOpen(CAL, at("2026-07-15", "12:00"))).toBe(false);
    expect(isOfficeOpen(CAL, at("2026-07-15", "18:00"))).toBe(false);
    expect(isOfficeOpen(CAL, at("2026-07-18", "10:00"))).toBe(false);
    expect(isOfficeOpen(CAL, at("2026-10-10", "10:00"))).toBe(true);
  });
});

describe("预警灯", () => {
  const light = (enteredOn: string, dueOn: string, day: string, time: string, more = {}) =>
    lightOf({ cal: CAL, enteredOn: D(enteredOn), dueOn: D(dueOn), now: at(day, time), paused: false, ...more });

  // 3 working days from Monday 13 July: due Thursday 16 July.
  test.each([
    ["2026-07-13", "10:00", "green"],
    ["2026-07-14", "10:00", "green"],
    ["2026-07-15", "09:00", "yellow"],
    ["2026-07-16", "18:00", "yellow"],
    ["2026-07-16", "18:01", "red"],
    ["2026-07-17", "09:00", "red"],
  ])("three days, %s %s: %s", (day, time, expected) => {
    expect(light("2026-07-13", "2026-07-16", day, time)).toBe(expected);
  });

  // 5 working days from Friday 10 July: due Friday 17 July. 3 of 5 used is exactly 60 %, no longer green though two days are left.
  test.each([
    ["2026-07-12", "green"],
    ["2026-07-14", "green"],
    ["2026-07-15", "yellow"],
    ["2026-07-16", "yellow"],
  ])("five days on %s: %s", (day, expected) => {
    expect(light("2026-07-10", "2026-07-17", day, "10:00")).toBe(expected);
  });

  // 2 working days from Monday: on Tuesday half is used, but one day is not "more than one".
  test("less than 60 % used is not enough with one day left", () => {
    expect(light("2026-07-13", "2026-07-15", "2026-07-13", "10:00")).toBe("green");
    expect(light("2026-07-13", "2026-07-15", "2026-07-14", "10:00")).toBe("yellow");
  });

  test.each([
    ["2026-07-13", "17:00", "green"],
    ["2026-07-14", "11:59", "green"],
    ["2026-07-14", "12:00", "yellow"],
    ["2026-07-14", "13:30", "yellow"],
    ["2026-07-14", "18:00", "yellow"],
    ["2026-07-14", "18:01", "red"],
  ])("a stage of one day turns yellow with four office hours left: %s %s %s", (day, time, expected) => {
    expect(light("2026-07-13", "2026-07-14", day, time)).toBe(expected);
  });

  test("over a holiday the remaining days are working days", () => {
    // entered 2026-09-29, 3 days: 09-30, 10-08, 10-09
    expect(light("2026-09-29", "2026-10-09", "2026-10-05", "10:00")).toBe("green");
    expect(light("2026-09-29", "2026-10-09", "2026-10-08", "10:00")).toBe("yellow");
  });

  test("paused is blue even past due; more than 30 paused working days are red", () => {
    expect(light("2026-07-13", "2026-07-16", "2026-07-20", "10:00", { paused: true })).toBe("blue");
    expect(light("2026-07-13", "2026-07-16", "2026-07-14", "10:00", { paused: true, pausedWorkdays: PAUSE_LIMIT_WORKDAYS })).toBe("blue");
    expect(light("2026-07-13", "2026-07-16", "2026-07-14", "10:00", { paused: true, pausedWorkdays: PAUSE_LIMIT_WORKDAYS + 1 })).toBe("red");
  });

  test("property: as time passes a light only gets worse, and red begins exactly after 18:00 of the due day", () => {
    const order = ["green", "yellow", "red"];
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1200 }),
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.integer({ min: 0, max: 60 * 24 * 25 }), { minLength: 2, maxLength: 8 }),
        (start, n, minutes) => {
          const enteredOn = addDays(D("2024-01-01"), start);
          const dueOn = addWorkdays(CAL, enteredOn, n).day;
          const base = Date.parse(instantAt(enteredOn, "00:00"));
          const seen = minutes.sort((a, b) => a - b).map((m) => ({ now: instant(base + m * 60_000) }));
          const ranks = seen.map(({ now }) => order.indexOf(lightOf({ cal: CAL, enteredOn, dueOn, now, paused: false })));
          expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
          seen.forEach(({ now }, index) => {
            expect(ranks[index] === 2).toBe(now > dueInstant(dueOn));
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});
