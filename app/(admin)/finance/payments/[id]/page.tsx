import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Facts } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import { loadCalendar } from "@/db/calendar";
import { type CaseFile, loadCase } from "@/db/case-file";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { loadDossier, type PaymentDossier } from "@/db/payment-dossier";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { conditionRows } from "../../../../(review)/parts/trace";
import { TraceList } from "../../../../(review)/parts/trace-list";
import { when } from "../../../admin/_parts/when";
import { ORDER_STATES } from "../../texts";
import { PrintDossier } from "./print";
import { AuditTable, EntriesTable, FilesTable, NoticesTable, OpinionsTable } from "./tables";

export const metadata: Metadata = { title: "支付档案" };

function PaymentFacts({ dossier, today }: { dossier: PaymentDossier; today: PlainDate }) {
  const { order, batch, approval } = dossier;
  return (
    <Facts
      items={[
        { label: "金额", value: <Money fen={order.amountFen} />, note: dossier.amountWords },
        { label: "收款", value: dossier.holder, note: `${dossier.bankName} ${dossier.account}` },
        { label: "付款", value: dossier.payingAccount, note: dossier.fundName },
        { label: "签批", value: approval ? `${approval.signedBy} ${when(approval.at, today)}` : "还没有签批", ...(approval && { note: approval.opinion }) },
        { label: "批次", value: <Link href={`/finance/batches/${batch.id}`}>{batch.number}</Link> },
        { label: "制单", value: `${batch.makerName} ${when(batch.madeAt, today)}` },
        { label: "放行", value: batch.releasedAt ? `${batch.releaserName ?? ""} ${when(batch.releasedAt, today)}` : "还没有放行" },
        { label: "银行流水号", value: order.bankReference ?? "还没有回单", ...(order.returnReason && { note: order.returnReason }) },
        ...(dossier.clawbackIds.length > 0 ? [{ label: "核查追回", value: <Link href={`/audit/clawbacks/${dossier.clawbackIds[0]}`}>去看</Link> }] : []),
      ]}
    />
  );
}

function ClaimFacts({ dossier, file, today }: { dossier: PaymentDossier; file: CaseFile; today: PlainDate }) {
  const { policy, evidence } = file;
  return (
    <Facts
      items={[
        { label: "企业", value: dossier.enterpriseName, note: <Code>{dossier.uscc}</Code> },
        { label: "政策", value: policy.resolved.name, note: `${policy.resolved.source.doc} ${policy.resolved.source.article}` },
        { label: "办件", value: <Link href={`/review/cases/${dossier.claimId}`}>{dossier.claimNumber}</Link>, note: file.departmentName },
        { label: "判定", value: `数据截至 ${formatNearDay(evidence.asOf, today)}，${when(evidence.takenAt, today)} 判定` },
        { label: "数据指纹", value: <Code>{evidence.factsHash.slice(0, 16)}</Code> },
      ]}
    />
  );
}

export default async function PaymentPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("payment.view");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const db = await getDb();
  const scope = await officeScope(db, scopeFor(user, "payment.view"));
  const [dossier, at, calendar] = await Promise.all([loadDossier(db, scope, id.data), businessNow(db), loadCalendar(db)]);
  const file = dossier && (await loadCase(db, scope, dossier.claimId, { at, calendar }));
  if (!dossier || !file) notFound();
  const today = dayOf(at);
  const trace = conditionRows({ policy: file.policy.resolved, evidence: file.evidence, words: file.words });
  return (
    <>
      <PageHead
        title={`支付档案 ${dossier.order.number}`}
        note={ORDER_STATES[dossier.order.state]}
        crumbs={[
          ["支付批次", "/finance/batches"],
          [dossier.batch.number, `/finance/batches/${dossier.batch.id}`],
        ]}
        here={dossier.order.number}
        actions={
          <>
            {dossier.order.state === "paid" ? <ButtonLink href={`/finance/payments/${id.data}/voucher`}>拨付凭证</ButtonLink> : null}
            <PrintDossier />
          </>
        }
      />
      <div className="grid gap-8">
        <Section title="一、支付">
          <PaymentFacts dossier={dossier} today={today} />
        </Section>
        <Section title="二、办件与判定">
          <ClaimFacts dossier={dossier} file={file} today={today} />
        </Section>
        <Section title="三、条件与数据来源">
          <TraceList rows={trace} label="条件" />
        </Section>
        <Section title="四、审核意见">
          <OpinionsTable opinions={file.opinions} today={today} />
        </Section>
        <Section title="五、公示">
          <NoticesTable rows={dossier.notices} today={today} />
        </Section>
        <Section title="六、银行文件">
          <FilesTable rows={dossier.files} today={today} />
        </Section>
        <Section title="七、台账分录">
          <EntriesTable rows={dossier.entries} today={today} />
        </Section>
        <Section title="八、审计日志" aside="一条接一条，每条都有校验值">
          <AuditTable rows={dossier.audit} today={today} />
        </Section>
      </div>
    </>
  );
}
