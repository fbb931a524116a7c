import { describe, expect, test } from "vitest";
import { ANNOUNCED_YEARS } from "@/lib/calendar/announced-calendar";
import { calendarOf } from "@/lib/calendar/work-calendar";
import { replyDayFault, replyLateBy, supervisionState } from "@/lib/claim/supervision";
import { instantAt, plainDate } from "@/lib/kernel/plain-date";

const cal = calendarOf(ANNOUNCED_YEARS);
const at = (day: string, time: string) => instantAt(plainDate(day), time);
const FRIDAY = plainDate("2026-07-17");

describe("督办答复", () => {
  test("is in time until 18:00 of its day, whenever it is read afterwards once it is there", () => {
    expect(supervisionState({ replied: false, replyDueOn: FRIDAY }, at("2026-07-17", "18:00"))).toBe("open");
    expect(supervisionState({ replied: false, replyDueOn: FRIDAY }, at("2026-07-17", "18:01"))).toBe("late");
    expect(supervisionState({ replied: true, replyDueOn: FRIDAY }, at("2026-07-30", "10:00"))).toBe("replied");
  });
  test("is late by working days: none over the weekend, one on Monday", () => {
    expect(replyLateBy(cal, FRIDAY, at("2026-07-17", "18:01"))).toBe(0);
    expect(replyLateBy(cal, FRIDAY, at("2026-07-19", "12:00"))).toBe(0);
    expect(replyLateBy(cal, FRIDAY, at("2026-07-20", "09:00"))).toBe(1);
    expect(replyLateBy(cal, FRIDAY, at("2026-07-24", "09:00"))).toBe(5);
  });
});

test.each([
  ["2026-07-15", "17:59", "2026-07-15", null],
  ["2026-07-15", "18:01", "2026-07-15", "replyDayPast"],
  ["2026-07-15", "09:00", "2026-07-14", "replyDayPast"],
  ["2026-07-15", "09:00", "2026-07-18", "replyDayRest"],
  ["2026-09-29", "09:00", "2026-10-01", "replyDayRest"],
  ["2026-07-15", "09:00", "2026-07-20", null],
] as const)("ordered on %s %s for %s: %s", (day, time, due, expected) => expect(replyDayFault(cal, plainDate(due), at(day, time))).toBe(expected));
