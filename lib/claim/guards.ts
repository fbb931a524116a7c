import { isPastDue } from "../calendar/office-hours";
import { dayOf, daysBetween } from "../kernel/plain-date";
import type { MoveInput } from "./moving-claim";
import { DEFAULT_CLAIM_SETTINGS } from "./settings";
import type { ClaimState } from "./states";

/** Refusals of the guards (前提不满足), each one thing that somebody can put right. */
export type GuardRefusal =
  | "hintOnly"
  | "verdictOpensNoClaim"
  | "wrongConfirmStage"
  | "changedFieldsMissing"
  | "groundMissing"
  | "accountNotOwn"
  | "authorisationInvalid"
  | "declineNotConfirmed"
  | "notDueYet"
  | "policyNotInForce"
  | "budgetExhausted"
  | "routeSaysOtherwise"
  | "amountPending"
  | "opinionMissing"
  | "sameHandlerAndChecker"
  | "decidedBefore"
  | "chiefSignatureMissing"
  | "taxReductionIsNotPaid"
  | "onlyForTaxReduction"
  | "supplementUsed"
  | "nothingToSupplement"
  | "clauseOrReasonMissing"
  | "pauseReasonMissing"
  | "noticeNotOver"
  | "objectionOpen"
  | "objectionNotAdmissible"
  | "objectorNotAnswered"
  | "leaderSignatureMissing"
  | "leaderTookPart"
  | "makerTookPart"
  | "preCheckFailed"
  | "preCheckNotFailed"
  | "orderNumberNotNew"
  | "returnAmountDiffers"
  | "returnCodeMissing"
  | "accountNeedsTwoPersons"
  | "tooManyCorrections"
  | "fundsNotBack"
  | "suspendedByClawback"
  | "wrongSuspensionOrigin"
  | "dataNotRefreshed"
  | "resultChanged"
  | "suspensionNotOver"
  | "faultKindMissing"
  | "documentMissing"
  | "statementNotHeard"
  | "notFullyRepaid"
  | "orderExists"
  | "appealTooLate";

type Guard = (input: MoveInput) => GuardRefusal | null;

const need = (holds: boolean | undefined, reason: GuardRefusal): GuardRefusal | null => (holds === true ? null : reason);
const text = (value: string | undefined): boolean => value !== undefined && value.trim() !== "";
const some = (values: readonly string[] | undefined): boolean => values?.some((value) => text(value)) ?? false;
const settingsOf = ({ facts }: MoveInput) => facts.settings ?? DEFAULT_CLAIM_SETTINGS;
const suspendedFrom = ({ claim }: MoveInput): ClaimState | null => claim.suspension?.from ?? null;

const opensClaim: Guard = ({ facts }) => {
  if (facts.hintOnly) return "hintOnly";
  if (facts.verdict === "eligible") return null;
  return need(facts.verdict === "undetermined" && facts.unknownOnlyForLateFeeds === true, "verdictOpensNoClaim");
};

/** The opinion is the handler's, the decision the checker's; one person with two roles stays one person. */
const fourEyes: Guard = ({ claim, actor }) => {
  if (claim.handlerId === null) return "opinionMissing";
  return need(claim.handlerId !== actor.personId, "sameHandlerAndChecker");
};

const freshEyes: Guard = ({ claim, actor }) => {
  const again = (person: string | null) => person !== null && claim.formerDeciderIds.includes(person);
  return need(!again(actor.personId) && !again(claim.handlerId), "decidedBefore");
};

const chiefSigned: Guard = (input) => {
  const { claim, actor } = input;
  if (claim.amountFen === null || claim.amountFen < settingsOf(input).chiefSignatureFromFen) return null;
  const signedByAnother = claim.chiefId !== null && claim.chiefId !== claim.handlerId;
  return need(signedByAnother || actor.roles.includes("sectionChief"), "chiefSignatureMissing");
};

