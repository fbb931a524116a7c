import "server-only";
import canonicalize from "canonicalize";
import { eq } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { sha256Hex } from "./crypto";
import { auditHeads, auditLog } from "./schema";
import type { Db } from "./types";

/** 留痕: who did what to what, when, and the details that an auditor will ask for. */
export type AuditEntry = {
  readonly at: Instant;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail: Record<string, unknown>;
};

export type AuditChain = "business" | "reads";

const CHUNK = 500;

/** Appends rows to a hash chain under the head's lock; returns their numbers in order. Call inside the transaction of the act itself. */
export async function appendAudit(db: Db, entries: readonly AuditEntry[], chain: AuditChain = "business"): Promise<number[]> {
  if (entries.length === 0) return [];
  const [head] = await db.select().from(auditHeads).where(eq(auditHeads.chain, chain)).for("update");
  if (!head) throw new Error(`audit chain ${chain} has no head`);
  let { seq, hash: prevHash } = head;
  const rows = entries.map((entry) => {
    seq += 1;
    const canonical = canonicalize({ chain, seq, ...entry }) ?? "";
    const row = { ...entry, chain, seq, algorithm: "sha256" as const, canonical, prevHash, hash: sha256Hex(prevHash + canonical) };
    prevHash = row.hash;
    return row;
  });
  for (let start = 0; start < rows.length; start += CHUNK) await db.insert(auditLog).values(rows.slice(start, start + CHUNK));
  return rows.map((row) => row.seq);
}
