import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  dayOf,
  dayOfMonth,
  daysBetween,
  firstOfMonth,
  formatDay,
  formatNearDay,
  formatShortDay,
  instant,
  instantAt,
  lastOfMonth,
  monthOf,
  PlainDate,
  plainDate,
  timeOf,
  toShanghaiIso,
  weekday,
  yearOf,
} from "../../../lib/kernel/plain-date";
import { refused } from "../../../lib/kernel/result";

const D = plainDate;

describe("days", () => {
  test.each(["2023-02-29", "2026-13-01", "2026-7-15", "20260715", "2026-07-15T00:00:00Z", ""])("%s is no day", (text) => {
    expect(PlainDate.safeParse(text).success).toBe(false);
  });

  test("leap days and month ends", () => {
    expect(addDays(D("2024-02-28"), 1)).toBe("2024-02-29");
    expect(addDays(D("2026-03-01"), -1)).toBe("2026-02-28");
    expect(lastOfMonth(2024, 2)).toBe("2024-02-29");
    expect(lastOfMonth(2026, 12)).toBe("2026-12-31");
    expect(firstOfMonth(2026, 12)).toBe("2026-12-01");
  });

  test("the demo county's business day is a Wednesday", () => {
    expect(weekday(D("2026-07-15"))).toBe(3);
    expect([yearOf(D("2026-07-15")), monthOf(D("2026-07-15")), dayOfMonth(D("2026-07-15"))]).toEqual([2026, 7, 15]);
  });

  test("property: adding and measuring days are inverse, weekdays advance by one", () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays(D("1949-10-01"), n));
    fc.assert(
      fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (from, n) => {
        expect(daysBetween(from, addDays(from, n))).toBe(n);
        expect(addDays(addDays(from, n), -n)).toBe(from);
        expect(weekday(addDays(from, 1))).toBe((weekday(from) + 1) % 7);
      }),
    );
  });
});

describe("instants", () => {
  test("16:00 UTC is midnight in Shanghai", () => {
    expect(dayOf("2025-12-31T15:59:59.999Z")).toBe("2025-12-31");
    expect(dayOf("2025-12-31T16:00:00Z")).toBe("2026-01-01");
    expect(timeOf("2025-12-31T16:00:00Z")).toBe("00:00");
  });

  test("clock time on a day, and the form of the public API", () => {
    expect(instantAt(D("2026-07-15"), "18:00")).toBe("2026-07-15T10:00:00.000Z");
    expect(toShanghaiIso("2026-07-15T10:00:00.000Z")).toBe("2026-07-15T18:00:00+08:00");
    expect(instant("2026-07-15T18:00:00+08:00")).toBe("2026-07-15T10:00:00.000Z");
  });
});

test("dates in Chinese", () => {
  expect(formatDay(D("2026-06-05"))).toBe("2026年6月5日");
  expect(formatShortDay(D("2026-06-05"))).toBe("6月5日");
  expect(formatNearDay(D("2026-06-05"), D("2026-07-15"))).toBe("6月5日");
  expect(formatNearDay(D("2025-06-05"), D("2026-07-15"))).toBe("2025年6月5日");
});

test("a refusal keeps its reason as a literal", () => {
  const result = refused("wrongCheck");
  const reason: "wrongCheck" = result.reason;
  expect(reason).toBe("wrongCheck");
});
