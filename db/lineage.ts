import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "./types";

/**
 * 溯源核对: how many values, claims and payments do not walk back to an uploaded row. Each count must be zero:
 * a value rests on a row or on a delivered feed without a row of the enterprise; a claim on a snapshot whose sources are values;
 * a payment on a claim; a row on an upload.
 */
export async function countOrphans(db: Db): Promise<Record<"values" | "snapshots" | "claims" | "orders" | "enterprises", number>> {
  const one = async (query: ReturnType<typeof sql>): Promise<number> => {
    const { rows } = (await db.execute(query)) as unknown as { rows: { n: number }[] };
    return rows[0]?.n ?? 0;
  };
  return {
    values: await one(sql`
      select count(*)::int as n from indicator_values v
      where not exists (select 1 from upload_rows r join uploads u on u.id = r.upload_id where r.id = v.source_row_id and u.state = 'applied')
        and not exists (select 1 from uploads u where u.id = v.basis_upload_id and u.state = 'applied')`),
    snapshots: await one(sql`
      select count(*)::int as n from claim_snapshots s, jsonb_each(s.sources) source
      where not exists (select 1 from indicator_values v where v.id = (source.value->>'valueId')::bigint and v.enterprise_id = s.enterprise_id)`),
    claims: await one(sql`
      select count(*)::int as n from claims c
      where not exists (select 1 from claim_snapshots s where s.id = c.snapshot_id and s.enterprise_id = c.enterprise_id and s.policy_version_id = c.policy_version_id and s.sources <> '{}'::jsonb)`),
    orders: await one(
      sql`select count(*)::int as n from payment_orders o where not exists (select 1 from claims c where c.id = o.claim_id and c.enterprise_id = o.enterprise_id)`,
    ),
    enterprises: await one(sql`select count(*)::int as n from enterprises e where not exists (select 1 from upload_rows r where r.id = e.source_row_id)`),
  };
}
