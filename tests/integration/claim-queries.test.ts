import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCase } from "@/db/case-file";
import type { Clock } from "@/db/claim-lights";
import { listQueue, listUnclaimed, type QueueFilter, type QueueRead, queueChoices, queueNeighbours } from "@/db/claim-queries";
import { moveClaim, SYSTEM } from "@/db/claims";
import { searchClaims, searchEnterprises } from "@/db/enterprise-queries";
import { listPrecedents } from "@/db/precedents";
import { handleCase, requestSupplement } from "@/db/reviews";
import type { Db } from "@/db/types";
import type { Scope } from "@/lib/access/scope";
import { fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, makeClaim, makeCompany, on, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { clockAt, makeCase } from "../support/review-fixtures";

let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
const own: Scope = { kind: "department", departmentId: DEPARTMENT };
const id: Record<string, string> = {};
const chiefFromFen = fenFromYuan(200_000);

// Wednesday 2026-07-15 10:00. Review takes three working days: a case that came on Thursday 07-09 was due on Tuesday 07-14.
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15"));
  const one = async (key: string, options: Parameters<typeof makeCase>[1]) => {
    id[key] = (await makeCase(db, options)).id;
  };
  await one("late", { name: "青禾县恒铸机械有限公司", initials: "qhxhzjxyxgs", enteredAt: on("2026-07-09"), amountFen: fenFromYuan(180_000) });
  await one("close", {
    name: "青禾县瑞禾包装有限公司",
    initials: "qhxrhbzyxgs",
    enteredAt: on("2026-07-13"),
    amountFen: fenFromYuan(426_000),
    doubts: [{ code: "overCeiling", text: "超过上限" }],
  });
  await one("fresh", { name: "青禾县清泉阀门厂", initials: "qhxqqfmc", enteredAt: on("2026-07-15", "09:00"), amountFen: fenFromYuan(36_800) });
  await one("paper", {
    name: "青禾县联众模具有限公司",
    initials: "qhxlzmjyxgs",
    enteredAt: on("2026-07-13"),
    policyCode: "RENT-002",
    period: "2026",
    subject: "",
  });
  await one("elsewhere", { name: "青禾县山里人家食品厂", initials: "qhxslrjspc", policyCode: "EMP-002", period: "2026", subject: "" });
  await one("published", { name: "青禾县永兴铸造有限公司", initials: "qhxyxzzyxgs", route: "notice" });
});
afterAll(() => close());

const read = (filter: QueueFilter = {}): QueueRead => ({ scope: own, filter, clock, chiefFromFen });
const numbers = async (filter: QueueFilter, sort = "due", page = 1, pageSize = 20) => {
  const { rows } = await listQueue(db, read(filter), { sort, page, pageSize });
  return rows.map((row) => row.enterpriseName.replace("青禾县", ""));
};

test("the queue holds the own department's cases in hand, the most urgent first, and its lights add up", async () => {
  const queue = await listQueue(db, read(), { sort: "due", page: 1, pageSize: 20 });
  expect(queue.rows.map((row) => row.id)).toEqual([id["late"], id["close"], id["paper"], id["fresh"]]);
  expect(queue.lights).toEqual({ red: 1, yellow: 2, green: 1, blue: 0 });
  expect(queue.all).toBe(4);
  const late = queue.rows[0];
  expect([late?.light, late?.left, late?.span]).toEqual(["red", -1, 3]);
});

test("a light narrows the rows but not the counts of the tabs", async () => {
  const queue = await listQueue(db, read({ light: "red" }), { sort: "due", page: 1, pageSize: 20 });
  expect(queue.rows.map((row) => row.id)).toEqual([id["late"]]);
  expect([queue.total, queue.all, queue.sumFen]).toEqual([1, 4, 18_000_000]);
});

test("name, credit code, case number and pinyin initials find a case; a typed pattern is only text", async () => {
  const { number } = await stateOf(db, id["late"]!);
  expect(await numbers({ q: "恒铸" })).toEqual(["恒铸机械有限公司"]);
  expect(await numbers({ q: "HZJX" })).toEqual(["恒铸机械有限公司"]);
  expect(await numbers({ q: number })).toEqual(["恒铸机械有限公司"]);
  expect(await numbers({ q: "%" })).toEqual([]);
  expect(await numbers({ q: "山里人家" })).toEqual([]);
});

test("policy, doubt, amount and step filter in SQL", async () => {
  expect(await numbers({ policy: "RENT-002" })).toEqual(["联众模具有限公司"]);
  expect(await numbers({ doubt: "overCeiling" })).toEqual(["瑞禾包装有限公司"]);
  expect(await numbers({ minFen: fenFromYuan(200_000) }, "amount")).toEqual(["联众模具有限公司", "瑞禾包装有限公司"]);
  expect((await numbers({ step: "handle" })).length).toBe(4);
});

test("sort and page run over the whole list", async () => {
  expect(await numbers({}, "amount")).toEqual(["清泉阀门厂", "恒铸机械有限公司", "联众模具有限公司", "瑞禾包装有限公司"]);
  expect(await numbers({}, "-amount", 2, 3)).toEqual(["清泉阀门厂"]);
});

