import { moneyFact } from "../indicators/facts";
import { addFen, type Fen } from "../kernel/fen";
import { policyIndicators } from "../policy/indicators";
import type { ResolvedPolicy } from "../policy/language";
import type { MatchProfile, ProfileSubjects } from "./profile";

/** 发票行归项: what the enterprise has named, and the policies with a consent in force among which a line could be named. */
export type LineNaming = {
  /** Invoice line → code of the policy whose project it belongs to. */
  readonly named: Readonly<Record<string, string>>;
  readonly candidates: readonly ResolvedPolicy[];
};

/** Does the policy stand in a group whose invoice lines are counted once only (同一发票行只进一个政策)? */
export const countsByLine = (policy: ResolvedPolicy): boolean => policy.relations.some(({ level, mode }) => level === "invoiceLine" && mode === "perSubject");

/** Indicators that a policy pays by line. */
export const lineIndicators = (policy: ResolvedPolicy): readonly string[] => (countsByLine(policy) ? policyIndicators(policy).amount : []);

const rivalsFor = (indicator: string, { candidates }: LineNaming): readonly ResolvedPolicy[] =>
  candidates.filter((one) => lineIndicators(one).includes(indicator));

/** A named line is its policy's; an unnamed one belongs to the only policy that could count it. */
function belongs(line: string, indicator: string, policy: ResolvedPolicy, naming: LineNaming): boolean {
  const named = naming.named[line];
  if (named !== undefined) return named === policy.code;
  const rivals = rivalsFor(indicator, naming);
  return rivals.length === 1 && rivals[0]?.code === policy.code;
}

/** 待归项: lines that several policies could count and that the enterprise has named for none. They count for none. */
export function openLines({ amounts }: ProfileSubjects, naming: LineNaming): readonly string[] {
  return Object.entries(amounts).flatMap(([indicator, lines]) =>
    rivalsFor(indicator, naming).length > 1 ? Object.keys(lines).filter((line) => naming.named[line] === undefined) : [],
  );
}

export type LineChoice = {
  readonly naming?: LineNaming;
  /** The lines of a claim: it is judged on these alone. */
  readonly only?: readonly string[];
  /** Lines that a claim under the same policy counts already. */
  readonly except?: ReadonlySet<string>;
};

function counted(line: string, indicator: string, policy: ResolvedPolicy, { naming, only, except }: LineChoice): boolean {
  if (only) return only.includes(line);
  return !except?.has(line) && (naming === undefined || belongs(line, indicator, policy, naming));
}

/**
 * 本项目的档案: the file as one policy sees it. Where it pays by invoice line, its figure is the sum of the lines that count for it, and these are the
 * subjects of its claim; everything else stays.
 */
export function forProject(policy: ResolvedPolicy, profile: MatchProfile, choice: LineChoice): MatchProfile {
  const { facts, subjects } = profile;
  const indicators = lineIndicators(policy).filter((id) => subjects.amounts[id] !== undefined && id in facts);
  if (indicators.length === 0) return profile;
  const lines = indicators.map((id) => [id, Object.entries(subjects.amounts[id] ?? {}).filter(([line]) => counted(line, id, policy, choice))] as const);
  const sums = lines.map(([id, own]) => [id, moneyFact(addFen(...own.map(([, amount]) => amount as Fen)))] as const);
  const members = lines.map(([id, own]) => [id, own.map(([line]) => line)] as const);
  return {
    ...profile,
    facts: { ...facts, ...Object.fromEntries(sums) },
    subjects: { ...subjects, members: { ...subjects.members, ...Object.fromEntries(members) } },
  };
}
