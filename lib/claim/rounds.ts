import { dayOf } from "../kernel/plain-date";
import type { Move } from "./moves";
import type { MoveInput, MovingActor, MovingClaim } from "./moving-claim";

/** 办理轮次: who has had a hand in the present round, and what the next move needs to know. The database keeps these columns. */
export type ClaimRound = Pick<MovingClaim, "handlerId" | "checkerId" | "chiefId" | "leaderId" | "formerDeciderIds" | "supplementUsed" | "suspension">;

const NOBODY = { handlerId: null, checkerId: null, chiefId: null, leaderId: null };

const present = (ids: readonly (string | null)[]): readonly string[] => ids.filter((id) => id !== null);

/** 换人复核: whoever decided what is appealed against does not decide again. */
const afterAppeal = ({ handlerId, checkerId, chiefId, formerDeciderIds }: ClaimRound): readonly string[] => [
  ...new Set([...formerDeciderIds, ...present([handlerId, checkerId, chiefId])]),
];

/** Moves by which the acting person becomes the checker of record (复核人). */
const DECISIONS: ReadonlySet<string> = new Set(["manualReview>notice", "manualReview>rejected", "manualReview>settled", "objection>rejected"]);

function peopleAfter(round: ClaimRound, move: Move, actor: MovingActor): Pick<ClaimRound, "handlerId" | "checkerId" | "chiefId" | "leaderId"> {
  const { handlerId, checkerId, chiefId, leaderId } = round;
  // Papers that came in belong to the round that asked for them; every other way into a check or a review opens a new round.
  const reopened = move.to === "autoCheck" || move.to === "matched" || (move.to === "manualReview" && move.from !== "supplement");
  if (reopened) return NOBODY;
  if (DECISIONS.has(move.id)) return { handlerId, checkerId: actor.personId, chiefId, leaderId };
  // Each time a notice runs out the list is signed anew; a signature only survives a pause for want of budget.
  const unsigned = move.to === "approved" && move.from !== "suspended";
  return { handlerId, checkerId, chiefId, leaderId: unsigned ? null : leaderId };
}

/** The round as it stands after a move that `decideMove` allowed. */
export function roundAfter({ claim, actor, facts }: MoveInput, move: Move): ClaimRound {
  const { pauseReason: reason } = facts;
  const suspension = move.to === "suspended" && reason && move.from !== "new" ? { from: move.from, reason, since: dayOf(facts.now) } : null;
  return {
    ...peopleAfter(claim, move, actor),
    formerDeciderIds: move.id === "rejected>manualReview" ? afterAppeal(claim) : claim.formerDeciderIds,
    supplementUsed: move.to === "matched" ? false : claim.supplementUsed || move.to === "supplement",
    suspension,
  };
}
