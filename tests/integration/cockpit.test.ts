import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCase } from "@/db/case-file";
import type { Clock } from "@/db/claim-lights";
import { listQueue } from "@/db/claim-queries";
import {
  coverage,
  durations,
  enterprisesServed,
  materialReduction,
  paidAmount,
  satisfaction,
  spendingByPolicy,
  straightThrough,
  trendByMonth,
  yearToDate,
} from "@/db/cockpit-queries";
import { inHandByDepartment, listBehindFigure, listInHand, listOverdue } from "@/db/overdue-queries";
import { listPublished } from "@/db/policies";
import { suspendCase } from "@/db/reviews";
import { claims, surveys } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Scope } from "@/lib/access/scope";
import { type Fen, fen, fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, makeCompany, on, seedOffice } from "../support/fixtures";
import { clockAt, makeCase, writeSettled } from "../support/review-fixtures";

let db: Db;
let close: () => Promise<void>;
let clock: Clock;
const county: Scope = { kind: "county" };
const miit: Scope = { kind: "department", departmentId: DEPARTMENT };
const now = on("2026-07-15");
const year = yearToDate(now);
const paging = { page: 1, pageSize: 20 };

/**
 * By hand. Paid this year: P1 100,000.00 (2 and 5 days, March), P2 50,000.55 (4 and 9, June, looked at by a person), P3 30,000 at 0:00 on New Year's Day
 * (6 and 20), P4 20,000 of another department in July (10 and 30). Not this year: P0, half an hour before New Year.
 */
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  clock = await clockAt(db, now);
  const [a, b, c] = [await makeCompany(db), await makeCompany(db), await makeCompany(db)];
  const settle = async (options: Parameters<typeof makeCase>[1], at: string, time: string, amountFen: Fen, processingDays: number, endToEndDays: number) => {
    const { id } = await makeCase(db, options);
    await writeSettled(db, id, { at: on(at, time), amountFen, processingDays, endToEndDays });
    return id;
  };
  const p1 = await settle({ company: a, route: "notice", enteredAt: on("2026-03-02") }, "2026-03-10", "10:00", fenFromYuan(100_000), 2, 5);
  const p2 = await settle({ company: b, enteredAt: on("2026-06-08") }, "2026-06-20", "10:00", fenFromYuan("50000.55"), 4, 9);
  const p3 = await settle({ company: a, route: "notice", enteredAt: on("2025-12-01") }, "2026-01-01", "00:00", fenFromYuan(30_000), 6, 20);
  const p4 = await settle(
    { company: c, policyCode: "EMP-002", period: "2025", subject: "", route: "notice", enteredAt: on("2026-06-01") },
    "2026-07-01",
    "10:00",
    fenFromYuan(20_000),
    10,
    30,
  );
  await settle({ company: c, route: "notice", enteredAt: on("2025-11-03") }, "2025-12-31", "23:30", fenFromYuan(999_999), 1, 1);
  await db.insert(surveys).values([
    { claimId: p1, score: 5, answeredAt: on("2026-03-11") },
    { claimId: p2, score: 3, answeredAt: on("2026-06-21") },
    { claimId: p3, score: 4, answeredAt: on("2026-01-05") },
    { claimId: p4, score: 4, answeredAt: on("2026-07-02") },
  ]);
  // In hand: one two working days late with 180,000, one late by one with more money, one in time, one waiting for its notice to run out.
  await makeCase(db, { enteredAt: on("2026-07-08"), amountFen: fenFromYuan(180_000) });
  await makeCase(db, { enteredAt: on("2026-07-09"), amountFen: fenFromYuan(500_000) });
  await makeCase(db, { enteredAt: on("2026-07-15", "09:00") });
  await makeCase(db, { route: "notice", enteredAt: on("2026-07-14"), policyCode: "EMP-002", period: "2026", subject: "" });
});
afterAll(() => close());

test("惠及企业: three enterprises were paid this year, of seven with a claim opened or settled", async () => {
  expect(await enterprisesServed(db, county, year)).toEqual({ numerator: 3, denominator: 7, value: 3 / 7 });
  expect((await enterprisesServed(db, miit, year)).numerator).toBe(2);
});

test("拨付金额: four payments of three enterprises, the one before New Year left out", async () => {
  const paid = await paidAmount(db, county, year);
  expect([paid.paidFen, paid.count, paid.enterprises]).toEqual([20_000_055, 4, 3]);
  expect((await paidAmount(db, miit, year)).paidFen).toBe(18_000_055);
  const budget = (await listPublished(db)).reduce((sum, one) => sum + (one.document.annualBudget ?? 0), 0);
  expect(paid.budgetFen).toBe(budget * 100);
});

test("用时: nearest rank of 2, 4, 6, 10 and of 5, 9, 20, 30", async () => {
  expect(await durations(db, county, year)).toEqual({ processing: { n: 4, p50: 4, p90: 10 }, endToEnd: { n: 4, p50: 9, p90: 30 } });
  expect((await durations(db, { kind: "department", departmentId: "agriculture" }, year)).processing).toEqual({ n: 0, p50: null, p90: null });
});

test("满意度: three of four answers are 4 or 5", async () => {
  expect(await satisfaction(db, county, year)).toEqual({ numerator: 3, denominator: 4, value: 0.75 });
});

test("智能初审直通: P1, P4 and the one in notice passed, P2 and three in hand did not; those checked last year do not count", async () => {
  expect(await straightThrough(db, county, year)).toEqual({ numerator: 3, denominator: 7, value: 3 / 7 });
});

