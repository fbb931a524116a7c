import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { loadCalendar } from "@/db/calendar";
import { listPrecedents, loadCase } from "@/db/case-file";
import { officeScope } from "@/db/claim-lights";
import { queueNeighbours } from "@/db/claim-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { remainingMaterials } from "@/db/enterprise-acts";
import { listOverdueReasons } from "@/db/overdue-reasons";
import { replaySnapshot } from "@/db/receipts";
import { loadClaimSettings } from "@/db/settings";
import { listSupervisions } from "@/db/supervision-queries";
import { findTakeBack } from "@/db/take-back";
import { may } from "@/lib/access/permissions";
import { dayOf } from "@/lib/kernel/plain-date";
import { IdParam, one, type SearchParams } from "../../../parts/params";
import { contradictions } from "../../../parts/trace";
import { CaseHead } from "./case-head";
import { Doubts } from "./doubts";
import { HistorySection, PrecedentSection, RelatedSection } from "./history";
import { DecisionPanel } from "./panel";
import { AmountSection, ConditionSection, EvidenceSection } from "./proof";

export const metadata: Metadata = { title: "办件" };

const Query = z.object({
  opinion: z.enum(["approve", "reject", "supplement", "suspend"]).default("approve").catch("approve"),
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
  const query = Query.parse({ opinion: one(search["opinion"]), done: one(search["done"]) });
  const db = await getDb();
  const [at, calendar, settings] = await Promise.all([businessNow(db), loadCalendar(db), loadClaimSettings(db)]);
  const scope = await officeScope(db, scopeFor(user, "claim.view"));
  const file = await loadCase(db, scope, id.data, { at, calendar });
  if (!file) notFound();
  const [neighbours, precedents, supervisions, reasons, takeBack, replayed] = await Promise.all([
    may(user.roles, "claim.queue") ? queueNeighbours(db, scope, id.data) : null,
    listPrecedents(db, file.claim, at),
    listSupervisions(db, scope, { claimIds: [id.data] }),
    listOverdueReasons(db, scope, [id.data]),
    findTakeBack(db, { personId: user.personId, departmentId: user.department?.id ?? "", at, claimId: id.data }),
    replaySnapshot(db, file.claim.snapshotId),
  ]);
  const today = dayOf(at);
  const input = { policy: file.policy.resolved, evidence: file.evidence, words: file.words };
  const canAsk = file.claim.state === "manualReview" && file.claim.handlerId === null && !file.claim.supplementUsed && may(user.roles, "claim.handle");
  const askHref = canAsk && remainingMaterials(file.policy).length > 0 ? `/review/cases/${id.data}?opinion=supplement#opinion` : null;
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
          <Doubts claim={file.claim} conflicts={contradictions(input)} askHref={askHref} />
          <ConditionSection file={file} input={input} replayed={replayed} />
          <AmountSection file={file} />
          <EvidenceSection file={file} />
          <PrecedentSection {...precedents} />
          <RelatedSection file={file} />
          <HistorySection file={file} supervisions={supervisions} reasons={reasons} today={today} />
        </div>
        <DecisionPanel
          file={file}
          user={user}
          chiefFromFen={settings.chiefSignatureFromFen}
          first={query.opinion}
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
