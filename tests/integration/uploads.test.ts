import { readFileSync } from "node:fs";
import { count, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { createPerson } from "@/db/people";
import { auditLog, indicatorValues, uploadChunks, uploadRows, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import {
  correctionGroups,
  countEnterprises,
  countOpenRows,
  findUploadInScope,
  lastDeliveries,
  listDatasets,
  listRows,
  listUploads,
  reasonGroups,
} from "@/db/upload-queries";
import { readContent, receiveUpload, unfinishedUploads } from "@/db/uploads";
import { readUpload } from "@/inngest/files/read-upload";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { refreshStale } from "@/inngest/functions/uploads/refresh-stale";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { on } from "../support/fixtures";

const signedIn: { user: unknown } = { user: null };
vi.mock("@/app/_server/session", async () => {
  const { may } = await import("@/lib/access/permissions");
  type User = { memberships: { role: Role; departmentId: string | null }[] };
  return {
    currentUser: async () => signedIn.user,
    scopeFor: (user: User, permission: Parameters<typeof may>[1]): Scope => {
      const own = user.memberships.find((one) => may([one.role], permission) && one.departmentId);
      return own?.departmentId ? { kind: "department", departmentId: own.departmentId } : { kind: "enterprise", enterpriseIds: [] };
    },
  };
});
const { POST } = await import("@/app/api/uploads/route");

const AT = on("2026-07-15");
const SAMR: Scope = { kind: "department", departmentId: "samr" };
const TAX: Scope = { kind: "department", departmentId: "tax" };
const PAGE = { sort: "-received", page: 1, pageSize: 20 };

let db: Db;
let close: () => Promise<void>;
let personId: string;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  await setBusinessNow(db, AT);
  const person = {
    displayName: "宋岚",
    username: "officer",
    password: "unused",
    memberships: [{ role: "dataOfficer" as const, departmentId: "samr", validFrom: plainDate("2026-01-01") }],
  };
  personId = await createPerson(db, person, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" });
});
afterAll(() => close());
beforeEach(() => {
  signedIn.user = officer();
});

const officer = (role: Role = "dataOfficer", departmentId = "samr", mustChangePassword = false) => ({
  personId,
  roles: [role],
  memberships: [{ role, departmentId }],
  unfinished: mustChangePassword ? "/account/password" : null,
});
const HEAD = "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码,备用列";
const FILE = `${[
  HEAD,
  "91529901MADE00011M,青禾县示例食品有限公司,存续,2018-06-01,有限责任公司,529901,1392,",
  "９１５２９９０１ＭＡＤＥ０００２ＸＤ,青禾县第二包装有限公司,存续,2019年5月1日,有限责任公司,529901,1392,",
  "91529901MADE00011M,青禾县示例食品有限公司,存续,2018-06-01,有限责任公司,529901,1392,",
  "91529901MADE00038D,青禾县第三食品有限公司,存续,2019-02-30,有限责任公司,529901,1392,",
  "合计,4,,,,,,",
].join("\n")}\n`;

const browserPost = (query: Record<string, string>, body: string | ReadableStream, headers: Record<string, string> = {}) =>
  POST(
    new Request(`http://county.test/api/uploads?${new URLSearchParams(query)}`, {
      method: "POST",
      body,
      headers: { host: "county.test", origin: "http://county.test", ...headers },
      duplex: "half",
    } as RequestInit),
  );
const register = { dataset: "bizRegistration", period: "snapshot", filename: "登记.csv" };
const stored = async () => (await db.select({ n: count() }).from(uploads))[0]!.n;

test("a data officer's file is taken in with its name, on record, and waits encrypted", async () => {
  const response = await browserPost(register, FILE, { "content-length": String(Buffer.byteLength(FILE)) });
  expect(response.status).toBe(202);
  const { uploadId } = (await response.json()) as { uploadId: string };
  const found = await findUploadInScope(db, SAMR, uploadId);
  expect(found).toMatchObject({
    upload: { filename: "登记.csv", channel: "browser", state: "received", byteSize: Buffer.byteLength(FILE) },
    receivedByName: "宋岚",
    departmentName: "市场监督管理局",
  });
  expect(await findUploadInScope(db, TAX, uploadId)).toBeNull();
  const [chunk] = await db.select().from(uploadChunks).where(eq(uploadChunks.uploadId, uploadId));
  expect(Buffer.from(chunk!.content).toString("utf8")).not.toContain("青禾县");
  expect(Buffer.from((await readContent(db, uploadId))!).toString("utf8")).toBe(FILE);
  expect(await unfinishedUploads(db)).toEqual([uploadId]);
  expect((await db.select().from(auditLog).orderBy(desc(auditLog.seq)).limit(1))[0]).toMatchObject({ action: "upload.received", actorId: personId });
});

test.for([
  ["another site", {}, { origin: "http://elsewhere.test" }, 403, "originForeign"],
  ["no origin", {}, { origin: "" }, 403, "originForeign"],
  ["a page of another site without origin", {}, { origin: "", "sec-fetch-site": "cross-site" }, 403, "originForeign"],
  ["another port of this host", {}, { origin: "http://county.test:81" }, 403, "originForeign"],
  ["a foreign dataset", { dataset: "taxReturn", period: "2026-06" }, {}, 403, "notYourDataset"],
  ["an unknown dataset", { dataset: "noSuchFeed" }, {}, 403, "notYourDataset"],
  ["no period", { period: "" }, {}, 400, "form"],
  ["a period of another rhythm", { period: "2025" }, {}, 400, "frequency"],
  ["a body shorter than announced", {}, { "content-length": "99999" }, 400, "cut"],
  ["a body that is not what was hashed", {}, { "x-content-sha256": "0".repeat(64) }, 400, "cut"],
  ["a body beyond the limit", {}, { "content-length": String(301 * 1024 * 1024) }, 413, "tooLarge"],
] as const)("%s is refused and stores nothing", async ([, query, headers, status, code]) => {
  const before = await stored();
  const response = await browserPost({ ...register, ...query }, `${FILE}x`, headers);
  const body = (await response.json()) as { error: { code: string; message: string } };
  expect([response.status, body.error.code]).toEqual([status, code]);
  expect(body.error.message).toMatch(/[\u4e00-\u9fff]/);
  expect(await stored()).toBe(before);
});

test.for([
  ["nobody", null, 401],
  ["somebody who must change the password first", "change", 401],
  ["a data approver", "dataApprover", 403],
  ["a system administrator", "systemAdmin", 403],
  ["an enterprise's agent", "enterpriseAgent", 403],
] as const)("%s may not upload", async ([, who, status]) => {
  signedIn.user = who === "change" ? officer("dataOfficer", "samr", true) : who && officer(who);
  const before = await stored();
  expect((await browserPost(register, `${FILE}y`)).status).toBe(status);
  expect(await stored()).toBe(before);
});

test("the result says how many rows were taken, what was changed and why the others were not", async () => {
  const [uploadId = ""] = await unfinishedUploads(db);
  await processUpload(db, uploadId, AT);
  const upload = (await findUploadInScope(db, SAMR, uploadId))!.upload;
  expect(upload).toMatchObject({
    state: "applied",
    totalRows: 6,
    acceptedRows: 1,
    correctedRows: 1,
    quarantinedRows: 1,
    duplicateRows: 1,
    ignoredRows: 2,
    unknownColumns: ["备用列"],
  });
  const rows = await db
    .select({ row: uploadRows.row, fate: uploadRows.fate })
    .from(uploadRows)
    .where(eq(uploadRows.uploadId, uploadId))
    .orderBy(uploadRows.row);
  expect(rows.map((one) => one.fate)).toEqual(["ignored", "accepted", "corrected", "duplicate", "quarantined", "ignored"]);
  expect(rows.map((one) => one.row)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await correctionGroups(db, uploadId)).toEqual([
    { field: "establishedDate", pattern: "DATE_MIX", from: "2019年5月1日", to: "2019-05-01", rows: 1 },
    { field: "uscc", pattern: "FULLWIDTH", from: "９１５２９９０１ＭＡＤＥ０００２ＸＤ", to: "91529901MADE0002XD", rows: 1 },
  ]);
  const reasons = await reasonGroups(db, uploadId);
  expect(reasons.reduce((sum, one) => sum + one.rows, 0)).toBe(4);
  expect(reasons).toContainEqual(expect.objectContaining({ fate: "quarantined", field: "establishedDate", pattern: "DATE_BAD", rows: 1 }));
  expect((await listRows(db, uploadId, "quarantined", { page: 1, pageSize: 10 })).map((one) => one.row)).toEqual([5]);
  expect([await countOpenRows(db, uploadId), await countEnterprises(db, uploadId)]).toEqual([1, 2]);
  expect(await readContent(db, uploadId)).toBeNull();
});

test("the same file twice changes nothing: not the rows, not the values", async () => {
  await refreshStale(db, AT, 100);
  const values = () => db.select({ id: indicatorValues.id, supersededAt: indicatorValues.supersededAt }).from(indicatorValues).orderBy(indicatorValues.id);
  const before = { uploads: await stored(), values: await values() };
  expect(before.values.length).toBeGreaterThan(0);
  const again = await browserPost(register, FILE);
  expect(again.status).toBe(200);
  expect(await again.json()).toMatchObject({ duplicate: true });
  await refreshStale(db, AT, 100);
  expect({ uploads: await stored(), values: await values() }).toEqual(before);
});

test("a finished upload is left alone when its event comes again", async () => {
  const [first] = await db.select({ id: uploads.id }).from(uploads);
  const rows = (await db.select({ n: count() }).from(uploadRows))[0]!.n;
  expect(await processUpload(db, first!.id, AT)).toEqual({ state: "gone", enterpriseIds: [] });
  expect((await db.select({ n: count() }).from(uploadRows))[0]!.n).toBe(rows);
});

test("a newer file replaces the record, and the value follows with its history kept", async () => {
  const newer = `${HEAD}\n91529901MADE00011M,青禾县示例食品有限公司,歇业,2018-06-01,有限责任公司,529901,1392,\n`;
  const received = await receiveUpload(db, {
    datasetId: "bizRegistration",
    period: "2026-07-15",
    channel: "manual",
    filename: "n.csv",
    content: Buffer.from(newer),
    at: AT,
  });
  if (!received.ok) throw new Error(received.reason.message);
  const { enterpriseIds } = await processUpload(db, received.value.uploadId, AT);
  expect(enterpriseIds.length).toBe(1);
  expect(await refreshStale(db, AT, 100)).toEqual({ done: 1, more: false });
  const held = await db.select().from(indicatorValues).where(eq(indicatorValues.indicatorId, "regStatus")).orderBy(indicatorValues.id);
  const own = held.filter((one) => one.enterpriseId === enterpriseIds[0]);
  expect(own.map((one) => [one.value, one.supersededAt !== null])).toEqual([
    ["active", true],
    ["suspended", false],
  ]);
});

test("lists show the reader's own datasets only, by state and dataset", async () => {
  expect((await listDatasets(db, SAMR)).map((one) => one.id)).toEqual(["bizRegistration", "regulatoryRecord"]);
  expect(await listDatasets(db, { kind: "enterprise", enterpriseIds: [personId] })).toEqual([]);
  expect((await listUploads(db, SAMR, {}, PAGE)).total).toBe(2);
  expect((await listUploads(db, SAMR, { state: "refused" }, PAGE)).total).toBe(0);
  expect((await listUploads(db, SAMR, { datasetId: "regulatoryRecord" }, PAGE)).total).toBe(0);
  expect((await listUploads(db, TAX, {}, PAGE)).total).toBe(0);
  expect((await listUploads(db, { kind: "county" }, {}, { ...PAGE, sort: "-quarantined" })).rows[0]).toMatchObject({
    quarantinedRows: 1,
    datasetName: "工商登记",
  });
  const last = await lastDeliveries(db, ["bizRegistration", "taxReturn"]);
  expect([...last.keys()]).toEqual(["bizRegistration"]);
  expect(last.get("bizRegistration")).toMatchObject({ period: expect.any(String), dataRows: expect.any(Number), openRows: 1 });
});

test("every dataset has a blank template that the reader takes as a nil return, with no column unknown", async () => {
  const all = await listDatasets(db, { kind: "county" });
  expect(all.length).toBe(18);
  for (const { id, definition } of all) {
    const bytes = new Uint8Array(readFileSync(`public/templates/${id}.xlsx`));
    const { format, collected } = await readUpload(bytes, definition, { digest: (number) => number });
    expect([id, format, collected.rows.length, collected.refusals, collected.unknownColumns]).toEqual([id, "xlsx", 0, [], []]);
    expect(new Set(collected.columns.map((column) => column.field)).size).toBe(definition.fields.filter((field) => !field.ignore).length);
  }
});
