import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Clock } from "@/db/claim-lights";
import type { Actor } from "@/db/claims";
import { agreeToOpinions, checkSeenOpinion } from "@/db/opinion-checks";
import { reevaluateClaim } from "@/db/reevaluation";
import { checkCase, handleCase } from "@/db/reviews";
import { auditLog, claimEvents, claimOpinions, enterpriseProfiles, notifications } from "@/db/schema";
import { takeBackOpinion } from "@/db/take-back";
import type { Db } from "@/db/types";
import { type Fen, fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, makeCompany, on, refusedBy, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { clockAt, makeCase } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15"));
});
afterAll(() => close());

const act = (claimId: string, actor: Actor, expectedVersion = 4) => ({
  claimId,
  departmentId: DEPARTMENT,
  actor: actor as Person,
  at: clock.at,
  calendar: clock.calendar,
  expectedVersion,
});
const reason = <T extends { ok: boolean }>(result: T) => ("reason" in result ? result.reason : "ok");
const founded = { clauseId: "第五条", reason: "合同只签到九月，按九个月计" };
const lower = (yuan: number, reduction: typeof founded | null = founded) => ({
  decision: "approve" as const,
  opinion: "资料齐全，拟同意",
  amountFen: fenFromYuan(yuan),
  reduction: reduction ?? undefined,
});
/** Everything that the title's grant of 200,000 yuan asks for. */
const TITLE = { regStatus: "active", registrationRegion: "529901", titleCodes: ["SRDI_PROVINCIAL"], titleAwardDate: "2024-09-10", enterpriseScale: "small" };
const AWARDED = [{ code: "SRDI_PROVINCIAL", awarded: plainDate("2024-09-10") }];
const open = (amountFen: Fen | null = fenFromYuan(36_000)) => makeCase(db, { amountFen });

test("核减: with clause and reason; the checker confirms it, the record has both amounts, the enterprise is told", async () => {
  const { id, company } = await open();
  expect(reason(await handleCase(db, act(id, staff.handler), lower(27_000)))).toBe("ok");
  expect((await stateOf(db, id)).amountFen).toBe(2_700_000);
  const [opinion] = await db.select().from(claimOpinions).where(eq(claimOpinions.claimId, id));
  expect(opinion).toMatchObject({ amountBeforeFen: 3_600_000, amountAfterFen: 2_700_000, clauseId: "第五条", reductionReason: founded.reason });
  const [entry] = await db.select().from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(desc(auditLog.seq)).limit(1);
  expect(entry?.detail).toMatchObject({ amountBeforeFen: 3_600_000, amountAfterFen: 2_700_000, reductionReason: founded.reason });
  const seen = { handlerId: staff.handler.personId!, decision: "approve" as const };
  expect(reason(await checkSeenOpinion(db, act(id, staff.checker), seen, { agree: true, opinion: "同意核减" }))).toBe("ok");
  expect(await stateOf(db, id)).toMatchObject({ state: "notice", amountFen: 2_700_000 });
  const [event] = await db
    .select()
    .from(claimEvents)
    .where(and(eq(claimEvents.claimId, id), eq(claimEvents.toState, "notice")));
  expect(event).toMatchObject({ amountAfterFen: 2_700_000, detail: { amountBeforeFen: 3_600_000, reductionReason: founded.reason } });
  const [told] = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.enterpriseId, company.id), eq(notifications.kind, "claim.reduced")));
  expect(told?.body).toContain("比测算少 9,000.00元。依据：第五条。理由：合同只签到九月，按九个月计");
});

test("refused: without clause or reason, more than the rule gives, nothing at all", async () => {
  const { id } = await open();
  expect(reason(await handleCase(db, act(id, staff.handler), lower(27_000, null)))).toBe("reductionUnfounded");
  expect(reason(await handleCase(db, act(id, staff.handler), lower(27_000, { ...founded, reason: "少" })))).toBe("reductionUnfounded");
  expect(reason(await handleCase(db, act(id, staff.handler), lower(36_001)))).toBe("amountAboveRule");
  expect(reason(await handleCase(db, act(id, staff.handler), lower(0)))).toBe("amountPending");
  expect(await stateOf(db, id)).toMatchObject({ handlerId: null, amountFen: 3_600_000 });
});

