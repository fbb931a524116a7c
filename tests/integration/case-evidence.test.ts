import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerAccount } from "@/db/accounts";
import { listPastGrants, listRelatedEnterprises, paidByYear } from "@/db/case-relations";
import type { Clock } from "@/db/claim-lights";
import type { Actor } from "@/db/claims";
import { precedentsByDoubt } from "@/db/precedents";
import { checkCase, handleCase } from "@/db/reviews";
import { claimEvents, enterprises } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Scope } from "@/lib/access/scope";
import { fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { type Company, DEPARTMENT, makeClaim, makeCompany, on, POLICY, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { clockAt, makeCase, writeSettled } from "../support/review-fixtures";

let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
const own: Scope = { kind: "department", departmentId: DEPARTMENT };
const county: Scope = { kind: "county" };

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15"));
});
afterAll(() => close());

type Person = Actor & { personId: string };
const act = (claimId: string, actor: Actor) => ({
  claimId,
  departmentId: DEPARTMENT,
  actor: actor as Person,
  at: clock.at,
  calendar: clock.calendar,
  expectedVersion: 4,
});

async function decided(code: string, decision: "approve" | "reject"): Promise<string> {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(1000), doubts: [{ code, text: "一句话" }] });
  const opinion = { decision, opinion: "核对过，写明意见", ...(decision === "reject" && { clauseId: "有效认定" }) };
  expect((await handleCase(db, act(id, staff.handler), opinion)).ok).toBe(true);
  expect((await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" })).ok).toBe(true);
  return id;
}

test("precedents are of the same policy and the same doubt: how often, how decided, the last cases", async () => {
  const one = await decided("unknownData", "approve");
  const two = await decided("unknownData", "reject");
  await decided("overCeiling", "approve");
  const doubts = [
    { code: "unknownData", text: "缺少数据" },
    { code: "weakLink", text: "归属" },
  ];
  const { id } = await makeCase(db, { doubts });
  const found = await precedentsByDoubt(db, await stateOf(db, id), clock.at);
  expect([...found.keys()]).toEqual(["unknownData", "weakLink"]);
  expect(found.get("unknownData")).toMatchObject({ approved: 1, rejected: 1 });
  expect(found.get("unknownData")?.last.map((row) => [row.claimId, row.to])).toEqual([
    [two, "rejected"],
    [one, "notice"],
  ]);
  expect(found.get("weakLink")).toEqual({ approved: 0, rejected: 0, last: [] });
  const later = { ...clock, at: on("2027-09-01") };
  expect((await precedentsByDoubt(db, await stateOf(db, id), later.at)).get("unknownData")?.last).toEqual([]);
});

test("a decision of before the doubts were kept counts by the reason of its way into the review", async () => {
  const old = await decided("staleOnDemand", "approve");
  const own = and(eq(claimEvents.claimId, old), eq(claimEvents.reasonCode, "reviewApproved"));
  const [kept] = await db.select({ detail: claimEvents.detail }).from(claimEvents).where(own);
  expect(kept?.detail).toMatchObject({ doubtCodes: ["staleOnDemand"] });
  await db.execute(sql`set session_replication_role = replica`);
  await db.update(claimEvents).set({ detail: {} }).where(own);
  await db
    .update(claimEvents)
    .set({ reasonCode: "staleOnDemand" })
    .where(and(eq(claimEvents.claimId, old), eq(claimEvents.toState, "manualReview")));
  await db.execute(sql`set session_replication_role = default`);
  const { id } = await makeCase(db, { doubts: [{ code: "staleOnDemand", text: "太久没有更新" }] });
  expect((await precedentsByDoubt(db, await stateOf(db, id), clock.at)).get("staleOnDemand")).toMatchObject({ approved: 1, rejected: 0 });
});

test("what the enterprise had before: the same policy by period, and the money of each year", async () => {
  const company = await makeCompany(db);
  const past = await makeClaim(db, company, { policyCode: "RENT-002", period: "2025", subject: "" });
  await writeSettled(db, past, { at: on("2025-12-01"), amountFen: fenFromYuan(20_000), processingDays: 2, endToEndDays: 9 });
  const now = await makeClaim(db, company, { policyCode: "RENT-002", period: "2026", subject: "", amountFen: fenFromYuan(30_000) });
  const found = await listPastGrants(db, await stateOf(db, now));
  expect(found.map((row) => [row.claimId, row.period, row.state, row.amountFen])).toEqual([[past, "2025", "settled", 2_000_000]]);
  expect(await paidByYear(db, company.id)).toEqual([{ year: 2025, count: 1, sumFen: 2_000_000 }]);
});

const set = (company: Company, values: Partial<typeof enterprises.$inferInsert>) => db.update(enterprises).set(values).where(eq(enterprises.id, company.id));

test("enterprises that share address, representative or account are named within the scope and counted beyond it; the shared thing stays unsaid", async () => {
  const me = await makeCase(db, { amountFen: fenFromYuan(10_000) });
  const neighbour = await makeCase(db, { amountFen: fenFromYuan(50_000) });
  const stranger = await makeCompany(db);
  const nobody = await makeCompany(db);
  await set(me.company, { address: "工业大道 8 号", representativeDigest: "digest-of-a-person" });
  await set(neighbour.company, { address: "工业大道 8 号" });
  await set(stranger, { representativeDigest: "digest-of-a-person" });
  await set(nobody, { address: "" });
  const account = { enterpriseId: neighbour.company.id, holderName: neighbour.company.name, bankName: "青禾农村商业银行", cnapsCode: "402529900010" };
  const person = neighbour.company.owner.personId ?? "";
  const number = `5299010000${String(Number(me.company.last4)).padStart(7, "0")}`;
  expect((await registerAccount(db, { ...account, number, kind: "corporate", personId: person, at: clock.at })).ok).toBe(true);
  const claim = await stateOf(db, me.id);
  const seen = await listRelatedEnterprises(db, own, claim);
  expect(seen.rows).toEqual([
    {
      id: neighbour.company.id,
      name: neighbour.company.name,
      uscc: neighbour.company.uscc,
      shares: ["address", "account"],
      samePolicy: 1,
      samePolicyFen: 5_000_000,
    },
  ]);
  expect(seen.outside).toBe(1);
  expect(JSON.stringify(seen)).not.toContain("digest-of-a-person");
  const all = await listRelatedEnterprises(db, county, claim);
  expect(all.rows.map((row) => [row.id, row.shares])).toEqual([
    [neighbour.company.id, ["address", "account"]],
    [stranger.id, ["representative"]],
  ]);
  expect([all.outside, claim.policyCode]).toEqual([0, POLICY]);
  expect(await listRelatedEnterprises(db, county, { enterpriseId: nobody.id, policyCode: POLICY })).toEqual({ rows: [], outside: 0 });
});
