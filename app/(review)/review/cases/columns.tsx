import type { Column } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import type { QueueRow } from "@/db/claim-queries";
import { pauseWords } from "@/lib/claim/suspension";
import { CaseDue } from "../../parts/due";
import { doubtWord, STEP_WORDS, shortName } from "../../parts/texts";

/** What stands out about a case: its doubt; a case that only waits says in grey what for. */
function Doubt({ row }: { row: QueueRow }) {
  const paused = pauseWords({ state: row.state, suspensionReason: row.suspensionReason });
  if (paused !== null) return <span className="text-ink-2">{paused}</span>;
  const [first] = row.doubts;
  if (!first) return <span className="text-ink-3">没有存疑</span>;
  const more = row.doubts.length > 1 ? ` 等 ${row.doubts.length} 项` : "";
  return <span className={first.code === "ruleAsks" ? "text-ink-2" : ""}>{`${doubtWord(first.code)}${more}`}</span>;
}

function stepText({ inBatch, handlerDecision, step, holderName }: QueueRow): string {
  if (inBatch) return "同意待生效";
  if (step === "handle" && holderName) return `${STEP_WORDS.handle}（${holderName}）`;
  return handlerDecision === "reject" && step !== "wait" ? `${STEP_WORDS[step]}（拟不同意）` : STEP_WORDS[step];
}

export const columns: readonly Column<QueueRow>[] = [
  { id: "due", head: "期限", sort: true, spot: "lead", width: "w-[148px]", cell: (row) => <CaseDue row={row} /> },
  {
    id: "enterprise",
    head: "企业",
    sort: true,
    spot: "title",
    width: "min-w-[176px]",
    cell: (row) => (
      <Link href={`/review/cases/${row.id}`} className="text-ink no-underline hover:underline">
        {shortName(row.enterpriseName)}
      </Link>
    ),
  },
  { id: "policy", head: "政策", sort: true, spot: "foot", cell: (row) => <span className="max-w-[132px] desk:block desk:truncate">{row.policyName}</span> },
  { id: "risk", head: "存疑", sort: true, spot: "foot-end", width: "w-[124px]", cell: (row) => <Doubt row={row} /> },
  {
    id: "step",
    head: "进度",
    spot: "none",
    width: "w-[136px]",
    roomy: true,
    cell: stepText,
  },
  {
    id: "amount",
    head: "金额（元）",
    sort: true,
    align: "end",
    unit: "元",
    spot: "lead-end",
    width: "w-[104px]",
    cell: (row) => <Money fen={row.amountFen} size="cell" />,
  },
];
