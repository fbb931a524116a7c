import { z } from "zod";
import { PlainDate } from "../kernel/plain-date";
import { type BenefitSource, relevantTitleCodes } from "../policy/benefit-period";
import type { Facts } from "../policy/facts";
import { policyIndicators } from "../policy/indicators";
import type { ResolvedPolicy } from "../policy/language";

/** 标的来源: the single titles, persons and invoice lines behind the figures of a profile, by indicator where several count them. */
export const ProfileSubjects = z.object({
  titles: z.array(z.object({ code: z.string(), awarded: PlainDate })).default([]),
  members: z.record(z.string(), z.array(z.string())).default({}),
  /** 发票行 and their amounts in fen, by indicator. */
  amounts: z.record(z.string(), z.record(z.string(), z.number())).default({}),
});
export type ProfileSubjects = z.infer<typeof ProfileSubjects>;

/** 一企一档 as matching sees it. */
export type MatchProfile = {
  readonly facts: Facts;
  readonly subjects: ProfileSubjects;
  /** Invoice lines that the enterprise has named for a policy (发票行归项). */
  readonly named?: Readonly<Record<string, string>>;
};

const AWARD_DATE = "titleAwardDate";
const STAGE = "listingStage";

/** The award date that a policy means: the newest among the titles it names; null when none is held. */
function awardDateFor(policy: ResolvedPolicy, { titles }: ProfileSubjects): PlainDate | null {
  const codes = relevantTitleCodes(policy);
  const dates = titles.filter((title) => codes.includes(title.code)).map((title) => title.awarded);
  return dates.length === 0 ? null : dates.reduce((latest, day) => (day > latest ? day : latest));
}

/** Facts for one policy: its own award date, and nothing of a consent-gated feed that the enterprise has not opened for it. */
export function factsFor(policy: ResolvedPolicy, profile: MatchProfile, withheld: ReadonlySet<string>): Facts {
  const { all } = policyIndicators(policy);
  const known = Object.fromEntries(Object.entries(profile.facts).filter(([id]) => all.includes(id) && !withheld.has(id)));
  return all.includes(AWARD_DATE) && AWARD_DATE in known ? { ...known, [AWARD_DATE]: awardDateFor(policy, profile.subjects) } : known;
}

/** The persons or invoice lines that a policy's amount counts. */
export function membersFor(policy: ResolvedPolicy, { members }: ProfileSubjects): readonly string[] {
  return policyIndicators(policy).amount.flatMap((indicator) => members[indicator] ?? []);
}

/** What the key of a claim is taken from. */
export function benefitSourceFor(policy: ResolvedPolicy, profile: MatchProfile, asOf: PlainDate): BenefitSource {
  const members = membersFor(policy, profile.subjects);
  const stage = profile.facts[STAGE];
  return {
    asOf,
    titles: profile.subjects.titles,
    persons: members,
    projects: members,
    products: members,
    ...(typeof stage === "string" && stage !== "none" && { stage }),
  };
}
