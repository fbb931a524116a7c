import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takeSnapshot } from "@/db/matching";
import { listPublished } from "@/db/policies";
import { replayAll, replaySnapshot } from "@/db/receipts";
import { claimSnapshots } from "@/db/schema";
import type { Db } from "@/db/types";
import { plainDate } from "@/lib/kernel/plain-date";
import { decidePolicy } from "@/lib/policy/decide";
import { freshDatabase } from "../support/database";
import { makeCompany, on, seedOffice } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let ids: number[];
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  const company = await makeCompany(db);
  const input = {
    asOf: plainDate("2026-07-06"),
    fullYear: 2025,
    priorGrants: {},
    facts: { regStatus: "active", newHireContract12mCount: 12, rdExpense: { "2025": 2e6 } },
  };
  ids = [];
  for (const { versionId, resolved } of await listPublished(db)) {
    const { id } = await takeSnapshot(db, {
      ...input,
      enterpriseId: company.id,
      policyVersionId: versionId,
      decision: decidePolicy(resolved, input),
      at: on("2026-07-06"),
    });
    ids.push(id);
  }
});
afterAll(() => close());

test("receipts of all policies come out identical from the database", async () => {
  expect(ids).toHaveLength(37);
  expect(await replayAll(db)).toEqual({ count: 37, different: 0, examples: [] });
  expect(await replaySnapshot(db, ids[0]!)).toEqual([]);
  expect(await replaySnapshot(db, 0)).toBeNull();
});

test("a snapshot altered behind the guards is found and named", async () => {
  const id = ids[3]!;
  await db.execute(sql`set session_replication_role = replica`);
  await db
    .update(claimSnapshots)
    .set({ facts: { regStatus: "active", newHireContract12mCount: 99 } })
    .where(eq(claimSnapshots.id, id));
  await db.execute(sql`set session_replication_role = default`);
  const report = await replayAll(db);
  expect(report).toMatchObject({ count: 37, different: 1, examples: [{ snapshotId: id }] });
  expect(report.examples[0]?.differences[0]).toBe("facts");
});
