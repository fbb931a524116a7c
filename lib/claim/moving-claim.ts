import type { Fen } from "../kernel/fen";
import type { Instant, PlainDate } from "../kernel/plain-date";
import type { ClaimSettings } from "./settings";
import type { BenefitKind, ClaimState, ConfirmStage } from "./states";

/** 中止原因: what a suspended claim waits for. */
export type SuspensionReason =
  | "budget"
  | "dataCorrection"
  | "creditRepair"
  | "siteVisit"
  | "sourceCorrection"
  | "preCheck"
  | "accountOverdue"
  | "litigation"
  | "bankruptcy";

/** The part of a claim that the law of moves looks at. Ids are persons; null is "nobody yet". */
export type MovingClaim = {
  readonly state: ClaimState | "new";
  readonly confirmStage: ConfirmStage;
  readonly benefitKind: BenefitKind;
  readonly amountFen: Fen | null;
  /** 当前状态的到期日; null when the state has none. */
  readonly dueOn: PlainDate | null;
  /** 经办人 who recorded the opinion of the present round. */
  readonly handlerId: string | null;
  readonly checkerId: string | null;
  /** 科室负责人 who signed because of the amount. */
  readonly chiefId: string | null;
  /** 分管领导 who signed the approved list. */
  readonly leaderId: string | null;
  /** Persons who decided this claim in an earlier round: after an appeal others look (换人复核). */
  readonly formerDeciderIds: readonly string[];
  readonly supplementUsed: boolean;
  readonly suspension: { readonly from: ClaimState; readonly reason: SuspensionReason; readonly since: PlainDate } | null;
  /** A payment order exists that has not been returned and written back. */
  readonly hasLiveOrder: boolean;
};

/** Who acts. The machine has no person; `roles` are role ids. */
export type MovingActor = { readonly personId: string | null; readonly roles: readonly string[]; readonly isSystem: boolean };

/**
 * What the caller has established before it asks. A fact that is left out is not established, and a guard that needs it refuses:
 * forgetting one can stop a claim, never pay it.
 */
export type MoveFacts = {
  /** Business instant. */
  readonly now: Instant;
  readonly settings?: ClaimSettings;
  readonly verdict?: "eligible" | "ineligible" | "undetermined";
  /** The verdict is unknown only because an expected delivery is late. */
  readonly unknownOnlyForLateFeeds?: boolean;
  /** 申报即享: shown as a hint, never a claim. */
  readonly hintOnly?: boolean;
  readonly policyInForce?: boolean;
  readonly budgetLeft?: boolean;
  /** Names of the changed data (变化字段). */
  readonly changedFields?: readonly string[];
  /** 依据: deregistration, stop of the policy, report, sample … in words. */
  readonly ground?: string;
  readonly accountNameEqual?: boolean;
  /** 个体工商户: the operator's own account, to which a separate consent was given. */
  readonly operatorAccountConsented?: boolean;
  readonly authorisationValid?: boolean;
  readonly confirmedTwice?: boolean;
  readonly route?: "notice" | "manualReview" | "rejected" | "waiting";
  readonly clauses?: readonly string[];
  readonly reasonText?: string;
  /** Remaining materials of the policy that are asked for. */
  readonly askedMaterials?: readonly string[];
  readonly remainingMaterials?: readonly string[];
  readonly pauseReason?: SuspensionReason;
  readonly resumeCondition?: string;
  /** End of the notice (公示截止时刻). */
  readonly noticeClosesAt?: Instant;
  readonly openObjections?: number;
  readonly objectionAdmissible?: boolean;
  readonly objectorAnswered?: boolean;
  readonly preCheckFindings?: number;
  readonly orderNumber?: string;
  readonly formerOrderNumbers?: readonly string[];
  readonly orderAmountFen?: Fen;
  readonly returnAmountFen?: Fen;
  readonly returnCode?: string;
  readonly accountEnteredBy?: string;
  readonly accountCheckedBy?: string;
  readonly accountCorrectionsInDay?: number;
  readonly fundsBack?: boolean;
  readonly dataRefreshed?: boolean;
  readonly resultUnchanged?: boolean;
  readonly faultKind?: "systemError" | "enterpriseFault" | "fraud";
  readonly documentRef?: string;
  /** 陈述申辩: heard, or expressly waived. */
  readonly statementHeard?: boolean;
  readonly owedFen?: Fen;
  readonly repaidFen?: Fen;
  readonly appealUntil?: PlainDate;
};

export type MoveInput = { readonly claim: MovingClaim; readonly actor: MovingActor; readonly facts: MoveFacts };