const noticeOver: Guard = ({ facts }) => {
  if (facts.noticeClosesAt === undefined || Date.parse(facts.now) <= Date.parse(facts.noticeClosesAt)) return "noticeNotOver";
  return need(facts.openObjections === 0, "objectionOpen");
};

/** 经办≠复核≠核准≠制单: the leader took no part in the review, and the payment's maker took part in nothing before. */
const leaderSigned: Guard = ({ claim, actor }) => {
  if (claim.leaderId === null) return "leaderSignatureMissing";
  if (claim.leaderId === claim.handlerId || claim.leaderId === claim.checkerId) return "leaderTookPart";
  return need(![claim.leaderId, claim.handlerId, claim.checkerId].includes(actor.personId), "makerTookPart");
};

const supplementOnce: Guard = ({ claim, facts }) => {
  if (claim.supplementUsed) return "supplementUsed";
  const remaining = facts.remainingMaterials ?? [];
  return need(some(facts.askedMaterials) && (facts.askedMaterials ?? []).every((name) => remaining.includes(name)), "nothingToSupplement");
};

const newOrderNumber: Guard = ({ claim, facts }) => {
  if (claim.hasLiveOrder) return "orderExists";
  return need(text(facts.orderNumber) && !(facts.formerOrderNumbers ?? []).includes(facts.orderNumber ?? ""), "orderNumberNotNew");
};

const accountTwoPersons: Guard = ({ facts }) =>
  need(text(facts.accountEnteredBy) && text(facts.accountCheckedBy) && facts.accountEnteredBy !== facts.accountCheckedBy, "accountNeedsTwoPersons");

const suspensionOver: Guard = (input) => {
  const { claim, facts } = input;
  if (facts.policyInForce === false) return null;
  const since = claim.suspension?.since;
  return need(since !== undefined && daysBetween(since, dayOf(facts.now)) > settingsOf(input).suspensionDays, "suspensionNotOver");
};

const pastDue: Guard = ({ claim, facts }) => need(claim.dueOn !== null && isPastDue(facts.now, claim.dueOn), "notDueYet");

