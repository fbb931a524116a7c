import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, gte, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendAudit } from "@/db/audit";
import { verifyAuditChain } from "@/db/audit-queries";
import { auditHeads, auditLog } from "@/db/schema";
import type { Db } from "@/db/types";
import { anchorChains, readAnchors } from "@/inngest/ops/audit-anchors";
import { type AuditReport, verifyAuditCommand } from "@/inngest/ops/audit-command";
import { freshDatabase } from "../support/database";
import { on } from "../support/fixtures";

/** 库外锚点 against somebody who owns the whole database: triggers off, rows cut or written anew, the head set to fit. */
const folder = mkdtempSync(path.join(tmpdir(), "anchors-"));
let db: Db;
let close: () => Promise<void>;

const act = (number: number) => ({
  at: on("2026-07-15"),
  actorId: null,
  actorRole: "system",
  action: "trial",
  subjectType: "trial",
  subjectId: `subject-${number}`,
  detail: { number },
});
const append = async (count: number) => {
  for (let number = 1; number <= count; number++) await appendAudit(db, [act(number)]);
};
const anchors = () => readAnchors(folder).points.filter(({ chain }) => chain === "business");

async function cutAfter(seq: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.delete(auditLog).where(gte(auditLog.seq, seq + 1));
    const [last] = await tx.select().from(auditLog).where(eq(auditLog.seq, seq));
    await tx
      .update(auditHeads)
      .set({ seq, hash: last?.hash as string })
      .where(eq(auditHeads.chain, "business"));
  });
}

beforeAll(async () => {
  process.env["DATA_DIR"] = folder;
  ({ db, close } = await freshDatabase());
});
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

test("the heads are written once for each place, and the chain passes through all of them", async () => {
  expect(await anchorChains(db, on("2026-07-14", "23:55"), folder)).toBe(0);
  await append(5);
  expect([await anchorChains(db, on("2026-07-15", "23:55"), folder), await anchorChains(db, on("2026-07-16", "23:55"), folder)]).toEqual([1, 0]);
  await append(5);
  expect(await anchorChains(db, on("2026-07-17", "23:55"), folder)).toBe(1);
  expect(anchors().map(({ seq, at }) => [seq, at])).toEqual([
    [5, on("2026-07-15", "23:55")],
    [10, on("2026-07-17", "23:55")],
  ]);
  expect((await verifyAuditChain(db, "business", anchors())).verdict).toMatchObject({ ok: true, count: 10 });
});

test("a log cut off together with its head is whole by itself, and found by the anchor", async () => {
  await cutAfter(7);
  expect((await verifyAuditChain(db, "business")).verdict).toMatchObject({ ok: true, count: 7 });
  expect((await verifyAuditChain(db, "business", anchors())).verdict).toEqual({ ok: false, seq: 8, reason: "truncated" });
});

test("other acts in place of those that were cut are found as well, and the command says so without a new anchor", async () => {
  await append(6);
  expect((await verifyAuditChain(db, "business")).verdict).toMatchObject({ ok: true, count: 13 });
  expect((await verifyAuditChain(db, "business", anchors())).verdict).toEqual({ ok: false, seq: 10, reason: "rewritten" });
  const before = readFileSync(path.join(folder, "audit-checkpoints.jsonl"), "utf8");
  const reply = await verifyAuditCommand(db);
  expect(reply).toMatchObject({ ok: true, value: { intact: false } });
  expect((reply as { value: AuditReport }).value.chains).toContainEqual({ chain: "办理链", text: "第 10 条被整段改写过" });
  expect(readFileSync(path.join(folder, "audit-checkpoints.jsonl"), "utf8")).toBe(before);
});

test("a forged anchor is told by its line", async () => {
  rmSync(path.join(folder, "audit-checkpoints.jsonl"));
  expect(await verifyAuditCommand(db)).toMatchObject({ value: { intact: true } });
  expect(anchors()).toHaveLength(1);
  appendFileSync(path.join(folder, "audit-checkpoints.jsonl"), `${JSON.stringify({ ...anchors()[0], seq: 1, signature: "0".repeat(64) })}\n`);
  const reply = (await verifyAuditCommand(db)) as { value: AuditReport };
  expect(reply.value.intact).toBe(false);
  expect(reply.value.chains.at(-1)?.text).toMatch(/^第 \d+ 行的签名不对$/);
});
