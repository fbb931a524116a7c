import { eq, type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Clock } from "@/db/claim-lights";
import { listQueue } from "@/db/claim-queries";
import type { Actor } from "@/db/claims";
import { listSetAside, listWaitingBatches, openBatch, settleBatches, takeBackBatch } from "@/db/review-batches";
import { checkCase, handleCase } from "@/db/reviews";
import { auditLog, claimOpinions, claims, enterpriseProfiles, memberships } from "@/db/schema";
import type { Db } from "@/db/types";
import { type Fen, fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, on, refusedBy, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { clockAt, makeCase, officer } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15", "10:00"));
});
afterAll(() => close());

const later = (time: string) => ({ ...clock, at: on("2026-07-15", time) });
const batchAct = (actor: Actor = staff.checker) => ({ departmentId: DEPARTMENT, actor: actor as Person, at: clock.at, calendar: clock.calendar });
const seen = (claimId: string, amountFen = 1_000_000, version = 4) => ({ claimId, version, amountFen });

async function handled(code = "ruleAsks", yuan = 10_000): Promise<string> {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(yuan), doubts: [{ code, text: "一句话" }] });
  const act = { ...batchAct(staff.handler), claimId: id, expectedVersion: 4 };
  expect((await handleCase(db, act, { decision: "approve", opinion: "资料齐全，拟同意" })).ok).toBe(true);
  return id;
}

test("a batch waits ten minutes, is judged once more and only then moves its cases", async () => {
  const [one, two] = [await handled(), await handled()];
  const opened = await openBatch(db, [seen(one), seen(two)], batchAct(), "同意经办意见");
  expect([opened.accepted, opened.aside]).toEqual([[one, two], []]);
  expect((await stateOf(db, one)).state).toBe("manualReview");
  expect(await db.select().from(claimOpinions).where(eq(claimOpinions.officerId, staff.checker.personId!))).toEqual([]);
  expect(await listWaitingBatches(db, staff.checker.personId!, clock.at)).toMatchObject([{ count: 2, sumFen: 2_000_000, mayTakeBack: true }]);
  expect((await openBatch(db, [seen(one)], batchAct(), "再来一次")).aside.map((row) => row.reason)).toEqual(["inBatchAlready"]);
  expect(await settleBatches(db, later("10:09"))).toBe(0);
  expect(await settleBatches(db, later("10:10"))).toBe(2);
  expect(await settleBatches(db, later("10:10"))).toBe(0);
  expect([(await stateOf(db, one)).state, (await stateOf(db, two)).state]).toEqual(["notice", "notice"]);
  const trail = await db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectType, "reviewBatch"));
  expect(trail.map((row) => row.action)).toEqual(["reviewBatch.agreed", "reviewBatch.settled"]);
});

test("taken back by its checker within the ten minutes, by nobody else and not later: nothing has moved", async () => {
  const id = await handled();
  const { batchId } = await openBatch(db, [seen(id)], batchAct(), "同意");
  const other = await officer(db, "other-checker", "checker", DEPARTMENT);
  expect(await takeBackBatch(db, { batchId: batchId!, actor: other, at: clock.at })).toEqual({ ok: false, reason: "notFound" });
  expect(await takeBackBatch(db, { batchId: batchId!, actor: staff.checker as Person, at: on("2026-07-15", "10:10") })).toEqual({
    ok: false,
    reason: "tooLate",
  });
  expect(await takeBackBatch(db, { batchId: batchId!, actor: staff.checker as Person, at: on("2026-07-15", "10:05") })).toEqual({ ok: true, value: 1 });
  expect(await settleBatches(db, later("10:30"))).toBe(0);
  expect((await stateOf(db, id)).state).toBe("manualReview");
  expect((await openBatch(db, [seen(id)], batchAct(), "同意")).accepted).toEqual([id]);
  expect(await settleBatches(db, later("10:30"))).toBe(1);
});

