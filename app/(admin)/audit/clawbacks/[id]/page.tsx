import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Facts } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PageHead, Panel, Section } from "@/app/_ui/section";
import { type Stage, Stages } from "@/app/_ui/stages";
import { Code } from "@/app/_ui/tag";
import { officeScope } from "@/db/claim-lights";
import { type ClawbackFile, loadClawback } from "@/db/clawback-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { may } from "@/lib/access/permissions";
import { stateZh } from "@/lib/claim/states";
import { FAULT_WORDS, ORIGIN_WORDS } from "@/lib/disbursement/clawback";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../../admin/_parts/when";
import { OUTCOME_WORDS } from "../texts";
import { ClawbackActs } from "./acts";
import { MoneySection } from "./money";
import { PleadingSection } from "./pleading";

export const metadata: Metadata = { title: "核查追回办理" };

function stagesOf({ clawback }: ClawbackFile, today: PlainDate): Stage[] {
  const { openedAt, toldAt, decidedAt, closedAt, outcome } = clawback;
  const times = [openedAt, toldAt, decidedAt, outcome === "repaid" ? closedAt : null];
  const reached = times.findLastIndex((time) => time !== null);
  return ["核查", "告知企业", "追回决定", "足额缴回"].map((name, at): Stage => {
    const time = times[at];
    if (time) return { name, state: "done", note: when(time, today) };
    return { name, state: closedAt === null && at === reached + 1 ? "now" : "todo" };
  });
}

const named = (names: ClawbackFile["names"], id: string | null): string => (id ? (names[id] ?? "") : "");

function Told({ file: { clawback, names }, today }: { file: ClawbackFile; today: PlainDate }) {
  const { noticeNumber, faultKind, factsText, basis, toldFen, toldBy, toldAt, answerBy } = clawback;
  if (!toldAt || !faultKind) return null;
  return (
    <Section title="追回告知" aside={`${named(names, toldBy)} ${when(toldAt, today)}`}>
      <Facts
        items={[
          { label: "文号", value: noticeNumber },
          { label: "过错", value: FAULT_WORDS[faultKind] },
          { label: "事实", value: factsText },
          { label: "依据", value: basis },
          { label: "拟追回", value: <Money fen={toldFen} /> },
          { label: "陈述申辩", value: answerBy ? `${formatNearDay(answerBy, today)} 18:00 前` : "" },
        ]}
      />
    </Section>
  );
}

function Decided({ file: { clawback, names }, today }: { file: ClawbackFile; today: PlainDate }) {
  const { decisionNumber, decidedFen, decisionText, decidedBy, decidedAt } = clawback;
  if (!decidedAt) return null;
  return (
    <Section title="追回决定" aside={`${named(names, decidedBy)} ${when(decidedAt, today)}`}>
      <Facts
        items={[
          { label: "文号", value: decisionNumber },
          { label: "应退", value: <Money fen={decidedFen} /> },
          { label: "理由", value: decisionText },
        ]}
      />
    </Section>
  );
}

export default async function ClawbackPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("clawback.view");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const db = await getDb();
  const scope = await officeScope(db, scopeFor(user, "clawback.view"));
  const [file, today] = await Promise.all([loadClawback(db, scope, id.data), businessToday(db)]);
  if (!file) notFound();
  const { row, clawback } = file;
  return (
    <>
      <PageHead
        title={row.enterpriseName}
        note={clawback.outcome ? OUTCOME_WORDS[clawback.outcome] : stateZh(row.state)}
        crumbs={[["核查追回", "/audit/clawbacks"]]}
        here={<Code>{row.claimNumber}</Code>}
      />
      <Stages stages={stagesOf(file, today)} label="追回进度" />
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] items-start gap-8 desk:grid-cols-[minmax(0,1fr)_344px]">
        <div className="grid gap-8">
          <Section title="这笔补贴" aside={`${ORIGIN_WORDS[clawback.origin]}　${when(clawback.openedAt, today)} 启动`}>
            <Facts
              items={[
                {
                  label: "办件",
                  value: may(user.roles, "claim.view") ? <Link href={`/review/cases/${row.claimId}`}>{row.claimNumber}</Link> : row.claimNumber,
                },
                { label: "政策", value: row.policyName, note: row.departmentName },
                { label: "已付", value: <Money fen={row.paidFen} />, note: file.fundName },
                { label: "为什么核查", value: clawback.ground },
                ...(clawback.closingText ? [{ label: "结果", value: clawback.closingText }] : []),
              ]}
            />
          </Section>
          <Told file={file} today={today} />
          <PleadingSection file={file} today={today} />
          <Decided file={file} today={today} />
          <MoneySection file={file} today={today} />
        </div>
        <Panel label="下一步" sticky className="grid gap-4">
          <h2>下一步</h2>
          <ClawbackActs file={file} roles={user.roles} personId={user.personId} today={today} />
        </Panel>
      </div>
    </>
  );
}
