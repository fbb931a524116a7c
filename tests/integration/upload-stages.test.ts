import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { countOrphans } from "@/db/lineage";
import { isLive, liveRecords } from "@/db/live-records";
import { createPerson } from "@/db/people";
import { linkQuarantined } from "@/db/quarantine";
import { quarantineGroups } from "@/db/quarantine-queries";
import { enterpriseAliases, enterpriseProfiles, enterprises, uploadChunks, uploadOpenings, uploadRows, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import { awaitStage } from "@/db/settle-upload";
import type { Db } from "@/db/types";
import { rowsAfter } from "@/db/upload-queries";
import { cancelUpload } from "@/db/upload-runs";
import { unfinishedUploads } from "@/db/uploads";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { type OpenRowSource, openHere } from "@/inngest/functions/uploads/row-source";
import type { Scope } from "@/lib/access/scope";
import { plainDate } from "@/lib/kernel/plain-date";
import { makeUscc } from "@/lib/standards/uscc";
import { freshDatabase } from "../support/database";
import { deliver, receive } from "../support/deliveries";
import { on, refusedBy } from "../support/fixtures";
import { mortal } from "../support/mortal";

const AT = on("2026-07-15");
const TAX: Scope = { kind: "department", departmentId: "tax" };
const UNIT = "91529901MADE00011M";
const NAME = "青禾县示例食品有限公司";
const REGISTER = "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码,曾用名";
const PAYMENTS = "纳税人识别号,纳税人名称,税票号码,征收项目,税款所属期,实缴金额,欠税余额,入库日期,备注";
/** More rows than are stored at once, in three batches; the last one names a unit that nobody knows. */
const ROWS = 1200;
const payments = (amount: number) =>
  `${[
    PAYMENTS,
    ...Array.from({ length: ROWS - 2 }, (_, i) => `${UNIT},${NAME},T${i},增值税,2025-03,${amount}.00,0,2025-04-10,`),
    `,没有登记的某某商行,T${ROWS},增值税,2025-03,${amount}.00,0,2025-04-10,`,
  ].join("\n")}\n`;

let db: Db;
let close: () => Promise<void>;
let officer: string;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  const membership = { role: "dataOfficer" as const, departmentId: "tax", validFrom: plainDate("2026-01-01") };
  const person = { displayName: "宋岚", username: "officer", password: "unused", memberships: [membership] };
  officer = await createPerson(db, person, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" });
  const content = `${REGISTER}\n${UNIT},${NAME},存续,2018-06-01,有限责任公司,529901,1392,\n`;
  await deliver(db, { dataset: "bizRegistration", period: "snapshot", content });
});
afterAll(() => close());

let amount = 100;
beforeEach(() => {
  amount += 1;
});
const send = () => receive(db, { dataset: "taxPayment", period: "2025-03", content: payments(amount) });
const uploadOf = async (id: string) => (await db.select().from(uploads).where(eq(uploads.id, id)))[0]!;

/** Which files the records that stand came with, and how many they are. */
async function standing(): Promise<Record<string, number>> {
  const rows = await db
    .select({ id: uploadRows.uploadId, n: sql<number>`count(*)::int` })
    .from(uploadRows)
    .where(and(eq(uploadRows.datasetId, "taxPayment"), isLive()))
    .groupBy(uploadRows.uploadId);
  return Object.fromEntries(rows.map(({ id, n }) => [id, n]));
}
const waiting = async () => (await quarantineGroups(db, TAX)).reduce((sum, group) => sum + group.rows, 0);
const countRows = (uploadId: string) => db.$count(uploadRows, eq(uploadRows.uploadId, uploadId));
const leftovers = async () => [
  await db.$count(uploadOpenings),
  await db.$count(uploadChunks),
  await db.$count(uploadRows, sql`superseded_by < 0`),
  await db.$count(uploads, sql`stage is not null`),
];

