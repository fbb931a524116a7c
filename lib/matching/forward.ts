import { type Fen, largerFen, ZERO_FEN } from "../kernel/fen";
import { addDays, dayOfMonth, firstOfMonth, lastOfMonth, monthOf, type PlainDate, yearOf } from "../kernel/plain-date";
import { type BenefitKey, benefitKey } from "../policy/benefit-period";
import { type Decision, inForceOn } from "../policy/decide";
import { dayIn } from "../policy/facts";
import type { ResolvedPolicy } from "../policy/language";
import { bestCombination, type Groups } from "../policy/relations";
import { type HeldClaim, isHeld, type Judged, yearsUsed } from "./openings";
import { benefitSourceFor, type MatchProfile } from "./profile";

/** 称号有效期: a title in force and its last day. */
export type TitleTerm = { readonly code: string; readonly until: PlainDate };

/**
 * 日历上的一笔: on `day` something is so for the first time. opens 开始符合, again 新的一期又能享受, lost 不再符合, changes 金额变了.
 * `amountFen` is what is at stake: what was granted until then for `lost`, what is granted from then on otherwise; null is 待核.
 */
export type Turn = {
  readonly day: PlainDate;
  readonly kind: "opens" | "again" | "lost" | "changes";
  readonly cause: "policyBegins" | "policyEnds" | "title" | "time" | "newPeriod";
  readonly policyCode: string;
  readonly policyName: string;
  readonly isTaxReduction: boolean;
  readonly amountFen: Fen | null;
  /** Before a change. */
  readonly beforeFen: Fen | null;
  /** 条款 that time has turned, where it was one. */
  readonly clause: string | null;
  /** The benefit of the period that ends has been claimed: nothing of it is lost, only what would have come after. */
  readonly taken: boolean;
};

export type ForwardQuestion = {
  readonly today: PlainDate;
  /** Last day looked at. */
  readonly until: PlainDate;
  readonly profile: MatchProfile;
  readonly titles: readonly TitleTerm[];
  readonly held: readonly HeldClaim[];
  /** The nightly judgement, of a file on a day. */
  readonly judge: (profile: MatchProfile, asOf: PlainDate) => readonly Judged[];
  readonly digest: (text: string) => string;
};

const TITLES = "titleCodes";

/** The file on a later day: titles that have run out by then are gone, everything else stays as it is known today. */
export function profileOn(profile: MatchProfile, titles: readonly TitleTerm[], day: PlainDate): MatchProfile {
  const gone = new Set(titles.filter((title) => title.until < day).map((title) => title.code));
  if (gone.size === 0) return profile;
  const held = profile.facts[TITLES];
  const { subjects } = profile;
  return {
    ...profile,
    facts: Array.isArray(held) ? { ...profile.facts, [TITLES]: held.filter((code) => !gone.has(code)) } : profile.facts,
    subjects: { ...subjects, titles: subjects.titles.filter((title) => !gone.has(title.code)) },
  };
}

/** Days of the file from which months are counted. */
function startingDays({ facts, subjects }: MatchProfile): PlainDate[] {
  const days = Object.values(facts).map(dayIn);
  return [...days.filter((day) => day !== null), ...subjects.titles.map((title) => title.awarded)];
}

function monthsIn(from: PlainDate, to: PlainDate): PlainDate[] {
  const months: PlainDate[] = [];
  for (let first = firstOfMonth(yearOf(from), monthOf(from)); first <= to; first = firstOfMonth(yearOf(first), monthOf(first) + 1)) months.push(first);
  return months;
}

/** The day of a month on which a month since `start` is complete; the first of the next month, where this one is too short, is a turning day anyway. */
function completion(first: PlainDate, start: PlainDate): PlainDate[] {
  const day = addDays(first, dayOfMonth(start) - 1);
  return day <= lastOfMonth(yearOf(first), monthOf(first)) ? [day] : [];
}

/** 转折日: the only days after `today` on which time alone can turn a judgement. */
export function turningDays(
  policies: readonly ResolvedPolicy[],
  { today, until, profile, titles }: Omit<ForwardQuestion, "held" | "judge" | "digest">,
): PlainDate[] {
  const months = monthsIn(today, until);
  const starts = startingDays(profile);
  const days = [
    ...months,
    ...starts,
    ...months.flatMap((first) => starts.flatMap((start) => completion(first, start))),
    ...policies.flatMap(({ effective }) => [effective.from, addDays(effective.to, 1)]),
    ...titles.map((title) => addDays(title.until, 1)),
  ];
  return [...new Set(days)].filter((day) => day > today && day <= until).sort();
}

const pays = (decision: Decision): boolean => decision.verdict === "eligible" && decision.amountFen !== 0;

/** The condition that reads differently on the two days. */
function turnedClause(before: Decision, after: Decision): string | null {
  const leaves = (decision: Decision) => [...decision.base, ...decision.conditions, ...decision.negativeList];
  const was = new Map(leaves(before).map((leaf) => [leaf.id, leaf.result]));
  return leaves(after).find((leaf) => was.get(leaf.id) !== leaf.result)?.clause ?? null;
}

