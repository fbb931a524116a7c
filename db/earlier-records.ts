import "server-only";
import { sql } from "drizzle-orm";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { type Compared, timeField } from "@/lib/pipeline/clean/earlier";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import type { Db } from "./types";

/** As many periods of one kind as an amount is held against. */
const PERIODS = 6;

/** 往期记录 of the enterprises of a file, newest first per kind of record: what its amounts are held against. Empty where amounts are not comparable. */
export async function earlierRecords(db: Db, definition: DatasetDefinition, usccs: readonly string[]): Promise<Compared[]> {
  if (!definition.comparedWithin || usccs.length === 0) return [];
  const kind = sql.join(
    definition.comparedWithin.map((field) => sql`, r.record->>${field}`),
    sql``,
  );
  const time = timeField(definition);
  const found: Compared[] = [];
  for (let start = 0; start < usccs.length; start += 1000) {
    const { rows } = (await db.execute(sql`
      select uscc, record, record_key as "recordKey" from (
        select e.uscc, r.record, r.record_key, row_number() over (partition by e.uscc${kind} order by ${time === null ? sql`r.id` : sql`r.record->>${time}`} desc) as n
        from jsonb_array_elements_text(${JSON.stringify(usccs.slice(start, start + 1000))}::jsonb) as wanted(uscc)
        join enterprises e on e.uscc = wanted.uscc
        join upload_rows r on r.enterprise_id = e.id and r.dataset_id = ${definition.id} and r.record is not null and r.superseded_by is null) newest
      where n <= ${PERIODS} order by n`)) as unknown as { rows: { uscc: string; record: CleanRecord; recordKey: string | null }[] };
    found.push(...rows);
  }
  return found;
}
