import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { may } from "@/lib/access/permissions";
import { doubtCards } from "../../../parts/doubt-cards";
import { IdParam, one, type SearchParams } from "../../../parts/params";
import { CaseHead } from "./case-head";
import { DoneMessage, isDone } from "./done";
import { Doubts } from "./doubts";
import { HistorySection, PrecedentSection, RelatedSection } from "./history";
import { NotesSection } from "./notes";
import { DecisionPanel } from "./panel";
import { AmountSection, ConditionSection, EvidenceSection } from "./proof";
import { readCase } from "./read-case";
import { PastSection, RelationSection } from "./relations";

export const metadata: Metadata = { title: "办件" };

const Query = z.object({
  opinion: z.enum(["approve", "reject", "supplement", "suspend"]).default("approve").catch("approve"),
  reason: z.string().max(30).optional().catch(undefined),
});

export default async function Page({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const user = await requirePermission("claim.view");
  const id = IdParam.safeParse((await params).id);
  if (!id.success) notFound();
  const search = await searchParams;
  const query = Query.parse({ opinion: one(search["opinion"]), reason: one(search["reason"]) });
  const read = await readCase(user, id.data);
  if (!read) notFound();
  const { file, today, supervisions, reasons } = read;
  const input = { policy: file.policy.resolved, evidence: file.evidence, words: file.words };
  const linked = may(user.roles, "enterprise.viewFile");
  const done = one(search["done"]);
  return (
    <>
      <CaseHead file={file} neighbours={read.neighbours} linked={linked} />
      <DoneMessage done={isDone(done) ? done : null} next={read.neighbours?.after ?? null} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 desk:grid-cols-[minmax(0,1fr)_296px] rail:grid-cols-[minmax(0,1fr)_344px]">
        <div className="grid gap-8">
          <Doubts
            claimId={id.data}
            cards={doubtCards(file.claim, input, read.canAsk)}
            precedents={read.byDoubt}
            waitingFor={file.claim.waitingFor}
            mayAct={read.mayAct}
            today={today}
          />
          <ConditionSection file={file} input={input} replayed={read.replayed} />
          <AmountSection file={file} />
          <EvidenceSection file={file} />
          <PastSection file={file} past={read.past} paid={read.paid} />
          <RelationSection {...read.relations} linked={linked} />
          <PrecedentSection {...read.precedents} />
          <RelatedSection file={file} />
          <NotesSection id={id.data} notes={read.notes} today={today} />
          <HistorySection file={file} supervisions={supervisions} reasons={reasons} today={today} />
        </div>
        <DecisionPanel {...read} user={user} first={query.opinion} firstReason={query.reason} />
      </div>
    </>
  );
}