/** A source that lets something happen before its n-th answer. */
const pausingAt =
  (n: number, happen: () => Promise<void>): OpenRowSource =>
  async (input) => {
    const source = await openHere(input);
    let asked = 0;
    return {
      ...source,
      next: async (answer) => {
        asked += 1;
        if (asked === n) await happen();
        return source.next(answer);
      },
    };
  };
/** After progress, two looks for keys, the end of reading and three batches: all rows have come in, and nobody sees them yet. */
const MIDST = 8;
/** A run that ends with its process just then. */
async function dieUnseen(uploadId: string): Promise<void> {
  const life = { calls: 1000 };
  const dying = pausingAt(MIDST, async () => {
    life.calls = 0;
  });
  await expect(processUpload(mortal(db, life), uploadId, AT, dying)).rejects.toThrow("killed");
  expect(await uploadOf(uploadId)).toMatchObject({ state: "processing", stage: "staging" });
  expect(await countRows(uploadId)).toBe(ROWS);
}

test("a long file that ends with its process at any call to the database shows all of its rows or none, and ends as an undisturbed one", async () => {
  const before = await deliver(db, { dataset: "taxPayment", period: "2025-03", content: payments(amount) });
  expect(await standing()).toEqual({ [before.uploadId]: ROWS - 2 });
  const keys = before.rows.flatMap(({ recordKey }) => recordKey ?? []).filter((_, i) => i % 400 === 0);
  let previous = before.uploadId;
  let ended = false;
  const seen = new Set<string>();
  for (let calls = 12; !ended; calls += 1) {
    amount += 1;
    const uploadId = await send();
    const open = await waiting();
    ended = await processUpload(mortal(db, { calls }), uploadId, AT).then(
      () => true,
      () => false,
    );
    const { state, stage } = await uploadOf(uploadId);
    seen.add(`${state} ${stage}`);
    const counts = state === "applied";
    expect(await standing()).toEqual({ [counts ? uploadId : previous]: ROWS - 2 });
    expect((await liveRecords(db, "taxPayment", keys)).size).toBe(keys.length);
    expect([await waiting(), (await rowsAfter(db, uploadId, 0, 5)).length]).toEqual(counts ? [open + 1, 5] : [open, 0]);
    if (!ended) expect((await processUpload(db, uploadId, AT)).state).toBe("applied");
    const upload = await uploadOf(uploadId);
    expect(upload).toMatchObject({ state: "applied", stage: null, totalRows: ROWS, acceptedRows: ROWS - 2, quarantinedRows: 1, ignoredRows: 1 });
    expect(await standing()).toEqual({ [uploadId]: ROWS - 2 });
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
    expect(await unfinishedUploads(db)).toEqual([]);
    previous = uploadId;
  }
  expect([...seen].sort()).toEqual(["applied null", "applied settling", "processing null", "processing staging"]);
  expect((await countOrphans(db)).enterprises).toBe(0);
}, 300_000);

const firm = (i: number, name = "青") => [makeUscc(`91529901MADE2${String(i).padStart(4, "0")}`), `青禾县${name}字${i}号食品有限公司`] as const;
const FIRMS = 1100;

