import { Pager } from "@/app/_ui/pager";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import type { TableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import type { RowView } from "@/db/upload-queries";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { PATTERN_NAMES } from "../../texts";
import { columnName } from "./groups";

export const ROW_TABS = [
  ["quarantined", "问题数据"],
  ["corrected", "更正后采用"],
  ["duplicate", "重复"],
] as const;
export type RowTab = (typeof ROW_TABS)[number][0];

function what(row: RowView, definition: DatasetDefinition) {
  const corrections = row.corrections ?? [];
  if (row.fate === "corrected")
    return (
      <ul className="grid gap-0.5">
        {corrections.map((one) => (
          <li key={`${one.field}${one.pattern}`} className="break-all">
            {`${columnName(definition, one.field)}：`}
            <del className="text-ink-3">{one.from || "（空）"}</del>
            {` → ${one.to || "（空）"}　${PATTERN_NAMES[one.pattern as keyof typeof PATTERN_NAMES] ?? ""}`}
          </li>
        ))}
      </ul>
    );
  return (
    <ul className="grid gap-0.5">
      {(row.reasons ?? []).map((one) => (
        <li key={`${one.field}${one.message}`}>{one.proposal ? `${one.message}建议改为 ${one.proposal}` : one.message}</li>
      ))}
    </ul>
  );
}

type Props = {
  rows: readonly RowView[];
  tab: RowTab;
  total: number;
  query: TableQuery;
  hrefOf: (fate: string) => string;
  counts: Readonly<Record<RowTab, number>>;
  definition: DatasetDefinition;
};

/** 逐行看: the rows of one fate with their source number, as WPS and Excel show it. */
export function Rows({ rows, tab, total, query, hrefOf, counts, definition }: Props) {
  const { nameField } = linkPlan(definition);
  return (
    <Section title="逐行看" id="rows" aside="行号与表格软件一致">
      <Tabs label="行去向" items={ROW_TABS.map(([fate, text]) => ({ href: hrefOf(fate), text, count: counts[fate], current: fate === tab }))} />
      <PlainTable
        caption="逐行结果"
        rows={rows}
        rowKey={(row) => String(row.row)}
        empty="这一类没有行。"
        columns={[
          { id: "row", head: "行号", align: "end", spot: "lead-end", cell: (row) => row.row },
          { id: "name", head: "名称", spot: "lead", rowHead: true, cell: (row) => row.raw[nameField] || "（空）" },
          { id: "code", head: "信用代码（原值）", spot: "title", cell: (row) => <span className="break-all">{row.raw["uscc"] ?? ""}</span> },
          { id: "what", head: tab === "corrected" ? "改了什么" : "为什么", cell: (row) => what(row, definition) },
        ]}
      />
      <Pager query={query} total={total} unit="行" />
    </Section>
  );
}
