import "server-only";
import type { SessionUser } from "@/app/_server/session";
import { scopeFor } from "@/app/_server/session";
import { NO_PREVIEW } from "@/app/_ui/no-preview";
import type { TableQuery } from "@/app/_ui/table-query";
import { loadCalendar } from "@/db/calendar";
import { loadEvidence, loadWords } from "@/db/case-file";
import { listQueue, type QueueFilter, type QueueRow, queueChoices } from "@/db/claim-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { listOverdueReasons } from "@/db/overdue-reasons";
import { findVersion } from "@/db/policies";
import { listSetAside, listWaitingBatches } from "@/db/review-batches";
import { listSavedFilters } from "@/db/saved-filters";
import { loadClaimSettings } from "@/db/settings";
import { findTakeBack } from "@/db/take-back";
import type { Db } from "@/db/types";
import type { Scope } from "@/lib/access/scope";
import { dayOf } from "@/lib/kernel/plain-date";
import type { TraceInput } from "../../parts/trace";

/** What the panel shows of one case. */
async function readPreview(db: Db, scope: Scope, row: QueueRow) {
  const policy = (await findVersion(db, row.policyVersionId))?.resolved;
  const [evidence, words, reasons] = await Promise.all([
    loadEvidence(db, [row.snapshotId]),
    loadWords(db, policy?.names),
    listOverdueReasons(db, scope, [row.id]),
  ]);
  const found = evidence.get(row.snapshotId);
  if (!found || !policy) return null;
  const input: TraceInput = { policy, evidence: found, words };
  return { row, input, reason: reasons.find((reason) => reason.present) };
}

/** The row that is shown: the one the address names, else the first. None when the panel is closed. */
function previewed(rows: readonly QueueRow[], preview: string | undefined) {
  if (preview === NO_PREVIEW) return undefined;
  return rows.find((row) => row.id === preview) ?? rows[0];
}

/** One page of the queue, the panel beside it, and the opinion that the reader can still take back. */
export async function readQueue(user: SessionUser, filter: QueueFilter, query: TableQuery, preview: string | undefined) {
  const db = await getDb();
  const scope = scopeFor(user, "claim.queue");
  const [at, calendar, settings] = await Promise.all([businessNow(db), loadCalendar(db), loadClaimSettings(db)]);
  const chiefFromFen = settings.chiefSignatureFromFen;
  const [queue, choices, takeBack, batches, aside, filters] = await Promise.all([
    listQueue(db, { scope, filter, clock: { at, calendar }, chiefFromFen }, query),
    queueChoices(db, scope, chiefFromFen),
    findTakeBack(db, { personId: user.personId, departmentId: user.department?.id ?? "", at }),
    listWaitingBatches(db, user.personId, at),
    listSetAside(db, user.personId, at),
    listSavedFilters(db, user.personId),
  ]);
  const row = previewed(queue.rows, preview);
  return { queue, choices, takeBack, batches, aside, filters, today: dayOf(at), panel: row ? await readPreview(db, scope, row) : null };
}