test("an opinion moves the case from 待经办 to 待复核, or to the section chief from 200,000 yuan on; asking for papers makes it blue", async () => {
  const act = (key: string) => ({
    claimId: id[key]!,
    departmentId: DEPARTMENT,
    actor: { ...staff.handler, personId: staff.handler.personId! },
    at: clock.at,
    calendar: clock.calendar,
    expectedVersion: 4,
  });
  expect((await handleCase(db, act("late"), { decision: "approve", opinion: "资料齐全" })).ok).toBe(true);
  expect((await handleCase(db, act("close"), { decision: "approve", opinion: "资料齐全" })).ok).toBe(true);
  expect(await numbers({ step: "check" })).toEqual(["恒铸机械有限公司"]);
  expect(await numbers({ step: "chief" })).toEqual(["瑞禾包装有限公司"]);
  expect(await requestSupplement(db, act("paper"), ["租金发票"], "系统已有")).toEqual({ ok: false, reason: "nothingToSupplement" });
  expect((await requestSupplement(db, act("paper"), ["租金支付凭证"], "请上传银行回单")).ok).toBe(true);
  const queue = await listQueue(db, read({ light: "blue" }), { sort: "due", page: 1, pageSize: 20 });
  expect(queue.rows.map((row) => [row.id, row.step, row.supplementRequest])).toEqual([[id["paper"], "wait", "租金支付凭证"]]);
  const choices = await queueChoices(db, own, chiefFromFen);
  expect(choices.steps).toEqual({ handle: 1, check: 1, chief: 1, wait: 1 });
  expect(choices.doubts).toEqual([
    { code: "ruleAsks", n: 3 },
    { code: "overCeiling", n: 1 },
  ]);
});

test("the neighbours of a case follow the order of the queue", async () => {
  const place = await queueNeighbours(db, own, id["late"]!);
  expect([place?.place, place?.total, place?.before]).toEqual([1, 4, null]);
  expect(await queueNeighbours(db, own, id["published"]!)).toBeNull();
});

test("a case of another department is not there", async () => {
  expect(await loadCase(db, own, id["elsewhere"]!, clock)).toBeNull();
  const file = await loadCase(db, own, id["late"]!, clock);
  expect(file?.events.map((event) => event.to)).toEqual(["matched", "pendingConfirm", "autoCheck", "manualReview"]);
  expect([file?.term.light, file?.names.handler]).toEqual(["red", "handler"]);
});

test("precedents are the reviews that ended under the same policy", async () => {
  const { id: before } = await makeCase(db, { enteredAt: on("2026-07-14") });
  const calendar = clock.calendar;
  await handleCase(
    db,
    {
      claimId: before,
      departmentId: DEPARTMENT,
      actor: { ...staff.handler, personId: staff.handler.personId! },
      at: on("2026-07-14"),
      calendar,
      expectedVersion: 4,
    },
    { decision: "reject", opinion: "证书过期", clauseId: "c1" },
  );
  const moved = await db.transaction((tx) =>
    moveClaim(tx, {
      claimId: before,
      to: "rejected",
      actor: staff.checker,
      at: on("2026-07-14", "16:00"),
      calendar,
      facts: { clauses: ["c1"], reasonText: "证书过期" },
      reasonCode: "reviewRejected",
      reasonText: "证书过期",
    }),
  );
  expect(moved.ok).toBe(true);
  const { rows, total } = await listPrecedents(db, await stateOf(db, id["late"]!), clock.at);
  expect([total, rows[0]?.to, rows[0]?.reasonText]).toEqual([1, "rejected", "证书过期"]);
});

test("the hall's list holds what has been offered for longer than asked, with masked contacts only", async () => {
  const offer = async (at: ReturnType<typeof on>) => {
    const claimId = await makeClaim(db, await makeCompany(db), { at, amountFen: fenFromYuan(10_000) });
    await db.transaction((tx) => moveClaim(tx, { claimId, to: "pendingConfirm", actor: SYSTEM, at, calendar: clock.calendar }));
    return claimId;
  };
  const old = await offer(on("2026-07-10"));
  await offer(on("2026-07-15", "09:00"));
  const list = await listUnclaimed(db, { kind: "county" }, { before: on("2026-07-12", "00:00") }, { page: 1, pageSize: 20 });
  expect(list.rows.map((row) => row.id)).toEqual([old]);
  expect([list.total, list.sumFen, list.enterprises]).toEqual([1, 1_000_000, 1]);
});

test("a department finds the enterprises it deals with, the county all", async () => {
  const page = { sort: "name", page: 1, pageSize: 50 };
  expect((await searchEnterprises(db, own, { q: "qqfm" }, page)).rows.map((row) => row.name)).toEqual(["青禾县清泉阀门厂"]);
  expect((await searchEnterprises(db, own, { q: "山里人家" }, page)).total).toBe(0);
  expect((await searchEnterprises(db, { kind: "county" }, { q: "山里人家" }, page)).total).toBe(1);
  expect((await searchClaims(db, own, "清泉")).total).toBe(1);
  expect((await searchClaims(db, own, "山里人家")).total).toBe(0);
});
