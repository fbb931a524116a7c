import type { Decision } from "./decide";
import type { ResolvedPolicy } from "./language";

/**
 * 匹配去向: claim 建件, invitation 邀请 (eligible as soon as the enterprise allows its data), hint 提示 (申报即享, nothing to claim),
 * waiting 等待数据 (only a late feed stands in the way), none.
 */
export type MatchKind = "claim" | "invitation" | "hint" | "waiting" | "none";

export type Gaps = {
  /** Indicators that need the enterprise's consent and do not have it. */
  readonly consentGated: ReadonlySet<string>;
  /** Indicators whose feed is overdue. */
  readonly late?: ReadonlySet<string>;
};

/** Where a decision leads. Unknown opens nothing, except for an invitation and for waiting; a mixture of both reasons is neither. */
export function matchKind(policy: Pick<ResolvedPolicy, "grantCycle">, decision: Pick<Decision, "verdict" | "inForce" | "missing">, gaps: Gaps): MatchKind {
  if (!decision.inForce || decision.verdict === "ineligible") return "none";
  if (policy.grantCycle === "perDeclaration") return decision.verdict === "eligible" ? "hint" : "none";
  if (decision.verdict === "eligible") return "claim";
  const only = (set: ReadonlySet<string> | undefined) => decision.missing.length > 0 && decision.missing.every((indicator) => set?.has(indicator));
  if (only(gaps.consentGated)) return "invitation";
  return only(gaps.late) ? "waiting" : "none";
}
