import "server-only";
import canonicalize from "canonicalize";
import { asc, eq, gt } from "drizzle-orm";
import { type Receipt, type ReplayDifference, replay } from "@/lib/audit/receipt";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { factsHashOf } from "./matching";
import { findVersion, versionIdOf } from "./policies";
import { claimSnapshots } from "./schema";
import type { Db } from "./types";

const PRINTS = { factsHashOf, versionIdOf, canonical: (value: unknown) => canonicalize(value) ?? "" };
const PAGE = 500;
/** As many faulty receipts as a person will look at. */
const SHOWN = 20;

const receiptOf = (row: typeof claimSnapshots.$inferSelect): Receipt => ({
  policyVersionId: row.policyVersionId,
  asOf: row.asOf,
  fullYear: row.fullYear,
  facts: row.facts as Receipt["facts"],
  priorGrants: row.priorGrants,
  factsHash: row.factsHash,
  decision: row.decision as Receipt["decision"],
});

/** 重算一份判定凭据. Null when there is none; an empty list when it comes out identical. */
export async function replaySnapshot(db: Db, snapshotId: number): Promise<readonly ReplayDifference[] | null> {
  const [row] = await db.select().from(claimSnapshots).where(eq(claimSnapshots.id, snapshotId));
  if (!row) return null;
  const version = await findVersion(db, row.policyVersionId);
  return version ? replay(receiptOf(row), version.resolved, PRINTS) : ["version"];
}

export type ReplayReport = {
  readonly count: number;
  readonly different: number;
  readonly examples: readonly { readonly snapshotId: number; readonly differences: readonly ReplayDifference[] }[];
};

/** 重算全部判定凭据: every snapshot that a claim was ever judged on, decided again with the version it names (I10). Reads only. */
export async function replayAll(db: Db): Promise<ReplayReport> {
  const versions = new Map<string, ResolvedPolicy | null>();
  const versionOf = async (id: string): Promise<ResolvedPolicy | null> => {
    const known = versions.get(id);
    if (known !== undefined) return known;
    const found = (await findVersion(db, id))?.resolved ?? null;
    versions.set(id, found);
    return found;
  };
  const faulty: ReplayReport["examples"][number][] = [];
  let [count, after] = [0, 0];
  for (;;) {
    const rows = await db.select().from(claimSnapshots).where(gt(claimSnapshots.id, after)).orderBy(asc(claimSnapshots.id)).limit(PAGE);
    for (const row of rows) {
      const policy = await versionOf(row.policyVersionId);
      const differences = policy ? replay(receiptOf(row), policy, PRINTS) : (["version"] as const);
      if (differences.length > 0) faulty.push({ snapshotId: row.id, differences });
    }
    const last = rows.at(-1);
    if (!last) return { count, different: faulty.length, examples: faulty.slice(0, SHOWN) };
    count += rows.length;
    after = last.id;
  }
}
