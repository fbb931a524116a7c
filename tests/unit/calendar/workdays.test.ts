import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANNOUNCED_YEARS, ANNOUNCED_CALENDAR as CAL } from "../../../lib/calendar/announced-calendar";
import { calendarOf, checkNotice, holidayName, isAnnounced, isWorkday, missingYear } from "../../../lib/calendar/work-calendar";
import { addWorkdays, nextWorkday, previousWorkday, workdayCells, workdayOnOrAfter, workdaysBetween } from "../../../lib/calendar/workdays";
import { addDays, daysBetween, plainDate, weekday } from "../../../lib/kernel/plain-date";
import vectors from "./workday-vectors.json";

const D = plainDate;
const anyDay = fc.integer({ min: 0, max: daysBetween(D("2023-11-01"), D("2028-03-01")) }).map((n) => addDays(D("2023-11-01"), n));

describe("announced years", () => {
  test.each([
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])("%i has %i working days", (year, count) => {
    expect(workdaysBetween(CAL, D(`${year - 1}-12-31`), D(`${year}-12-31`))).toBe(count);
  });

  test.each([
    "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12",
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11",
    "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10",
  ])("make-up days are weekend days that are worked: %s", (days) => {
    for (const text of days.split(" ")) {
      expect([0, 6]).toContain(weekday(D(text)));
      expect(isWorkday(CAL, D(text))).toBe(true);
    }
  });

  test("除夕 is worked in 2024 and off since 2025", () => {
    expect(isWorkday(CAL, D("2024-02-09"))).toBe(true);
    expect(isWorkday(CAL, D("2025-01-28"))).toBe(false);
    expect(isWorkday(CAL, D("2026-02-16"))).toBe(false);
  });

  test("the shipped notices pass the import check, and survive JSON", () => {
    for (const notice of ANNOUNCED_YEARS) expect(checkNotice(notice)).toMatchObject({ ok: true });
    expect(JSON.parse(JSON.stringify(CAL))).toEqual(CAL);
  });
});

describe("addWorkdays", () => {
  test.each(vectors.filter((vector) => vector.due !== null))("$start + $workdays = $due", ({ start, workdays, due }) => {
    expect(addWorkdays(CAL, D(start), workdays)).toEqual({ day: due, provisional: false });
  });

  test("a year without a notice is provisional and never throws: 元旦 2027 is a Friday, so the next working day is Monday", () => {
    expect(addWorkdays(CAL, D("2026-12-31"), 1)).toEqual({ day: "2027-01-04", provisional: true });
    expect(addWorkdays(CAL, D("2026-12-30"), 1)).toEqual({ day: "2026-12-31", provisional: false });
  });

  test("a provisional year leaves out the fixed-date holidays only", () => {
    expect(addWorkdays(CAL, D("2027-09-30"), 1).day).toBe("2027-10-04");
    expect(isWorkday(CAL, D("2028-05-02"))).toBe(false);
    expect(isWorkday(CAL, D("2023-05-02"))).toBe(true);
    expect(isWorkday(CAL, D("2027-02-08"))).toBe(true);
  });

  test("importing the year recomputes the same question without the mark", () => {
    const full = calendarOf([...ANNOUNCED_YEARS, { year: 2027, holidays: ["2027-01-01 元旦", "2027-01-04 元旦"], makeupDays: ["2027-01-09"] }]);
    expect(addWorkdays(full, D("2026-12-31"), 1)).toEqual({ day: "2027-01-05", provisional: false });
    expect(isWorkday(full, D("2027-01-09"))).toBe(true);
    expect(holidayName(full, D("2027-01-04"))).toBe("元旦");
  });

  test("a notice may take a day of the December before", () => {
    const cal = calendarOf([...ANNOUNCED_YEARS, { year: 2027, holidays: ["2026-12-31 元旦"], makeupDays: [] }]);
    expect(isWorkday(cal, D("2026-12-31"))).toBe(false);
  });

  test("zero days is the day itself; fractions and negatives are faults", () => {
    expect(addWorkdays(CAL, D("2026-10-01"), 0)).toEqual({ day: "2026-10-01", provisional: false });
    expect(() => addWorkdays(CAL, D("2026-10-01"), -1)).toThrow(RangeError);
    expect(() => addWorkdays(CAL, D("2026-10-01"), 1.5)).toThrow(RangeError);
  });

  test("property: workdaysBetween undoes it, the result is worked, and provisional says exactly whether an unannounced day was walked", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 90 }), (from, n) => {
        const due = addWorkdays(CAL, from, n);
        expect(isWorkday(CAL, due.day)).toBe(true);
        expect(workdaysBetween(CAL, from, due.day)).toBe(n);
        const walked = Array.from({ length: daysBetween(from, due.day) }, (_, index) => addDays(from, index + 1));
        expect(due.provisional).toBe(walked.some((day) => !isAnnounced(CAL, day)));
      }),
      { numRuns: 300 },
    );
  });

  test("property: counts add up over any middle day and change sign with direction", () => {
    fc.assert(
      fc.property(anyDay, anyDay, anyDay, (a, b, c) => {
        expect(workdaysBetween(CAL, a, b) + workdaysBetween(CAL, b, c)).toBe(workdaysBetween(CAL, a, c));
        expect(workdaysBetween(CAL, a, b)).toBe(-workdaysBetween(CAL, b, a) || 0);
      }),
      { numRuns: 200 },
    );
  });
});

