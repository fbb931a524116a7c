import type { FindingCode } from "../disbursement/pre-checks";
import type { AutoCheckCode } from "./auto-check";
import type { SuspensionReason } from "./moving-claim";

/** 存疑原因码: why a person looks at a case, from the first check (智能初审) or from the check before payment (付前校验). */
export type DoubtCode = AutoCheckCode | FindingCode | "accountIncomplete";

/** 一步解决: the one entry of the decision panel that settles a doubt; a suspension says what it waits for. */
export type ResolvingAct = { readonly choice: "approve" | "reject" | "supplement" } | { readonly choice: "suspend"; readonly reason: SuspensionReason };

type Settled = { readonly weight: 0 | 1 | 2 | 3; readonly act: ResolvingAct; readonly papersHelp?: true };

const LOOK: ResolvingAct = { choice: "approve" };
const REFUSE: ResolvingAct = { choice: "reject" };
const wait = (reason: SuspensionReason): ResolvingAct => ({ choice: "suspend", reason });

/**
 * Risk of a doubt and what settles it. Weight 3: the facts themselves are contested or money may go to the wrong place; 2: facts are missing; 1: the
 * facts stand and a person is asked to look; 0: nothing is wrong with the case. `papersHelp`: a paper of the enterprise settles it first, where one may
 * still be asked for.
 */
const DOUBTS: Readonly<Record<DoubtCode, Settled>> = {
  conditionFalse: { weight: 3, act: REFUSE },
  falseButContested: { weight: 3, act: wait("sourceCorrection") },
  negativeHit: { weight: 3, act: wait("creditRepair") },
  weakLink: { weight: 3, act: wait("dataCorrection") },
  duplicate: { weight: 3, act: REFUSE },
  accountNameDiffers: { weight: 3, act: wait("dataCorrection") },
  deregistered: { weight: 3, act: REFUSE },
  revoked: { weight: 3, act: REFUSE },
  policyStopped: { weight: 3, act: REFUSE },
  negativeUnknown: { weight: 2, act: wait("sourceCorrection") },
  negativeStale: { weight: 2, act: wait("sourceCorrection") },
  unknownData: { weight: 2, act: wait("dataCorrection"), papersHelp: true },
  undetermined: { weight: 2, act: wait("dataCorrection"), papersHelp: true },
  staleOnDemand: { weight: 2, act: wait("sourceCorrection") },
  legalConstraint: { weight: 2, act: wait("dataCorrection"), papersHelp: true },
  registrationUnknown: { weight: 2, act: wait("sourceCorrection") },
  accountMissing: { weight: 2, act: wait("dataCorrection") },
  amountNotPositive: { weight: 2, act: REFUSE },
  amountPending: { weight: 2, act: LOOK, papersHelp: true },
  amountZero: { weight: 1, act: LOOK },
  overCeiling: { weight: 1, act: LOOK },
  individualAccount: { weight: 1, act: LOOK },
  ruleAsks: { weight: 1, act: LOOK, papersHelp: true },
  budgetNotReserved: { weight: 1, act: LOOK },
  accountJustChanged: { weight: 1, act: LOOK },
  accountIncomplete: { weight: 1, act: LOOK },
  objectionOpen: { weight: 1, act: LOOK },
  noticeNotOver: { weight: 0, act: LOOK },
  waitingForData: { weight: 0, act: LOOK },
  taxReduction: { weight: 0, act: LOOK },
  sampled: { weight: 0, act: LOOK },
};

export const isDoubtCode = (code: string): code is DoubtCode => Object.hasOwn(DOUBTS, code);

/** 风险 of one doubt, 0–3; a code that is not known counts as contested. */
export const doubtWeight = (code: string): number => (isDoubtCode(code) ? DOUBTS[code].weight : 3);

/** Weights by code, for ordering in the database. */
export const DOUBT_WEIGHTS: readonly (readonly [code: DoubtCode, weight: number])[] = (Object.keys(DOUBTS) as DoubtCode[]).map((code) => [
  code,
  DOUBTS[code].weight,
]);

/** 须逐件看: one of the doubts contests the facts, so that the case is never agreed to by the dozen. */
export const hasGraveDoubt = (doubts: readonly { readonly code: string }[]): boolean => doubts.some(({ code }) => doubtWeight(code) >= 3);

/** What settles this doubt; `canAsk`: a paper may still be asked of the enterprise (补正 only once). */
export function resolvingAct(code: string, canAsk: boolean): ResolvingAct {
  if (!isDoubtCode(code)) return LOOK;
  const { act, papersHelp } = DOUBTS[code];
  return papersHelp && canAsk ? { choice: "supplement" } : act;
}
