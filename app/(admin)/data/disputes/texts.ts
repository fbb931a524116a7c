import type { DisputeRefusal, DisputeState } from "@/db/dispute-answers";

export const DISPUTE_STATE_NAMES: Readonly<Record<DisputeState, string>> = { open: "等答复", corrected: "已更正", kept: "核对无误" };

export const DISPUTE_REFUSALS: Readonly<Record<DisputeRefusal, string>> = {
  unknown: "没有这件更正申请，或它不由您的部门答复。",
  alreadyAnswered: "这件申请刚才已经答复过了。",
  answerMissing: "请写清核对的结果，至少四个字，企业会看到这段话。",
};
