import type { Fen } from "../kernel/fen";
import type { Verdict } from "../policy/decide";
import type { MatchKind } from "../policy/match-kind";

/** 匹配 of one enterprise with one policy, as kept from the last run or as just decided. */
export type MatchState = {
  readonly policy: string;
  readonly versionId: string;
  readonly verdict: Verdict;
  readonly kind: MatchKind;
  readonly amountFen: Fen | null;
};

export type ChangedPart = "verdict" | "kind" | "amount" | "version";

/** 变化: opened 新匹配, changed, vanished 不再匹配, unchanged. */
export type MatchChange =
  | { readonly change: "opened"; readonly policy: string; readonly before: MatchState | null; readonly now: MatchState }
  | { readonly change: "changed"; readonly policy: string; readonly before: MatchState; readonly now: MatchState; readonly parts: readonly ChangedPart[] }
  | { readonly change: "vanished"; readonly policy: string; readonly before: MatchState; readonly now: MatchState | null }
  | { readonly change: "unchanged"; readonly policy: string; readonly before: MatchState | null; readonly now: MatchState };

function changedParts(before: MatchState, now: MatchState): ChangedPart[] {
  const parts: ChangedPart[] = [];
  if (before.verdict !== now.verdict) parts.push("verdict");
  if (before.kind !== now.kind) parts.push("kind");
  if (before.amountFen !== now.amountFen) parts.push("amount");
  if (before.versionId !== now.versionId) parts.push("version");
  return parts;
}

function compare(before: MatchState | null, now: MatchState): MatchChange {
  const { policy } = now;
  const wasOpen = before !== null && before.kind !== "none";
  const isOpen = now.kind !== "none";
  if (!wasOpen && isOpen) return { change: "opened", policy, before, now };
  if (before === null) return { change: "unchanged", policy, before, now };
  if (wasOpen && !isOpen) return { change: "vanished", policy, before, now };
  const parts = changedParts(before, now);
  return parts.length === 0 ? { change: "unchanged", policy, before, now } : { change: "changed", policy, before, now, parts };
}

/**
 * 匹配差异 of one enterprise between two runs, in the order of the new run, then what the new run no longer holds
 * (a policy withdrawn or out of force). A first "no" is no change; a "no" that stays a "no" but for another reason is one of `verdict`.
 */
export function matchDifferences(previous: readonly MatchState[], next: readonly MatchState[]): MatchChange[] {
  const before = new Map(previous.map((state) => [state.policy, state]));
  const answered = new Set(next.map((state) => state.policy));
  const gone = previous.filter((state) => !answered.has(state.policy) && state.kind !== "none");
  return [
    ...next.map((state) => compare(before.get(state.policy) ?? null, state)),
    ...gone.map((state): MatchChange => ({ change: "vanished", policy: state.policy, before: state, now: null })),
  ];
}
