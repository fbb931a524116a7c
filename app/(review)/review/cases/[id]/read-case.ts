import "server-only";
import { type SessionUser, scopeFor } from "@/app/_server/session";
import { loadCalendar } from "@/db/calendar";
import { type CaseFile, loadCase } from "@/db/case-file";
import { listNotes } from "@/db/case-notes";
import { listPastGrants, listRelatedEnterprises, paidByYear } from "@/db/case-relations";
import { officeScope } from "@/db/claim-lights";
import { queueNeighbours } from "@/db/claim-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { remainingMaterials } from "@/db/enterprise-acts";
import { handlersOn } from "@/db/handlers";
import { listTemplates } from "@/db/opinion-templates";
import { listOverdueReasons } from "@/db/overdue-reasons";
import { listPrecedents, precedentsByDoubt } from "@/db/precedents";
import { replaySnapshot } from "@/db/receipts";
import { isRecused } from "@/db/recusals";
import { loadClaimSettings } from "@/db/settings";
import { listSupervisions } from "@/db/supervision-queries";
import { findTakeBack } from "@/db/take-back";
import { may } from "@/lib/access/permissions";
import { dayOf } from "@/lib/kernel/plain-date";

/** The reader may write the opinion now: it waits, it is nobody's or the reader's, and the reader has no interest in the enterprise. */
function mayHandle({ claim: { state, handlerId, assignedTo } }: CaseFile, user: SessionUser, recused: boolean): boolean {
  const waits = state === "manualReview" && handlerId === null;
  return waits && !recused && (assignedTo === null || assignedTo === user.personId) && may(user.roles, "claim.handle");
}

/** Everything that stands on the page of a case; null when it is not there, or not for this reader. One query per panel. */
export async function readCase(user: SessionUser, id: string) {
  const db = await getDb();
  const [at, calendar, settings] = await Promise.all([businessNow(db), loadCalendar(db), loadClaimSettings(db)]);
  const scope = await officeScope(db, scopeFor(user, "claim.view"));
  const file = await loadCase(db, scope, id, { at, calendar });
  if (!file) return null;
  const { claim } = file;
  const me = { personId: user.personId, departmentId: user.department?.id ?? "" };
  const [handlers, templates, recused, notes, neighbours, precedents, byDoubt, past, paid, relations, supervisions, reasons, takeBack, replayed] =
    await Promise.all([
      handlersOn(db, dayOf(at), claim.departmentId),
      listTemplates(db, claim.departmentId),
      isRecused(db, user.personId, claim.enterpriseId),
      may(user.roles, "claim.note") ? listNotes(db, scope, id) : null,
      may(user.roles, "claim.queue") ? queueNeighbours(db, scope, id) : null,
      listPrecedents(db, claim, at),
      precedentsByDoubt(db, claim, at),
      listPastGrants(db, claim),
      paidByYear(db, claim.enterpriseId),
      listRelatedEnterprises(db, scope, claim),
      listSupervisions(db, scope, { claimIds: [id] }),
      listOverdueReasons(db, scope, [id]),
      findTakeBack(db, { ...me, at, claimId: id }),
      replaySnapshot(db, claim.snapshotId),
    ]);
  return {
    file,
    calendar,
    today: dayOf(at),
    chiefFromFen: settings.chiefSignatureFromFen,
    handlers: handlers.get(claim.departmentId) ?? [],
    templates,
    recused,
    notes,
    neighbours,
    precedents,
    byDoubt,
    past,
    paid,
    relations,
    supervisions,
    reasons,
    takeBack,
    replayed,
    mayAct: mayHandle(file, user, recused),
    canAsk: !claim.supplementUsed && remainingMaterials(file.policy).length > 0,
  };
}
