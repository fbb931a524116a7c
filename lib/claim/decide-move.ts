import type { Role } from "../access/roles";
import { ok, type Result, refused } from "../kernel/result";
import { GUARDS, type GuardRefusal } from "./guards";
import { type ActorKind, findMove, type Move } from "./moves";
import type { MoveInput, MovingActor, MovingClaim } from "./moving-claim";
import type { ClaimState } from "./states";

export type MoveRefusal = "notALegalMove" | "actorNotAllowed" | "actorUnknown" | GuardRefusal;

/** Role ids behind each kind of actor. A hall clerk acts for an enterprise under its mandate (代办), or takes down an objection at the counter. */
const ROLES_OF: Record<ActorKind, readonly Role[]> = {
  system: [],
  enterprise: ["enterpriseAgent", "legalRepresentative", "hallClerk"],
  handler: ["handler"],
  checker: ["checker", "sectionChief"],
  leader: ["leaderInCharge", "principalLeader"],
  finance: ["paymentMaker"],
  financeChecker: ["paymentChecker"],
  bank: ["paymentMaker", "paymentChecker"],
  auditor: ["auditor"],
  public: ["public", "hallClerk", "handler"],
};

/** The machine moves for itself, carries in the bank's answers, and hands on an objection that the public page took down. */
const MACHINE: ReadonlySet<ActorKind> = new Set(["system", "bank", "public"]);

function mayAct(actor: MovingActor, kinds: readonly ActorKind[]): boolean {
  if (actor.isSystem) return kinds.some((kind) => MACHINE.has(kind));
  return kinds.some((kind) => ROLES_OF[kind].some((role) => actor.roles.includes(role)));
}

/** A person must be known by name; only a visitor's objection may come without an account. */
const isNamed = (actor: MovingActor): boolean => actor.isSystem || actor.personId !== null || actor.roles.includes("public");

/**
 * 判定一次转移: whether this actor may move this claim to `to` now. Pure law; the caller has locked the claim and established the facts.
 * The first obstacle is the reason: first the move itself, then the actor, then the guards in the order of the table.
 */
export function decideMove(input: MoveInput & { readonly to: ClaimState }): Result<Move, MoveRefusal> {
  const { claim, actor, to } = input;
  const move = findMove(claim.state, to);
  if (!move) return refused("notALegalMove");
  if (!mayAct(actor, move.actors)) return refused("actorNotAllowed");
  if (!isNamed(actor)) return refused("actorUnknown");
  for (const guard of move.guards) {
    const reason = GUARDS[guard](input);
    if (reason !== null) return refused(reason);
  }
  return ok(move);
}

export type SignatureRefusal = "actorNotAllowed" | "wrongState" | "alreadySigned" | "sameHandlerAndChecker" | "decidedBefore" | "tookPart";

const inState = (claim: MovingClaim, state: ClaimState): boolean => claim.state === state;

/** 经办人意见: recorded before the checker decides; no move. Nobody looks again at what he decided in an earlier round. */
export function decideOpinion(claim: MovingClaim, actor: MovingActor): Result<{ readonly handlerId: string }, SignatureRefusal> {
  if (actor.personId === null || !actor.roles.includes("handler")) return refused("actorNotAllowed");
  if (!inState(claim, "manualReview")) return refused("wrongState");
  if (claim.formerDeciderIds.includes(actor.personId)) return refused("decidedBefore");
  return ok({ handlerId: actor.personId });
}

/** 科室负责人签字, needed from the amount in the settings on. */
export function decideChiefSignature(claim: MovingClaim, actor: MovingActor): Result<{ readonly chiefId: string }, SignatureRefusal> {
  if (actor.personId === null || !actor.roles.includes("sectionChief")) return refused("actorNotAllowed");
  if (!inState(claim, "manualReview")) return refused("wrongState");
  if (claim.chiefId !== null) return refused("alreadySigned");
  if (claim.handlerId === actor.personId) return refused("sameHandlerAndChecker");
  if (claim.formerDeciderIds.includes(actor.personId)) return refused("decidedBefore");
  return ok({ chiefId: actor.personId });
}

/** 分管领导签发核准名单: a recorded fact of an approved claim; without it finance makes no order. */
export function decideLeaderSignature(claim: MovingClaim, actor: MovingActor): Result<{ readonly leaderId: string }, SignatureRefusal> {
  const leads = actor.roles.includes("leaderInCharge") || actor.roles.includes("principalLeader");
  if (actor.personId === null || !leads) return refused("actorNotAllowed");
  if (!inState(claim, "approved")) return refused("wrongState");
  if (claim.leaderId !== null) return refused("alreadySigned");
  if ([claim.handlerId, claim.checkerId, claim.chiefId].includes(actor.personId)) return refused("tookPart");
  return ok({ leaderId: actor.personId });
}
