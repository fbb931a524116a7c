import { paidTwice } from "../benefit-period";
import { indicatorsOfLeaf } from "../condition";
import { suppliedBy } from "../facts";
import type { PolicyDocument, ResolvedPolicy } from "../language";
import { at, type Finding, type FindingKind, type LintContext, type Severity } from "./finding";
import { conditionsAt, formulasAt, leavesAt } from "./types";

/** 统计法第28条: data of single units collected for statistics decide nothing by themselves; the enterprise must state the datum too. */
const STATISTICS = "economicIndicators";
const REGISTRATION_PLACE = "registrationRegion";
const LOCAL_TAX = "annualTaxPaid";
const EXPORT = "exportValue";
const ENTITY_TYPE = "entityType";
const FOREIGN = "foreign_invested";

type Use = { readonly indicator: string; readonly place: string; readonly decides: boolean; readonly leaf?: ReturnType<typeof leavesAt>[number]["leaf"] };

/** Where each indicator is used, and whether the entitlement or the sum hangs on it (routing and cross-checks only send to a person). */
function usesOf(document: PolicyDocument, resolved: ResolvedPolicy): Use[] {
  const decides = (place: string) => !place.startsWith("routeToManual") && !place.startsWith("crossChecks");
  const written = conditionsAt(document).flatMap(({ condition, place }) => leavesAt(condition, place));
  const shared = [
    ...resolved.base.flatMap((item, index) => leavesAt(item.cond, at("base", index)).map(({ leaf }) => ({ leaf, place: at("base", index) }))),
    ...resolved.negativeList.flatMap((item, index) =>
      leavesAt(item.blocksWhen, at("negativeList", index)).map(({ leaf }) => ({ leaf, place: at("negativeList", index) })),
    ),
  ];
  const conditions = [...written, ...shared].flatMap(({ leaf, place }): Use[] =>
    indicatorsOfLeaf(leaf).map((indicator) => ({ indicator: suppliedBy(indicator), place, decides: decides(place), leaf })),
  );
  const amounts = formulasAt(document.amount, "amount").flatMap(({ formula, place }): Use[] =>
    (["base", "by", "indicator"] as const).flatMap((key) => {
      const id = (formula as Readonly<Record<string, unknown>>)[key];
      return typeof id === "string" ? [{ indicator: suppliedBy(id), place: at(place, key), decides: true }] : [];
    }),
  );
  return [...conditions, ...amounts];
}

function lintSources(uses: readonly Use[], document: PolicyDocument, context: LintContext): Finding[] {
  const states = document.materials.some((item) => item.replacedBy === null);
  return uses.flatMap(({ indicator, place, decides }): Finding[] => {
    const own = context.indicators[indicator];
    if (!own) return [];
    if (!context.datasets.includes(own.dataset))
      return [{ kind: "noSource", severity: "block", place, message: `${own.name}没有部门供数，系统永远得不出结论。请换一个指标，或先落实数据来源。` }];
    if (own.dataset !== STATISTICS) return [];
    if (!decides) return [{ kind: "statistics", severity: "note", place, message: `${own.name}来自统计资料，只作核对，不据此决定（统计法第二十八条）。` }];
    if (states) return [{ kind: "statistics", severity: "warn", place, message: `${own.name}来自统计资料，须以企业自行提供的材料为准（统计法第二十八条）。` }];
    const way = "请移到“交叉核对”，或在材料里要企业自行提供。";
    return [{ kind: "statistics", severity: "block", place, message: `${own.name}来自统计资料，法律不许据此自动决定（统计法第二十八条）。${way}` }];
  });
}

const ARTICLE = "公平竞争审查条例实施办法第十九条";

type Sensitive = { readonly kind: FindingKind; readonly message: string };

