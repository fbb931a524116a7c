import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendAudit } from "@/db/audit";
import { auditLog } from "@/db/schema";
import type { Db } from "@/db/types";
import { instant } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
});
afterAll(() => close());

const entry = (action: string) => ({
  at: instant("2026-07-15T01:30:00Z"),
  actorId: null,
  actorRole: "system",
  action,
  subjectType: "test",
  subjectId: "1",
  detail: { b: 1, a: "甲" },
});

test("rows are numbered without a gap and each carries the hash of the one before", async () => {
  expect(await appendAudit(db, [entry("first"), entry("second")])).toEqual([1, 2]);
  expect(await appendAudit(db, [entry("third")])).toEqual([3]);
  const rows = await db.select().from(auditLog).orderBy(auditLog.seq);
  expect(rows[1]?.prevHash).toBe(rows[0]?.hash);
  expect(rows[2]?.prevHash).toBe(rows[1]?.hash);
});

const refused = async (statement: ReturnType<typeof sql>) =>
  db.execute(statement).then(
    () => "accepted",
    (error: { cause?: { constraint?: string } }) => error.cause?.constraint,
  );

test("I7: the database refuses to change, delete, skip or forge a row, or to move the head by hand", async () => {
  await appendAudit(db, [entry("kept")]);
  expect(await refused(sql`update audit_log set action = 'x'`)).toBe("audit_log_append_only");
  expect(await refused(sql`delete from audit_log`)).toBe("audit_log_append_only");
  expect(await refused(sql`truncate audit_log cascade`)).toBe("audit_log_append_only");
  expect(await refused(sql`update audit_heads set seq = 0, hash = repeat('0', 64)`)).toBe("audit_heads_follow_log");
  const forged = (seq: number, prev: ReturnType<typeof sql>) =>
    sql`insert into audit_log (chain, seq, at, actor_role, action, subject_type, subject_id, detail, algorithm, canonical, prev_hash, hash)
        values ('business', ${seq}, now(), 'x', 'x', 'x', 'x', '{}', 'sha256', '{}', ${prev}, repeat('a', 64))`;
  expect(await refused(forged(99, sql`(select hash from audit_heads where chain = 'business')`))).toBe("audit_log_chain");
  expect(await refused(forged(5, sql`(select hash from audit_heads where chain = 'business')`))).toBe("audit_log_chain");
});
