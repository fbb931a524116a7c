import "server-only";
import type { TableQuery } from "@/app/_ui/table-query";
import { loadCalendar } from "@/db/calendar";
import { loadEvidence, loadWords } from "@/db/case-file";
import { listQueue, type QueueFilter, queueChoices } from "@/db/claim-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { findVersion } from "@/db/policies";
import { loadClaimSettings } from "@/db/settings";
import type { Scope } from "@/lib/access/scope";
import { withCodeNames } from "@/lib/policy/describe";
import type { TraceInput } from "../../parts/trace";

/** One page of the queue with what its previews show. */
export async function readQueue(scope: Scope, filter: QueueFilter, query: TableQuery) {
  const db = await getDb();
  const [at, calendar, settings, words] = await Promise.all([businessNow(db), loadCalendar(db), loadClaimSettings(db), loadWords(db)]);
  const chiefFromFen = settings.chiefSignatureFromFen;
  const [queue, choices] = await Promise.all([
    listQueue(db, { scope, filter, clock: { at, calendar }, chiefFromFen }, query),
    queueChoices(db, scope, chiefFromFen),
  ]);
  const [evidence, versions] = await Promise.all([
    loadEvidence(
      db,
      queue.rows.map((row) => row.snapshotId),
    ),
    Promise.all(queue.rows.map((row) => findVersion(db, row.policyVersionId))),
  ]);
  const inputs = new Map<string, TraceInput>();
  for (const [index, row] of queue.rows.entries()) {
    const policy = versions[index]?.resolved;
    const found = evidence.get(row.snapshotId);
    if (policy && found) inputs.set(row.id, { policy, evidence: found, words: withCodeNames(words, policy.names) });
  }
  return { queue, choices, inputs };
}
