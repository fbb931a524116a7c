import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePermission } from "@/app/_server/session";
import { Facts } from "@/app/_ui/facts";
import { PlainTable } from "@/app/_ui/plain-table";
import { PrintButton } from "@/app/_ui/print-button";
import { PageHead, Section } from "@/app/_ui/section";
import { OFFICE, PLATFORM } from "@/app/_ui/shells/office";
import type { CaseFile } from "@/db/case-file";
import { stateZh } from "@/lib/claim/states";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay, timeOf } from "@/lib/kernel/plain-date";
import { uppercaseRmb } from "@/lib/kernel/uppercase-rmb";
import { IdParam } from "../../../../parts/params";
import { HistorySection } from "../history";
import { Note } from "../notes";
import { AmountSection, ConditionSection, EvidenceSection } from "../proof";
import { readCase } from "../read-case";

export const metadata: Metadata = { title: "办件档案" };

function headFacts({ claim, enterprise, policy, departmentName, names, account }: CaseFile) {
  const signed = [names.handler && `经办 ${names.handler}`, names.checker && `复核 ${names.checker}`, names.chief && `科室 ${names.chief}`];
  return [
    { label: "办理编号", value: claim.number },
    { label: "企业", value: enterprise.name, note: enterprise.uscc },
    { label: "政策", value: policy.resolved.name, note: `${policy.resolved.source.doc} ${policy.resolved.source.article}` },
    { label: "享受期", value: claim.period === "once" ? "一次" : `${claim.period}年` },
    { label: "状态", value: stateZh(claim.state, claim.benefitKind) },
    { label: "金额", value: claim.amountFen === null ? "待核" : `${formatYuan(claim.amountFen)}元（${uppercaseRmb(claim.amountFen)}）` },
    { label: "主管部门", value: departmentName },
    { label: "办理人员", value: [...signed, names.approver && `签批 ${names.approver}`].filter(Boolean).join("，") || "智能初审直接通过" },
    { label: "收款账户", value: account ? `${account.bankName}　**** ${account.last4}` : "没有登记" },
    { label: "建件", value: `${formatDay(dayOf(claim.createdAt))} ${timeOf(claim.createdAt)}` },
  ];
}

function Papers({ file: { materials } }: { file: CaseFile }) {
  return (
    <Section title="企业提交的材料" aside={`${materials.length} 份`}>
      <PlainTable
        caption="企业提交的材料"
        rows={materials}
        rowKey={(row) => row.id}
        empty="企业没有提交材料，依据都来自部门数据。"
        columns={[
          { id: "name", head: "材料", spot: "title", cell: (row) => row.name },
          { id: "file", head: "文件", cell: (row) => row.filename },
          { id: "at", head: "提交", cell: (row) => formatDay(dayOf(row.uploadedAt)) },
        ]}
      />
    </Section>
  );
}

/** 办件档案: the whole case as one page for the files, with the fingerprint of the data it was decided on. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("claim.view");
  const id = IdParam.safeParse((await params).id);
  const read = id.success ? await readCase(user, id.data) : null;
  if (!read) notFound();
  const { file, today, notes, supervisions, reasons } = read;
  const input = { policy: file.policy.resolved, evidence: file.evidence, words: file.words };
  return (
    <>
      <PageHead
        title="办件档案"
        crumbs={[
          ["待办复核", "/review/cases"],
          [file.claim.number, `/review/cases/${file.claim.id}`],
        ]}
        here="档案"
        actions={<PrintButton tone="go">打印档案</PrintButton>}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <div className="border-ink border-t-2 border-b py-4">
          <Facts items={headFacts(file)} className="gap-y-2" />
        </div>
        <ConditionSection file={file} input={input} replayed={read.replayed} />
        <AmountSection file={file} />
        <EvidenceSection file={file} />
        <Papers file={file} />
        <HistorySection file={file} supervisions={supervisions} reasons={reasons} today={today} />
        {notes && notes.length > 0 ? (
          <Section title="内部记录">
            <ul>
              {notes.map((note) => (
                <Note key={note.id} note={note} today={today} />
              ))}
            </ul>
          </Section>
        ) : null}
        <p className="text-ink-3 text-note">
          {`${PLATFORM}　${OFFICE}　${formatDay(today)} 从系统生成，数据快照指纹 `}
          <span translate="no" className="break-all">
            {file.evidence.factsHash}
          </span>
        </p>
      </div>
    </>
  );
}
