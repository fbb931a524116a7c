import { Facts } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import type { CaseFile } from "@/db/case-file";
import type { PastGrant, RelatedEnterprise, SharedTrait } from "@/db/case-relations";
import { comparedWithLast } from "@/lib/claim/past-grants";
import { stateZh } from "@/lib/claim/states";
import { type Fen, formatYuan } from "@/lib/kernel/fen";

const periodText = (period: string): string => (period === "once" ? "一次" : `${period}年`);

type PastInput = {
  readonly file: CaseFile;
  readonly past: readonly PastGrant[];
  readonly paid: readonly { readonly year: number; readonly count: number; readonly sumFen: Fen }[];
};

/** 和上年比: the same policy in earlier periods, the change in the amount, and what the enterprise was paid in all, year by year. */
export function PastSection({ file: { claim }, past, paid }: PastInput) {
  const compared = comparedWithLast(claim, past);
  return (
    <Section title="这家企业的历史" aside={compared ? compared.text : "同一政策没有上年可比的金额"}>
      {compared?.jump ? <p className="mb-2 text-amber">和上年相差一半以上，请核对数据和算式。</p> : null}
      {paid.length > 0 ? (
        <Facts
          columns={4}
          className="mb-4"
          items={paid
            .slice(0, 4)
            .map(({ year, count, sumFen }) => ({ label: `${year}年到账`, value: `${formatYuan(sumFen)}元`, note: `${count} 笔，全部政策` }))}
        />
      ) : null}
      <PlainTable
        caption="同一政策历年办件"
        rows={past}
        rowKey={(row) => row.claimId}
        empty="这家企业以前没有办过这项政策。"
        columns={[
          { id: "period", head: "享受期", spot: "title", cell: (row) => periodText(row.period), width: "w-[96px]" },
          { id: "number", head: "件号", cell: (row) => <Link href={`/review/cases/${row.claimId}`}>{row.number}</Link> },
          { id: "state", head: "状态", cell: (row) => stateZh(row.state, claim.benefitKind) },
          { id: "amount", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
        ]}
      />
    </Section>
  );
}

const TRAITS: Readonly<Record<SharedTrait, string>> = { address: "同一地址", representative: "同一法定代表人", account: "同一收款账户" };

/** 关联企业, by what is shared; the shared person or account itself is not shown. */
export function RelationSection({ rows, outside, linked }: { rows: readonly RelatedEnterprise[]; outside: number; linked: boolean }) {
  return (
    <Section title="关联企业" aside="地址、法定代表人或收款账户相同">
      <PlainTable
        caption="关联企业"
        rows={rows}
        rowKey={(row) => row.id}
        empty={outside > 0 ? "您的部门没有和关联企业打过交道。" : "没有地址、法定代表人或收款账户相同的企业。"}
        columns={[
          {
            id: "name",
            head: "企业",
            spot: "title",
            cell: (row) => (
              <>
                {linked ? <Link href={`/enterprises/${row.id}`}>{row.name}</Link> : row.name}
                <span className="block">
                  <Code>{row.uscc}</Code>
                </span>
              </>
            ),
          },
          { id: "shares", spot: "label", head: "相同的是", cell: (row) => row.shares.map((trait) => TRAITS[trait]).join("、") },
          { id: "count", spot: "label", head: "同一政策", align: "end", cell: (row) => (row.samePolicy > 0 ? `${row.samePolicy} 件` : "没有") },
          { id: "sum", head: "金额（元）", align: "end", unit: "元", cell: (row) => formatYuan(row.samePolicyFen) },
        ]}
      />
      {outside > 0 ? <p className="mt-2 text-ink-3 text-note">{`另有 ${outside} 家不在您部门的数据域内，名称不显示。需要核实请报审计监督。`}</p> : null}
    </Section>
  );
}