test("材料精简: counted over the published policies of the scope", async () => {
  const all = (await listPublished(db)).map((one) => one.resolved.materials);
  const formerly = all.flat().length;
  const replaced = all.flat().filter((one) => one.replacedBy !== null).length;
  expect(await materialReduction(db, county)).toEqual({ numerator: replaced, denominator: formerly, value: replaced / formerly, policies: 37 });
});

test("钱用到哪了 and 逐月趋势 add up to the amount paid", async () => {
  const spending = await spendingByPolicy(db, county, year);
  expect([spending[0]?.code, spending[0]?.paidFen, spending[0]?.count]).toEqual(["IND-001", 18_000_055, 3]);
  expect(spending.reduce((sum, row) => sum + row.paidFen, 0)).toBe(20_000_055);
  const trend = await trendByMonth(db, county, now);
  expect(trend.map((row) => row.month)).toEqual([
    "2025-08",
    "2025-09",
    "2025-10",
    "2025-11",
    "2025-12",
    "2026-01",
    "2026-02",
    "2026-03",
    "2026-04",
    "2026-05",
    "2026-06",
    "2026-07",
  ]);
  expect(trend.find((row) => row.month === "2025-12")?.count).toBe(1);
  expect(trend.find((row) => row.month === "2026-01")).toEqual({ month: "2026-01", count: 1, paidFen: 3_000_000, p50: 6, p90: 6 });
  expect(trend.find((row) => row.month === "2026-02")).toEqual({ month: "2026-02", count: 0, paidFen: 0, p50: null, p90: null });
});

test("超期清单: the longest overdue first, then the lights by department", async () => {
  const overdue = await listOverdue(db, county, clock);
  expect(overdue.map((row) => [row.left, row.amountFen, row.responsible.role])).toEqual([
    [-2, 18_000_000, "handler"],
    [-1, 50_000_000, "handler"],
  ]);
  const { departments, total, lights } = await inHandByDepartment(db, county, clock, year);
  expect([total, lights]).toEqual([4, { red: 2, yellow: 0, green: 2, blue: 0 }]);
  expect(departments.map((row) => [row.id, row.lights.red, row.total, row.p50])).toEqual([
    ["miit", 2, 3, 4],
    ["hrss", 0, 1, 10],
  ]);
  expect((await listInHand(db, miit, clock, { light: "green" })).length).toBe(1);
});

test("every figure leads to exactly the claims it has counted", async () => {
  const count = async (set: Parameters<typeof listBehindFigure>[2]["set"], scope: Scope = county) =>
    (await listBehindFigure(db, scope, { set, period: year }, paging)).total;
  expect(await count("paid")).toBe(4);
  expect(await count("paid", miit)).toBe(3);
  expect(await count("surveyed")).toBe(4);
  expect(await count("satisfied")).toBe(3);
  expect(await count("checked")).toBe(7);
  expect(await count("passed")).toBe(3);
  const march = await listBehindFigure(db, county, { set: "paid", period: year, policy: "EMP-002" }, paging);
  expect([march.total, march.sumFen]).toEqual([1, 2_000_000]);
});

test("该拿的都拿到了吗: of the seven claims opened this year", async () => {
  expect(await coverage(db, county, year)).toEqual({ opened: 7, offered: 7, confirmed: 7, approved: 0, settled: 3 });
});

test("a suspended case is blue with its reason, and overdue only by what its pauses exceed thirty working days", async () => {
  const { db: own, close: done } = await freshDatabase();
  const staff = await seedOffice(own);
  const suspend = async (enteredAt: ReturnType<typeof on>, reason: "siteVisit" | "sourceCorrection") => {
    const { id } = await makeCase(own, { enteredAt });
    const actor = { ...staff.handler, personId: staff.handler.personId! };
    const act = { claimId: id, departmentId: DEPARTMENT, actor, at: enteredAt, calendar: clock.calendar, expectedVersion: 4 };
    expect((await suspendCase(own, act, { reason, resumeCondition: "核实后恢复" })).ok).toBe(true);
    return id;
  };
  // Thirty working days after Thursday 28 May end on Friday 10 July (端午 19 June is no working day); 13, 14 and 15 July exceed them.
  const long = await suspend(on("2026-05-28"), "siteVisit");
  const short = await suspend(on("2026-06-30"), "sourceCorrection");
  const at = await clockAt(own, now);
  const overdue = await listOverdue(own, county, at);
  expect(overdue.map((row) => [row.id, row.late, row.reason, row.responsible.role])).toEqual([[long, { why: "pause", workdays: 3 }, "等现场核验", "handler"]]);
  const blue = await listInHand(own, county, at, { light: "blue" });
  expect(blue.map((row) => [row.id, row.late, row.reason])).toEqual([[short, null, "等来源部门更正"]]);
  const queue = await listQueue(own, { scope: miit, filter: {}, clock: at, chiefFromFen: fenFromYuan(200_000) }, { sort: "due", page: 1, pageSize: 20 });
  expect(queue.lights).toEqual({ red: 1, yellow: 0, green: 0, blue: 1 });
  expect((await loadCase(own, miit, long, at))?.term).toMatchObject({ light: "red", late: { why: "pause", workdays: 3 } });
  await done();
});

test("a payment clawed back in full is no longer paid", async () => {
  const [row] = await db
    .select({ id: claims.id })
    .from(claims)
    .where(eq(claims.amountFen, fen(2_000_000)));
  await db.execute(sql`set session_replication_role = replica`);
  await db.update(claims).set({ state: "clawedBack" }).where(eq(claims.id, row!.id));
  await db.execute(sql`set session_replication_role = default`);
  expect((await paidAmount(db, county, year)).paidFen).toBe(18_000_055);
});