/** Bases that no sum may be reckoned from (CMP-122). */
const FORBIDDEN_BASES: Readonly<Record<string, Sensitive>> = {
  [LOCAL_TAX]: { kind: "rewardOfTax", message: "不能按企业缴了多少税来返还或奖励（公平竞争审查条例第十条）。请换一个计算基数。" },
  [EXPORT]: { kind: "rewardOfExport", message: "不能按出口额给奖励，这是禁止性出口补贴。请换一个计算基数。" },
};

function namesForeign(leaf: Use["leaf"]): boolean {
  if (!leaf || !("ind" in leaf) || leaf.ind !== ENTITY_TYPE) return false;
  return Array.isArray(leaf.value) ? leaf.value.some((code) => code === FOREIGN) : leaf.value === FOREIGN;
}

function sensitivityOf({ indicator, place, leaf, decides }: Use, context: LintContext): Sensitive | null {
  if (!decides || place.startsWith("negativeList")) return null;
  const own = context.indicators[indicator];
  const base = leaf === undefined ? FORBIDDEN_BASES[indicator] : undefined;
  if (base) return base;
  if (indicator === REGISTRATION_PLACE) return { kind: "registrationPlace", message: `以登记在本地为条件，须有公平竞争审查结论（${ARTICLE}）。` };
  if (indicator === LOCAL_TAX) return { kind: "localTax", message: `以在本地缴税多少为条件，须有公平竞争审查结论（${ARTICLE}），否则请删去。` };
  if (own?.legalConstraint && own.dataset !== STATISTICS)
    return { kind: "localStatistics", message: `以纳入本地统计名录为条件，须有公平竞争审查结论（${ARTICLE}）。` };
  return namesForeign(leaf) ? { kind: "ownership", message: `按所有制区别对待，须有公平竞争审查结论（${ARTICLE}），否则请删去。` } : null;
}

const FORBIDDEN: ReadonlySet<FindingKind> = new Set(["rewardOfTax", "rewardOfExport"]);

function lintCompetition(uses: readonly Use[], { fairCompetition }: PolicyDocument, context: LintContext): Finding[] {
  const reviewed = fairCompetition.review !== undefined;
  const severityOf = (kind: FindingKind): Severity => {
    if (FORBIDDEN.has(kind) || !reviewed) return "block";
    return "note";
  };
  const found = uses.flatMap((use): Finding[] => {
    const sensitive = sensitivityOf(use, context);
    if (!sensitive) return [];
    const done = reviewed && !FORBIDDEN.has(sensitive.kind) ? "结论已附。" : "";
    return [{ ...sensitive, message: `${sensitive.message}${done}`, severity: severityOf(sensitive.kind), place: use.place }];
  });
  if (reviewed) return found;
  const message = context.isPublished
    ? "这一版发布时没有附公平竞争审查结论，下次修改须补上。"
    : "还没有公平竞争审查结论，不能发布（公平竞争审查条例第十八条）。请填写审查日期、审查单位和结论。";
  return [...found, { kind: "noReview", severity: context.isPublished ? "note" : "block", place: "fairCompetition.review", message }];
}

const CYCLE_WORDS: Readonly<Record<string, string>> = { monthly: "每月", quarterly: "每季度", yearly: "每年" };

function lintCycle(policy: ResolvedPolicy, context: LintContext): Finding[] {
  const periodOf = (id: string) => context.indicators[id]?.period ?? "snapshot";
  return paidTwice(policy, periodOf).map((id) => ({
    kind: "cycleShort",
    severity: "block",
    place: "grantCycle",
    message: `${CYCLE_WORDS[policy.grantCycle] ?? ""}发一次，但${context.indicators[id]?.name ?? id}一年才更新一次，同一个数会被重复补贴。请改为每年。`,
  }));
}

/** 合法性: sources that law lets decide (CMP-008), fair competition (CMP-120, 121, 122), and no figure paid twice. */
export function lintLaw(document: PolicyDocument, resolved: ResolvedPolicy, context: LintContext): Finding[] {
  const uses = usesOf(document, resolved);
  return [...lintSources(uses, document, context), ...lintCompetition(uses, document, context), ...lintCycle(resolved, context)];
}
