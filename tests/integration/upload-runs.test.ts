import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { asc, desc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { createPerson } from "@/db/people";
import { auditLog, uploadChunks, uploadRows, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { cancelUpload, MAX_ATTEMPTS, retryUpload } from "@/db/upload-runs";
import { receiveUpload, unfinishedUploads } from "@/db/uploads";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { type OpenRowSource, openHere } from "@/inngest/functions/uploads/row-source";
import { openInWorker } from "@/inngest/functions/uploads/worker-source";
import { buildWorker } from "@/inngest/ops/build-worker.mjs";
import type { Scope } from "@/lib/access/scope";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { on, refusedBy } from "../support/fixtures";

const AT = on("2026-07-15");
const SAMR: Scope = { kind: "department", departmentId: "samr" };
const HEAD = "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码";
/** Rows of one register, enough for several batches: a good one, a repeat of it, and many without a valid code. */
const rowsOf = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `${i < 2 ? "91529901MADE00011M" : `坏${i}`},青禾县${i < 2 ? "示例" : i}食品有限公司,存续,2018-06-01,有限责任公司,529901,1392`,
  );
const FILE = `${[HEAD, ...rowsOf(1300)].join("\n")}\n`;

type County = { db: Db; close: () => Promise<void>; officer: string };
async function county(): Promise<County> {
  const { db, close } = await freshDatabase();
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  await setBusinessNow(db, AT);
  const membership = { role: "dataOfficer" as const, departmentId: "samr", validFrom: plainDate("2026-01-01") };
  const person = { displayName: "宋岚", username: "officer", password: "unused", memberships: [membership] };
  return { db, close, officer: await createPerson(db, person, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" }) };
}

let here: County;
let other: County;
let folder: string;
let script: string;
beforeAll(async () => {
  [here, other] = [await county(), await county()];
  folder = mkdtempSync(path.join(tmpdir(), "upload-worker-"));
  script = await buildWorker(path.join(folder, "worker.mjs"));
});
afterAll(async () => {
  await here.close();
  await other.close();
  rmSync(folder, { recursive: true });
});

async function receive({ db }: County, content: string, period = "snapshot"): Promise<string> {
  const file = { datasetId: "bizRegistration", period, channel: "manual", filename: "登记.csv", content: Buffer.from(content), at: AT } as const;
  const received = await receiveUpload(db, file);
  if (!received.ok) throw new Error(received.reason.message);
  return received.value.uploadId;
}
const uploadOf = async ({ db }: County, id: string) => (await db.select().from(uploads).where(eq(uploads.id, id)))[0]!;
const lastAudit = async ({ db }: County) => (await db.select().from(auditLog).orderBy(desc(auditLog.seq)).limit(1))[0]!;

/** Everything that became of a file, without what differs between two counties. */
async function result(at: County, uploadId: string) {
  const { db } = at;
  const rows = await db.select().from(uploadRows).where(eq(uploadRows.uploadId, uploadId)).orderBy(asc(uploadRows.row));
  const { id: _id, attempts: _attempts, arrival: _arrival, ...upload } = await uploadOf(at, uploadId);
  return { upload, rows: rows.map(({ id: _row, uploadId: _upload, enterpriseId, ...row }) => ({ ...row, linked: enterpriseId !== null })) };
}

/** A source that breaks off before its n-th answer, as a process does that is killed. */
const breakingAt =
  (n: number): OpenRowSource =>
  async (input) => {
    const source = await openHere(input);
    let asked = 0;
    return {
      ...source,
      next: (stored) => {
        asked += 1;
        if (asked === n) throw new Error("killed");
        return source.next(stored);
      },
    };
  };

test("a file whose processing breaks off at any step ends as an undisturbed one does", async () => {
  const undisturbed = await receive(other, FILE);
  expect((await processUpload(other.db, undisturbed, AT)).state).toBe("applied");
  const expected = await result(other, undisturbed);
  expect(expected.rows.length).toBe(1301);
  const uploadId = await receive(here, FILE);
  // While reading, and in the midst of storing: after the first batch of rows has been written
  for (const step of [2, 5]) {
    await expect(processUpload(here.db, uploadId, AT, breakingAt(step))).rejects.toThrow("killed");
    expect(await here.db.select().from(uploadRows).where(eq(uploadRows.uploadId, uploadId))).toEqual([]);
    expect(await uploadOf(here, uploadId)).toMatchObject({ state: "processing" });
    expect(await unfinishedUploads(here.db)).toEqual([uploadId]);
  }
  expect((await processUpload(here.db, uploadId, AT)).state).toBe("applied");
  expect(await result(here, uploadId)).toEqual(expected);
});

test("a file that breaks off every time is set aside, says so, and goes round again only by hand", async () => {
  const uploadId = await receive(here, `${HEAD}\n`, "2026-07-14");
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) await expect(processUpload(here.db, uploadId, AT, breakingAt(1))).rejects.toThrow("killed");
  expect((await processUpload(here.db, uploadId, AT, breakingAt(1))).state).toBe("failed");
  expect(await uploadOf(here, uploadId)).toMatchObject({ state: "failed", attempts: MAX_ATTEMPTS, refusal: expect.stringContaining("没有一行入库") });
  expect(await lastAudit(here)).toMatchObject({ action: "upload.failed", subjectId: uploadId, detail: { attempts: MAX_ATTEMPTS } });
  expect(await unfinishedUploads(here.db)).toEqual([]);
  expect((await processUpload(here.db, uploadId, AT)).state).toBe("gone");

  const act = { uploadId, scope: SAMR, by: here.officer, at: AT };
  expect(await retryUpload(here.db, { ...act, scope: { kind: "department", departmentId: "tax" } })).toEqual({ ok: false, reason: "notFound" });
  expect((await retryUpload(here.db, act)).ok).toBe(true);
  expect(await lastAudit(here)).toMatchObject({ action: "upload.retried", actorId: here.officer });
  expect(await retryUpload(here.db, act)).toEqual({ ok: false, reason: "notFailed" });
  expect((await processUpload(here.db, uploadId, AT)).state).toBe("applied");
  expect(await uploadOf(here, uploadId)).toMatchObject({ state: "applied", refusal: null, totalRows: 1, attempts: 1 });
});

test("attempts that ended with the process count as well", async () => {
  const uploadId = await receive(here, `${HEAD}\n`, "2026-07-13");
  await here.db.update(uploads).set({ state: "processing", attempts: MAX_ATTEMPTS }).where(eq(uploads.id, uploadId));
  expect((await processUpload(here.db, uploadId, AT)).state).toBe("gone");
  expect((await uploadOf(here, uploadId)).state).toBe("failed");
});

test("a file can be withdrawn while it is being read; nothing of it is adopted and its bytes are gone", async () => {
  const uploadId = await receive(here, `${FILE}\n`, "2026-07-12");
  const act = { uploadId, scope: SAMR, by: here.officer, at: AT };
  const withdrawing: OpenRowSource = async (input) => {
    const source = await openHere(input);
    let asked = 0;
    return {
      ...source,
      next: async (stored) => {
        asked += 1;
        if (asked === 2) {
          expect(await uploadOf(here, uploadId)).toMatchObject({ state: "processing", processedRows: 1000 });
          expect((await cancelUpload(here.db, act)).ok).toBe(true);
        }
        return source.next(stored);
      },
    };
  };
  expect((await processUpload(here.db, uploadId, AT, withdrawing)).state).toBe("gone");
  expect(await uploadOf(here, uploadId)).toMatchObject({ state: "cancelled" });
  expect(await here.db.select().from(uploadRows).where(eq(uploadRows.uploadId, uploadId))).toEqual([]);
  expect(await here.db.select().from(uploadChunks).where(eq(uploadChunks.uploadId, uploadId))).toEqual([]);
  expect(await cancelUpload(here.db, act)).toEqual({ ok: false, reason: "ended" });
  // The same file may be sent again
  expect(await receive(here, `${FILE}\n`, "2026-07-12")).not.toBe(uploadId);
});

test("a file that is overtaken by another of its dataset is compared anew, within the same attempt", async () => {
  const content = `${HEAD}\n91529901MADE00038D,青禾县赶超食品有限公司,存续,2018-06-01,有限责任公司,529901,1392\n`;
  const [slow, quick] = [await receive(here, content), await receive(here, `${content}\n`)];
  let opened = 0;
  const overtaken: OpenRowSource = async (input) => {
    const source = await openHere(input);
    opened += 1;
    let asked = 0;
    return {
      ...source,
      next: async (answer) => {
        asked += 1;
        // It has been told that nothing stands under its key; now something does
        if (opened === 1 && asked === 2) expect((await processUpload(here.db, quick, AT)).state).toBe("applied");
        return source.next(answer);
      },
    };
  };
  expect((await processUpload(here.db, slow, AT, overtaken)).state).toBe("applied");
  expect(opened).toBe(2);
  expect(await uploadOf(here, quick)).toMatchObject({ acceptedRows: 1, duplicateRows: 0 });
  expect(await uploadOf(here, slow)).toMatchObject({ attempts: 1, acceptedRows: 0, duplicateRows: 1 });
});

test("a worker thread gives the same rows, and a third file waits for a seat", async () => {
  const undisturbed = await receive(other, FILE, "2026-07-15");
  await processUpload(other.db, undisturbed, AT);
  const ids = [await receive(here, FILE, "2026-07-15"), await receive(here, `${HEAD}\n`, "2026-07-10"), await receive(here, `${HEAD}\n`, "2026-07-09")];
  const outcomes = await Promise.all(ids.map((id) => processUpload(here.db, id, AT, openInWorker(script))));
  expect(outcomes.map((one) => one.state)).toEqual(["applied", "applied", "applied"]);
  expect(await result(here, ids[0]!)).toEqual(await result(other, undisturbed));
});

test("a file that needs more memory than a worker has is refused in words", async () => {
  const uploadId = await receive(here, `${[HEAD, ...rowsOf(60_000)].join("\n")}\n`, "2026-07-08");
  expect((await processUpload(here.db, uploadId, AT, openInWorker(script, { heapMb: 12 }))).state).toBe("refused");
  expect((await uploadOf(here, uploadId)).refusal).toContain("文件内容过多");
});

test("a worker that is silent is ended and counts as an attempt", async () => {
  const uploadId = await receive(here, `${HEAD}\n`, "2026-07-07");
  await expect(processUpload(here.db, uploadId, AT, openInWorker(script, { silenceMs: 1 }))).rejects.toThrow("silent");
  expect(await uploadOf(here, uploadId)).toMatchObject({ state: "processing", attempts: 1 });
  expect((await processUpload(here.db, uploadId, AT, openInWorker(script))).state).toBe("applied");
});

test("the database knows the states, wants a reason for a failure, and lets nothing begin anew that has ended", async () => {
  const { db } = here;
  const uploadId = await receive(here, `${HEAD}\n`, "2026-07-06");
  const set = (state: string) => refusedBy(() => db.execute(sql`update uploads set state = ${state} where id = ${uploadId}::uuid`));
  expect(await set("lost")).toBe("uploads_state_known");
  expect(await set("failed")).toBe("uploads_failed_says_why");
  expect(await set("applied")).toBe("accepted");
  expect(await set("received")).toBe("uploads_end_once");
  expect(await set("cancelled")).toBe("accepted");
  for (const state of ["received", "processing", "applied", "refused"]) expect(await set(state)).toBe("uploads_end_once");
});
