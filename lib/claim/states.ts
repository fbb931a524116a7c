/** 责任主体: whose clock runs while a claim (兑现件) stands in a state. `deptLeader` is the department's leader in charge. */
export type Party = "system" | "enterprise" | "handler" | "deptLeader" | "finance" | "auditor";

/**
 * 计时: which clock a working day in this state goes to. `run` counts as processing time (办理用时); `enterprise`, `paused` and `excluded`
 * do not; `separate` is the time of a later audit, outside of the claim's own duration.
 */
export type ClaimClock = "run" | "enterprise" | "paused" | "excluded" | "separate";

/** active 在办 · finalSoft 已结但可恢复或复查 · final 已结，无出路. */
export type StateKind = "active" | "finalSoft" | "final";

type StateRow = {
  readonly zh: string;
  readonly kind: StateKind;
  readonly party: Party;
  /** 时限, working days. Null: no limit of its own, or (notice) given by the policy alone. */
  readonly limitWorkingDays: number | null;
  readonly clock: ClaimClock;
  /** What the shop owner reads. The staff's terms (初审, 命中, 兑现件) do not occur here. */
  readonly enterpriseWords: string;
};

/** 兑现件的状态: the one list of states. The limits are the county's own (review: 3 working days, from the county's practice report). */
export const CLAIM_STATES = {
  matched: { zh: "已匹配", kind: "active", party: "system", limitWorkingDays: 0, clock: "run", enterpriseWords: "您可能符合" },
  pendingConfirm: { zh: "待企业确认", kind: "active", party: "enterprise", limitWorkingDays: 10, clock: "enterprise", enterpriseWords: "等您确认" },
  autoCheck: { zh: "智能初审", kind: "active", party: "system", limitWorkingDays: 1, clock: "run", enterpriseWords: "正在核对" },
  manualReview: { zh: "人工复核", kind: "active", party: "handler", limitWorkingDays: 3, clock: "run", enterpriseWords: "主管部门在看" },
  supplement: { zh: "待补正", kind: "active", party: "enterprise", limitWorkingDays: 5, clock: "paused", enterpriseWords: "等您补材料" },
  notice: { zh: "公示中", kind: "active", party: "system", limitWorkingDays: null, clock: "excluded", enterpriseWords: "公示中" },
  objection: { zh: "异议处理", kind: "active", party: "handler", limitWorkingDays: 5, clock: "excluded", enterpriseWords: "有异议，正在核实" },
  approved: { zh: "已核准", kind: "active", party: "deptLeader", limitWorkingDays: 1, clock: "run", enterpriseWords: "已核准，等付款" },
  disbursing: { zh: "拨付中", kind: "active", party: "finance", limitWorkingDays: 2, clock: "run", enterpriseWords: "付款中" },
  paymentFailed: { zh: "拨付失败", kind: "active", party: "enterprise", limitWorkingDays: 5, clock: "paused", enterpriseWords: "没有到账，等您核对账户" },
  suspended: { zh: "中止", kind: "active", party: "handler", limitWorkingDays: 5, clock: "paused", enterpriseWords: "暂停办理" },
  settled: { zh: "已到账", kind: "finalSoft", party: "system", limitWorkingDays: null, clock: "run", enterpriseWords: "已到账" },
  postAudit: { zh: "事后核查中", kind: "active", party: "auditor", limitWorkingDays: 20, clock: "separate", enterpriseWords: "已到账" },
  clawbackNotice: { zh: "追回告知", kind: "active", party: "auditor", limitWorkingDays: 10, clock: "separate", enterpriseWords: "可能要退回，等您说明" },
  clawback: { zh: "追回中", kind: "active", party: "auditor", limitWorkingDays: 15, clock: "separate", enterpriseWords: "需要退回" },
  clawedBack: { zh: "已追回", kind: "final", party: "system", limitWorkingDays: null, clock: "run", enterpriseWords: "已退回" },
  rejected: { zh: "不予享受", kind: "finalSoft", party: "handler", limitWorkingDays: null, clock: "run", enterpriseWords: "不符合" },
  declined: { zh: "企业放弃", kind: "finalSoft", party: "enterprise", limitWorkingDays: null, clock: "run", enterpriseWords: "您已放弃" },
  expired: { zh: "逾期未确认", kind: "finalSoft", party: "system", limitWorkingDays: null, clock: "run", enterpriseWords: "过期没有确认" },
  withdrawn: { zh: "已撤回", kind: "finalSoft", party: "enterprise", limitWorkingDays: null, clock: "run", enterpriseWords: "已撤回" },
  cancelled: { zh: "终止", kind: "final", party: "handler", limitWorkingDays: null, clock: "run", enterpriseWords: "已终止" },
} as const satisfies Record<string, StateRow>;

export type ClaimState = keyof typeof CLAIM_STATES;

export const CLAIM_STATE_IDS = Object.keys(CLAIM_STATES) as readonly ClaimState[];

/** 享受方式: money to an account, or less tax to pay. */
export type BenefitKind = "cash" | "taxReduction";

/** 企业确认的时点: before the check (default), after the notice, or not at all (account and authorisation already on file). */
export type ConfirmStage = "before" | "after" | "none";

export const isClaimState = (text: string): text is ClaimState => Object.hasOwn(CLAIM_STATES, text);

/** 在办: counts against the budget and against "one live claim per enterprise, policy, period and subject". */
export const isActive = (state: ClaimState): boolean => CLAIM_STATES[state].kind === "active";

const RELEASED: ReadonlySet<ClaimState> = new Set(["cancelled", "clawedBack"]);

/** Whether a claim still occupies its key (enterprise, policy, period, subject). The soft ends do: they are restored, never opened a second time. */
export const holdsItsKey = (state: ClaimState): boolean => !RELEASED.has(state);

/** The staff's word for a state; a tax reduction settles as 税务减免核准, because no money is paid. */
export const stateZh = (state: ClaimState, benefitKind: BenefitKind = "cash"): string =>
  state === "settled" && benefitKind === "taxReduction" ? "税务减免核准" : CLAIM_STATES[state].zh;

/** The enterprise's word for a state. An audit is normally not shown: the owner goes on reading 已到账 (or 已减免). */
export function enterpriseWords(state: ClaimState, benefitKind: BenefitKind = "cash"): string {
  if (benefitKind === "taxReduction" && (state === "settled" || state === "postAudit")) return "已减免";
  return CLAIM_STATES[state].enterpriseWords;
}
