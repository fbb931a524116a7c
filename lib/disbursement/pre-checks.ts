import type { Fen } from "../kernel/fen";
import type { Instant } from "../kernel/plain-date";
import { sameAccountName } from "../standards/bank";

/** 付前校验 facts, read anew at the moment of payment. Null or "unknown" means that the source gave no answer, which is never a pass. */
export type PrePaymentFacts = {
  readonly now: Instant;
  readonly registration: "active" | "deregistered" | "revoked" | "unknown";
  readonly negativeHits: readonly string[];
  readonly negativeUnknown: readonly string[];
  /** Claim numbers or other platforms' grants that pay the same thing. */
  readonly duplicates: readonly string[];
  readonly amountFen: Fen;
  /** Money frozen for this very claim; null when none is. */
  readonly reservedFen: Fen | null;
  readonly enterpriseName: string;
  readonly formerNames: readonly string[];
  readonly accountName: string | null;
  readonly operatorAccountApproved: boolean;
  readonly accountChangedAt: Instant | null;
  readonly noticeClosesAt: Instant | null;
  readonly openObjections: number;
  readonly policyStopped: boolean;
};

/** What a finding leads to: a state of the claim, or `wait` (nothing changes, it is tried again later). */
export type FindingOutcome = "cancelled" | "suspended" | "manualReview" | "wait";

export type FindingCode =
  | "deregistered"
  | "revoked"
  | "registrationUnknown"
  | "policyStopped"
  | "negativeHit"
  | "negativeUnknown"
  | "duplicate"
  | "amountNotPositive"
  | "budgetNotReserved"
  | "accountMissing"
  | "accountNameDiffers"
  | "accountJustChanged"
  | "noticeNotOver"
  | "objectionOpen";

export type Finding = { readonly code: FindingCode; readonly outcome: FindingOutcome; readonly text: string };

const finding = (code: FindingCode, outcome: FindingOutcome, text: string): Finding => ({ code, outcome, text });

const COOLING_OFF_MS = 24 * 3_600_000;

const REGISTRATION: Record<PrePaymentFacts["registration"], Finding | null> = {
  active: null,
  deregistered: finding("deregistered", "cancelled", "企业已注销，不能付款"),
  revoked: finding("revoked", "cancelled", "企业已被吊销，不能付款"),
  unknown: finding("registrationUnknown", "wait", "登记状态还没有查到，查到后再付"),
};

function accountFindings(facts: PrePaymentFacts): readonly Finding[] {
  const { accountName, enterpriseName, operatorAccountApproved, accountChangedAt, now } = facts;
  if (accountName === null) return [finding("accountMissing", "manualReview", "没有可用的收款账户")];
  const own = sameAccountName(accountName, enterpriseName) || operatorAccountApproved;
  const fresh = accountChangedAt !== null && Date.parse(now) - Date.parse(accountChangedAt) < COOLING_OFF_MS;
  return [
    ...(own ? [] : [finding("accountNameDiffers", "manualReview", formerNameText(facts, accountName))]),
    ...(fresh ? [finding("accountJustChanged", "wait", "收款账户 24 小时内改过，满 24 小时再付")] : []),
  ];
}

/** A renamed enterprise whose account still has the old name is not suspicious, but the bank would return the money. */
const formerNameText = ({ formerNames }: PrePaymentFacts, accountName: string): string =>
  formerNames.some((name) => sameAccountName(name, accountName)) ? "账户户名还是企业的曾用名，请先到银行变更" : "账户户名和企业名称不一致";

function noticeFindings({ noticeClosesAt, openObjections, now }: PrePaymentFacts): readonly Finding[] {
  const over = noticeClosesAt !== null && Date.parse(now) > Date.parse(noticeClosesAt);
  return [
    ...(over ? [] : [finding("noticeNotOver", "wait", "公示还没有期满")]),
    ...(openObjections > 0 ? [finding("objectionOpen", "wait", `还有 ${openObjections} 件异议没有办结`)] : []),
  ];
}

/** 付前校验: still registered, on no list, not paid elsewhere, money frozen, account the enterprise's own and not just changed, notice over. No finding: may be paid. */
export function checkBeforePayment(facts: PrePaymentFacts): readonly Finding[] {
  const registration = REGISTRATION[facts.registration];
  return [
    ...(registration ? [registration] : []),
    ...(facts.policyStopped ? [finding("policyStopped", "cancelled", "政策已停止执行")] : []),
    ...facts.negativeHits.map((name) => finding("negativeHit", "manualReview", `新进入负面清单：${name}`)),
    ...facts.negativeUnknown.map((name) => finding("negativeUnknown", "wait", `${name}还没有查到，查到后再付`)),
    ...facts.duplicates.map((other) => finding("duplicate", "manualReview", `同一事项已在 ${other} 领取`)),
    ...(facts.amountFen > 0 ? [] : [finding("amountNotPositive", "manualReview", "金额不大于 0")]),
    ...(facts.reservedFen === facts.amountFen ? [] : [finding("budgetNotReserved", "suspended", "预算额度没有冻结到位")]),
    ...accountFindings(facts),
    ...noticeFindings(facts),
  ];
}

const SEVERITY: readonly FindingOutcome[] = ["cancelled", "manualReview", "suspended", "wait"];

/** The gravest consequence of several findings; null when the payment may go. */
export const outcomeOf = (findings: readonly Finding[]): FindingOutcome | null =>
  SEVERITY.find((outcome) => findings.some((one) => one.outcome === outcome)) ?? null;
