import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { enterprises, indicatorValues, uploadRows, uploads } from "@/db/schema";
import type { Db } from "@/db/types";
import { receiveUpload } from "@/db/uploads";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { refreshStale } from "@/inngest/functions/uploads/refresh-stale";
import type { Instant } from "@/lib/kernel/plain-date";
import { on } from "./fixtures";

export type DeliveredRow = typeof uploadRows.$inferSelect;
export type Delivered = { readonly uploadId: string; readonly upload: typeof uploads.$inferSelect; readonly rows: readonly DeliveredRow[] };
export type File = { readonly dataset: string; readonly period: string; readonly content: string | Uint8Array; readonly at?: Instant };

const NOW = on("2026-07-15");

/** Takes a file in without working it off. */
export async function receive(db: Db, { dataset, period, content, at = NOW }: File): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const received = await receiveUpload(db, { datasetId: dataset, period, channel: "api", filename: `${dataset}.csv`, content: bytes, at });
  if (!received.ok) throw new Error(received.reason.message);
  return received.value.uploadId;
}

/** Works a file off and tells what became of it. */
export async function workOff(db: Db, uploadId: string, at: Instant = NOW): Promise<Delivered> {
  await processUpload(db, uploadId, at);
  const [upload] = await db.select().from(uploads).where(eq(uploads.id, uploadId));
  return { uploadId, upload: upload!, rows: await db.select().from(uploadRows).where(eq(uploadRows.uploadId, uploadId)).orderBy(asc(uploadRows.row)) };
}

export const deliver = async (db: Db, file: File): Promise<Delivered> => workOff(db, await receive(db, file), file.at);

/** The live records of a dataset by key, and every current indicator value: the state in which a set of deliveries leaves the county. */
export async function endState(db: Db, at: Instant = NOW): Promise<{ readonly records: unknown; readonly values: unknown }> {
  await refreshStale(db, at, 1000);
  const records = await db
    .select({ dataset: uploadRows.datasetId, key: uploadRows.recordKey, record: uploadRows.record, uscc: uploadRows.uscc })
    .from(uploadRows)
    .where(sql`${uploadRows.record} is not null and ${uploadRows.supersededBy} is null`)
    .orderBy(asc(uploadRows.datasetId), asc(uploadRows.recordKey));
  const values = await db
    .select({
      uscc: enterprises.uscc,
      id: indicatorValues.indicatorId,
      period: indicatorValues.period,
      subject: indicatorValues.subject,
      value: indicatorValues.value,
    })
    .from(indicatorValues)
    .innerJoin(enterprises, eq(enterprises.id, indicatorValues.enterpriseId))
    .where(isNull(indicatorValues.supersededAt))
    .orderBy(asc(enterprises.uscc), asc(indicatorValues.indicatorId), asc(indicatorValues.period), asc(indicatorValues.subject));
  return { records, values };
}

/** One current value of an enterprise. */
export async function currentValue(db: Db, uscc: string, id: string, period: string) {
  const [found] = await db
    .select({ id: indicatorValues.id, value: indicatorValues.value })
    .from(indicatorValues)
    .innerJoin(enterprises, eq(enterprises.id, indicatorValues.enterpriseId))
    .where(
      and(
        eq(enterprises.uscc, uscc),
        eq(indicatorValues.indicatorId, id),
        eq(indicatorValues.period, period),
        eq(indicatorValues.subject, ""),
        isNull(indicatorValues.supersededAt),
      ),
    );
  return found;
}