test("given back or taken back, the rule's amount is there again", async () => {
  const { id } = await open();
  await handleCase(db, act(id, staff.handler), lower(27_000));
  expect(reason(await checkCase(db, act(id, staff.checker), { agree: false, opinion: "理由不足" }))).toBe("ok");
  expect(await stateOf(db, id)).toMatchObject({ handlerId: null, amountFen: 3_600_000 });
  await handleCase(db, act(id, staff.handler), lower(30_000));
  expect(reason(await takeBackOpinion(db, act(id, staff.handler)))).toBe("ok");
  expect((await stateOf(db, id)).amountFen).toBe(3_600_000);
});

test("a reduction is never agreed to by the dozen", async () => {
  const { id } = await open();
  await handleCase(db, act(id, staff.handler), lower(27_000));
  const { claimId: _one, expectedVersion: _two, ...who } = act(id, staff.checker);
  const outcome = await agreeToOpinions(db, [{ claimId: id, version: 4, amountFen: 2_700_000 }], who, "同意");
  expect([outcome.agreed, outcome.aside.map((one) => one.reason)]).toEqual([[], ["reductionNeedsALook"]]);
});

test("new data: an amount set by an officer stays while the rule's own result is the same, and gives way with its opinion when that changes", async () => {
  const company = await makeCompany(db);
  const { id } = await makeCase(db, { company, amountFen: null });
  const change = async (facts: Record<string, unknown>) => {
    const [profile] = await db.select().from(enterpriseProfiles).where(eq(enterpriseProfiles.enterpriseId, company.id));
    await db
      .update(enterpriseProfiles)
      .set({ facts: { ...profile!.facts, ...facts }, subjects: { titles: AWARDED, members: {} } })
      .where(eq(enterpriseProfiles.enterpriseId, company.id));
    return reevaluateClaim(db, id, clock);
  };
  // The title is unknown, so the rule has no amount.
  await change({ taxCreditGrade: "B" });
  expect((await stateOf(db, id)).amountFen).toBeNull();
  await handleCase(db, act(id, staff.handler), { decision: "approve", opinion: "按资料核定", amountFen: fenFromYuan(50_000) });
  expect(await change({ taxCreditGrade: "M" })).toBe("unchanged");
  expect(await stateOf(db, id)).toMatchObject({ amountFen: 5_000_000, handlerId: staff.handler.personId });
  expect(await change({ ...TITLE })).toBe("amountChanged");
  expect(await stateOf(db, id)).toMatchObject({ amountFen: 20_000_000, handlerId: null, handlerOpinion: null });
});

test("the database takes no opinion that raises an amount, and no lower one without clause and reason", async () => {
  const { id } = await open();
  const attack = (before: number, after: number, clause: string | null, why: string | null): Promise<string | undefined> => {
    const statement: SQL = sql`insert into claim_opinions (claim_id, officer_id, stage, decision, opinion, clause_id, claim_version, amount_before_fen, amount_after_fen, reduction_reason, at)
      values (${id}, ${staff.handler.personId}, 'handle', 'approve', '拟同意', ${clause}, 4, ${before}, ${after}, ${why}, ${clock.at})`;
    return refusedBy(() => db.execute(statement));
  };
  expect(await attack(100, 101, "第五条", "应当多给一些")).toBe("claim_opinions_never_raise");
  expect(await attack(100, 99, null, "应当少给一些")).toBe("claim_opinions_reduction_founded");
  expect(await attack(100, 99, "第五条", null)).toBe("claim_opinions_reduction_founded");
  expect(await attack(100, 99, "第五条", " 少 ")).toBe("claim_opinions_reduction_founded");
});