test("neighbours of the 2026 National Day week", () => {
  expect(nextWorkday(CAL, D("2026-09-30"))).toBe("2026-10-08");
  expect(previousWorkday(CAL, D("2026-10-08"))).toBe("2026-09-30");
  expect(workdayOnOrAfter(CAL, D("2026-10-03"))).toBe("2026-10-08");
  expect(workdayOnOrAfter(CAL, D("2026-10-10"))).toBe("2026-10-10");
});

describe("工作日尺", () => {
  test("past, today, future, rest with its festival, and the due day", () => {
    const cells = workdayCells(CAL, D("2026-06-12"), D("2026-06-22"), D("2026-06-15"));
    expect(cells.map((cell) => cell.kind)).toEqual(["past", "rest", "rest", "today", "future", "future", "future", "rest", "rest", "rest", "future"]);
    expect(cells.filter((cell) => cell.festival === "端午").map((cell) => cell.day)).toEqual(["2026-06-19", "2026-06-20", "2026-06-21"]);
    expect(cells.filter((cell) => cell.isDue).map((cell) => cell.day)).toEqual(["2026-06-22"]);
    expect(cells.every((cell) => !cell.isLate && !cell.provisional)).toBe(true);
  });

  test("overdue: it runs on to today, working days after the due day are late", () => {
    const cells = workdayCells(CAL, D("2026-06-08"), D("2026-06-11"), D("2026-06-15"));
    expect(cells.filter((cell) => cell.isLate).map((cell) => cell.day)).toEqual(["2026-06-12", "2026-06-15"]);
    expect(cells.at(-1)).toMatchObject({ day: "2026-06-15", isToday: true, kind: "today" });
  });

  test("days of an unannounced year are marked", () => {
    const cells = workdayCells(CAL, D("2026-12-31"), D("2027-01-04"), D("2026-12-31"));
    expect(cells.map((cell) => [cell.kind, cell.provisional])).toEqual([
      ["today", false],
      ["rest", true],
      ["rest", true],
      ["rest", true],
      ["future", true],
    ]);
    expect(cells[1]?.festival).toBe("元旦");
  });

  test("today on a rest day is still found", () => {
    const cells = workdayCells(CAL, D("2026-07-17"), D("2026-07-20"), D("2026-07-18"));
    expect(cells.find((cell) => cell.isToday)).toMatchObject({ kind: "rest", day: "2026-07-18" });
  });
});

test("import check names every faulty entry", () => {
  const notice = { year: 2027, source: "", holidays: ["2027-01-01 元旦", "2027-02-30", "2026-05-01", "2027-01-01"], makeupDays: ["2027-01-06"] };
  expect(checkNotice(notice)).toEqual({
    ok: false,
    reason: [
      { entry: "2027-02-30", fault: "notADay" },
      { entry: "2026-05-01", fault: "otherYear" },
      { entry: "2027-01-01", fault: "twice" },
      { entry: "2027-01-06", fault: "makeupOnWeekday" },
    ],
  });
});

test.each([
  ["2026-10-31", null],
  ["2026-11-01", 2027],
  ["2026-12-31", 2027],
  ["2027-01-01", null],
  ["2024-11-15", null],
] as const)("on %s the missing year is %s", (day, year) => {
  expect(missingYear(CAL, D(day))).toBe(year);
});

test("a notice may name days of the December before, of no earlier month", () => {
  const notice = (day: string) => checkNotice({ year: 2027, source: "", holidays: [day], makeupDays: [] });
  expect(notice("2026-12-31 元旦").ok).toBe(true);
  expect(notice("2026-11-30").ok).toBe(false);
  expect(notice("2028-01-01").ok).toBe(false);
});
