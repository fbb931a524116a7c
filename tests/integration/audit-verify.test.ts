import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendAudit } from "@/db/audit";
import { type AuditPages, chainHead, listAudit, verifyAndRecord, verifyAuditChain, verifyPages } from "@/db/audit-queries";
import { auditLog } from "@/db/schema";
import type { Db } from "@/db/types";
import type { AuditRow } from "@/lib/audit/chain";
import { instant } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { on } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let copy: AuditRow[];

const entry = (number: number) => ({
  at: instant(`2026-07-15T01:${String(number).padStart(2, "0")}:00.500Z`),
  actorId: null,
  actorRole: "system",
  action: number % 2 === 0 ? "trial.even" : "trial.odd",
  subjectType: "trial",
  subjectId: `subject-${number}`,
  detail: { b: number, a: { 名称: "青禾县", list: [1, 2.5, null] } },
});

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  for (let number = 1; number <= 25; number++) await appendAudit(db, [entry(number)]);
  copy = (await db.select().from(auditLog).where(eq(auditLog.chain, "business")).orderBy(asc(auditLog.seq))).map((row) => ({ ...row, at: instant(row.at) }));
});
afterAll(() => close());

const pagesOf =
  (rows: readonly AuditRow[]): AuditPages =>
  async (after, limit) =>
    rows.filter((row) => row.seq > after).slice(0, limit);

/** The copy with one row changed, checked in pages of ten against the head of the database. */
const tampered = async (seq: number, change: (row: AuditRow) => AuditRow) =>
  verifyPages(pagesOf(copy.map((row) => (row.seq === seq ? change(row) : row))), await chainHead(db, "business"), 10);

test("the chain as the database holds it follows from its beginning to its head", async () => {
  const head = await chainHead(db, "business");
  expect(await verifyAuditChain(db, "business")).toEqual({ chain: "business", head, verdict: { ok: true, head, count: 25 } });
  expect((await verifyAuditChain(db, "reads")).verdict).toMatchObject({ ok: true, count: 0 });
});

test("pages of any size come to the same answer", async () => {
  const head = await chainHead(db, "business");
  for (const size of [1, 5, 24, 25, 26]) expect(await verifyPages(pagesOf(copy), head, size)).toEqual({ ok: true, head, count: 25 });
});

test("one altered byte in a copy is found at its row, whichever column it is in", async () => {
  expect(await tampered(13, (row) => ({ ...row, action: "trial.Odd" }))).toEqual({ ok: false, seq: 13, reason: "altered" });
  expect(await tampered(20, (row) => ({ ...row, detail: { ...row.detail, b: 21 } }))).toEqual({ ok: false, seq: 20, reason: "altered" });
  expect(await tampered(7, (row) => ({ ...row, canonical: row.canonical.replace("青", "清") }))).toEqual({ ok: false, seq: 7, reason: "altered" });
  expect(await tampered(7, (row) => ({ ...row, hash: `${row.hash.slice(0, -1)}${row.hash.endsWith("0") ? "1" : "0"}` }))).toEqual({
    ok: false,
    seq: 7,
    reason: "wrongHash",
  });
});

test("rows cut out, swapped or cut off at the end are found", async () => {
  const head = await chainHead(db, "business");
  const verify = (rows: readonly AuditRow[]) => verifyPages(pagesOf(rows), head, 10);
  expect(await verify(copy.filter((row) => row.seq !== 11))).toEqual({ ok: false, seq: 11, reason: "gap" });
  expect(await verify(copy.slice(0, 20))).toEqual({ ok: false, seq: 21, reason: "truncated" });
  expect(await verify([])).toEqual({ ok: false, seq: 1, reason: "truncated" });
});

test("a check is itself on record, and the chain goes on after it", async () => {
  const actor = { personId: null, roles: ["auditor"], isSystem: false, role: "auditor" } as const;
  const results = await verifyAndRecord(db, actor, on("2026-07-15"));
  expect(results.map(({ chain, verdict }) => [chain, verdict.ok])).toEqual([
    ["business", true],
    ["reads", true],
  ]);
  const filter = { chain: "business" as const, action: "audit.verified", actor: "", subject: "", from: null, to: null, page: 1, pageSize: 20 };
  expect((await listAudit(db, filter)).rows.map((row) => row.seq)).toEqual([26]);
  expect((await verifyAuditChain(db, "business")).verdict).toMatchObject({ ok: true, count: 26 });
});

test("the log is filtered by act, thing and day, newest first", async () => {
  const filter = { chain: "business" as const, action: "trial.even", actor: "", subject: "subject-2", from: null, to: null, page: 1, pageSize: 20 };
  expect((await listAudit(db, filter)).rows.map((row) => row.subjectId)).toEqual(["subject-24", "subject-22", "subject-20", "subject-2"]);
  expect((await listAudit(db, { ...filter, to: "2026-07-14" as never })).total).toBe(0);
  expect((await listAudit(db, { ...filter, from: "2026-07-15" as never, to: "2026-07-15" as never })).total).toBe(4);
});