/** 期与标的 of a day; null where no claim could be opened for it, "free" where nothing has to be claimed at all. */
function keyOn(policy: ResolvedPolicy, day: PlainDate, { profile, titles, digest }: ForwardQuestion): BenefitKey | "free" | null {
  const key = benefitKey(policy, benefitSourceFor(policy, profileOn(profile, titles, day), day), digest);
  if (key.ok) return key.value;
  return key.reason === "hintOnly" ? "free" : null;
}

function lostBecause(policy: ResolvedPolicy, day: PlainDate, { profile, judge }: ForwardQuestion): Turn["cause"] {
  if (!inForceOn(policy, day)) return "policyEnds";
  const withTitles = judge(profile, day).find((one) => one.policy.code === policy.code);
  return withTitles && pays(withTitles.decision) ? "title" : "time";
}

type Pair = { readonly policy: ResolvedPolicy; readonly before: Decision; readonly after: Decision; readonly day: PlainDate };

type Said = Pick<Turn, "kind" | "cause"> & Partial<Turn>;

function turn({ policy, before, after, day }: Pair, said: Said): Turn {
  return {
    day,
    policyCode: policy.code,
    policyName: policy.name,
    isTaxReduction: policy.benefitKind === "taxReduction",
    amountFen: after.amountFen,
    beforeFen: null,
    clause: said.cause === "time" ? turnedClause(before, after) : null,
    taken: false,
    ...said,
  };
}

type PeriodKey = ReturnType<typeof keyOn>;
const isTaken = (policy: ResolvedPolicy, key: PeriodKey, { held }: ForwardQuestion): boolean =>
  key !== null && key !== "free" && isHeld(held, policy.code, key);

/** What is had once for good and has been claimed cannot be lost. */
function lostOf(pair: Pair, last: PeriodKey, question: ForwardQuestion): Turn | null {
  const { policy, before, day } = pair;
  if (last === null) return null;
  const taken = isTaken(policy, last, question);
  if (taken && last !== "free" && last.period === "once") return null;
  return turn(pair, { kind: "lost", cause: lostBecause(policy, day, question), amountFen: before.amountFen, taken });
}

function gainOf(pair: Pair, last: PeriodKey, question: ForwardQuestion): Turn | null {
  const { policy, before, after, day } = pair;
  const next = keyOn(policy, day, question);
  if (next === null || isTaken(policy, next, question)) return null;
  if (!pays(before)) return turn(pair, { kind: "opens", cause: inForceOn(policy, addDays(day, -1)) ? "time" : "policyBegins" });
  if (isTaken(policy, last, question)) return turn(pair, { kind: "again", cause: "newPeriod" });
  return before.amountFen === after.amountFen ? null : turn(pair, { kind: "changes", cause: "time", beforeFen: before.amountFen });
}

function turnOf(pair: Pair, question: ForwardQuestion): Turn | null {
  const { policy, before, after, day } = pair;
  if (!pays(before) && !pays(after)) return null;
  if (policy.maxYears !== undefined && yearsUsed(question.held, policy.code) >= policy.maxYears) return null;
  const last = keyOn(policy, addDays(day, -1), question);
  return pays(after) ? gainOf(pair, last, question) : lostOf(pair, last, question);
}

/** 未来一年: what time alone will bring and take, the data held as they are known today. */
export function forwardTurns(question: ForwardQuestion): Turn[] {
  const { today, profile, titles, judge } = question;
  const now = judge(profile, today);
  const days = turningDays(
    now.map((one) => one.policy),
    question,
  );
  let before = new Map(now.map((one) => [one.policy.code, one.decision]));
  return days.flatMap((day) => {
    const judged = judge(profileOn(profile, titles, day), day);
    const turns = judged.flatMap(({ policy, decision }) => {
      const was = before.get(policy.code);
      return (was && turnOf({ policy, before: was, after: decision, day }, question)) ?? [];
    });
    before = new Map(judged.map((one) => [one.policy.code, one.decision]));
    return turns;
  });
}

/** 涉及金额 of some turns: the best that can be had together of what is not claimed yet, and how many have no amount yet. */
export function stakeOf(turns: readonly Turn[], groups: Groups): { readonly fen: Fen; readonly open: number } {
  const free = turns.filter((one) => !one.taken);
  const largest = new Map<string, Fen>();
  for (const { policyCode, amountFen } of free) largest.set(policyCode, largerFen(largest.get(policyCode) ?? ZERO_FEN, amountFen ?? ZERO_FEN));
  const candidates = [...largest].map(([policy, amountFen]) => ({ policy, amountFen }));
  return { fen: bestCombination(candidates, groups).totalFen, open: free.filter((one) => one.amountFen === null).length };
}
