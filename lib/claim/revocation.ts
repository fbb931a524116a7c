import { movesFrom } from "./moves";
import type { ClaimState } from "./states";

/** 撤回授权的去向 of one claim: it goes on, is closed as a match that no longer holds, or is withdrawn by its enterprise. */
export type RevocationOutcome = "stays" | "cancelled" | "withdrawn";

/** What a judgement without the data of the consent left open. */
type Open = { readonly missing: readonly string[]; readonly amountMissing: readonly string[] };

/** Does the result rest on data that may no longer be read? What is decided without them stays decided: more knowledge never turns a known truth. */
export const restsOn = ({ missing, amountMissing }: Open, gated: ReadonlySet<string>): boolean => [...missing, ...amountMissing].some((id) => gated.has(id));

/**
 * Before the enterprise has confirmed, the machine takes the match back; afterwards the revocation is the enterprise's own withdrawal. Paid, ended and
 * being-paid claims stay (PIPL 15: what was done before the revocation stands); so does what is being paid back.
 */
export function afterRevocation({ state, suspendedFrom, hasLiveOrder }: Pick<RevocableClaim, "state" | "suspendedFrom" | "hasLiveOrder">): RevocationOutcome {
  if (hasLiveOrder || suspendedFrom === "clawback") return "stays";
  const moves = movesFrom(state);
  if (moves.some((move) => move.to === "cancelled" && move.actors.includes("system"))) return "cancelled";
  return moves.some((move) => move.to === "withdrawn" && move.actors.includes("enterprise")) ? "withdrawn" : "stays";
}

export type RevocableClaim = { readonly state: ClaimState; readonly suspendedFrom: ClaimState | null; readonly hasLiveOrder: boolean };

/** Reason code of the events that a revocation brings about. Such a claim lets go of its key: with a new consent it is opened again. */
export const CONSENT_REVOKED = "consentRevoked";
