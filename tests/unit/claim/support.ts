import type { MoveFacts, MovingActor, MovingClaim } from "@/lib/claim/moving-claim";
import { fenFromYuan } from "@/lib/kernel/fen";
import { type Instant, instantAt, plainDate } from "@/lib/kernel/plain-date";

export const at = (day: string, time = "10:00"): Instant => instantAt(plainDate(day), time);

export const actor = (personId: string, ...roles: string[]): MovingActor => ({ personId, roles, isSystem: false });
export const machine: MovingActor = { personId: null, roles: [], isSystem: true };

export const aClaim = (part: Partial<MovingClaim>): MovingClaim => ({
  state: "matched",
  confirmStage: "before",
  benefitKind: "cash",
  amountFen: fenFromYuan(30_960),
  dueOn: null,
  handlerId: null,
  checkerId: null,
  chiefId: null,
  leaderId: null,
  formerDeciderIds: [],
  supplementUsed: false,
  suspension: null,
  hasLiveOrder: false,
  ...part,
});

export const facts = (part: Partial<MoveFacts>): MoveFacts => ({ now: at("2026-07-15"), ...part });
