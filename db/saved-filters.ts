import "server-only";
import { and, asc, count, eq } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { savedFilters } from "./schema";
import type { Db } from "./types";

export type SavedFilter = { readonly id: string; readonly name: string; readonly query: string };
export type SaveRefusal = "tooMany" | "nothingToSave";

const MOST = 12;

/** 常用筛选 of a person, by name. */
export async function listSavedFilters(db: Db, personId: string): Promise<SavedFilter[]> {
  return db
    .select({ id: savedFilters.id, name: savedFilters.name, query: savedFilters.query })
    .from(savedFilters)
    .where(eq(savedFilters.personId, personId))
    .orderBy(asc(savedFilters.name));
}

/** 存下筛选 under a name; the same name again takes the new one. A personal convenience, so it leaves no audit row. */
export function saveFilter(db: Db, input: { personId: string; name: string; query: string; at: Instant }): Promise<Result<null, SaveRefusal>> {
  const { personId, name, query, at } = input;
  return atomically<null, SaveRefusal>(db, async (tx) => {
    if (query === "") return refused("nothingToSave");
    await queueFor(tx, `savedFilters|${personId}`);
    const own = and(eq(savedFilters.personId, personId), eq(savedFilters.name, name));
    const [known] = await tx.update(savedFilters).set({ query, savedAt: at }).where(own).returning({ id: savedFilters.id });
    if (known) return ok(null);
    const [held] = await tx.select({ n: count() }).from(savedFilters).where(eq(savedFilters.personId, personId));
    if ((held?.n ?? 0) >= MOST) return refused("tooMany");
    await tx.insert(savedFilters).values({ personId, name, query, savedAt: at });
    return ok(null);
  });
}

/** 删除常用筛选, one's own only. */
export async function removeFilter(db: Db, personId: string, id: string): Promise<boolean> {
  const gone = await db
    .delete(savedFilters)
    .where(and(eq(savedFilters.id, id), eq(savedFilters.personId, personId)))
    .returning({ id: savedFilters.id });
  return gone.length > 0;
}
