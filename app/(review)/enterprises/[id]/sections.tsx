import { Facts } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import type { RelatedClaim } from "@/db/case-file";
import type { CountedElsewhere } from "@/db/counted-members";
import type { EnterpriseFile, FileValue } from "@/db/enterprise-queries";
import { stateZh } from "@/lib/claim/states";
import { dayOf, formatDay, formatShortDay } from "@/lib/kernel/plain-date";
import { describeIndustry, type Words } from "@/lib/policy/describe";
import { titleName } from "@/lib/standards/title-codes";
import { ALIAS_KINDS, DIMENSIONS, periodText } from "../../parts/file-texts";
import { valueText } from "../../parts/value-text";
import { RevealForm } from "./reveal-form";

/** 基本信息 of the register; names of persons and telephones only masked. */
export function BaseSection({ file, words }: { file: EnterpriseFile; words: Words }) {
  const { enterprise, aliases } = file;
  const label = (indicator: string, code: string | null) => (code ? (words.codes[indicator]?.[code] ?? code) : "未登记");
  return (
    <Section title="基本信息" aside={`更新于 ${formatDay(dayOf(enterprise.updatedAt))}`}>
      <Facts
        columns={4}
        items={[
          { label: "登记状态", value: label("regStatus", enterprise.regStatus) },
          { label: "企业类型", value: label("entityType", enterprise.entityType) },
          { label: "成立日期", value: enterprise.establishedDate ? formatDay(enterprise.establishedDate) : "未登记" },
          {
            label: "行业",
            value: enterprise.industryCode ? describeIndustry(enterprise.industryCode.slice(0, 2)) : "未登记",
            note: enterprise.industryCode ?? undefined,
          },
          { label: "乡镇", value: enterprise.town ?? "未登记" },
          { label: "地址", value: enterprise.address ?? "未登记" },
          { label: "法定代表人", value: enterprise.representativeMask ?? "未登记" },
          { label: "电话", value: enterprise.phoneMask ?? "未登记" },
        ]}
      />
      {aliases.length > 0 ? (
        <p className="mt-3 text-ink-2">{aliases.map(({ kind, value }) => `${ALIAS_KINDS[kind]} ${value}`).join("　")}</p>
      ) : (
        <p className="mt-3 text-ink-3">没有曾用名和旧号。</p>
      )}
    </Section>
  );
}

function Value({ row, enterpriseId, words, mayReveal }: { row: FileValue; enterpriseId: string; words: Words; mayReveal: boolean }) {
  if (!row.hidden) return <b>{row.state === "null" ? "不适用" : valueText(row.indicatorId, row.value, words)}</b>;
  return mayReveal ? <RevealForm enterpriseId={enterpriseId} valueId={row.id} name={row.name} /> : <span className="text-ink-3">敏感，您的岗位不能显示</span>;
}

/** 十二维数据: each value with its department, dataset and the day it speaks of. */
export function ValueSections({ file, words, mayReveal }: { file: EnterpriseFile; words: Words; mayReveal: boolean }) {
  return DIMENSIONS.map(([code, name]) => {
    const rows = file.values.filter((value) => value.dimension === code);
    return (
      <Section key={code} id={code} title={name} aside={`${rows.length} 项数据`}>
        <PlainTable
          caption={name}
          rows={rows}
          rowKey={(row) => String(row.id)}
          empty="部门还没有送来这一类数据。没有数据不等于没有，先不下结论。"
          columns={[
            {
              id: "name",
              head: "数据",
              rowHead: true,
              width: "w-[30%]",
              cell: (row) => (
                <>
                  {row.name}
                  {row.subject ? (
                    <span className="block text-ink-3 text-note">{words.codes[row.indicatorId]?.[row.subject] ?? titleName(row.subject)}</span>
                  ) : null}
                </>
              ),
            },
            { id: "value", head: "值", cell: (row) => <Value row={row} enterpriseId={file.enterprise.id} words={words} mayReveal={mayReveal} /> },
            { id: "period", head: "所属期", width: "w-[120px]", cell: (row) => periodText(row.period) },
            {
              id: "source",
              head: "来源",
              cell: (row) => (
                <>
                  {`${row.department} ${row.dataset}`}
                  <span className="block text-ink-3 text-note">{`截至 ${formatDay(row.asOf)}${row.inferred ? "，整批里没有这家的记录，据此推定" : ""}`}</span>
                </>
              ),
            },
          ]}
        />
      </Section>
    );
  });
}

/** 办件 of the enterprise in all departments; only the reader's own can be opened. */
export function ClaimSection({ rows }: { rows: readonly RelatedClaim[] }) {
  return (
    <Section title="办件" aside={`${rows.length} 件`}>
      <PlainTable
        caption="办件"
        rows={rows}
        rowKey={(row) => row.id}
        empty="这家企业还没有办件。系统每晚匹配，符合政策会自动建件。"
        columns={[
          {
            id: "number",
            head: "件号",
            width: "w-[120px]",
            cell: (row) => (row.open ? <Link href={`/review/cases/${row.id}`}>{row.number}</Link> : <Code>{row.number}</Code>),
          },
          { id: "policy", head: "政策", spot: "title", cell: (row) => row.policyName },
          { id: "period", head: "享受期", width: "w-[88px]", cell: (row) => (row.period === "once" ? "一次" : `${row.period}年`) },
          { id: "state", head: "状态", cell: (row) => stateZh(row.state, row.benefitKind) },
          { id: "created", head: "建件", width: "w-[88px]", cell: (row) => formatShortDay(dayOf(row.createdAt)) },
          { id: "amount", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
        ]}
      />
    </Section>
  );
}

/** 没有建件: the same persons or invoices count for another enterprise. Nothing to see where there is none. */
export function CountedSection({ rows }: { rows: readonly CountedElsewhere[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title="符合但没有建件" aside="人员或发票已在别家计过">
      <PlainTable
        caption="符合但没有建件"
        rows={rows}
        rowKey={(row) => `${row.policyCode}${row.period}`}
        empty=""
        columns={[
          { id: "policy", head: "政策", spot: "title", cell: (row) => row.policyName },
          { id: "period", head: "享受期", cell: (row) => (row.period === "once" ? "一次" : `${row.period}年`) },
          { id: "counted", head: "已在别家计过", cell: (row) => `${row.members} 个人员或发票里有 ${row.counted} 个` },
          { id: "at", head: "最近一次匹配", cell: (row) => formatShortDay(dayOf(row.at)) },
        ]}
      />
      <p className="mt-2 text-ink-3 text-note">两家的名单有一家不对，或者人已换了单位。请来源部门更正后，下一次匹配会自动重新判断。</p>
    </Section>
  );
}