test("set aside by name: a contested fact, another amount than was on the screen, a result that today's data no longer give", async () => {
  const [grave, dearer, outdated, good] = [await handled("negativeHit"), await handled(), await handled(), await handled()];
  await db
    .update(claims)
    .set({ amountFen: 900_000 as Fen })
    .where(eq(claims.id, dearer));
  const { enterpriseId } = await stateOf(db, outdated);
  const [profile] = await db.select().from(enterpriseProfiles).where(eq(enterpriseProfiles.enterpriseId, enterpriseId));
  await db
    .update(enterpriseProfiles)
    .set({ facts: { ...profile!.facts, dishonestFlag: true } })
    .where(eq(enterpriseProfiles.enterpriseId, enterpriseId));
  const opened = await openBatch(
    db,
    [grave, dearer, outdated, good].map((id) => seen(id)),
    batchAct(),
    "同意",
  );
  expect(opened.accepted).toEqual([good]);
  expect(opened.aside.map((row) => [row.claimId, row.reason])).toEqual([
    [grave, "graveDoubtNeedsALook"],
    [dearer, "amountChanged"],
    [outdated, "resultOutdated"],
  ]);
  expect(opened.aside[0]?.number).toBe((await stateOf(db, grave)).number);
});

test("what changed while the batch waited is set aside then, and the others go on", async () => {
  const [given, fine] = [await handled(), await handled()];
  await settleBatches(db, later("11:00"));
  await openBatch(db, [seen(given), seen(fine)], batchAct(), "同意");
  const other = await officer(db, "third-checker", "checker", DEPARTMENT);
  expect((await checkCase(db, { ...batchAct(other), claimId: given, expectedVersion: 4 }, { agree: false, opinion: "请再核对" })).ok).toBe(true);
  expect(await settleBatches(db, later("11:00"))).toBe(1);
  expect([(await stateOf(db, given)).state, (await stateOf(db, fine)).state]).toEqual(["manualReview", "notice"]);
  const aside = await listSetAside(db, staff.checker.personId!, on("2026-07-15", "11:30"));
  expect(aside.map((row) => [row.claimId, row.reason])).toEqual([[given, "noOpinionYet"]]);
});

test("a checker who has left the duty agrees to nothing any more", async () => {
  const leaving = await officer(db, "leaving-checker", "checker", DEPARTMENT);
  const id = await handled();
  expect((await openBatch(db, [seen(id)], batchAct(leaving), "同意")).accepted).toEqual([id]);
  await db
    .update(memberships)
    .set({ validTo: plainDate("2026-07-15") })
    .where(eq(memberships.personId, leaving.personId));
  expect(await settleBatches(db, later("11:00"))).toBe(0);
  expect((await stateOf(db, id)).state).toBe("manualReview");
  expect((await listSetAside(db, leaving.personId, on("2026-07-15", "11:30"))).map((row) => row.reason)).toEqual(["offDuty"]);
});

test("by risk: contested facts before missing ones, missing ones before what the rule only asks to look at", async () => {
  const [low, high, middle] = [await handled("sampled"), await handled("weakLink"), await handled("unknownData")];
  const read = { scope: { kind: "department", departmentId: DEPARTMENT } as const, filter: {}, clock, chiefFromFen: fenFromYuan(200_000) };
  const { rows } = await listQueue(db, read, { sort: "-risk", page: 1, pageSize: 50 });
  const places = [high, middle, low].map((id) => rows.findIndex((row) => row.id === id));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("the database settles a batch once, in its time, and changes nothing that was agreed to", async () => {
  const id = await handled();
  const { batchId } = await openBatch(db, [seen(id)], batchAct(), "同意");
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  expect(await attack(sql`update review_batches set opinion = '别的' where id = ${batchId}`)).toBe("review_batches_settled_once");
  expect(await attack(sql`update review_batches set state = 'done', settled_at = ${on("2026-07-15", "10:09")} where id = ${batchId}`)).toBe(
    "review_batches_settled_once",
  );
  expect(await attack(sql`update review_batches set state = 'takenBack', settled_at = ${on("2026-07-15", "10:10")} where id = ${batchId}`)).toBe(
    "review_batches_settled_once",
  );
  expect(await attack(sql`update review_batch_lines set amount_fen = 1 where batch_id = ${batchId}`)).toBe("review_batch_lines_outcome_once");
  expect(await attack(sql`delete from review_batch_lines`)).toBe("review_batch_lines_append_only");
  expect(await attack(sql`delete from review_batches`)).toBe("review_batches_append_only");
  expect(
    await attack(
      sql`insert into review_batch_lines (batch_id, claim_id, claim_version) select id, ${id}, 4 from review_batches where id <> ${batchId} limit 1`,
    ),
  ).toBe("review_batch_lines_once");
  expect(
    await attack(sql`insert into review_batches (department_id, checker_id, opinion, state, agreed_at, effective_from)
      values (${DEPARTMENT}, ${staff.checker.personId}, '同意', 'waiting', ${clock.at}, ${clock.at})`),
  ).toBe("review_batches_window");
});
