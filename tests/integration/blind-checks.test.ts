import { eq, type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { declareRecusal } from "@/db/assignments";
import {
  type BlindDecision,
  blindResults,
  decideBlindCheck,
  drawBlindChecks,
  findOpenBlindCheck,
  listBlindDisagreements,
  listOpenBlindChecks,
} from "@/db/blind-checks";
import { loadCalendar } from "@/db/calendar";
import type { Actor } from "@/db/claims";
import { auditLog, blindChecks, settings } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Scope } from "@/lib/access/scope";
import { type Fen, fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { claimInNotice, DEPARTMENT, makeCompany, on, POLICY, refusedBy, type Staff, seedOffice } from "../support/fixtures";
import { makeCase } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let checker: Person;
const own: Scope = { kind: "department", departmentId: DEPARTMENT };
const elsewhere: Scope = { kind: "department", departmentId: "agriculture" };
const MONDAY = on("2026-07-13", "08:20");

// Seven of the miit let through in the week of Monday 6 July, one of another department, one the week before, one that a person reviewed.
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  checker = staff.checker as Person;
  for (let n = 0; n < 7; n += 1) await claimInNotice(db, { at: on("2026-07-08"), amountFen: fenFromYuan(10_000) });
  await claimInNotice(db, { at: on("2026-07-08"), policyCode: "RENT-002", period: "2026", subject: "" });
  await claimInNotice(db, { at: on("2026-07-03") });
  await makeCase(db, { company: await makeCompany(db), enteredAt: on("2026-07-08") });
});
afterAll(() => close());

const decide = (id: string, decision: Partial<BlindDecision> = {}, part: { scope?: Scope; actor?: Person } = {}) => {
  const whole = { verdict: "eligible" as const, amountFen: null, note: "", ...decision };
  return decideBlindCheck(db, { id, scope: own, actor: checker, at: on("2026-07-14"), ...part, decision: whole });
};
const reason = <T extends { ok: boolean }>(result: T) => ("reason" in result ? result.reason : "ok");

test("each Monday at least five per policy of what the machine let through in the week before, once", async () => {
  expect(await drawBlindChecks(db, MONDAY)).toBe(6);
  expect(await drawBlindChecks(db, MONDAY)).toBe(0);
  const drawn = await db.select().from(blindChecks);
  expect(drawn.filter((row) => row.policyCode === POLICY)).toHaveLength(5);
  expect(drawn.filter((row) => row.policyCode === "RENT-002")).toHaveLength(1);
  expect(new Set(drawn.map((row) => row.week))).toEqual(new Set(["2026-07-06"]));
  const [entry] = await db.select().from(auditLog).where(eq(auditLog.action, "blindCheck.drawn"));
  expect(entry?.detail).toMatchObject({ week: "2026-07-06", drawn: 6, of: 8, rate: 0.05, minimum: 5 });
});

test("the share of the settings counts where it asks for more than the minimum", async () => {
  await db.insert(settings).values([
    { key: "blindSampleRate", value: 1 },
    { key: "blindSampleWeeklyMinimum", value: 1 },
  ]);
  for (let n = 0; n < 3; n += 1) await claimInNotice(db, { at: on("2026-06-24"), amountFen: fenFromYuan(10_000) });
  expect(await drawBlindChecks(db, on("2026-06-29", "08:20"))).toBe(3);
});

test("the second person sees enterprise and snapshot, neither number nor amount nor result; another department sees nothing", async () => {
  const open = await listOpenBlindChecks(db, own, checker.personId);
  expect(open.length).toBeGreaterThanOrEqual(5);
  expect(Object.keys(open[0]!).sort()).toEqual(["enterpriseName", "id", "policyName", "week"]);
  expect(Object.keys((await findOpenBlindCheck(db, own, open[0]!.id))!).sort()).toEqual([
    "enterpriseId",
    "enterpriseName",
    "id",
    "policyVersionId",
    "snapshotId",
  ]);
  expect(await listOpenBlindChecks(db, elsewhere, checker.personId)).toEqual([]);
  expect(await findOpenBlindCheck(db, elsewhere, open[0]!.id)).toBeNull();
  expect(reason(await decide(open[0]!.id, {}, { scope: elsewhere }))).toBe("notFound");
});

