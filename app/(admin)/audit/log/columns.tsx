import type { Column } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Code } from "@/app/_ui/tag";
import type { AuditLine } from "@/db/audit-queries";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../admin/_parts/when";
import { actionText, roleText, subjectText } from "./texts";

/** `open` leads to the same list with one row's text and hash above it. */
export const auditColumns = (today: PlainDate, open: (seq: number) => string): readonly Column<AuditLine>[] => [
  {
    id: "seq",
    head: "序号",
    cell: (row) => (
      <Link href={open(row.seq)} scroll={false}>
        {row.seq}
      </Link>
    ),
    spot: "lead",
  },
  { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "lead-end" },
  { id: "action", head: "做了什么", cell: (row) => actionText(row.action), spot: "title" },
  { id: "actor", head: "经手人", cell: (row) => row.actorName ?? roleText(row.actorRole), spot: "foot" },
  { id: "role", head: "身份", cell: (row) => roleText(row.actorRole) },
  { id: "subject", head: "对象", cell: (row) => subjectText(row.subjectType), spot: "foot-end" },
  { id: "id", head: "对象编号", cell: (row) => <Code>{row.subjectId.length > 20 ? `${row.subjectId.slice(0, 18)}…` : row.subjectId}</Code>, spot: "none" },
];
