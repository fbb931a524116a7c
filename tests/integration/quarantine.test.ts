import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerDispute, findDispute, listDisputes } from "@/db/dispute-answers";
import { createPerson } from "@/db/people";
import { dismissQuarantined, linkQuarantined } from "@/db/quarantine";
import { findOpenRow, openRows, quarantineGroups, searchEnterprises } from "@/db/quarantine-queries";
import { auditLog, correctionRequests, enterpriseAliases, enterprises, indicatorValues, notifications, uploadRows, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { receiveUpload } from "@/db/uploads";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { refreshStale } from "@/inngest/functions/uploads/refresh-stale";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { on } from "../support/fixtures";

const FIRST = ["91529901MADE00011M", "青禾县示例食品有限公司"] as const;
const SECOND = ["91529901MADE0002XD", "青禾县第二包装有限公司"] as const;
const HRSS: Scope = { kind: "department", departmentId: "hrss" };
const NDRC: Scope = { kind: "department", departmentId: "ndrc" };
const AT = on("2026-07-15");

let db: Db;
let close: () => Promise<void>;
let by: { personId: string; role: Role };
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  const membership = { role: "dataOfficer" as const, departmentId: "hrss", validFrom: plainDate("2026-01-01") };
  const person = { displayName: "宋岚", username: "data-officer", password: "unused", memberships: [membership] };
  by = { personId: await createPerson(db, person, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" }), role: "dataOfficer" };
  const head = "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码";
  await deliver("bizRegistration", "snapshot", [head, ...[FIRST, SECOND].map((one) => `${one.join(",")},存续,2018-06-01,有限责任公司,529901,1392`)]);
});
afterAll(() => close());

async function deliver(datasetId: string, period: string, lines: readonly string[], at = AT): Promise<string> {
  const content = Buffer.from(`${lines.join("\n")}\n`);
  const received = await receiveUpload(db, { datasetId, period, channel: "manual", filename: "file.csv", content, at });
  if (!received.ok) throw new Error(received.reason.message);
  expect((await processUpload(db, received.value.uploadId, at)).state).toBe("applied");
  return received.value.uploadId;
}

const rowsOf = (uploadId: string) => db.select().from(uploadRows).where(eq(uploadRows.uploadId, uploadId)).orderBy(uploadRows.row);
const rowAt = async (uploadId: string, row: number) => (await rowsOf(uploadId)).find((one) => one.row === row)!;
const idOf = async (uscc: string) => (await db.select({ id: enterprises.id }).from(enterprises).where(eq(enterprises.uscc, uscc)))[0]!.id;
const countsOf = async (uploadId: string) => {
  const [upload] = await db.select().from(uploads).where(eq(uploads.id, uploadId));
  const { totalRows, acceptedRows, correctedRows, quarantinedRows, duplicateRows, ignoredRows } = upload!;
  expect(acceptedRows + correctedRows + quarantinedRows + duplicateRows + ignoredRows).toBe(totalRows);
  return [acceptedRows, correctedRows, quarantinedRows, duplicateRows, ignoredRows];
};
const lastAudit = async () => (await db.select().from(auditLog).where(eq(auditLog.chain, "business")).orderBy(desc(auditLog.seq)).limit(1))[0]!;
const link = (rowId: number, uscc: string, change: object = {}) =>
  idOf(uscc).then((enterpriseId) => linkQuarantined(db, { rowId, enterpriseId, answers: {}, alike: false, scope: HRSS, by, at: AT, ...change }));

const INSURANCE = "单位编号,统一社会信用代码,单位名称,险种,费款所属期,参保人数,单位实缴（元）,缴费状态";
const insured = (unit: string, who: readonly string[], kind: string, month: string, people: string, paid: string) =>
  `${unit},${who.join(",")},${kind},${month},${people},${paid},足额`;
/** A unit whose name and code the register does not know. */
const STRANGER = ["91529901MADE0009ZZ", "示例食品加工厂"];

test("one answer settles all rows of the unit; they become records, the profile follows, the counts still add up", async () => {
  const uploadId = await deliver("socialInsurance", "2026-06", [
    INSURANCE,
    insured("U2", SECOND, "失业保险", "2026-06", "20", "800.00"),
    insured("U1", STRANGER, "失业保险", "2026-06", "64", "2483.20"),
    insured("U1", STRANGER, "企业职工基本养老保险", "2026-06", "64", "9000"),
  ]);
  expect(await countsOf(uploadId)).toEqual([1, 0, 2, 0, 1]);
  const groups = await quarantineGroups(db, HRSS);
  expect(groups).toMatchObject([{ datasetId: "socialInsurance", datasetName: "社保缴纳", rows: 2 }]);
  expect(await quarantineGroups(db, NDRC)).toEqual([]);
  const group = { datasetId: "socialInsurance", code: groups[0]!.code, field: groups[0]!.field ?? "" };
  const waiting = await openRows(db, HRSS, group, { page: 1, pageSize: 10 });
  expect(waiting.map((one) => one.row)).toEqual([3, 4]);
  expect(await openRows(db, NDRC, group, { page: 1, pageSize: 10 })).toEqual([]);
  const rowId = waiting[0]!.id;
  expect(await findOpenRow(db, HRSS, rowId)).toMatchObject({ alike: 1 });
  expect(await findOpenRow(db, NDRC, rowId)).toBeNull();
  expect((await searchEnterprises(db, "示例食品")).map((one) => one.uscc)).toEqual([FIRST[0]]);
  expect(await searchEnterprises(db, "%")).toEqual([]);

  expect(await link(rowId, FIRST[0], { scope: NDRC })).toEqual({ ok: false, reason: { code: "rowUnknown" } });
  expect(await link(rowId, FIRST[0], { alike: true })).toEqual({ ok: true, value: { adopted: 2, repeated: 0, left: 0, uploadIds: [uploadId] } });
  expect(await countsOf(uploadId)).toEqual([1, 2, 0, 0, 1]);
  const enterpriseId = await idOf(FIRST[0]);
  expect(await rowAt(uploadId, 3)).toMatchObject({
    fate: "corrected",
    enterpriseId,
    uscc: FIRST[0],
    linkFate: "exact",
    record: { uscc: FIRST[0], insuredCount: 64, employerPaid: 248_320 },
    raw: { uscc: STRANGER[0] },
    resolvedBy: by.personId,
  });
  expect(await rowAt(uploadId, 3)).toMatchObject({ corrections: [{ field: "uscc", from: STRANGER[0], to: FIRST[0] }] });
  expect(await lastAudit()).toMatchObject({ action: "quarantine.linked", actorId: by.personId, actorRole: "dataOfficer", detail: { uscc: FIRST[0], rows: 2 } });
  expect(await link(rowId, FIRST[0])).toEqual({ ok: false, reason: { code: "rowUnknown" } });

  await refreshStale(db, AT, 100);
  const [value] = await db
    .select({ value: sql<string>`${indicatorValues.value}::text` })
    .from(indicatorValues)
    .where(and(eq(indicatorValues.enterpriseId, enterpriseId), eq(indicatorValues.indicatorId, "insuredCount"), isNull(indicatorValues.supersededAt)))
    .orderBy(desc(indicatorValues.period));
  expect(value).toEqual({ value: "64" });
});

test("a row with another flaw is refused until the clerk says what should stand there", async () => {
  const uploadId = await deliver("socialInsurance", "2026-05", [
    INSURANCE,
    insured("U2", SECOND, "失业保险", "2026-05", "20", "800.00"),
    insured("U1", STRANGER, "失业保险", "2026-05", "-3", "2483.20"),
    insured("U1", STRANGER, "企业职工基本养老保险", "2026-05", "-3", "9000"),
  ]);
  const row = await rowAt(uploadId, 3);
  const refused = await link(row.id, FIRST[0]);
  expect(refused).toMatchObject({ ok: false, reason: { code: "stillFlawed" } });
  expect(await countsOf(uploadId)).toEqual([1, 0, 2, 0, 1]);
  // The other row has the same flaw and no answer of its own: it stays
  expect(await link(row.id, FIRST[0], { answers: { insuredCount: "63", uscc: "x", employerPaid: "1" }, alike: true })).toMatchObject({
    value: { adopted: 1, left: 1 },
  });
  expect(await rowAt(uploadId, 3)).toMatchObject({ fate: "corrected", record: { insuredCount: 63, employerPaid: 248_320 } });
  expect(await rowAt(uploadId, 4)).toMatchObject({ fate: "quarantined", resolvedAt: null });
});

test("the unit of a file's own header holds for a row adopted later, and is not guessed when nothing shows it", async () => {
  const head = INSURANCE.replace("（元）", "（万元）");
  const shown = await deliver("socialInsurance", "2026-04", [
    head,
    insured("U2", SECOND, "失业保险", "2026-04", "20", "0.08"),
    insured("U1", STRANGER, "失业保险", "2026-04", "64", "0.25"),
  ]);
  expect(await rowAt(shown, 2)).toMatchObject({ record: { employerPaid: 80_000 } });
  expect(await link((await rowAt(shown, 3)).id, FIRST[0])).toMatchObject({ ok: true });
  expect(await rowAt(shown, 3)).toMatchObject({ record: { employerPaid: 250_000 } });

  const alone = await deliver("socialInsurance", "2026-03", [head, insured("U1", STRANGER, "失业保险", "2026-03", "64", "0.25")]);
  const row = await rowAt(alone, 2);
  expect(await link(row.id, FIRST[0])).toEqual({ ok: false, reason: { code: "unitUnproven", messages: ["单位实缴"] } });
  expect(await rowAt(alone, 2)).toMatchObject({ fate: "quarantined", record: null });
});

test("an old row does not replace what a later delivery has said", async () => {
  const old = await deliver(
    "socialInsurance",
    "2026-02",
    [INSURANCE, insured("U2", SECOND, "失业保险", "2026-02", "20", "800"), insured("U1", STRANGER, "失业保险", "2026-02", "60", "100")],
    on("2026-03-10"),
  );
  const later = await deliver("socialInsurance", "2026-02", [INSURANCE, insured("U1", FIRST, "失业保险", "2026-02", "61", "101")], on("2026-03-12"));
  expect(await link((await rowAt(old, 3)).id, FIRST[0])).toMatchObject({ value: { adopted: 0, repeated: 1 } });
  expect(await rowAt(old, 3)).toMatchObject({ fate: "duplicate", record: null });
  expect(await rowAt(later, 2)).toMatchObject({ fate: "accepted", supersededBy: null, record: { insuredCount: 61 } });
  expect(await countsOf(old)).toEqual([1, 0, 0, 1, 1]);
});

test("rows of the register and rows that slipped sideways are not mended by hand", async () => {
  const head = "统一社会信用代码,企业名称,登记状态,成立日期";
  const register = await deliver("bizRegistration", "2026-07-14", [head, "91529901MADE0009ZZ,青禾县某某有限公司,存续,2020-01-01"]);
  const samr: Scope = { kind: "department", departmentId: "samr" };
  expect(await link((await rowAt(register, 2)).id, FIRST[0], { scope: samr })).toEqual({ ok: false, reason: { code: "registerRow" } });
  const slipped = await deliver("socialInsurance", "2026-01", [INSURANCE, `${insured("U1", STRANGER, "失业保险", "2026-01", "64", "1,234,567")},`]);
  expect(await rowAt(slipped, 2)).toMatchObject({ fate: "quarantined" });
  expect(await link((await rowAt(slipped, 2)).id, FIRST[0])).toEqual({ ok: false, reason: { code: "shiftedRow" } });
});

test("a dismissed row keeps its fate, says why, and is not asked about again", async () => {
  const uploadId = await deliver("socialInsurance", "2025-12", [INSURANCE, insured("U9", STRANGER, "失业保险", "2025-12", "64", "1")]);
  const row = await rowAt(uploadId, 2);
  const dismiss = (reason: string) => dismissQuarantined(db, { rowId: row.id, reason, alike: false, scope: HRSS, by, at: AT });
  expect(await dismiss("  ")).toEqual({ ok: false, reason: { code: "reasonMissing" } });
  expect(await dismiss("该单位不在本县，误报")).toMatchObject({ ok: true });
  expect(await rowAt(uploadId, 2)).toMatchObject({ fate: "quarantined", resolution: "该单位不在本县，误报", resolvedBy: by.personId });
  expect(await lastAudit()).toMatchObject({ action: "quarantine.dismissed", detail: { reason: "该单位不在本县，误报" } });
  expect(await findOpenRow(db, HRSS, row.id)).toBeNull();
  expect(await dismiss("再来一次")).toEqual({ ok: false, reason: { code: "alreadyResolved" } });
  expect(await countsOf(uploadId)).toEqual([0, 0, 1, 0, 1]);
});

test("a meter that was tied to an enterprise once is known in the next delivery", async () => {
  const head = "户号,户名,用电地址,电费年月,用电量（千瓦时）";
  const month = (period: string) =>
    deliver("electricityUsage", period, [
      head,
      `0529000001,老张加工点,城关镇某路 1 号,${period},1200`,
      `0529000002,${SECOND[1]},城关镇某路 2 号,${period},800`,
    ]);
  const first = await month("2026-05");
  expect(await rowAt(first, 2)).toMatchObject({ fate: "quarantined", linkFate: "none" });
  expect(await link((await rowAt(first, 2)).id, FIRST[0], { scope: NDRC })).toMatchObject({ ok: true });
  expect((await db.select().from(enterpriseAliases)).map((alias) => [alias.kind, alias.value])).toEqual([["meterAccount", "0529000001"]]);
  expect(await rowAt(await month("2026-06"), 2)).toMatchObject({ fate: expect.stringMatching(/accepted|corrected/), uscc: FIRST[0], linkFate: "auto" });
});

test("a department answers a request for correction once, with words, and the enterprise is told", async () => {
  const enterpriseId = await idOf(FIRST[0]);
  const [request] = await db
    .insert(correctionRequests)
    .values({
      enterpriseId,
      indicatorId: "insuredCount",
      departmentId: "hrss",
      claimed: "66 人",
      note: "少了 2 人",
      state: "open",
      requestedBy: by.personId,
      requestedAt: AT,
      dueOn: plainDate("2026-07-20"),
    })
    .returning({ id: correctionRequests.id });
  const disputeId = request!.id;
  expect((await listDisputes(db, HRSS, true, { page: 1, pageSize: 10 })).rows).toMatchObject([
    { id: disputeId, indicatorName: expect.any(String), claimed: "66 人" },
  ]);
  expect((await listDisputes(db, NDRC, true, { page: 1, pageSize: 10 })).total).toBe(0);
  expect((await findDispute(db, HRSS, disputeId))?.held).toContainEqual(expect.objectContaining({ value: 64 }));
  const reply = (answer: string, scope = HRSS) => answerDispute(db, { disputeId, scope, decision: "corrected", answer, by, at: AT });
  expect(await reply("已补报两人，次日更新", NDRC)).toEqual({ ok: false, reason: "unknown" });
  expect(await reply(" ")).toEqual({ ok: false, reason: "answerMissing" });
  expect(await reply("已补报两人，次日更新")).toEqual({ ok: true, value: true });
  expect(await reply("已补报两人，次日更新")).toEqual({ ok: false, reason: "alreadyAnswered" });
  expect(await lastAudit()).toMatchObject({ action: "dispute.corrected", subjectId: disputeId });
  expect(await db.select().from(notifications).where(eq(notifications.enterpriseId, enterpriseId))).toMatchObject([
    { kind: "dispute", body: "已补报两人，次日更新" },
  ]);
  expect((await listDisputes(db, HRSS, false, { page: 1, pageSize: 10 })).rows).toMatchObject([{ id: disputeId, state: "corrected" }]);
});
