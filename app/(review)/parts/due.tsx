import { DueCell } from "@/app/_ui/time";
import type { Term } from "@/db/claim-lights";
import type { SuspensionReason } from "@/lib/claim/moving-claim";
import type { ClaimState } from "@/lib/claim/states";
import { SUSPENSION_WORDS } from "./texts";

type Row = Term & { readonly state: ClaimState; readonly suspensionReason?: SuspensionReason | null };

/** The word beside a light that is not about time: what a paused case waits for, or that today's 18:00 is over. */
function wordOf({ light, left, state, suspensionReason }: Row): string | undefined {
  if (light === "red" && (left ?? 0) >= 0) return left !== 0 || state === "supplement" || state === "suspended" ? "暂停过久" : "今天已过";
  if (light !== "blue") return undefined;
  if (state === "supplement") return "等企业补正";
  return suspensionReason ? SUSPENSION_WORDS[suspensionReason] : "暂停计时";
}

/** 期限 of a case in a table: light, time left, ticks. A dash where the stage has no limit. */
export function CaseDue({ row }: { row: Row }) {
  if (row.light === null || row.left === null) return <span className="text-ink-3">不限时</span>;
  const word = wordOf(row);
  return <DueCell color={row.light} left={row.left} span={row.span} {...(word !== undefined && { word })} />;
}
