import { count } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listPublished } from "@/db/policies";
import { budgets, datasets, departments, indicators, policyVersions } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { instant } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
});
afterAll(() => close());

test("the county starts with 18 datasets, 56 indicators and 37 policies, and seeding again changes nothing", async () => {
  const at = instant("2026-07-15T01:00:00Z");
  await seedCatalogue(db, at, [2026]);
  await seedCatalogue(db, at, [2026]);
  const rows = async (table: typeof datasets | typeof indicators | typeof departments | typeof policyVersions | typeof budgets) =>
    (await db.select({ n: count() }).from(table))[0]?.n;
  expect(await rows(datasets)).toBe(18);
  expect(await rows(indicators)).toBe(56);
  expect(await rows(departments)).toBe(14);
  expect(await rows(policyVersions)).toBe(37);
  expect((await listPublished(db)).length).toBe(37);
  // 2 of the 37 are tax reductions and have no budget
  expect(await rows(budgets)).toBe(35);
});
