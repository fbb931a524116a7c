import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { recusals } from "./schema";
import type { Db } from "./types";

/** 回避: has this officer declared an interest in the enterprise? */
export async function isRecused(db: Db, personId: string | null, enterpriseId: string): Promise<boolean> {
  if (personId === null) return false;
  const [row] = await db
    .select({ personId: recusals.personId })
    .from(recusals)
    .where(and(eq(recusals.personId, personId), eq(recusals.enterpriseId, enterpriseId)));
  return row !== undefined;
}

/** Of these enterprises, those in which the officer has declared an interest. */
export async function recusedFrom(db: Db, personId: string | null, enterpriseIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (personId === null || enterpriseIds.length === 0) return new Set();
  const rows = await db
    .select({ enterpriseId: recusals.enterpriseId })
    .from(recusals)
    .where(and(eq(recusals.personId, personId), inArray(recusals.enterpriseId, [...enterpriseIds])));
  return new Set(rows.map((row) => row.enterpriseId));
}
