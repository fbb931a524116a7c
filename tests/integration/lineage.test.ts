import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countOrphans } from "@/db/lineage";
import { claimSnapshots, claims, indicatorValues, uploadRows } from "@/db/schema";
import type { Db } from "@/db/types";
import { refreshStale } from "@/inngest/functions/uploads/refresh-stale";
import { freshDatabase } from "../support/database";
import { deliver } from "../support/deliveries";
import { makeClaim, makeCompany, on, seedOffice } from "../support/fixtures";

/** 溯源核对: the count that must be zero finds each kind of break. */
let db: Db;
let close: () => Promise<void>;
const ZERO = { values: 0, snapshots: 0, claims: 0, orders: 0, enterprises: 0 };
const REGISTER = `统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码
91529901MADE00011M,青禾县示例食品有限公司,存续,2018-06-01,有限责任公司,529901,1392
`;

/** As only a faulty migration or an owner of the database could: with its guards off. */
const unguarded = (act: (tx: Db) => Promise<unknown>) =>
  db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await act(tx);
  });

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  await deliver(db, { dataset: "bizRegistration", period: "snapshot", content: REGISTER });
  await refreshStale(db, on("2026-07-15"), 1000);
});
afterAll(() => close());

test("what came through the pipeline walks back to its rows", async () => {
  expect((await db.select().from(indicatorValues)).length).toBeGreaterThan(5);
  expect(await countOrphans(db)).toEqual(ZERO);
});

test("a claim without sources is counted, and with a value of its own enterprise it is not; another's value is no source", async () => {
  const company = await makeCompany(db);
  const claimId = await makeClaim(db, company);
  expect(await countOrphans(db)).toEqual({ ...ZERO, claims: 1 });
  const [value] = await db.select().from(indicatorValues).limit(1);
  const [claim] = await db.select().from(claims).where(eq(claims.id, claimId));
  const point = (enterpriseId: string) => async (tx: Db) => {
    await tx
      .update(claimSnapshots)
      .set({ sources: { regStatus: { valueId: value?.id } } as never })
      .where(eq(claimSnapshots.id, claim?.snapshotId as never));
    await tx
      .update(indicatorValues)
      .set({ enterpriseId })
      .where(eq(indicatorValues.id, value?.id as number));
  };
  await unguarded(point(value?.enterpriseId as string));
  expect(await countOrphans(db)).toEqual({ ...ZERO, snapshots: 1 });
  await unguarded(point(company.id));
  expect(await countOrphans(db)).toEqual(ZERO);
});

test("a value or an enterprise whose row is gone is counted", async () => {
  const values = (await db.select().from(indicatorValues)).length;
  await unguarded((tx) => tx.delete(uploadRows).where(eq(uploadRows.uscc, "91529901MADE00011M")));
  expect(await countOrphans(db)).toEqual({ ...ZERO, values: expect.toSatisfy((n: number) => n > 0 && n <= values), enterprises: 1 });
});
