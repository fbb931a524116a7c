import type { Metadata } from "next";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { Stat, Stats } from "@/app/_ui/stat";
import { BLIND_VERDICTS, percentText, shortName } from "@/app/(review)/parts/texts";
import { type BlindDisagreement, type BlindResult, blindResults, listBlindDisagreements } from "@/db/blind-checks";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import type { ErrorBound } from "@/lib/claim/sampling";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";

export const metadata: Metadata = { title: "抽查结果" };

/** Fewer than this say little about the rest. */
const FEW = 30;

const interval = (bound: ErrorBound | null): string => (bound ? `${percentText(bound.low)}—${percentText(bound.high)}` : "还没有结论");

function ByPolicy({ rows }: { rows: readonly BlindResult[] }) {
  return (
    <Section title="各项政策" aside={`结论不到 ${FEW} 份的样本少`}>
      <PlainTable
        caption="各项政策的抽查"
        rows={rows}
        rowKey={(row) => row.policyCode}
        empty="还没有抽取过。每周一从上一周智能初审直接通过的件里抽取。"
        columns={[
          { id: "policy", head: "政策", spot: "title", cell: (row) => row.policyName },
          { id: "drawn", spot: "label", head: "抽取（份）", align: "end", cell: (row) => row.drawn },
          { id: "decided", spot: "label", head: "有结论（份）", align: "end", cell: (row) => row.decided },
          { id: "wrong", spot: "label", head: "不一致（份）", align: "end", cell: (row) => row.wrong },
          { id: "rate", spot: "label", head: "差错率", align: "end", cell: (row) => percentText(row.bound?.rate ?? null) },
          { id: "bound", spot: "label", head: "95% 区间", align: "end", cell: (row) => interval(row.bound) },
        ]}
      />
    </Section>
  );
}

function secondWord({ verdict, amountFen }: BlindDisagreement) {
  if (verdict !== "eligible" || amountFen === null) return BLIND_VERDICTS[verdict];
  return (
    <>
      符合，算得 <Money fen={amountFen} size="cell" />元
    </>
  );
}

function Disagreements({ rows }: { rows: readonly BlindDisagreement[] }) {
  return (
    <Section title="不一致的" aside={`${rows.length} 份，由审计监督核查`}>
      <PlainTable
        caption="和原结论不一致的抽查"
        rows={rows}
        rowKey={(row) => row.claimId}
        empty="到现在为止，盲审的结论和智能初审都一致。"
        columns={[
          {
            id: "case",
            head: "办件",
            spot: "title",
            cell: (row) => (
              <>
                <Link href={`/review/cases/${row.claimId}`}>{shortName(row.enterpriseName)}</Link>
                <span className="block text-ink-3 text-note">{`${row.policyName}　${row.number}`}</span>
              </>
            ),
          },
          { id: "first", spot: "label", head: "原金额（元）", align: "end", cell: (row) => <Money fen={row.firstAmountFen} size="cell" /> },
          { id: "second", spot: "label", head: "盲审结论", cell: secondWord },
          { id: "note", spot: "label", head: "理由", cell: (row) => row.note ?? "没有写理由" },
          { id: "who", spot: "label", head: "谁、几时", cell: (row) => `${row.decidedBy}，${formatDay(dayOf(row.decidedAt))}` },
        ]}
      />
    </Section>
  );
}

export default async function Page() {
  const user = await requirePermission("claim.blindResult");
  const db = await getDb();
  const scope = await officeScope(db, scopeFor(user, "claim.blindResult"));
  const [{ rows, all }, different] = await Promise.all([blindResults(db, scope), listBlindDisagreements(db, scope)]);
  return (
    <>
      <PageHead title="抽查结果" note="智能初审直接通过的件，随机抽取，由另一个人不看结论重新判断" />
      <div className="grid gap-8">
        <Stats label="抽查" columns={3}>
          <Stat label="不一致" value={all.wrong} unit="份" basis={`÷ 有结论 ${all.decided} 份，抽取 ${all.drawn} 份`} />
          <Stat label="差错率" value={percentText(all.bound?.rate ?? null)} basis={`${all.wrong} ÷ ${all.decided} 份${all.decided < FEW ? "，样本少" : ""}`} />
          <Stat label="全部直接通过件的差错率不超过" value={all.bound ? percentText(all.bound.high) : "—"} basis={`95% 把握，区间 ${interval(all.bound)}`} />
        </Stats>
        <ByPolicy rows={rows} />
        <Disagreements rows={different} />
      </div>
    </>
  );
}
