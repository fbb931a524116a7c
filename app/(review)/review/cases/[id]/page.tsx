import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { loadCalendar } from "@/db/calendar";
import { loadCase } from "@/db/case-file";
import { listPastGrants, listRelatedEnterprises, paidByYear } from "@/db/case-relations";
import { officeScope } from "@/db/claim-lights";
import { queueNeighbours } from "@/db/claim-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { remainingMaterials } from "@/db/enterprise-acts";
import { listOverdueReasons } from "@/db/overdue-reasons";
import { listPrecedents, precedentsByDoubt } from "@/db/precedents";
import { replaySnapshot } from "@/db/receipts";
import { loadClaimSettings } from "@/db/settings";
import { listSupervisions } from "@/db/supervisions";
import { findTakeBack } from "@/db/take-back";
import { may } from "@/lib/access/permissions";
import { dayOf } from "@/lib/kernel/plain-date";
import { doubtCards } from "../../../parts/doubt-cards";
import { IdParam, one, type SearchParams } from "../../../parts/params";
import { CaseHead } from "./case-head";
import { Doubts } from "./doubts";
import { HistorySection, PrecedentSection, RelatedSection } from "./history";
import { DecisionPanel } from "./panel";
import { AmountSection, ConditionSection, EvidenceSection } from "./proof";
import { PastSection, RelationSection } from "./relations";

export const metadata: Metadata = { title: "办件" };

const Query = z.object({
  opinion: z.enum(["approve", "reject", "supplement", "suspend"]).default("approve").catch("approve"),
  reason: z.string().max(30).optional().catch(undefined),
  done: z
    .enum(["opinion", "supplement", "suspended", "checked", "givenBack", "signed", "resumed", "supervised", "replied", "explained", "takenBack"])
    .optional()
    .catch(undefined),
});
const DONE: Record<NonNullable<z.output<typeof Query>["done"]>, string> = {
  opinion: "意见已写下，等复核人复核",
  supplement: "已请企业补材料，暂停计时",
  suspended: "已中止，暂停计时",
  checked: "复核完成",
  givenBack: "已退回经办人重写意见",
  signed: "已签字，等复核人复核",
  resumed: "已恢复，系统会用最新数据重新核对",
  supervised: "督办已发出",
  replied: "督办已答复",
  explained: "超期原因已记下，领导的超期清单里能看到",
  takenBack: "意见已撤回，可以重新写",
};

export default async function Page({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const user = await requirePermission("claim.view");
  const id = IdParam.safeParse((await params).id);
  if (!id.success) notFound();
  const search = await searchParams;
  const query = Query.parse({ opinion: one(search["opinion"]), reason: one(search["reason"]), done: one(search["done"]) });
  const db = await getDb();
  const [at, calendar, settings] = await Promise.all([businessNow(db), loadCalendar(db), loadClaimSettings(db)]);
  const scope = await officeScope(db, scopeFor(user, "claim.view"));
  const file = await loadCase(db, scope, id.data, { at, calendar });
  if (!file) notFound();
  const [neighbours, precedents, byDoubt, past, paid, relations, supervisions, reasons, takeBack, replayed] = await Promise.all([
    may(user.roles, "claim.queue") ? queueNeighbours(db, scope, id.data) : null,
    listPrecedents(db, file.claim, at),
    precedentsByDoubt(db, file.claim, at),
    listPastGrants(db, file.claim),
    paidByYear(db, file.claim.enterpriseId),
    listRelatedEnterprises(db, scope, file.claim),
    listSupervisions(db, scope, { claimIds: [id.data] }),
    listOverdueReasons(db, scope, [id.data]),
    findTakeBack(db, { personId: user.personId, departmentId: user.department?.id ?? "", at, claimId: id.data }),
    replaySnapshot(db, file.claim.snapshotId),
  ]);
  const today = dayOf(at);
  const input = { policy: file.policy.resolved, evidence: file.evidence, words: file.words };
  const mayAct = file.claim.state === "manualReview" && file.claim.handlerId === null && may(user.roles, "claim.handle");
  const canAsk = !file.claim.supplementUsed && remainingMaterials(file.policy).length > 0;
  return (
    <>
      <CaseHead file={file} neighbours={neighbours} />
      {query.done ? (
        <Message
          tone="green"
          live="status"
          title={DONE[query.done]}
          className="mb-4"
          actions={
            <ButtonLink size="small" href={neighbours?.after ? `/review/cases/${neighbours.after}` : "/review/cases"}>
              {neighbours?.after ? "办下一件" : "回待办复核"}
            </ButtonLink>
          }
        />
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 desk:grid-cols-[minmax(0,1fr)_296px] rail:grid-cols-[minmax(0,1fr)_344px]">
        <div className="grid gap-8">
          <Doubts
            claimId={id.data}
            cards={doubtCards(file.claim, input, canAsk)}
            precedents={byDoubt}
            waitingFor={file.claim.waitingFor}
            mayAct={mayAct}
            today={today}
          />
          <ConditionSection file={file} input={input} replayed={replayed} />
          <AmountSection file={file} />
          <EvidenceSection file={file} />
          <PastSection file={file} past={past} paid={paid} />
          <RelationSection {...relations} />
          <PrecedentSection {...precedents} />
          <RelatedSection file={file} />
          <HistorySection file={file} supervisions={supervisions} reasons={reasons} today={today} />
        </div>
        <DecisionPanel
          file={file}
          user={user}
          chiefFromFen={settings.chiefSignatureFromFen}
          first={query.opinion}
          firstReason={query.reason}
          supervisions={supervisions}
          reasons={reasons}
          takeBack={takeBack}
          calendar={calendar}
          today={today}
        />
      </div>
    </>
  );
}