test("a long register file that ends with its process opens every enterprise once, and rows that waited for them find them", async () => {
  const [uscc, name] = firm(7);
  const early = await deliver(db, { dataset: "taxPayment", period: "2025-04", content: `${PAYMENTS}\n${uscc},${name},E1,增值税,2025-04,1.00,0,2025-05-10,\n` });
  expect(early.upload.quarantinedRows).toBe(1);
  const lines = Array.from({ length: FIRMS }, (_, i) => `${firm(i).join(",")},存续,2018-06-01,有限责任公司,529901,1392,${i === 7 ? "青禾县旧名食品厂" : ""}`);
  const uploadId = await receive(db, { dataset: "bizRegistration", period: "2026-07-14", content: `${[REGISTER, ...lines].join("\n")}\n` });
  for (let calls = 14; (await uploadOf(uploadId)).stage !== "settling"; calls += 1) {
    await db.update(uploads).set({ attempts: 0 }).where(eq(uploads.id, uploadId));
    await expect(processUpload(mortal(db, { calls }), uploadId, AT)).rejects.toThrow("killed");
    expect([await db.$count(enterprises), await countRows(early.uploadId)]).toEqual([1, 2]);
  }
  // The rows count; now some of the enterprises are opened and the others not yet
  await expect(processUpload(mortal(db, { calls: 3 }), uploadId, AT)).rejects.toThrow("killed");
  expect(await db.$count(enterprises)).toBeGreaterThan(1);
  expect(await db.$count(enterprises)).toBeLessThan(1 + FIRMS);
  expect((await processUpload(db, uploadId, AT)).enterpriseIds.length).toBe(FIRMS);
  expect(await db.$count(enterprises)).toBe(1 + FIRMS);
  expect(await db.$count(enterpriseAliases, eq(enterpriseAliases.value, "青禾县旧名食品厂"))).toBe(1);
  expect(await db.$count(enterpriseProfiles, eq(enterpriseProfiles.stale, true))).toBe(1 + FIRMS);
  expect(await db.$count(uploadRows, and(eq(uploadRows.uploadId, uploadId), sql`uscc is not null and enterprise_id is null`))).toBe(0);
  const [row] = await db.select().from(uploadRows).where(eq(uploadRows.uploadId, early.uploadId)).orderBy(uploadRows.row).offset(1);
  expect(row).toMatchObject({ fate: "accepted", resolution: "登记库补齐后自动关联", uscc });
  expect([await leftovers(), (await countOrphans(db)).enterprises]).toEqual([[0, 0, 0, 0], 0]);
});

test("a file withdrawn while its rows come in leaves the records as they were", async () => {
  const before = await standing();
  const uploadId = await send();
  const withdrawn = pausingAt(MIDST, async () => {
    expect(await uploadOf(uploadId)).toMatchObject({ state: "processing", stage: "staging" });
    expect(await countRows(uploadId)).toBe(ROWS);
    expect((await cancelUpload(db, { uploadId, scope: TAX, by: officer, at: AT })).ok).toBe(true);
  });
  expect((await processUpload(db, uploadId, AT, withdrawn)).state).toBe("gone");
  expect(await countRows(uploadId)).toBe(0);
  expect([await standing(), await leftovers()]).toEqual([before, [0, 0, 0, 0]]);
});

test("what was withdrawn after its process had ended is cleared away by the sweep", async () => {
  const before = await standing();
  const uploadId = await send();
  await dieUnseen(uploadId);
  expect((await cancelUpload(db, { uploadId, scope: TAX, by: officer, at: AT })).ok).toBe(true);
  expect(await unfinishedUploads(db)).toEqual([uploadId]);
  expect((await processUpload(db, uploadId, AT)).state).toBe("gone");
  expect([await standing(), await leftovers(), await unfinishedUploads(db)]).toEqual([before, [0, 0, 0, 0], []]);
});