test("decided once; the same verdict and no other amount agrees, the rest is an error with its reason; the bound is that of the sample", async () => {
  const [one, two, three, four] = await listOpenBlindChecks(db, own, checker.personId);
  expect(reason(await decide(one!.id))).toBe("ok");
  expect(reason(await decide(one!.id))).toBe("alreadyDecided");
  expect(await findOpenBlindCheck(db, own, one!.id)).toBeNull();
  expect(reason(await decide(two!.id, { amountFen: fenFromYuan(10_000) }))).toBe("ok");
  expect(reason(await decide(three!.id, { amountFen: fenFromYuan(9_000), note: "少算一个月" }))).toBe("ok");
  expect(reason(await decide(four!.id, { verdict: "ineligible", note: " 不 " }))).toBe("noteMissing");
  expect(reason(await decide(four!.id, { verdict: "ineligible", note: "证书已过期" }))).toBe("ok");
  const { rows, all } = await blindResults(db, own);
  expect(rows.filter((row) => row.policyCode === POLICY).map((row) => [row.decided, row.wrong])).toEqual([[4, 2]]);
  // Clopper–Pearson for 2 of 4
  expect(all.bound?.low).toBeCloseTo(0.06759, 4);
  expect(all.bound?.high).toBeCloseTo(0.93241, 4);
  expect((await blindResults(db, elsewhere)).all).toEqual({ drawn: 0, decided: 0, wrong: 0, bound: null });
  const wrong = await listBlindDisagreements(db, own);
  expect(wrong.map((row) => [row.verdict, row.firstAmountFen, row.amountFen, row.note, row.decidedBy]).sort()).toEqual([
    ["eligible", 1_000_000, 900_000, "少算一个月", "checker"],
    ["ineligible", 1_000_000, null, "证书已过期", "checker"],
  ]);
});

test("nobody with an interest in the enterprise decides, neither by the act nor by SQL", async () => {
  const [open] = await listOpenBlindChecks(db, own, checker.personId);
  const [row] = await db.select().from(blindChecks).where(eq(blindChecks.id, open!.id));
  const act = { claimId: row!.claimId, departmentId: DEPARTMENT, actor: checker, at: MONDAY, calendar: await loadCalendar(db), expectedVersion: 4 };
  expect(reason(await declareRecusal(db, act, "企业经营者是我的亲属"))).toBe("ok");
  expect((await listOpenBlindChecks(db, own, checker.personId)).map((one) => one.id)).not.toContain(open!.id);
  expect(reason(await decide(open!.id))).toBe("recused");
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  const set = sql`verdict = 'eligible', agrees = true, decided_at = ${MONDAY}`;
  expect(await attack(sql`update blind_checks set ${set}, decided_by = ${checker.personId} where id = ${open!.id}`)).toBe("blind_checks_recused");
  expect(await attack(sql`update blind_checks set ${set} where id = ${open!.id}`)).toBe("blind_checks_decided_whole");
});

test("the database changes no conclusion, takes none at the drawing, and none that says it agrees when it does not", async () => {
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  expect(await attack(sql`update blind_checks set agrees = true, verdict = 'eligible', amount_fen = null where verdict = 'ineligible'`)).toBe(
    "blind_checks_decided_once",
  );
  expect(await attack(sql`update blind_checks set first_amount_fen = ${1 as Fen} where verdict is null`)).toBe("blind_checks_decided_once");
  const claim = sql`(select id from claims where state = 'notice' and id not in (select claim_id from blind_checks) limit 1)`;
  const insert = (verdict: string | null, agrees: boolean | null) => sql`insert into blind_checks
    (claim_id, policy_code, department_id, week, snapshot_id, drawn_at, verdict, agrees, decided_by, decided_at)
    select ${claim}, policy_code, department_id, week, snapshot_id, drawn_at, ${verdict}, ${agrees}, ${staff.handler.personId}, ${MONDAY} from blind_checks limit 1`;
  expect(await attack(insert("eligible", true))).toBe("blind_checks_drawn_open");
  expect(
    await attack(
      sql`update blind_checks set verdict = 'ineligible', agrees = true, decided_by = ${staff.handler.personId}, decided_at = ${MONDAY} where verdict is null`,
    ),
  ).toBe("blind_checks_agree");
  expect(await attack(sql`delete from blind_checks`)).toBe("blind_checks_append_only");
});
