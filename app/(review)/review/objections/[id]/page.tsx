import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Facts } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PageHead, Panel, Section } from "@/app/_ui/section";
import { loadCalendar } from "@/db/calendar";
import { loadCase } from "@/db/case-file";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { listObjections } from "@/db/objections";
import { dayOf, formatNearDay, timeOf } from "@/lib/kernel/plain-date";
import { IdParam, one, type SearchParams } from "../../../parts/params";
import { clauseOptions, conditionRows } from "../../../parts/trace";
import { TraceList } from "../../../parts/trace-list";
import { OBJECTION_STATES } from "../words";
import { DecideForm, RevealForm } from "./forms";

export const metadata: Metadata = { title: "异议" };

export default async function Page({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const user = await requirePermission("claim.objectionHandle");
  const id = IdParam.safeParse((await params).id);
  const db = await getDb();
  const scope = scopeFor(user, "claim.objectionHandle");
  const [at, calendar, all, search] = await Promise.all([businessNow(db), loadCalendar(db), listObjections(db, scope), searchParams]);
  const row = all.find((one) => one.id === id.data);
  const file = row && (await loadCase(db, scope, row.claimId, { at, calendar }));
  if (!row || !file) notFound();
  const today = dayOf(at);
  return (
    <>
      <PageHead title={`异议 ${row.receiptNumber}`} crumbs={[["异议处理", "/review/objections"]]} here={row.receiptNumber} note={OBJECTION_STATES[row.state]} />
      {one(search["done"]) ? <Message tone="green" live="status" title="已答复，异议人凭受理号可以查到" className="mb-4" /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 desk:grid-cols-[minmax(0,1fr)_344px]">
        <div className="grid gap-8">
          <Section title="异议内容" aside={`${formatNearDay(dayOf(row.receivedAt), today)} ${timeOf(row.receivedAt)} 收到`}>
            <p className="whitespace-pre-wrap">{row.content}</p>
            <p className="mt-2 text-ink-3 text-note">{`异议人 ${row.objectorMask}`}</p>
          </Section>
          <Section title="被异议的一行" aside={`${row.noticeNumber} 第 ${row.lineNo} 行`}>
            <Facts
              columns={3}
              items={[
                { label: "企业", value: row.enterpriseName },
                { label: "政策", value: row.policyName },
                { label: "金额", value: <Money fen={file.claim.amountFen} /> },
                { label: "办件", value: <Link href={`/review/cases/${row.claimId}`}>{row.claimNumber}</Link> },
                { label: "答复期限", value: `${formatNearDay(row.dueOn, today)} 18:00 前` },
              ]}
            />
          </Section>
          <Section title="判定时的条件">
            <TraceList rows={conditionRows({ policy: file.policy.resolved, evidence: file.evidence, words: file.words })} label="条件" />
          </Section>
        </div>
        <Panel label="异议处理" sticky className="grid gap-4">
          {row.state === "open" ? (
            <>
              <h2>答复</h2>
              <DecideForm id={row.id} clauses={clauseOptions(file.policy)} />
              <RevealForm id={row.id} />
            </>
          ) : (
            <>
              <h2>{OBJECTION_STATES[row.state]}</h2>
              <p className="whitespace-pre-wrap">{row.answer}</p>
              <p className="text-ink-3 text-note">{row.decidedAt ? `${formatNearDay(dayOf(row.decidedAt), today)} ${timeOf(row.decidedAt)} 答复` : ""}</p>
            </>
          )}
        </Panel>
      </div>
    </>
  );
}
