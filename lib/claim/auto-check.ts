import { type Fen, formatYuan } from "../kernel/fen";
import { DEFAULT_CLAIM_SETTINGS } from "./settings";
import type { BenefitKind } from "./states";

/** A dataset that a claim rests on and whose datum is no longer fresh. `expected` false: it has no delivery rhythm, waiting would not end. */
export type StaleDataset = { readonly dataset: string; readonly name: string; readonly expected: boolean };

export type NegativeListState = {
  readonly item: string;
  readonly name: string;
  readonly hit: "hit" | "clear" | "unknown";
  readonly fresh: boolean;
  readonly expected: boolean;
};

/** A condition that turned out false, and whether its source is the authoritative one and no other source contradicts it. */
export type FailedCondition = { readonly id: string; readonly clause: string; readonly authoritative: boolean };

export type AutoCheckInput = {
  readonly benefitKind: BenefitKind;
  readonly verdict: "eligible" | "ineligible" | "undetermined";
  readonly route: "auto" | "manual" | null;
  /** Why the rule itself asks for a person (needsManualReview, crossChecks …), as Chinese sentences. */
  readonly manualReasons: readonly string[];
  readonly amountFen: Fen | null;
  readonly ceilingFen?: Fen;
  readonly failedConditions: readonly FailedCondition[];
  /** Names of unknown data whose delivery is not late: nothing to wait for. */
  readonly unknownData: readonly string[];
  readonly negativeList: readonly NegativeListState[];
  readonly staleDatasets: readonly StaleDataset[];
  /** 关联置信度 0–1 of the weakest link between a source row and the enterprise. */
  readonly linkConfidence: number;
  /** Directory and statistics data that the enterprise has not confirmed itself. */
  readonly unconfirmedLegalConstraints: readonly string[];
  /** 个体工商户 paid to its operator's own account. */
  readonly individualBusinessAccount: boolean;
  /** 抽查命中. */
  readonly sampled: boolean;
};

/** 转人工原因码. */
export type AutoCheckCode =
  | "waitingForData"
  | "conditionFalse"
  | "falseButContested"
  | "negativeHit"
  | "negativeUnknown"
  | "negativeStale"
  | "unknownData"
  | "undetermined"
  | "staleOnDemand"
  | "taxReduction"
  | "ruleAsks"
  | "amountPending"
  | "amountZero"
  | "overCeiling"
  | "weakLink"
  | "legalConstraint"
  | "individualAccount"
  | "sampled";

export type AutoCheckReason = { readonly code: AutoCheckCode; readonly text: string };
export type AutoCheckRoute = { readonly to: "notice" | "manualReview" | "rejected" | "waiting"; readonly reasons: readonly AutoCheckReason[] };

const reason = (code: AutoCheckCode, text: string): AutoCheckReason => ({ code, text });

/** Deliveries that are late and will come: the claim waits for them (等待数据), and nobody decides on the old snapshot. */
function awaited({ staleDatasets, negativeList }: AutoCheckInput): readonly AutoCheckReason[] {
  const late = staleDatasets.filter(({ expected }) => expected).map(({ name }) => name);
  const lists = negativeList.filter(({ fresh, expected }) => !fresh && expected).map(({ name }) => name);
  return [...new Set([...late, ...lists])].map((name) => reason("waitingForData", `${name}还没到，先不下结论`));
}

function negativeReasons({ negativeList }: AutoCheckInput): readonly AutoCheckReason[] {
  return negativeList.flatMap(({ name, hit, fresh }) => [
    ...(hit === "unknown" ? [reason("negativeUnknown", `${name}查不到结果，不能当作没有`)] : []),
    ...(fresh ? [] : [reason("negativeStale", `${name}的数据已过新鲜期`)]),
  ]);
}

