import type { GuardName } from "./guards";
import type { ClaimState } from "./states";

/** Who may make a move. `finance` is the payment maker, `financeChecker` the second person who confirms money that came back; `bank` is the bank's return file, read by the machine or brought in by finance. */
export type ActorKind = "system" | "enterprise" | "handler" | "checker" | "leader" | "finance" | "financeChecker" | "bank" | "auditor" | "public";

type MoveRow = {
  readonly id: string;
  readonly from: ClaimState | "new";
  readonly to: ClaimState;
  /** 触发: what brings it about, as the audit trail words it. */
  readonly trigger: string;
  readonly actors: readonly ActorKind[];
  readonly guards: readonly GuardName[];
};

/**
 * 兑现件的转移: every legal move, and no other. The database holds the same rows, and each claim event refers to one of them; a new path is
 * a new row here. A reviewer's decision is the checker's act, on the opinion that a handler has recorded before (四眼).
 */
export const MOVES = [
  { id: "new>matched", from: "new", to: "matched", trigger: "匹配符合", actors: ["system"], guards: ["opensClaim"] },
  { id: "matched>pendingConfirm", from: "matched", to: "pendingConfirm", trigger: "通知企业确认", actors: ["system"], guards: ["confirmBefore"] },
  {
    id: "matched>autoCheck",
    from: "matched",
    to: "autoCheck",
    trigger: "无需先确认，直接核验",
    actors: ["system"],
    guards: ["confirmNotBefore", "onFileIfNone"],
  },
  { id: "matched>cancelled", from: "matched", to: "cancelled", trigger: "匹配被撤销", actors: ["system"], guards: ["changedFields"] },
  {
    id: "pendingConfirm>autoCheck",
    from: "pendingConfirm",
    to: "autoCheck",
    trigger: "企业确认意愿、账户、授权",
    actors: ["enterprise"],
    guards: ["confirmBefore", "accountIsOwn", "authorised"],
  },
  { id: "pendingConfirm>declined", from: "pendingConfirm", to: "declined", trigger: "企业放弃", actors: ["enterprise"], guards: ["confirmedTwice"] },
  { id: "pendingConfirm>expired", from: "pendingConfirm", to: "expired", trigger: "超过确认期", actors: ["system"], guards: ["pastDue"] },
  { id: "expired>pendingConfirm", from: "expired", to: "pendingConfirm", trigger: "企业恢复", actors: ["enterprise"], guards: ["policyInForce", "budgetLeft"] },
  {
    id: "declined>pendingConfirm",
    from: "declined",
    to: "pendingConfirm",
    trigger: "企业恢复",
    actors: ["enterprise"],
    guards: ["policyInForce", "budgetLeft"],
  },
  {
    id: "autoCheck>notice",
    from: "autoCheck",
    to: "notice",
    trigger: "初审全部通过",
    actors: ["system"],
    guards: ["notTaxReduction", "routedToNotice", "amountKnown"],
  },
  { id: "autoCheck>manualReview", from: "autoCheck", to: "manualReview", trigger: "初审存疑，转人工", actors: ["system"], guards: ["routedToReview"] },
  { id: "autoCheck>rejected", from: "autoCheck", to: "rejected", trigger: "确定不符合", actors: ["system"], guards: ["routedToRejected", "clauseAndReason"] },
  {
    id: "manualReview>notice",
    from: "manualReview",
    to: "notice",
    trigger: "复核同意",
    actors: ["checker"],
    guards: ["notTaxReduction", "fourEyes", "freshEyes", "chiefSigned", "amountKnown"],
  },
  { id: "manualReview>supplement", from: "manualReview", to: "supplement", trigger: "一次性告知补正", actors: ["handler"], guards: ["supplementOnce"] },
  { id: "supplement>manualReview", from: "supplement", to: "manualReview", trigger: "企业补正", actors: ["enterprise"], guards: [] },
  {
    id: "supplement>withdrawn",
    from: "supplement",
    to: "withdrawn",
    trigger: "逾期未补或企业撤回",
    actors: ["enterprise", "system"],
    guards: ["systemOnlyPastDue"],
  },
  {
    id: "manualReview>rejected",
    from: "manualReview",
    to: "rejected",
    trigger: "复核不同意",
    actors: ["checker"],
    guards: ["fourEyes", "freshEyes", "clauseAndReason"],
  },
  { id: "manualReview>suspended", from: "manualReview", to: "suspended", trigger: "等待外部核实", actors: ["handler"], guards: ["pauseReason"] },
  { id: "notice>approved", from: "notice", to: "approved", trigger: "公示期满无异议", actors: ["system"], guards: ["confirmNotAfter", "noticeOver"] },
  { id: "notice>objection", from: "notice", to: "objection", trigger: "收到实名异议", actors: ["public"], guards: ["objectionAdmissible"] },
  { id: "notice>suspended", from: "notice", to: "suspended", trigger: "公示期内源数据更正", actors: ["system"], guards: ["pauseReason", "changedFields"] },
  { id: "objection>notice", from: "objection", to: "notice", trigger: "异议不成立，续公示", actors: ["handler"], guards: ["objectorAnswered"] },
  {
    id: "objection>rejected",
    from: "objection",
    to: "rejected",
    trigger: "异议成立，取消",
    actors: ["handler"],
    guards: ["objectorAnswered", "clauseAndReason"],
  },
  { id: "objection>manualReview", from: "objection", to: "manualReview", trigger: "异议部分成立，重核金额", actors: ["handler"], guards: ["objectorAnswered"] },
  {
    id: "approved>disbursing",
    from: "approved",
    to: "disbursing",
    trigger: "生成支付指令",
    actors: ["finance"],
    guards: ["notTaxReduction", "noticeOver", "leaderSigned", "preCheckPassed", "newOrderNumber"],
  },
  {
    id: "approved>suspended",
    from: "approved",
    to: "suspended",
    trigger: "预算不足或付前校验不过",
    actors: ["finance"],
    guards: ["pauseReason", "preCheckFailed"],
  },
  { id: "approved>cancelled", from: "approved", to: "cancelled", trigger: "核准后注销、吊销或政策停止执行", actors: ["handler"], guards: ["ground"] },
  { id: "disbursing>settled", from: "disbursing", to: "settled", trigger: "银行回执成功", actors: ["bank"], guards: ["returnAmountEqual"] },
  { id: "disbursing>paymentFailed", from: "disbursing", to: "paymentFailed", trigger: "银行退票", actors: ["bank"], guards: ["returnCode"] },
  {
    id: "paymentFailed>disbursing",
    from: "paymentFailed",
    to: "disbursing",
    trigger: "更正账户后重付",
    actors: ["finance"],
    guards: ["accountIsOwn", "accountTwoPersons", "fewCorrections", "fundsBack", "leaderSigned", "preCheckPassed", "newOrderNumber"],
  },
  {
    id: "paymentFailed>suspended",
    from: "paymentFailed",
    to: "suspended",
    trigger: "逾期未更正",
    actors: ["system"],
    guards: ["pastDue", "pauseReason", "fundsBack"],
  },
  { id: "suspended>autoCheck", from: "suspended", to: "autoCheck", trigger: "中止原因消除", actors: ["handler"], guards: ["notFromClawback", "dataRefreshed"] },
  { id: "suspended>approved", from: "suspended", to: "approved", trigger: "预算到位", actors: ["finance"], guards: ["fromBudget", "preCheckPassed"] },
  {
    id: "suspended>cancelled",
    from: "suspended",
    to: "cancelled",
    trigger: "中止超过90日或政策失效",
    actors: ["handler"],
    guards: ["notFromClawback", "suspensionOver", "ground"],
  },
  { id: "settled>postAudit", from: "settled", to: "postAudit", trigger: "抽查、举报、数据回溯变化", actors: ["auditor"], guards: ["ground"] },
  { id: "postAudit>settled", from: "postAudit", to: "settled", trigger: "未发现问题", actors: ["auditor"], guards: [] },
  { id: "postAudit>clawbackNotice", from: "postAudit", to: "clawbackNotice", trigger: "发现不符或骗取", actors: ["auditor"], guards: ["faultKind", "ground"] },
  { id: "clawbackNotice>settled", from: "clawbackNotice", to: "settled", trigger: "申辩成立", actors: ["auditor"], guards: ["document"] },
  {
    id: "clawbackNotice>clawback",
    from: "clawbackNotice",
    to: "clawback",
    trigger: "作出追回决定",
    actors: ["leader"],
    guards: ["document", "statementHeard"],
  },
  { id: "clawback>clawedBack", from: "clawback", to: "clawedBack", trigger: "足额缴回", actors: ["finance", "financeChecker"], guards: ["repaid", "document"] },
  {
    id: "clawback>suspended",
    from: "clawback",
    to: "suspended",
    trigger: "复议诉讼停止执行或受理破产",
    actors: ["auditor"],
    guards: ["document", "pauseReason"],
  },
  { id: "withdrawn>matched", from: "withdrawn", to: "matched", trigger: "重新匹配", actors: ["system"], guards: ["opensClaim"] },
  { id: "rejected>manualReview", from: "rejected", to: "manualReview", trigger: "企业申请复核", actors: ["enterprise"], guards: ["appealInTime"] },
  { id: "pendingConfirm>cancelled", from: "pendingConfirm", to: "cancelled", trigger: "匹配被撤销", actors: ["system"], guards: ["changedFieldsOrGround"] },
  { id: "autoCheck>withdrawn", from: "autoCheck", to: "withdrawn", trigger: "企业撤回", actors: ["enterprise"], guards: ["noOrder"] },
  { id: "manualReview>withdrawn", from: "manualReview", to: "withdrawn", trigger: "企业撤回", actors: ["enterprise"], guards: ["noOrder"] },
  { id: "notice>withdrawn", from: "notice", to: "withdrawn", trigger: "企业撤回", actors: ["enterprise"], guards: ["noOrder"] },
  { id: "objection>withdrawn", from: "objection", to: "withdrawn", trigger: "企业撤回", actors: ["enterprise"], guards: ["noOrder"] },
  { id: "approved>withdrawn", from: "approved", to: "withdrawn", trigger: "企业撤回", actors: ["enterprise"], guards: ["noOrder"] },
  { id: "suspended>withdrawn", from: "suspended", to: "withdrawn", trigger: "企业撤回", actors: ["enterprise"], guards: ["notFromClawback", "noOrder"] },
  { id: "approved>manualReview", from: "approved", to: "manualReview", trigger: "付前校验须核实", actors: ["system"], guards: ["preCheckFailed"] },
  { id: "suspended>notice", from: "suspended", to: "notice", trigger: "重算不变，续公示", actors: ["system"], guards: ["fromNotice", "resultUnchanged"] },
  { id: "manualReview>cancelled", from: "manualReview", to: "cancelled", trigger: "注销、吊销、政策停止执行或重复", actors: ["handler"], guards: ["ground"] },
  {
    id: "manualReview>settled",
    from: "manualReview",
    to: "settled",
    trigger: "税务减免核准办结",
    actors: ["checker"],
    guards: ["onlyTaxReduction", "fourEyes", "freshEyes", "chiefSigned", "amountKnown"],
  },
  {
    id: "notice>pendingConfirm",
    from: "notice",
    to: "pendingConfirm",
    trigger: "公示期满，请企业确认账户",
    actors: ["system"],
    guards: ["confirmAfter", "noticeOver"],
  },
  {
    id: "pendingConfirm>approved",
    from: "pendingConfirm",
    to: "approved",
    trigger: "企业确认账户（先审后确认）",
    actors: ["enterprise"],
    guards: ["confirmAfter", "noticeOver", "accountIsOwn", "authorised"],
  },
  { id: "suspended>clawback", from: "suspended", to: "clawback", trigger: "复议诉讼终结，恢复追回", actors: ["auditor"], guards: ["fromClawback", "document"] },
] as const satisfies readonly MoveRow[];

export type Move = MoveRow & { readonly id: MoveId };
/** `from>to`; the database's key of a move. */
export type MoveId = (typeof MOVES)[number]["id"];

const BY_ID: ReadonlyMap<string, Move> = new Map(MOVES.map((move) => [move.id, move]));

/** The move between two states, or undefined when the law knows none. */
export const findMove = (from: ClaimState | "new", to: ClaimState): Move | undefined => BY_ID.get(`${from}>${to}`);

/** Moves that lead out of a state, in the order of the table. */
export const movesFrom = (from: ClaimState | "new"): readonly Move[] => MOVES.filter((move) => move.from === from);
