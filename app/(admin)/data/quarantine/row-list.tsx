import { Link } from "@/app/_ui/link";
import { Pager } from "@/app/_ui/pager";
import { PlainTable } from "@/app/_ui/plain-table";
import { queryHref, type TableQuery } from "@/app/_ui/table-query";
import type { OpenRow } from "@/db/quarantine-queries";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { periodText } from "../texts";

type Props = { rows: readonly OpenRow[]; total: number; query: TableQuery; definition: DatasetDefinition; current: number | null; canResolve: boolean };

/** Rows that wait for the same answer. */
export function RowList({ rows, total, query, definition, current, canResolve }: Props) {
  const { nameField } = linkPlan(definition);
  const hrefOf = (row: OpenRow) => queryHref(query, { row: String(row.id), page: query.page > 1 ? String(query.page) : null });
  return (
    <>
      <PlainTable
        caption="等回答的行"
        rows={rows}
        rowKey={(row) => String(row.id)}
        rowTone={(row) => (row.id === current ? "amber" : undefined)}
        empty="这一类问题都处理完了。"
        columns={[
          { id: "row", head: "行号", align: "end", spot: "lead-end", cell: (row) => row.row },
          {
            id: "file",
            head: "文件",
            spot: "foot",
            cell: (row) => (
              <Link href={`/data/uploads/${row.uploadId}`} className="whitespace-nowrap">
                {periodText(row.period)}
              </Link>
            ),
          },
          { id: "name", head: "名称（原值）", spot: "lead", rowHead: true, cell: (row) => row.raw[nameField] || "（空）" },
          {
            id: "code",
            head: "信用代码（原值）",
            spot: "title",
            cell: (row) => <span className="desk:whitespace-nowrap max-desk:break-all">{row.raw["uscc"] || "（空）"}</span>,
          },
          { id: "why", head: "为什么", cell: (row) => row.reasons?.[0]?.message ?? "" },
          {
            id: "act",
            head: "",
            cell: (row) =>
              canResolve ? (
                <Link href={hrefOf(row)} className="whitespace-nowrap">
                  处理这一行
                </Link>
              ) : (
                ""
              ),
          },
        ]}
      />
      <Pager query={query} total={total} unit="行" />
    </>
  );
}