function dataReasons(input: AutoCheckInput): readonly AutoCheckReason[] {
  const { unknownData, verdict, staleDatasets, linkConfidence, unconfirmedLegalConstraints } = input;
  const unknown = unknownData.map((name) => reason("unknownData", `缺少数据：${name}`));
  return [
    ...unknown,
    ...(verdict === "undetermined" && unknown.length === 0 ? [reason("undetermined", "条件判不出真假")] : []),
    ...staleDatasets.filter(({ expected }) => !expected).map(({ name }) => reason("staleOnDemand", `${name}超过 30 天没有更新，需要核实`)),
    ...(linkConfidence < 1 ? [reason("weakLink", `有数据不能确定属于这家企业（关联置信度 ${linkConfidence}）`)] : []),
    ...unconfirmedLegalConstraints.map((name) => reason("legalConstraint", `${name}是名录或统计数据，企业还没有自己确认`)),
  ];
}

function amountReasons({ amountFen, ceilingFen = DEFAULT_CLAIM_SETTINGS.automaticCeilingFen, verdict }: AutoCheckInput): readonly AutoCheckReason[] {
  if (verdict !== "eligible") return [];
  if (amountFen === null) return [reason("amountPending", "金额还算不出来")];
  if (amountFen === 0) return [reason("amountZero", "符合条件，但金额为 0 元")];
  return amountFen > ceilingFen ? [reason("overCeiling", `金额 ${formatYuan(amountFen)}元，超过自动上限 ${formatYuan(ceilingFen)}元`)] : [];
}

function ruleReasons({ benefitKind, route, manualReasons, verdict, individualBusinessAccount, sampled }: AutoCheckInput): readonly AutoCheckReason[] {
  const asked = manualReasons.map((text) => reason("ruleAsks", text));
  return [
    ...(benefitKind === "taxReduction" ? [reason("taxReduction", "税务减免由税务部门人工核准")] : []),
    ...asked,
    ...(verdict === "eligible" && route !== "auto" && asked.length === 0 ? [reason("ruleAsks", "政策规定须人工复核")] : []),
    ...(individualBusinessAccount ? [reason("individualAccount", "个体工商户使用经营者个人账户")] : []),
    ...(sampled ? [reason("sampled", "抽查命中")] : []),
  ];
}

/**
 * 智能初审的去向. Order of the law: a delivery that is late and will come stops everything (waiting, never a refusal); a verdict that is
 * false on authoritative, uncontradicted sources is refused; whatever leaves a doubt goes to a person; the rest goes to the public notice.
 */
export function routeAutoCheck(input: AutoCheckInput): AutoCheckRoute {
  const waiting = awaited(input);
  if (waiting.length > 0) return { to: "waiting", reasons: waiting };
  const doubts = [...negativeReasons(input), ...dataReasons(input), ...amountReasons(input), ...ruleReasons(input)];
  if (input.verdict === "ineligible") return refusal(input, doubts);
  // A hit beside an eligible verdict is a contradiction between rule and list; a person resolves it.
  const hits = input.negativeList.filter(({ hit }) => hit === "hit").map(({ name }) => reason("negativeHit", `在负面清单上：${name}`));
  const reasons = [...hits, ...doubts];
  return reasons.length > 0 ? { to: "manualReview", reasons } : { to: "notice", reasons: [] };
}

/** Doubts that touch the facts stop a refusal; sampling, ceilings and accounts do not. */
const FACTUAL: ReadonlySet<AutoCheckCode> = new Set(["weakLink", "legalConstraint", "staleOnDemand"]);

function refusal({ failedConditions, negativeList }: AutoCheckInput, doubts: readonly AutoCheckReason[]): AutoCheckRoute {
  const failed = failedConditions.map(({ clause }) => reason("conditionFalse", `不符合：${clause}`));
  const hits = negativeList.filter(({ hit }) => hit === "hit").map(({ name }) => reason("negativeHit", `在负面清单上：${name}`));
  const contested = failedConditions.filter(({ authoritative }) => !authoritative);
  const factual = doubts.filter(({ code }) => FACTUAL.has(code));
  const grounds = [...failed, ...hits];
  const sure = grounds.length > 0 && contested.length === 0 && factual.length === 0;
  if (sure) return { to: "rejected", reasons: grounds };
  const because = contested.map(({ clause }) => reason("falseButContested", `来源不一致或不是权威来源：${clause}`));
  return {
    to: "manualReview",
    reasons: [...grounds, ...because, ...factual, ...(grounds.length === 0 ? [reason("falseButContested", "结论为不符合，但没有写明条款")] : [])],
  };
}
