import type { Fen } from "../kernel/fen";
import type { PlainDate } from "../kernel/plain-date";
import { type BenefitKey, benefitKey } from "../policy/benefit-period";
import type { Decision } from "../policy/decide";
import type { ResolvedPolicy } from "../policy/language";
import type { MatchKind } from "../policy/match-kind";
import { bestCombination, type Groups } from "../policy/relations";
import { benefitSourceFor, type MatchProfile, membersFor } from "./profile";
import { countsByLine } from "./project-lines";

/** One policy judged for one enterprise. */
export type Judged = {
  readonly policy: ResolvedPolicy;
  readonly decision: Decision;
  readonly kind: MatchKind;
  /** The file as this policy sees it, where that is not the whole of it. */
  readonly profile?: MatchProfile;
};

/** A claim that already occupies its key, whatever became of it but cancellation or repayment. */
export type HeldClaim = {
  readonly policyCode: string;
  readonly period: string;
  readonly subject: string;
  readonly isLive: boolean;
  readonly members: readonly string[];
};

export type Opening = { readonly judged: Judged; readonly key: BenefitKey; readonly members: readonly string[] };

export type OpeningQuestion = {
  readonly profile: MatchProfile;
  readonly judged: readonly Judged[];
  readonly held: readonly HeldClaim[];
  readonly groups: Groups;
  readonly asOf: PlainDate;
  readonly digest: (text: string) => string;
};

/** Whether a claim already stands for the same benefit, period and subject. */
export const isHeld = (held: readonly HeldClaim[], code: string, key: BenefitKey): boolean =>
  held.some((claim) => claim.policyCode === code && claim.period === key.period && claim.subject === key.subject);

/** 最多享受年数: how many have been had. */
export const yearsUsed = (held: readonly HeldClaim[], code: string): number => held.filter((claim) => claim.policyCode === code && claim.isLive).length;

/** 同人同期: a person counts once a period, not once for good. */
const byPeriod = (group: Groups[string] | undefined): boolean => group?.level === "person-period";

/** Groups in which persons, lines or loans count once, of a policy. */
const perSubjectGroups = (code: string, groups: Groups) =>
  Object.entries(groups).filter(([, { mode, policies }]) => mode === "perSubject" && policies.includes(code));

/**
 * 计数名 under which the members of a claim are unique in the database: the group where it counts once for good; group or policy with the period where
 * it counts once a period. A yearly policy without a group counts the same people again next year.
 */
export function memberKeys(code: string, period: string, groups: Groups): string[] {
  const own = perSubjectGroups(code, groups);
  if (own.length === 0) return [`${code}@${period}`];
  return own.map(([id, group]) => (byPeriod(group) ? `${id}@${period}` : id));
}

/** Persons or lines already counted by another live claim of the same group cannot be counted again; an invoice line not by the same policy either. */
function takenIn(policy: ResolvedPolicy, period: string, held: readonly HeldClaim[], groups: Groups): ReadonlySet<string> {
  const { code } = policy;
  const own = perSubjectGroups(code, groups).map(([, group]) => group);
  const counts = (claim: HeldClaim): boolean => {
    if (claim.policyCode === code) return countsByLine(policy);
    return own.some((group) => group.policies.includes(claim.policyCode) && (!byPeriod(group) || claim.period === period));
  };
  return new Set(held.filter((claim) => claim.isLive && counts(claim)).flatMap((claim) => claim.members));
}

/** A live claim under a one-of group shuts out the others of the group for the same period. */
function shutOut(code: string, period: string, held: readonly HeldClaim[], groups: Groups): boolean {
  return Object.values(groups).some(
    ({ mode, policies }) =>
      mode === "oneOf" &&
      policies.includes(code) &&
      held.some((claim) => claim.isLive && claim.policyCode !== code && policies.includes(claim.policyCode) && claim.period === period),
  );
}

const pays = (amount: Fen | null): boolean => amount === null || amount > 0;

function candidate(judged: Judged, question: OpeningQuestion): Opening | null {
  const { policy, decision, kind } = judged;
  const { held, groups, asOf, digest } = question;
  const profile = judged.profile ?? question.profile;
  if (kind !== "claim" || !pays(decision.amountFen)) return null;
  const key = benefitKey(policy, benefitSourceFor(policy, profile, asOf), digest);
  if (!key.ok || isHeld(held, policy.code, key.value) || shutOut(policy.code, key.value.period, held, groups)) return null;
  if (policy.maxYears !== undefined && yearsUsed(held, policy.code) >= policy.maxYears) return null;
  const members = membersFor(policy, profile.subjects);
  const taken = takenIn(policy, key.value.period, held, groups);
  return members.some((member) => taken.has(member)) ? null : { judged, key: key.value, members };
}

/**
 * 建件清单 of one enterprise: which of its matches open a claim now. What is held stays held; of benefits that exclude each other the
 * combination with the largest sum is opened; a claim whose amount is still open (待核) never pushes out one whose amount is known.
 */
export function planOpenings(question: OpeningQuestion): readonly Opening[] {
  const openings = question.judged.map((one) => candidate(one, question)).filter((one) => one !== null);
  const best = bestCombination(
    openings.map(({ judged, members }) => ({
      policy: judged.policy.code,
      amountFen: judged.decision.amountFen ?? (0 as Fen),
      ...(members.length > 0 && { subjects: members }),
    })),
    question.groups,
  );
  const chosen = new Set(best.chosen.map((one) => one.policy));
  return openings.filter(({ judged }) => chosen.has(judged.policy.code));
}
