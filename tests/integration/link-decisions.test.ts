import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decideLink, decideTwins, undoLinkDecision } from "@/db/link-decisions";
import { findDoubt, listDoubts, listLinkDecisions, listTwins } from "@/db/link-queries";
import { createPerson } from "@/db/people";
import { auditLog, enterpriseAliases, enterprises, indicatorValues, linkDecisions, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import { plainDate } from "@/lib/kernel/plain-date";
import { makeUsccOf } from "@/lib/standards/uscc";
import { freshDatabase } from "../support/database";
import { type Delivered, deliver, endState } from "../support/deliveries";
import { on } from "../support/fixtures";

const codeOf = (body: string) => makeUsccOf("91529901", body);
const [A, B, C, D] = [codeOf("MADE0001"), codeOf("MADE0002"), codeOf("MADE0003"), codeOf("MADE0004")];
const HEAD = "统一社会信用代码,企业名称,登记状态,企业类型,行业代码,住所,法定代表人,联系电话";
const REGISTER = [
  HEAD,
  `${A},青禾县绿源食品加工有限公司,存续,有限责任公司,1392,青禾县城关镇人民路18号,张三丰,16000000001`,
  `${B},青禾县绿原食品加工有限公司,存续,有限责任公司,1392,青禾县工业园二号路6号,李四光,16000000002`,
  `${C},青禾县宏达建筑材料有限公司,存续,有限责任公司,3012,青禾县河口镇滨河路3号,王五福,16000000003`,
  `${D},青禾县宏大建筑材料有限公司,存续,有限责任公司,3012,青禾县河口镇滨河路3号,王五福,16000000003`,
].join("\n");
const HRSS: Scope = { kind: "department", departmentId: "hrss" };
const NDRC: Scope = { kind: "department", departmentId: "ndrc" };
const SAMR: Scope = { kind: "department", departmentId: "samr" };
const AT = on("2026-07-15");
const NAMES = ["name", "accountName"];
const ALL = { page: 1, pageSize: 50 };

let db: Db;
let close: () => Promise<void>;
let by: { personId: string; role: Role };
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  const membership = { role: "dataOfficer" as const, departmentId: "hrss", validFrom: plainDate("2026-01-01") };
  const person = { displayName: "宋岚", username: "data-officer", password: "unused", memberships: [membership] };
  by = { personId: await createPerson(db, person, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" }), role: "dataOfficer" };
  await deliver(db, { dataset: "bizRegistration", period: "snapshot", content: REGISTER });
});
afterAll(() => close());

/** Newest first: what is known of an enterprise is told of the last months only. */
let month = 0;
const INSURANCE = "单位编号,统一社会信用代码,单位名称,险种,费款所属期,参保人数,单位实缴（元）,缴费状态";
/** A's code under B's name, for two kinds of insurance; each test takes a month of its own. */
async function contradictory(people = 64): Promise<Delivered> {
  month += 1;
  const period = month <= 6 ? `2026-0${7 - month}` : `2025-${19 - month}`;
  const line = (kind: string) => `U1,${A},青禾县绿原食品加工有限公司,${kind},${period},${people},2483.20,足额`;
  const plain = `U3,${C},青禾县宏达建筑材料有限公司,失业保险,${period},9,300.00,足额`;
  return deliver(db, { dataset: "socialInsurance", period, content: [INSURANCE, line("失业保险"), line("企业职工基本养老保险"), plain].join("\n") });
}
const idOf = async (uscc: string) => (await db.select({ id: enterprises.id }).from(enterprises).where(eq(enterprises.uscc, uscc)))[0]!.id;
const rowOf = async (id: number) =>
  ((await db.execute(sql`select * from upload_rows where id = ${id}`)) as unknown as { rows: Record<string, unknown>[] }).rows[0]!;
const insured = async (uscc: string) =>
  (
    await db
      .select({ value: indicatorValues.value })
      .from(indicatorValues)
      .where(and(eq(indicatorValues.enterpriseId, await idOf(uscc)), eq(indicatorValues.indicatorId, "insuredCount"), isNull(indicatorValues.supersededAt)))
  ).map((one) => one.value);
const countsOf = async (uploadId: string) => {
  const [upload] = await db.select().from(uploads).where(eq(uploads.id, uploadId));
  const { totalRows, acceptedRows, correctedRows, quarantinedRows, duplicateRows, ignoredRows } = upload!;
  expect(acceptedRows + correctedRows + quarantinedRows + duplicateRows + ignoredRows).toBe(totalRows);
  return { corrected: correctedRows, quarantined: quarantinedRows };
};
const decide = async (rowId: number, uscc: string, answer: "same" | "apart" | "later", scope = HRSS) =>
  decideLink(db, { rowId, enterpriseId: await idOf(uscc), answer, scope, by, at: AT });
const decisionOf = async (rowId: number) =>
  (
    await db
      .select()
      .from(linkDecisions)
      .where(and(eq(linkDecisions.rowId, rowId), isNull(linkDecisions.undoneAt)))
  )[0]!;
const undo = (decisionId: string, scope = HRSS) => undoLinkDecision(db, { decisionId, scope, by, at: AT });
const actions = async () => (await db.select().from(auditLog).where(eq(auditLog.chain, "business")).orderBy(auditLog.seq)).map((one) => one.action);

describe("rows in doubt", () => {
  let delivered: Delivered;
  let [first, second] = [0, 0];
  beforeEach(async () => {
    delivered = await contradictory();
    [first, second] = delivered.rows.filter((one) => one.fate === "quarantined").map((one) => one.id) as [number, number];
  });

  test("stand in one entry, with the candidates beside the row, only for the own department", async () => {
    const { rows } = await listDoubts(db, HRSS, NAMES, ALL);
    expect(rows.filter((one) => one.name === "青禾县绿原食品加工有限公司")).toMatchObject([{ code: A, later: false, datasetName: "社保缴纳" }]);
    expect((await listDoubts(db, NDRC, NAMES, ALL)).total).toBe(0);
    const doubt = await findDoubt(db, HRSS, first);
    expect(doubt?.candidates.map((one) => [one.ref.uscc, one.scored.likeness.name, one.scored.likeness.code])).toEqual([
      [A, "near", "near"],
      [B, "same", "different"],
    ]);
    expect(await findDoubt(db, NDRC, first)).toBeNull();
  });

  test("是同一家 adopts them, 撤回 puts every one back as it was, and the profile follows both ways", async () => {
    const before = [await rowOf(first), await rowOf(second)];
    const state = await endState(db);
    const counts = await countsOf(delivered.uploadId);
    expect(await decide(first, B, "same", NDRC)).toEqual({ ok: false, reason: { code: "rowUnknown" } });
    expect(await decide(first, B, "same")).toMatchObject({ ok: true, value: { uploadIds: expect.arrayContaining([delivered.uploadId]) } });
    expect(await rowOf(first)).toMatchObject({ fate: "corrected", uscc: B, link_fate: "exact" });
    expect(await rowOf(second)).toMatchObject({ fate: "corrected", uscc: B });
    expect(await endState(db)).not.toEqual(state);
    expect(await insured(B)).toContain(64);
    const { id } = await decisionOf(first);
    expect(await undo(id, NDRC)).toEqual({ ok: false, reason: { code: "decisionUnknown" } });
    expect(await undo(id)).toMatchObject({ ok: true });
    expect([await rowOf(first), await rowOf(second)]).toEqual(before);
    expect(await endState(db)).toEqual(state);
    expect(await insured(B)).not.toContain(64);
    expect(await countsOf(delivered.uploadId)).toEqual(counts);
    expect(await undo(id)).toEqual({ ok: false, reason: { code: "decisionUnknown" } });
    expect((await actions()).slice(-3)).toEqual(["quarantine.linked", "link.same", "link.undone"]);
  });

  test("what a later file had replaced by then stays replaced", async () => {
    expect((await decide(first, B, "same")).ok).toBe(true);
    const { id } = await decisionOf(first);
    const period = delivered.upload.period;
    const right = `U1,${B},青禾县绿原食品加工有限公司,失业保险,${period},70,2483.20,足额`;
    const later = await deliver(db, { dataset: "socialInsurance", period, content: [INSURANCE, right].join("\n") });
    expect(later.rows.at(-1)).toMatchObject({ fate: "accepted" });
    expect((await undo(id)).ok).toBe(true);
    expect(await rowOf(first)).toMatchObject({ fate: "quarantined", record: null, superseded_by: null });
    expect(await rowOf(later.rows.at(-1)!.id)).toMatchObject({ fate: "accepted", superseded_by: null, record: { insuredCount: 70 } });
  });

  test("以后再说 puts the entry last until another answer is given", async () => {
    expect(await decide(first, A, "later")).toMatchObject({ ok: true });
    const earliest = (await listDoubts(db, HRSS, NAMES, ALL)).rows.find((one) => one.code === A)!;
    expect(earliest.later).toBe(true);
    expect(await decide(first, A, "later")).toMatchObject({ ok: true });
    expect(await decide(first, A, "apart")).toMatchObject({ ok: true });
    expect(
      (
        await db
          .select()
          .from(linkDecisions)
          .where(and(eq(linkDecisions.answer, "later"), isNull(linkDecisions.undoneAt)))
      ).length,
    ).toBe(0);
    await undo((await decisionOf(first)).id);
  });

  test("不是同一家 takes the candidate off, holds for later rows of the name, and can be taken back", async () => {
    const before = await rowOf(first);
    expect(await decide(first, A, "apart")).toMatchObject({ ok: true });
    expect(await rowOf(first)).toMatchObject({ fate: "quarantined", link_fate: "review", link_candidates: [B] });
    expect(await rowOf(second)).toMatchObject({ link_candidates: [B] });
    expect((await findDoubt(db, HRSS, first))?.candidates.map((one) => one.ref.uscc)).toEqual([B]);
    expect(await decide(first, A, "apart")).toEqual({ ok: false, reason: { code: "alreadySaid" } });
    const next = await contradictory(65);
    expect(next.rows.find((one) => one.fate === "quarantined")).toMatchObject({ linkFate: "review", linkCandidates: [B] });
    const firstRuling = await decisionOf(first);
    expect(await decide(second, B, "apart")).toMatchObject({ ok: true });
    expect(await rowOf(first)).toMatchObject({ link_fate: "none", link_candidates: null, reasons: [{ code: "LINK_NONE" }] });
    expect(await undo(firstRuling.id)).toMatchObject({ ok: true });
    // B is still ruled out on its own account
    expect(await rowOf(first)).toMatchObject({ link_fate: "review", link_candidates: [A] });
    expect(await undo((await decisionOf(second)).id)).toMatchObject({ ok: true });
    expect(await rowOf(first)).toMatchObject({ link_fate: before["link_fate"] });
  });
});

test("taking back a meter's enterprise takes back what followed from it by itself", async () => {
  const head = "户号,户名,用电地址,电费年月,用电量（千瓦时）";
  const send = (period: string) =>
    deliver(db, {
      dataset: "electricityUsage",
      period,
      content: [head, `0529000001,青禾县宏迖建筑材料有限公司,,${period},1200`, `0529000002,青禾县绿源食品加工有限公司,,${period},800`].join("\n"),
    });
  const [rowId] = (await send("2026-05")).rows.filter((one) => one.fate === "quarantined").map((one) => one.id);
  expect(await decide(rowId!, C, "same", NDRC)).toMatchObject({ ok: true });
  const next = await send("2026-06");
  const follower = next.rows.find((one) => one.raw["meterAccountNo"] === "0529000001")!;
  expect(follower).toMatchObject({ linkFate: "auto", uscc: C });
  expect(await undo((await decisionOf(rowId!)).id, NDRC)).toMatchObject({ ok: true, value: { rows: 2 } });
  expect(await db.select().from(enterpriseAliases).where(eq(enterpriseAliases.kind, "meterAccount"))).toEqual([]);
  expect(await rowOf(follower.id)).toMatchObject({ fate: "quarantined", link_fate: "review", link_candidates: [C], record: null });
  await countsOf(next.uploadId);
});

test("suspicious twins of the register are the register's department's to keep apart, and back again", async () => {
  expect((await listTwins(db, HRSS, ALL)).total).toBe(0);
  const { rows, total } = await listTwins(db, SAMR, ALL);
  expect(total).toBe(1);
  expect([rows[0]!.first.ref.uscc, rows[0]!.second.ref.uscc]).toEqual([C, D]);
  const pair = { firstId: await idOf(D), secondId: await idOf(C), by, at: AT };
  expect(await decideTwins(db, { ...pair, answer: "apart", scope: HRSS })).toEqual({ ok: false, reason: { code: "twinsUnknown" } });
  expect(await decideTwins(db, { ...pair, secondId: pair.firstId, answer: "apart", scope: SAMR })).toEqual({ ok: false, reason: { code: "twinsUnknown" } });
  expect(await decideTwins(db, { ...pair, answer: "later", scope: SAMR })).toMatchObject({ ok: true });
  expect((await listTwins(db, SAMR, ALL)).rows).toMatchObject([{ later: true }]);
  expect(await decideTwins(db, { ...pair, answer: "apart", scope: SAMR })).toMatchObject({ ok: true });
  expect((await listTwins(db, SAMR, ALL)).total).toBe(0);
  expect(await decideTwins(db, { ...pair, answer: "apart", scope: SAMR })).toEqual({ ok: false, reason: { code: "alreadySaid" } });
  const said = (await listLinkDecisions(db, SAMR, NAMES, ALL)).rows;
  expect(said).toMatchObject([{ answer: "apart", undoneAt: null, by: "宋岚" }]);
  expect(await undo(said[0]!.id, HRSS)).toEqual({ ok: false, reason: { code: "decisionUnknown" } });
  expect(await undo(said[0]!.id, SAMR)).toMatchObject({ ok: true });
  expect((await listTwins(db, SAMR, ALL)).total).toBe(1);
});

describe("the database", () => {
  const attack = async (statement: ReturnType<typeof sql>): Promise<string> => {
    try {
      await db.transaction(async (tx) => {
        await tx.execute(statement);
      });
      return "let through";
    } catch (error) {
      const cause = (error as { cause?: { constraint?: string } }).cause;
      return cause?.constraint ?? String(error);
    }
  };

  test("keeps what was said, whatever is tried", async () => {
    const rows = await contradictory(66);
    const rowId = rows.rows.find((one) => one.fate === "quarantined")!.id;
    expect((await decide(rowId, A, "apart")).ok).toBe(true);
    const { id } = await decisionOf(rowId);
    expect(await attack(sql`delete from link_decisions where id = ${id}`)).toBe("link_decisions_fixed");
    expect(await attack(sql`update link_decisions set answer = 'same' where id = ${id}`)).toBe("link_decisions_fixed");
    expect(await attack(sql`update link_decisions set trace = '{}', undone_at = ${AT}, undone_by = ${by.personId} where id = ${id}`)).toBe(
      "link_decisions_fixed",
    );
    expect(await attack(sql`update link_decisions set undone_at = ${AT} where id = ${id}`)).toBe("link_decisions_undone_by_somebody");
    expect(await attack(sql`truncate link_decisions`)).not.toBe("let through");
    expect((await undo(id)).ok).toBe(true);
    expect(await attack(sql`update link_decisions set undone_at = null, undone_by = null where id = ${id}`)).toBe("link_decisions_fixed");
    const column = sql`(row_id, enterprise_id, twin_id, answer, trace, decided_by, decided_role, decided_at)`;
    const [a, b] = [await idOf(A), await idOf(B)].sort();
    const insert = (row: ReturnType<typeof sql>, twin: ReturnType<typeof sql>, answer: string) =>
      sql`insert into link_decisions ${column} values (${row}, ${a}, ${twin}, ${answer}, '{}', ${by.personId}, 'dataOfficer', ${AT})`;
    expect(await attack(insert(sql`${rowId}`, sql`${b}`, "apart"))).toBe("link_decisions_of_row_or_twins");
    expect(await attack(insert(sql`null`, sql`${b}`, "same"))).toBe("link_decisions_twins_in_order");
    expect(await attack(insert(sql`null`, sql`${a}`, "apart"))).toBe("link_decisions_twins_in_order");
    expect(await attack(insert(sql`${rowId}`, sql`null`, "merge"))).toBe("link_decisions_answer_known");
  });
});
