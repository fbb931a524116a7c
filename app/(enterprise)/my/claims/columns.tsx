import type { Column } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { Code } from "@/app/_ui/tag";
import type { ClaimGroup, MyClaim } from "@/db/my-queries";
import { enterpriseWords } from "@/lib/claim/states";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";

export const GROUP_NAMES: Readonly<Record<ClaimGroup, string>> = { confirm: "等您确认", open: "正在办理", paid: "已到账", ended: "没有领到" };

/** 办理记录 columns: what, how much, where it stands, by when. */
export const claimColumns = (today: PlainDate): readonly Column<MyClaim>[] => [
  {
    id: "policy",
    head: "补贴",
    spot: "title",
    cell: (claim) => (
      <>
        <Link href={`/my/claims/${claim.id}`}>{claim.policyName}</Link>
        <span className="block text-ink-3 text-note">{claim.departmentName}</span>
      </>
    ),
  },
  { id: "number", head: "编号", spot: "lead", cell: (claim) => <Code>{claim.number}</Code> },
  { id: "state", head: "进展", spot: "foot", cell: (claim) => enterpriseWords(claim.state, claim.benefitKind) },
  { id: "due", head: "期限", sort: true, spot: "none", cell: (claim) => (claim.dueOn ? formatNearDay(claim.dueOn, today) : "无") },
  { id: "created", head: "通知日期", sort: true, spot: "lead-end", cell: (claim) => formatNearDay(dayOf(claim.createdAt), today) },
  { id: "amount", head: "金额（元）", sort: true, align: "end", spot: "foot-end", unit: "元", cell: (claim) => <Money fen={claim.amountFen} size="cell" /> },
];