/** 转移的前提, one function per condition of law. */
export const GUARDS = {
  opensClaim,
  confirmBefore: ({ claim }) => need(claim.confirmStage === "before", "wrongConfirmStage"),
  confirmNotBefore: ({ claim }) => need(claim.confirmStage !== "before", "wrongConfirmStage"),
  confirmAfter: ({ claim }) => need(claim.confirmStage === "after", "wrongConfirmStage"),
  confirmNotAfter: ({ claim }) => need(claim.confirmStage !== "after", "wrongConfirmStage"),
  onFileIfNone: ({ claim, facts }) =>
    need(claim.confirmStage !== "none" || claim.benefitKind === "taxReduction" || (facts.authorisationValid && facts.accountNameEqual), "authorisationInvalid"),
  changedFields: ({ facts }) => need(some(facts.changedFields), "changedFieldsMissing"),
  changedFieldsOrGround: ({ facts }) => need(some(facts.changedFields) || text(facts.ground), "changedFieldsMissing"),
  ground: ({ facts }) => need(text(facts.ground), "groundMissing"),
  accountIsOwn: ({ claim, facts }) => need(claim.benefitKind === "taxReduction" || facts.accountNameEqual || facts.operatorAccountConsented, "accountNotOwn"),
  authorised: ({ facts }) => need(facts.authorisationValid, "authorisationInvalid"),
  confirmedTwice: ({ facts }) => need(facts.confirmedTwice, "declineNotConfirmed"),
  pastDue,
  systemOnlyPastDue: (input) => (input.actor.isSystem ? pastDue(input) : need(!input.claim.hasLiveOrder, "orderExists")),
  policyInForce: ({ facts }) => need(facts.policyInForce, "policyNotInForce"),
  budgetLeft: ({ facts }) => need(facts.budgetLeft, "budgetExhausted"),
  /** Out of 智能初审 a claim goes where its own check sends it, never elsewhere. */
  routedToNotice: ({ facts }) => need(facts.route === "notice", "routeSaysOtherwise"),
  routedToReview: ({ facts }) => need(facts.route === "manualReview", "routeSaysOtherwise"),
  routedToRejected: ({ facts }) => need(facts.route === "rejected", "routeSaysOtherwise"),
  amountKnown: ({ claim }) => need(claim.amountFen !== null && claim.amountFen >= 0, "amountPending"),
  notTaxReduction: ({ claim }) => need(claim.benefitKind === "cash", "taxReductionIsNotPaid"),
  onlyTaxReduction: ({ claim }) => need(claim.benefitKind === "taxReduction", "onlyForTaxReduction"),
  fourEyes,
  freshEyes,
  chiefSigned,
  supplementOnce,
  clauseAndReason: ({ facts }) => need(some(facts.clauses) && text(facts.reasonText), "clauseOrReasonMissing"),
  pauseReason: ({ facts }) => need(facts.pauseReason !== undefined && text(facts.resumeCondition), "pauseReasonMissing"),
  noticeOver,
  objectionAdmissible: ({ facts }) => need(facts.objectionAdmissible, "objectionNotAdmissible"),
  objectorAnswered: ({ facts }) => need(facts.objectorAnswered, "objectorNotAnswered"),
  leaderSigned,
  preCheckPassed: ({ facts }) => need(facts.preCheckFindings === 0, "preCheckFailed"),
  preCheckFailed: ({ facts }) => need((facts.preCheckFindings ?? 0) > 0, "preCheckNotFailed"),
  newOrderNumber,
  returnAmountEqual: ({ facts }) => need(facts.returnAmountFen !== undefined && facts.returnAmountFen === facts.orderAmountFen, "returnAmountDiffers"),
  returnCode: ({ facts }) => need(text(facts.returnCode), "returnCodeMissing"),
  accountTwoPersons,
  fewCorrections: (input) =>
    need((input.facts.accountCorrectionsInDay ?? Number.POSITIVE_INFINITY) < settingsOf(input).accountCorrectionsPerDay, "tooManyCorrections"),
  fundsBack: ({ facts }) => need(facts.fundsBack, "fundsNotBack"),
  notFromClawback: (input) => need(suspendedFrom(input) !== null && suspendedFrom(input) !== "clawback", "suspendedByClawback"),
  fromClawback: (input) => need(suspendedFrom(input) === "clawback", "wrongSuspensionOrigin"),
  fromNotice: (input) => need(suspendedFrom(input) === "notice", "wrongSuspensionOrigin"),
  fromBudget: (input) => need(suspendedFrom(input) === "approved" && input.claim.suspension?.reason === "budget", "wrongSuspensionOrigin"),
  dataRefreshed: ({ facts }) => need(facts.dataRefreshed, "dataNotRefreshed"),
  resultUnchanged: ({ facts }) => need(facts.resultUnchanged, "resultChanged"),
  suspensionOver,
  faultKind: ({ facts }) => need(facts.faultKind !== undefined, "faultKindMissing"),
  document: ({ facts }) => need(text(facts.documentRef), "documentMissing"),
  /** 先告知后决定: the enterprise was heard, or its ten working days have run out. */
  statementHeard: (input) => (input.facts.statementHeard || pastDue(input) === null ? null : "statementNotHeard"),
  repaid: ({ facts }) => need(facts.owedFen !== undefined && facts.repaidFen !== undefined && facts.repaidFen >= facts.owedFen, "notFullyRepaid"),
  noOrder: ({ claim }) => need(!claim.hasLiveOrder, "orderExists"),
  appealInTime: ({ facts }) => need(facts.appealUntil !== undefined && dayOf(facts.now) <= facts.appealUntil, "appealTooLate"),
} as const satisfies Record<string, Guard>;

export type GuardName = keyof typeof GUARDS;