test("a clerk's answer given while a file is being stored stands until the file counts, and then gives way to it", async () => {
  const [open] = await db
    .select({ id: uploadRows.id })
    .from(uploadRows)
    .where(and(eq(uploadRows.datasetId, "taxPayment"), eq(uploadRows.fate, "quarantined"), sql`${uploadRows.resolvedAt} is null`))
    .limit(1);
  const [unit] = await db.select().from(enterprises).where(eq(enterprises.uscc, UNIT));
  const number = `T${ROWS}`;
  const known = `${[...payments(amount).trimEnd().split("\n").slice(0, -1), `${UNIT},${NAME},${number},增值税,2025-03,5.00,0,2025-04-10,`].join("\n")}\n`;
  const uploadId = await receive(db, { dataset: "taxPayment", period: "2025-03", content: known });
  const standsUnder = async () => {
    const rows = await db
      .select({ arrival: uploads.arrival })
      .from(uploadRows)
      .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
      .where(and(isLive(), sql`${uploadRows.recordKey} like ${`%${number}%`}`));
    expect(rows.length).toBeLessThan(2);
    return rows[0]?.arrival;
  };
  let answered: number | undefined;
  const answering = pausingAt(MIDST, async () => {
    expect(await standsUnder()).toBeUndefined();
    const act = {
      rowId: open!.id,
      enterpriseId: unit!.id,
      answers: {},
      alike: false,
      scope: TAX,
      by: { personId: officer, role: "dataOfficer" as const },
      at: AT,
    };
    expect(await linkQuarantined(db, act)).toMatchObject({ ok: true, value: { adopted: 1 } });
    answered = await standsUnder();
    expect(answered).toBeDefined();
  });
  expect((await processUpload(db, uploadId, AT, answering)).state).toBe("applied");
  expect(await standsUnder()).toBe((await uploadOf(uploadId)).arrival);
  expect(answered).toBeLessThan((await uploadOf(uploadId)).arrival);
  expect(await leftovers()).toEqual([0, 0, 0, 0]);
});

test("a second file of the dataset waits for the one that is being stored, and takes the place of one whose process has ended", async () => {
  const [slow, quick] = [await send(), await receive(db, { dataset: "taxPayment", period: "2025-03", content: `${payments(amount)}\n` })];
  let second: Promise<unknown> | undefined;
  const overlapping = pausingAt(MIDST, async () => {
    second = processUpload(db, quick, AT);
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  expect((await processUpload(db, slow, AT, overlapping)).state).toBe("applied");
  expect(await second).toMatchObject({ state: "applied" });
  // The same rows again, one blank line more: nothing takes the place of anything
  expect(await uploadOf(quick)).toMatchObject({ duplicateRows: ROWS - 2, attempts: 1 });
  expect(Object.keys(await standing())).toContain(slow);

  const dead = await receive(db, { dataset: "taxPayment", period: "2025-03", content: payments(amount + 1000) });
  await dieUnseen(dead);
  await awaitStage(db, "taxPayment", AT, -1);
  expect(await uploadOf(dead)).toMatchObject({ state: "processing", stage: null });
  expect(await countRows(dead)).toBe(0);
  expect((await processUpload(db, dead, AT)).state).toBe("applied");
});

test("the database knows the stages: one file of a dataset at a time, forward only, and a row that was seen is never taken away", async () => {
  const [one, two] = [await send(), await receive(db, { dataset: "taxPayment", period: "2025-02", content: `${PAYMENTS}\n` })];
  const attack = (statement: string) => refusedBy(() => db.execute(sql.raw(statement)));
  const set = (id: string, change: string) => attack(`update uploads set ${change} where id = '${id}'`);
  expect(await set(one, "stage = 'half'")).toMatch(/^uploads_stage_(known|fits_state)$/);
  expect(await set(one, "stage = 'settling'")).toBe("uploads_stage_fits_state");
  expect(await set(one, "stage = 'staging'")).toBe("accepted");
  expect(await set(one, "state = 'applied', total_rows = 0")).toBe("uploads_stage_fits_state");
  expect(await set(two, "stage = 'staging'")).toBe("uploads_one_stage_per_dataset");
  expect(await set(one, "state = 'applied', stage = 'settling'")).toBe("accepted");
  expect(await set(one, "state = 'cancelled', stage = 'staging'")).toBe("uploads_stage_forward");
  expect(await set(one, "stage = null")).toBe("accepted");
  expect(await set(one, "stage = 'settling'")).toBe("uploads_stage_forward");
  expect(await attack("delete from upload_rows where dataset_id = 'taxPayment' and record is null")).toBe("upload_rows_never_lost");
  expect(
    await attack("update upload_rows set superseded_by = -1 where dataset_id = 'taxPayment' and record is not null and record_key like '%T3%' and id > 0"),
  ).toBe("upload_rows_one_giving_way");
});
