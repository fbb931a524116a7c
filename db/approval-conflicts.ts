import "server-only";
import { and, eq, isNull, or } from "drizzle-orm";
import { claims } from "./schema";
import type { Db } from "./types";

/** 四眼冲突: claims awaiting a signature in whose review this person took part; another leader must sign them. */
export async function tookPartIn(db: Db, departmentId: string, personId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: claims.id })
    .from(claims)
    .where(
      and(
        eq(claims.departmentId, departmentId),
        eq(claims.state, "approved"),
        isNull(claims.approverId),
        or(eq(claims.handlerId, personId), eq(claims.checkerId, personId), eq(claims.chiefId, personId)),
      ),
    );
  return new Set(rows.map((row) => row.id));
}
