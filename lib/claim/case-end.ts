import type { ClaimState } from "./states";

/** 终止依据 that a handler may name, with the words that everybody reads. */
export const END_GROUNDS = {
  deregistered: "企业已注销或吊销",
  policyStopped: "政策依法停止执行",
  suspendedTooLong: "中止超过规定期限",
} as const;
export type EndGround = keyof typeof END_GROUNDS;
export const END_GROUND_CODES = Object.keys(END_GROUNDS) as [EndGround, ...EndGround[]];

const BY_STATE: Partial<Record<ClaimState, readonly EndGround[]>> = {
  manualReview: ["deregistered", "policyStopped"],
  approved: ["deregistered", "policyStopped"],
  suspended: ["suspendedTooLong", "policyStopped"],
};

/**
 * What a claim may be ended for where it stands; none where the handler cannot end it. What repeats another grant is no ground here: ending lets go of
 * the benefit's key and the next night would open it again, so that case is decided as 不同意.
 */
export const endGroundsIn = (state: ClaimState): readonly EndGround[] => BY_STATE[state] ?? [];
