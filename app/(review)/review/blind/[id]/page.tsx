import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Panel, Section } from "@/app/_ui/section";
import { findOpenBlindCheck } from "@/db/blind-checks";
import { loadEvidence, loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { findVersion } from "@/db/policies";
import { isRecused } from "@/db/recusals";
import { formatDay } from "@/lib/kernel/plain-date";
import { describeAmount } from "@/lib/policy/describe-amount";
import { IdParam } from "../../../parts/params";
import { conditionRows, negativeRows, type TraceRow } from "../../../parts/trace";
import { BlindForm } from "./blind-form";

export const metadata: Metadata = { title: "盲审一份" };

/** 条件与数据 without the result: no marks, because whether it fits is what the second person is asked. */
function Plain({ title, rows }: { title: string; rows: readonly TraceRow[] }) {
  return (
    <Section title={title}>
      <PlainTable
        caption={title}
        rows={rows}
        rowKey={(row) => row.key}
        empty="没有。"
        columns={[
          { id: "ask", head: "要求", spot: "title", width: "w-[40%]", cell: (row) => row.ask },
          { id: "value", head: "数据", cell: (row) => <b>{row.value}</b> },
          { id: "source", head: "来源", cell: (row) => row.source ?? "还没有来源" },
          { id: "asOf", head: "截至", cell: (row) => row.asOf ?? "没有时点" },
        ]}
      />
    </Section>
  );
}

async function read(id: string, scope: ReturnType<typeof scopeFor>) {
  const db = await getDb();
  const check = await findOpenBlindCheck(db, scope, id);
  const policy = check && (await findVersion(db, check.policyVersionId));
  if (!check || !policy) return null;
  const [evidence, words] = await Promise.all([loadEvidence(db, [check.snapshotId]), loadWords(db, policy.resolved.names)]);
  const snapshot = evidence.get(check.snapshotId);
  return snapshot ? { db, check, policy, input: { policy: policy.resolved, evidence: snapshot, words } } : null;
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("claim.blindCheck");
  const id = IdParam.safeParse((await params).id);
  const found = id.success ? await read(id.data, scopeFor(user, "claim.blindCheck")) : null;
  if (!found) notFound();
  const { db, check, policy, input } = found;
  const recused = await isRecused(db, user.personId, check.enterpriseId);
  return (
    <>
      <PageHead
        title={check.enterpriseName}
        crumbs={[["抽查盲审", "/review/blind"]]}
        here={policy.resolved.name}
        note={`数据时点 ${formatDay(input.evidence.asOf)}，上年指 ${input.evidence.fullYear}年度`}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 desk:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid gap-8">
          <Plain title="条件" rows={conditionRows(input)} />
          <Plain title="负面清单" rows={negativeRows(input)} />
          <Section title="金额怎么算">
            <p>{describeAmount(policy.resolved.amount, input.words)}</p>
          </Section>
        </div>
        <Panel label="盲审结论" sticky className="text-work">
          {recused ? <Message tone="amber" title="您对这家企业声明过回避，请换人" /> : <BlindForm id={check.id} />}
        </Panel>
      </div>
    </>
  );
}
