import type { ObjectionRow } from "@/db/objections";

export const OBJECTION_STATES: Record<ObjectionRow["state"], string> = { open: "待答复", upheld: "成立", partlyUpheld: "部分成立", dismissed: "不成立" };
