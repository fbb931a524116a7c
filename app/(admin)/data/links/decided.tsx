import { Pager } from "@/app/_ui/pager";
import { PlainTable } from "@/app/_ui/plain-table";
import type { TableQuery } from "@/app/_ui/table-query";
import { Tag } from "@/app/_ui/tag";
import type { LinkDecisionRow } from "@/db/link-queries";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { countText, momentText } from "../texts";
import { UndoAnswer } from "./answer-form";
import { ANSWER_NAMES } from "./texts";

type Props = { rows: readonly LinkDecisionRow[]; total: number; query: TableQuery; today: PlainDate; canResolve: boolean };

function Undo({ row, canResolve }: { row: LinkDecisionRow; canResolve: boolean }) {
  if (row.undoneAt) return <Tag>已撤回</Tag>;
  return canResolve ? <UndoAnswer decisionId={row.id} label={`撤回：${row.twinName ?? row.written}和${row.enterpriseName}${ANSWER_NAMES[row.answer]}`} /> : "";
}

/** 已核对: what was said, by whom and when, each to be taken back. */
export function Decided({ rows, total, query, today, canResolve }: Props) {
  return (
    <>
      <PlainTable
        caption="已核对的关联"
        rows={rows}
        rowKey={(row) => row.id}
        empty="还没有核对过。认定之后会列在这里，随时可以撤回。"
        columns={[
          { id: "written", head: "报送的名称", spot: "lead", rowHead: true, cell: (row) => row.twinName ?? (row.written || "没有名称") },
          { id: "answer", head: "认定", spot: "lead-end", cell: (row) => ANSWER_NAMES[row.answer] },
          { id: "enterprise", head: "登记库的企业", spot: "title", cell: (row) => row.enterpriseName },
          { id: "dataset", head: "数据", spot: "label", cell: (row) => row.datasetName ?? "登记库" },
          { id: "rows", head: "行数", align: "end", spot: "label", cell: (row) => (row.twinName ? "" : countText(row.rows)) },
          { id: "by", head: "认定人", spot: "foot", cell: (row) => `${row.by}　${momentText(row.decidedAt, today)}` },
          { id: "undo", head: "", cell: (row) => <Undo row={row} canResolve={canResolve} /> },
        ]}
      />
      <Pager query={query} total={total} unit="条" />
    </>
  );
}
