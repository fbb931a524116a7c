import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shownAsOf } from "@/db/as-of";
import { setBusinessNow } from "@/db/clock";
import { enterprises, indicatorValues } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { receiveUpload } from "@/db/uploads";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { refreshStale } from "@/inngest/functions/uploads/refresh-stale";
import { freshDatabase } from "../support/database";
import { on } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedCatalogue(db, on("2026-01-05"), [2026]);
});
afterAll(() => close());

const HEAD = "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码";
async function deliver(day: string, line: string): Promise<void> {
  const at = on(day, "09:00");
  await setBusinessNow(db, at);
  const content = new TextEncoder().encode(`${HEAD}\n${line}\n`);
  const received = await receiveUpload(db, { datasetId: "bizRegistration", period: day, channel: "api", filename: `${day}.csv`, content, at, keyId: null });
  if (!received.ok) throw new Error(received.reason.message);
  await processUpload(db, received.value.uploadId, at);
  await refreshStale(db, at, 100);
}

test("the register sends what changed: whoever is not in the file of a later day is confirmed by it", async () => {
  await deliver("2026-07-01", "91529901MADE00011M,青禾县示例食品有限公司,存续,2018-06-01,有限责任公司,529901,1392");
  const shown = async () => {
    const rows = await db
      .select({ stored: indicatorValues.asOf, shown: shownAsOf })
      .from(indicatorValues)
      .innerJoin(enterprises, eq(enterprises.id, indicatorValues.enterpriseId))
      .where(and(eq(enterprises.uscc, "91529901MADE00011M"), eq(indicatorValues.indicatorId, "regStatus"), isNull(indicatorValues.supersededAt)));
    return rows;
  };
  expect(await shown()).toEqual([{ stored: "2026-07-01", shown: "2026-07-01" }]);
  await deliver("2026-07-14", "91529901MADE00021Y,青禾县另一食品有限公司,存续,2019-06-01,有限责任公司,529901,1392");
  expect(await shown()).toEqual([{ stored: "2026-07-01", shown: "2026-07-14" }]);
});
