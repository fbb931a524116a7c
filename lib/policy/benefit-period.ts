import type { IndicatorPeriod } from "../indicators/catalogue";
import { monthOf, type PlainDate, yearOf } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import { type AmountFormula, innerFormulas } from "./amount-formula";
import { leavesOf } from "./condition";
import type { GrantCycle, ResolvedPolicy } from "./language";

/** 称号 as held. */
export type TitleHeld = { readonly code: string; readonly awarded: PlainDate };

/** What the subject of a claim is taken from; only the part that the cycle asks for is read. */
export type BenefitSource = {
  readonly asOf: PlainDate;
  readonly titles?: readonly TitleHeld[];
  /** Salted digests of the persons the amount counts. */
  readonly persons?: readonly string[];
  /** Invoice lines or filing numbers. */
  readonly projects?: readonly string[];
  readonly products?: readonly string[];
  readonly stage?: string;
};

/**
 * 享受期与标的: what makes a claim unique beside enterprise and policy. `members` are the single things behind the subject
 * (person digests, invoice lines …); each may stand in one live claim only.
 */
export type BenefitKey = { readonly period: string; readonly subject: string; readonly members: readonly string[] };
export type BenefitRefusal = "hintOnly" | "noTitle" | "noPersons" | "noProject" | "noProduct" | "noStage";

const ONCE = "once";

function formulas(formula: AmountFormula): AmountFormula[] {
  return [formula, ...innerFormulas(formula).flatMap(formulas)];
}

/** 相关称号代码 of a policy: those its conditions or its amount name. The award date of a policy is the newest among these. */
export function relevantTitleCodes(policy: Pick<ResolvedPolicy, "conditions" | "crossChecks" | "amount">): string[] {
  const trees = policy.crossChecks ? [policy.conditions, policy.crossChecks] : [policy.conditions];
  const sets = trees.flatMap(leavesOf).flatMap((leaf) => (leaf.op === "hasAny" ? [leaf] : []));
  const indicators = new Set(sets.map((leaf) => leaf.ind));
  const levels = formulas(policy.amount).flatMap((one) => (one.kind === "byLevel" && indicators.has(one.indicator) ? Object.keys(one.levels) : []));
  return [...new Set([...sets.flatMap((leaf) => leaf.value), ...levels])];
}

/** The title that decides: the one that pays most, among equals the newest. */
function decidingTitle(policy: ResolvedPolicy, titles: readonly TitleHeld[]): TitleHeld | null {
  const relevant = relevantTitleCodes(policy);
  const levels: Record<string, number> = Object.assign({}, ...formulas(policy.amount).map((one) => (one.kind === "byLevel" ? one.levels : {})));
  const held = titles.filter((title) => relevant.includes(title.code));
  const worth = ({ code }: TitleHeld) => levels[code] ?? 0;
  return held.reduce<TitleHeld | null>((best, title) => {
    if (!best || worth(title) > worth(best)) return title;
    return worth(title) === worth(best) && title.awarded > best.awarded ? title : best;
  }, null);
}

function batch(members: readonly string[], digest: (text: string) => string): BenefitKey | null {
  const sorted = [...new Set(members)].sort();
  const [only] = sorted;
  if (only === undefined) return null;
  return { period: ONCE, subject: sorted.length === 1 ? only : `batch:${digest(sorted.join("\n"))}`, members: sorted };
}

const orRefuse = (key: BenefitKey | null, reason: BenefitRefusal): Result<BenefitKey, BenefitRefusal> => (key ? ok(key) : refused(reason));
const whole = (period: string): Result<BenefitKey, BenefitRefusal> => ok({ period, subject: "", members: [] });

function titleKey(policy: ResolvedPolicy, titles: readonly TitleHeld[]): BenefitKey | null {
  const title = decidingTitle(policy, titles);
  if (!title) return null;
  const subject = `${title.code}@${title.awarded}`;
  return { period: ONCE, subject, members: [subject] };
}

const quarterOf = (day: PlainDate): string => `${yearOf(day)}Q${Math.ceil(monthOf(day) / 3)}`;

/** Period and subject of the claim that a match would open. `digest` shortens a batch of several members to one text. */
export function benefitKey(policy: ResolvedPolicy, source: BenefitSource, digest: (text: string) => string): Result<BenefitKey, BenefitRefusal> {
  switch (policy.grantCycle) {
    case "monthly":
      return whole(source.asOf.slice(0, 7));
    case "quarterly":
      return whole(quarterOf(source.asOf));
    case "yearly":
      return whole(String(yearOf(source.asOf)));
    case "onceForLife":
      return whole(ONCE);
    case "oncePerTitle":
      return orRefuse(titleKey(policy, source.titles ?? []), "noTitle");
    case "oncePerPerson":
      return orRefuse(batch(source.persons ?? [], digest), "noPersons");
    case "perProject":
      return orRefuse(batch(source.projects ?? [], digest), "noProject");
    case "perProduct":
      return orRefuse(batch(source.products ?? [], digest), "noProduct");
    case "oncePerStage":
      return orRefuse(source.stage === undefined ? null : { period: ONCE, subject: source.stage, members: [source.stage] }, "noStage");
    case "perDeclaration":
      return refused("hintOnly");
  }
}

/** 补差账户 of a policy: its ladder, on a ladder of sites with the site; null where nothing is topped up. */
export function ladderKey(policy: ResolvedPolicy, site: string | null): string | null {
  const ladder = formulas(policy.amount).find((one) => one.topUpGroup !== undefined)?.topUpGroup;
  if (ladder === undefined) return null;
  const bySite = policy.relations.some((relation) => relation.mode === "topUp" && relation.level === "site");
  return bySite && site !== null ? `${ladder}:${site}` : ladder;
}

const CYCLE_MONTHS: Readonly<Partial<Record<GrantCycle, number>>> = { monthly: 1, quarterly: 3, yearly: 12 };
/** A state of the day renews with every delivery. */
const PERIOD_MONTHS: Readonly<Record<IndicatorPeriod, number>> = { snapshot: 0, latest: 1, year: 12, series: 12 };

/** Base indicators that renew less often than the policy pays: the same figure would be paid again. Such a policy is refused on load. */
export function paidTwice(policy: Pick<ResolvedPolicy, "grantCycle" | "amount">, periodOf: (indicator: string) => IndicatorPeriod): string[] {
  const cycle = CYCLE_MONTHS[policy.grantCycle];
  if (cycle === undefined) return [];
  const bases = formulas(policy.amount).flatMap((one) => {
    if (one.kind === "rate" || one.kind === "tieredRate") return [one.base];
    return one.kind === "perHead" || one.kind === "rateOfIncrease" ? [one.indicator] : [];
  });
  return [...new Set(bases)].filter((indicator) => PERIOD_MONTHS[periodOf(indicator)] > cycle);
}
