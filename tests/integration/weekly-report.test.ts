import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportRows } from "@/app/(leadership)/leader/weekly/rows";
import { notifications } from "@/db/schema";
import type { Db } from "@/db/types";
import { tellWeeklyReport, type WeeklyReport, weeklyReport } from "@/db/weekly-report";
import { fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, on, type Staff, seedOffice } from "../support/fixtures";
import { makeCase, officer, writeSettled } from "../support/review-fixtures";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let report: WeeklyReport;
const MONDAY = plainDate("2026-07-06");
const COUNTY = { kind: "county" } as const;

/** Paid at an instant, opened long before. */
async function paid(day: string, time: string, yuan: number, days: number): Promise<void> {
  const { id } = await makeCase(db, { at: on("2026-03-02"), enteredAt: on("2026-03-02") });
  await writeSettled(db, id, { at: on(day, time), amountFen: fenFromYuan(yuan), processingDays: days, endToEndDays: days + 3 });
}

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  // The week 07-06 to 07-12: three, at its very first and very last minute and between
  await paid("2026-07-06", "00:00", 10_000, 2);
  await paid("2026-07-08", "10:00", 20_000, 4);
  await paid("2026-07-12", "23:59", 30_000, 6);
  // One minute after it
  await paid("2026-07-13", "00:00", 990_000, 90);
  // The week before: one; the weeks before that: two; one day too early for the 28 days: one
  await paid("2026-07-05", "23:59", 40_000, 9);
  await paid("2026-06-08", "00:00", 50_000, 5);
  await paid("2026-06-20", "10:00", 30_000, 1);
  await paid("2026-06-07", "23:59", 880_000, 80);
  report = await weeklyReport(db, COUNTY, MONDAY);
});
afterAll(() => close());

test("a week counts from Monday's first minute to Sunday's last, the 28 days up to its beginning", async () => {
  expect([report.week.paid.paidFen, report.week.paid.count]).toEqual([6_000_000, 3]);
  expect([report.before.paid.paidFen, report.before.paid.count]).toEqual([4_000_000, 1]);
  expect([report.past.paid.paidFen, report.past.paid.count]).toEqual([12_000_000, 3]);
  expect([report.week, report.before, report.past].map(({ days }) => days.processing.p50)).toEqual([4, 9, 5]);
  // All eight were checked on the day they were opened, in March, and went to a person
  expect([report.week, report.before, report.past].map(({ straight }) => straight.denominator)).toEqual([0, 0, 0]);
  expect((await weeklyReport(db, COUNTY, plainDate("2026-03-02"))).week.straight).toEqual({ numerator: 0, denominator: 8, value: 0 });
  expect(report.spending).toMatchObject([{ paidFen: 6_000_000, count: 3 }]);
});

test("rows say the change and, for what adds up, the mean of a week", () => {
  const rows = new Map(reportRows(report).map((row) => [row.id, row]));
  expect(rows.get("paid")).toMatchObject({ week: { text: "6.00" }, before: { text: "4.00" }, change: "+2.00", past: { text: "3.00", basis: "每周平均" } });
  expect(rows.get("payments")).toMatchObject({ week: { text: "3" }, before: { text: "1" }, change: "+2", past: { text: "0.8" } });
  expect(rows.get("processing")).toMatchObject({ week: { text: "4", basis: "3 件" }, before: { text: "9", basis: "1 件" }, change: "−5", past: { text: "5" } });
  expect(rows.get("satisfied")).toMatchObject({ week: { text: "—", basis: "0 份" }, change: "—" });
  expect(JSON.stringify([...rows.values()])).not.toMatch(/null|NaN|undefined/);
});

test("another department's leader sees none of it", async () => {
  const other = await weeklyReport(db, { kind: "department", departmentId: "hrss" }, MONDAY);
  expect([other.week.paid.count, other.spending.length]).toEqual([0, 0]);
  expect((await weeklyReport(db, { kind: "department", departmentId: DEPARTMENT }, MONDAY)).week.paid.count).toBe(3);
});

test("leaders in office are told on Monday, once, and nobody else", async () => {
  const principal = await officer(db, "principal", "principalLeader", null);
  const at = on("2026-07-13", "09:00");
  expect(await tellWeeklyReport(db, at)).toBe(2);
  expect(await tellWeeklyReport(db, on("2026-07-14", "09:00"))).toBe(0);
  const told = await db.select().from(notifications).where(eq(notifications.kind, "report.weekly"));
  expect(new Set(told.map((one) => one.personId))).toEqual(new Set([staff.leader.personId, principal.personId]));
  expect(told[0]).toMatchObject({ title: "上周兑现周报（7月6日—7月12日）", href: "/leader/weekly?week=2026-07-06" });
  expect(await tellWeeklyReport(db, on("2026-07-20", "09:00"))).toBe(2);
});
