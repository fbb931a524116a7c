import { expect, test } from "vitest";
import { chosenWeek, lastFullWeek, mondayOf, reportSpans, weekText } from "@/lib/claim/report-week";
import { plainDate } from "@/lib/kernel/plain-date";

test.each([
  ["2026-07-13", "2026-07-13"],
  ["2026-07-15", "2026-07-13"],
  ["2026-07-19", "2026-07-13"],
  ["2027-01-01", "2026-12-28"],
])("the week of %s begins on %s", (day, monday) => expect(mondayOf(plainDate(day))).toBe(monday));

test("the last week that is over: on a Monday yesterday's, on a Sunday the one before", () => {
  expect(lastFullWeek(plainDate("2026-07-13"))).toBe("2026-07-06");
  expect(lastFullWeek(plainDate("2026-07-19"))).toBe("2026-07-06");
});

test("a week that is not over, or none, is the last that is", () => {
  const today = plainDate("2026-07-15");
  expect(chosenWeek(null, today)).toBe("2026-07-06");
  expect(chosenWeek(plainDate("2026-07-14"), today)).toBe("2026-07-06");
  expect(chosenWeek(plainDate("2030-01-01"), today)).toBe("2026-07-06");
  expect(chosenWeek(plainDate("2026-06-17"), today)).toBe("2026-06-15");
});

test("spans begin and end at Shanghai midnight; the 28 days end where the week begins", () => {
  const { week, before, past } = reportSpans(plainDate("2026-07-06"));
  expect(week).toEqual({ from: "2026-07-05T16:00:00.000Z", to: "2026-07-12T16:00:00.000Z" });
  expect(before).toEqual({ from: "2026-06-28T16:00:00.000Z", to: week.from });
  expect(past).toEqual({ from: "2026-06-07T16:00:00.000Z", to: week.from });
  expect(weekText(plainDate("2026-07-06"))).toBe("7月6日—7月12日");
});
