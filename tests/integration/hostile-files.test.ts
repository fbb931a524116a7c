import { and, asc, count, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POST as send } from "@/app/api/v1/uploads/[target]/route";
import { issueKey } from "@/db/api-keys";
import { setBusinessNow } from "@/db/clock";
import { uploadChunks, uploadRows, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { receiveUpload } from "@/db/uploads";
import { inngest } from "@/inngest/client";
import { stopEmbeddedRunner } from "@/inngest/embedded";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { freshDatabase } from "../support/database";
import { type Credentials, signedRequest } from "../support/department-client";
import { on } from "../support/fixtures";
import { COMPANY, HEAD, HOSTILE_FILES, HOSTILE_NAMES, type HostileFile } from "../support/hostile-files";
import { startTrial } from "./embedded/harness";

const AT = on("2026-07-15", "10:00");
let db: Db;
let close: () => Promise<void>;
let key: Credentials;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  await setBusinessNow(db, AT);
  const issued = await issueKey(db, { departmentId: "tax", label: "坏文件", createdBy: null, at: AT });
  if (!issued.ok) throw new Error(issued.reason);
  key = issued.value;
  const register = `统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码\n${COMPANY.uscc},${COMPANY.name},存续,2018-06-01,有限责任公司,529901,1392\n`;
  const file = { datasetId: "bizRegistration", period: "snapshot", channel: "manual", filename: "登记.csv", content: Buffer.from(register), at: AT } as const;
  const received = await receiveUpload(db, file);
  if (!received.ok) throw new Error(received.reason.message);
  expect((await processUpload(db, received.value.uploadId, AT)).state).toBe("applied");
  // Takes the announcements; the files are processed here, one by one
  await startTrial(db, inngest as never, []);
});
afterAll(async () => {
  await stopEmbeddedRunner();
  await close();
});

async function deliver(content: Uint8Array | string, headers: Record<string, string> = {}) {
  const body = new Uint8Array(Buffer.from(content as Uint8Array));
  const request = signedRequest(key, "POST", "/api/v1/uploads/taxCredit?period=2025", { body, headers });
  const response = await send(request, { params: Promise.resolve({ target: "taxCredit" }) });
  return { status: response.status, body: (await response.json()) as { uploadId?: string; error?: { code: string; message: string } } };
}

/** What the table says of an upload, and that nothing of it is left half done. */
async function outcome(uploadId: string) {
  const [upload] = await db.select().from(uploads).where(eq(uploads.id, uploadId));
  const rows = await db.select().from(uploadRows).where(eq(uploadRows.uploadId, uploadId)).orderBy(asc(uploadRows.row));
  const [chunks] = await db.select({ n: count() }).from(uploadChunks).where(eq(uploadChunks.uploadId, uploadId));
  return { upload: upload!, rows, chunks: chunks!.n };
}

const LETTERS = { ignored: "i", accepted: "a", corrected: "c", quarantined: "q", duplicate: "d" } as const;
const CHINESE = /[\u4e00-\u9fff]/;

function expectFates(file: Extract<HostileFile, { fates: string }>, { upload, rows }: Awaited<ReturnType<typeof outcome>>): void {
  const told = rows.filter((row) => row.fate === "quarantined").flatMap((row) => (row.reasons ?? []).map((reason) => reason.message));
  expect([upload.state, upload.refusal]).toEqual(["applied", null]);
  const fates = rows.map((row) => LETTERS[row.fate]).join("");
  expect(fates === file.fates || `${fates.slice(0, 80)} ${told[0]}`).toBe(true);
  expect(upload.totalRows).toBe(rows.length);
  // Every set-aside row says why, in Chinese
  expect(rows.filter((row) => row.fate === "quarantined" && !(row.reasons ?? []).some((reason) => CHINESE.test(reason.message)))).toEqual([]);
  if (file.says) expect(told.join("\n").slice(0, 2000)).toMatch(file.says);
}

test.for(HOSTILE_FILES.map((file) => [file.name, file] as const))("%s", async ([, file]) => {
  // Each file is judged on its own: what earlier ones left as records would make its rows repeats
  await db.execute(sql`update upload_rows set superseded_by = 0 where dataset_id = 'taxCredit' and record is not null and superseded_by is null`);
  await db
    .update(uploads)
    .set({ state: "cancelled" })
    .where(and(eq(uploads.datasetId, "taxCredit"), eq(uploads.state, "applied")));
  const { status, body } = await deliver(file.content());
  expect([status, body.error]).toEqual([202, undefined]);
  const { state } = await processUpload(db, body.uploadId!, AT);
  const found = await outcome(body.uploadId!);
  expect(found.chunks).toBe(0);
  if ("fates" in file) return expectFates(file, found);
  expect([state, found.upload.state, found.rows.length]).toEqual(["refused", "refused", 0]);
  expect(found.upload.refusal).toMatch(file.refused);
});

test("an empty file is refused at the door", async () => {
  const { status, body } = await deliver("");
  expect([status, body.error?.code]).toEqual([400, "empty"]);
  expect(body.error?.message).toMatch(CHINESE);
});

test.for(HOSTILE_NAMES.map((name, i) => [JSON.stringify(name).slice(0, 60), name, i] as const))("the file name %s does no harm", async ([, name, i]) => {
  const sent = await deliver(`${HEAD}\n${COMPANY.uscc},${COMPANY.name},${2000 + i},A,95\n`, { "x-filename": encodeURIComponent(name) });
  expect(sent.status).toBe(202);
  const { filename } = (await outcome(sent.body.uploadId!)).upload;
  expect(filename).not.toMatch(/[\\/]|\p{C}/u);
  expect(filename.length).toBeGreaterThan(0);
  expect([...filename].length).toBeLessThanOrEqual(120);
  await processUpload(db, sent.body.uploadId!, AT);
});
