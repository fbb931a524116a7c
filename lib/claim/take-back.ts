import type { Instant } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import type { ClaimState } from "./states";

/** 撤回: how long one's own opinion can be taken back. */
export const TAKE_BACK_MINUTES = 10;

/** The case in hand: who wrote the opinion, who signed for the section, and the version it stands in. */
export type OpenCase = { readonly state: ClaimState; readonly version: number; readonly handlerId: string | null; readonly chiefId: string | null };
/** 意见 as recorded: on which version of the case, when. */
export type WrittenOpinion = { readonly claimVersion: number; readonly at: Instant };

export type TakeBackStage = "handle" | "chief";
export type TakeBackRefusal = "nothingToTakeBack" | "notYourOpinion" | "movedOn" | "tooLate";

/** The last word on a case in review: the section chief's signature stands on the handler's opinion. */
export function lastWord({ state, handlerId, chiefId }: OpenCase): { readonly stage: TakeBackStage; readonly officerId: string } | null {
  if (state !== "manualReview") return null;
  if (chiefId !== null) return { stage: "chief", officerId: chiefId };
  return handlerId === null ? null : { stage: "handle", officerId: handlerId };
}

/**
 * 能否撤回: one's own opinion, while it is the last word on the case and for ten minutes. What has moved the case (复核同意, 补正, 中止) is never
 * taken back: the enterprise or the public has been told.
 */
export function decideTakeBack(
  claim: OpenCase,
  opinion: WrittenOpinion | null,
  { personId, now }: { readonly personId: string; readonly now: Instant },
): Result<TakeBackStage, TakeBackRefusal> {
  if (claim.state !== "manualReview") return refused("movedOn");
  const last = lastWord(claim);
  if (last === null) return refused("nothingToTakeBack");
  if (last.officerId !== personId) return refused("notYourOpinion");
  if (opinion === null || opinion.claimVersion !== claim.version) return refused("movedOn");
  const minutes = (Date.parse(now) - Date.parse(opinion.at)) / 60_000;
  return minutes <= TAKE_BACK_MINUTES ? ok(last.stage) : refused("tooLate");
}
