import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import type { EnterpriseRow, FoundClaim } from "@/db/enterprise-queries";
import { stateZh } from "@/lib/claim/states";
import { shortName } from "../parts/texts";

type Found<Row> = { readonly rows: readonly Row[]; readonly total: number };

/** 找到的企业; `linked` for whoever may open the file. Nothing when none was found. */
export function FoundEnterprises({ q, found, linked }: { q: string; found: Found<EnterpriseRow>; linked: boolean }) {
  const { rows, total } = found;
  if (rows.length === 0) return null;
  const all = total > rows.length ? <ButtonLink size="small" href={`/enterprises?q=${encodeURIComponent(q)}`}>{`看全部 ${total} 家`}</ButtonLink> : undefined;
  return (
    <Section title="企业" aside={all} className="mb-8">
      <PlainTable
        caption="企业"
        rows={rows}
        rowKey={(row) => row.id}
        empty=""
        columns={[
          {
            id: "name",
            head: "企业",
            spot: "title",
            cell: (row) => (linked ? <Link href={`/enterprises/${row.id}`}>{shortName(row.name)}</Link> : shortName(row.name)),
          },
          { id: "uscc", head: "统一社会信用代码", width: "w-[190px]", cell: (row) => <Code>{row.uscc}</Code> },
          { id: "town", head: "乡镇", width: "w-[104px]", cell: (row) => row.town ?? "未登记" },
          { id: "claims", head: "办件", align: "end", unit: "件", width: "w-[72px]", cell: (row) => row.claims },
        ]}
      />
    </Section>
  );
}

/** 找到的办件 of the reader's scope, newest first. */
export function FoundClaims({ found: { rows, total } }: { found: Found<FoundClaim> }) {
  if (rows.length === 0) return null;
  return (
    <Section title="办件" aside={total > rows.length ? `只列最近 ${rows.length} 件，写得再具体些` : undefined}>
      <PlainTable
        caption="办件"
        rows={rows}
        rowKey={(row) => row.id}
        empty=""
        columns={[
          { id: "number", head: "件号", width: "w-[120px]", cell: (row) => <Link href={`/review/cases/${row.id}`}>{row.number}</Link> },
          { id: "enterprise", head: "企业", spot: "title", cell: (row) => shortName(row.enterpriseName) },
          { id: "policy", head: "政策", cell: (row) => row.policyName },
          { id: "state", head: "状态", cell: (row) => stateZh(row.state) },
          { id: "amount", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
        ]}
      />
    </Section>
  );
}
