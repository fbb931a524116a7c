import type { Column } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { ShareBar } from "@/app/_ui/stat";
import { Code, Tag } from "@/app/_ui/tag";
import type { StaffPolicyRow } from "@/db/admin-queries";
import type { DraftListRow } from "@/db/policy-draft-queries";
import { formatDay, type PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../_parts/when";
import { DRAFT_STATES } from "./drafts/[id]/texts";

const PATH = "/admin/policies";

function Budget({ row }: { row: StaffPolicyRow }) {
  if (row.amountFen === null) return row.benefitKind === "taxReduction" ? "不发生付款" : "还没有下达";
  return (
    <span className="grid min-w-28 gap-1">
      <Money fen={row.amountFen} size="cell" />
      <ShareBar
        height={6}
        total={row.amountFen}
        parts={[
          { value: row.paidFen ?? 0, tone: "now" },
          { value: row.reservedFen ?? 0, tone: "third" },
        ]}
      />
    </span>
  );
}

export const policyColumns: readonly Column<StaffPolicyRow>[] = [
  { id: "code", head: "编号", cell: (row) => <Code>{row.code}</Code>, sort: true, spot: "lead" },
  { id: "name", head: "政策", cell: (row) => <Link href={`${PATH}/${row.code}`}>{row.name}</Link>, spot: "title" },
  { id: "department", head: "部门", cell: (row) => row.departmentName, spot: "lead-end" },
  { id: "version", head: "现行版本", cell: (row) => `第 ${row.number} 版` },
  { id: "to", head: "有效期至", cell: (row) => formatDay(row.effectiveTo), sort: true, spot: "foot" },
  { id: "examples", head: "算例", cell: (row) => row.examples, align: "end", unit: " 个算例" },
  { id: "open", head: "在办（件）", cell: (row) => row.openClaims, align: "end", unit: " 件在办" },
  { id: "budget", head: "本年预算（元）", cell: (row) => <Budget row={row} />, align: "end", spot: "label" },
];

export const draftColumns = (today: PlainDate): readonly Column<DraftListRow>[] => [
  { id: "code", head: "编号", cell: (row) => <Code>{row.code}</Code>, spot: "lead" },
  { id: "name", head: "政策", cell: (row) => <Link href={`${PATH}/drafts/${row.id}`}>{row.name}</Link>, spot: "title" },
  { id: "department", head: "部门", cell: (row) => row.departmentName, spot: "lead-end" },
  { id: "kind", head: "新写还是修改", cell: (row) => (row.isNew ? "新政策" : "修改") },
  { id: "state", head: "状态", cell: (row) => <Tag tone={row.state === "returned" ? "amber" : "blue"}>{DRAFT_STATES[row.state]}</Tag> },
  { id: "author", head: "起草人", cell: (row) => row.authorName },
  { id: "updated", head: "最近保存", cell: (row) => when(row.updatedAt, today), spot: "foot" },
];
