import "server-only";
import { currentUser } from "@/app/_server/session";
import { loadCalculationRules } from "@/db/calculations";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { loadProfiles } from "@/db/matching";
import { may } from "@/lib/access/permissions";
import { type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { factsFor, type MatchProfile } from "@/lib/matching/profile";
import { readCalculation } from "@/lib/policy/calculation-input";
import { bestTotal, type CalculatorInput, type CalculatorView, calculatorView } from "@/lib/policy/calculator";
import type { Facts } from "@/lib/policy/language";
import { derivedFacts, factsOfForm, fieldErrors, valuesOfFacts, withoutFaults } from "./form-facts";
import type { Question, QuestionGroup, Values } from "./question";
import { questionGroups } from "./questions";
import { type WhatIf, whatIfOf } from "./what-if";

/** What the calculator shows: what was typed, what is wrong with it, what follows from it. */
export type CalculatorState = {
  readonly values: Values;
  readonly errors: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** Null while nothing is filled in. */
  readonly view: CalculatorView | null;
  /** 假如 one figure were another; null while there is none to move. */
  readonly whatIf: WhatIf | null;
};

const NOTHING_WITHHELD: ReadonlySet<string> = new Set();

type Own = { readonly name: string; readonly profile: MatchProfile };

/** The file of the signed-in enterprise; null for everybody else. */
async function ownFile(): Promise<Own | null> {
  const user = await currentUser();
  if (!user?.enterprise || user.unfinished || !may(user.roles, "enterprise.viewOwn")) return null;
  const profile = (await loadProfiles(await getDb(), [user.enterprise.id])).get(user.enterprise.id);
  return profile ? { name: user.enterprise.name, profile } : null;
}

const sameFact = (a: Facts, b: Facts, id: string): boolean => JSON.stringify(a[id]) === JSON.stringify(b[id]);
const TITLE_DATA = ["titleCodes", "titleAwardDate"];

/** Each policy means its own award date. As long as the titles are those on file, the file knows it; typed titles have the one typed date. */
function factsByPolicy(facts: Facts, own: Own | null): CalculatorInput["factsFor"] {
  if (!own || !TITLE_DATA.every((id) => sameFact(facts, own.profile.facts, id))) return () => facts;
  return (policy) => factsFor(policy, { facts, subjects: own.profile.subjects }, NOTHING_WITHHELD);
}

type Scene = {
  readonly today: PlainDate;
  readonly fullYear: number;
  readonly rules: Awaited<ReturnType<typeof loadCalculationRules>>;
  readonly questions: readonly Question[];
};

/** What the form says, freed of what is wrong with it, and what follows from it. */
function factsTyped({ today, fullYear, rules, questions }: Scene, values: Values) {
  const typed = factsOfForm(questions, values, fullYear);
  const read = readCalculation({ asOf: today, fullYear, facts: typed }, rules.input, today);
  const problems = read.ok ? [] : read.reason;
  return { problems, ...derivedFacts(withoutFaults(typed, problems), fullYear) };
}

function judge(at: Scene, values: Values, own: Own | null): CalculatorState {
  const { today, fullYear, rules, questions } = at;
  const { facts, notes, problems } = factsTyped(at, values);
  const inputOf = (some: Facts): CalculatorInput => ({ asOf: today, fullYear, priorGrants: {}, factsFor: factsByPolicy(some, own) });
  const view = Object.keys(facts).length === 0 ? null : calculatorView(rules.view, inputOf(facts));
  const whatIf =
    view &&
    whatIfOf({
      values,
      view,
      questions,
      movable: new Set(Object.keys(rules.library.gapWords)),
      nameOf: (code) => rules.policies.find((policy) => policy.code === code)?.name ?? code,
      totalWith: (changed) => bestTotal(rules.view, inputOf(factsTyped(at, changed).facts)),
    });
  return { values, errors: fieldErrors(problems, questions, fullYear), notes, view, whatIf };
}

async function scene(): Promise<Scene & { groups: QuestionGroup[] }> {
  const db = await getDb();
  const [today, rules] = await Promise.all([businessToday(db), loadCalculationRules(db)]);
  const groups = questionGroups(rules.policies, rules.definitions, rules.library);
  return { today, fullYear: yearOf(today) - 1, rules, groups, questions: groups.flatMap((group) => group.questions) };
}

/** 试算 of what is in the form. Nothing is stored. */
export async function computeForm(values: Values): Promise<CalculatorState> {
  const [at, own] = await Promise.all([scene(), ownFile()]);
  return judge(at, values, own);
}

export type CalculatorStart = {
  readonly groups: readonly QuestionGroup[];
  readonly year: number;
  readonly enterprise: string | null;
  readonly filled: number;
  readonly state: CalculatorState;
};

/** The page as it opens: with what a shared link says, pre-filled with the enterprise's own file, or empty. */
export async function startCalculator(shared: Values): Promise<CalculatorStart> {
  const [at, file] = await Promise.all([scene(), ownFile()]);
  const isShared = Object.keys(shared).length > 0;
  const own = isShared ? null : file;
  const values = own ? valuesOfFacts(at.questions, own.profile.facts, at.fullYear) : shared;
  return { groups: at.groups, year: at.fullYear + 1, enterprise: own?.name ?? null, filled: Object.keys(values).length, state: judge(at, values, own) };
}

export type Comparison = {
  readonly questions: readonly Question[];
  readonly year: number;
  readonly views: readonly [CalculatorView | null, CalculatorView | null];
};

/** 两种情况, judged by the same rules on the same day. Nothing is stored. */
export async function compareScenarios(first: Values, second: Values): Promise<Comparison> {
  const [at, own] = await Promise.all([scene(), ownFile()]);
  return { questions: at.questions, year: at.fullYear + 1, views: [judge(at, first, own).view, judge(at, second, own).view] };
}
