import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Clock } from "@/db/claim-lights";
import type { Actor } from "@/db/claims";
import { checkCase, handleCase, signAsChief } from "@/db/reviews";
import { auditLog, claimOpinions, claims } from "@/db/schema";
import { findTakeBack, takeBackOpinion } from "@/db/take-back";
import type { Db } from "@/db/types";
import { fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, on, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { clockAt, makeCase, officer } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
let chief: Person;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15"));
  chief = await officer(db, "chief", "sectionChief", DEPARTMENT);
});
afterAll(() => close());

const act = (claimId: string, actor: Actor, at = clock.at, departmentId = DEPARTMENT) => ({
  claimId,
  departmentId,
  actor: actor as Person,
  at,
  calendar: clock.calendar,
  expectedVersion: 4,
});
const approve = { decision: "approve" as const, opinion: "资料齐全，拟同意" };
const reason = <T extends { ok: boolean }>(result: T) => ("reason" in result ? result.reason : "ok");
const offer = (actor: Actor, at = clock.at) => findTakeBack(db, { personId: actor.personId!, departmentId: DEPARTMENT, at });

test("the handler takes the opinion back: the case waits for another, the record keeps both", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  expect(await offer(staff.handler)).toBeNull();
  await handleCase(db, act(id, staff.handler), approve);
  expect(await offer(staff.handler)).toMatchObject({ claimId: id, version: 4 });
  expect(reason(await takeBackOpinion(db, act(id, staff.handler, on("2026-07-15", "10:09"))))).toBe("ok");
  expect(await stateOf(db, id)).toMatchObject({
    state: "manualReview",
    handlerId: null,
    handlerDecision: null,
    handlerOpinion: null,
    assignedTo: staff.handler.personId,
    amountFen: fenFromYuan(80_000),
    version: 4,
  });
  expect(await offer(staff.handler)).toBeNull();
  expect((await db.select().from(claimOpinions).where(eq(claimOpinions.claimId, id))).map((row) => row.decision).sort()).toEqual(["approve", "takeBack"]);
  const [entry] = await db.select().from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(desc(auditLog.seq)).limit(1);
  expect(entry).toMatchObject({ action: "claim.opinion.handle", actorId: staff.handler.personId, detail: { decision: "takeBack" } });
  expect(reason(await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" }))).toBe("noOpinionYet");
  expect(reason(await handleCase(db, act(id, staff.handler), approve))).toBe("ok");
});

test("an amount set with the opinion goes with it", async () => {
  const { id } = await makeCase(db, { amountFen: null });
  await handleCase(db, act(id, staff.handler), { ...approve, amountFen: fenFromYuan(30_000) });
  expect((await stateOf(db, id)).amountFen).toBe(fenFromYuan(30_000));
  expect(reason(await takeBackOpinion(db, act(id, staff.handler)))).toBe("ok");
  expect((await stateOf(db, id)).amountFen).toBeNull();
});

test("refused: too late, another officer, another department, another version, a checked case", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  expect(reason(await takeBackOpinion(db, act(id, staff.handler)))).toBe("nothingToTakeBack");
  await handleCase(db, act(id, staff.handler), approve);
  expect(reason(await takeBackOpinion(db, act(id, staff.handler, on("2026-07-15", "10:11"))))).toBe("tooLate");
  expect(await offer(staff.handler, on("2026-07-15", "10:11"))).toBeNull();
  expect(reason(await takeBackOpinion(db, act(id, staff.checker)))).toBe("notYourOpinion");
  expect(reason(await takeBackOpinion(db, act(id, staff.handler, clock.at, "agriculture")))).toBe("notFound");
  expect(reason(await takeBackOpinion(db, { ...act(id, staff.handler), expectedVersion: 3 }))).toBe("changedMeanwhile");
  await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" });
  expect(reason(await takeBackOpinion(db, { ...act(id, staff.handler), expectedVersion: 5 }))).toBe("movedOn");
  expect((await stateOf(db, id)).handlerId).toBe(staff.handler.personId);
  expect(await db.$count(claimOpinions, and(eq(claimOpinions.claimId, id), eq(claimOpinions.decision, "takeBack")))).toBe(0);
});

test("under the chief's signature the handler's opinion stays; the chief takes back the own and no more", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(426_000) });
  await handleCase(db, act(id, staff.handler), approve);
  await signAsChief(db, act(id, chief), "同意");
  expect(reason(await takeBackOpinion(db, act(id, staff.handler)))).toBe("notYourOpinion");
  expect(await offer(chief)).toMatchObject({ claimId: id });
  expect(reason(await takeBackOpinion(db, act(id, chief)))).toBe("ok");
  const [row] = await db.select().from(claims).where(eq(claims.id, id));
  expect([row?.chiefId, row?.handlerId]).toEqual([null, staff.handler.personId]);
});
