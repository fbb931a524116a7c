import "server-only";
import { and, asc, like, lt, sql } from "drizzle-orm";
import { IndicatorDefinition } from "@/lib/indicators/catalogue";
import type { PlainDate } from "@/lib/kernel/plain-date";
import type { Result } from "@/lib/kernel/result";
import { laddersOf } from "@/lib/policy/amount-formula";
import { type CalculationAnswer, calculateAll } from "@/lib/policy/calculation";
import { type InputProblem, type InputRules, type ReadCalculation, readCalculation } from "@/lib/policy/calculation-input";
import type { CalculatorRules } from "@/lib/policy/calculator";
import { withCodeNames } from "@/lib/policy/describe";
import type { GapVocabulary } from "@/lib/policy/gap";
import type { LibraryDocument, ResolvedPolicy } from "@/lib/policy/language";
import { blindIndex } from "./crypto";
import { listPublished, loadLibrary } from "./policies";
import { indicators, rateWindows } from "./schema";
import type { Db } from "./types";
import { wallNow } from "./wall-clock";

/** 计算规则: the published policies with the catalogue and the words they are told in. */
export type CalculationRules = {
  readonly policies: readonly ResolvedPolicy[];
  readonly library: LibraryDocument;
  readonly definitions: readonly IndicatorDefinition[];
  readonly input: InputRules;
  readonly view: CalculatorRules;
};

/** Words for one policy: its own code names first, then the library's, then the catalogue's labels. */
function vocabulary(definitions: readonly IndicatorDefinition[], library: LibraryDocument): (policy: ResolvedPolicy) => GapVocabulary {
  const byId = Object.fromEntries(definitions.map(({ id, name, type, unit, changeable, labels }) => [id, { name, type, unit, changeable, labels }]));
  const titles = definitions.filter((one) => one.type === "enumSet").map((one) => one.id);
  const shared = { ...library.codeNames, ...Object.fromEntries(titles.map((id) => [id, library.titleCodes])) };
  const common: GapVocabulary = { indicators: byId, codes: shared, gapWords: library.gapWords };
  return ({ names }) => withCodeNames(common, names);
}

/** 指标目录 in its order. */
export async function listDefinitions(db: Db): Promise<IndicatorDefinition[]> {
  const rows = await db.select({ definition: indicators.definition }).from(indicators).orderBy(asc(indicators.sortOrder));
  return rows.map((row) => IndicatorDefinition.parse(row.definition));
}

export async function loadCalculationRules(db: Db): Promise<CalculationRules> {
  const [published, library, definitions] = await Promise.all([listPublished(db), loadLibrary(db), listDefinitions(db)]);
  const policies = published.map((one) => one.resolved);
  return {
    policies,
    library,
    definitions,
    input: {
      definitions: new Map(definitions.map((one) => [one.id, one])),
      ladders: new Set(policies.flatMap((policy) => laddersOf(policy.amount))),
      titleCodes: library.titleCodes,
    },
    view: { policies, groups: library.exclusionGroups, wordsFor: vocabulary(definitions, library) },
  };
}

export type Calculated = ReadCalculation & { readonly results: readonly CalculationAnswer[] };

/** 政策计算: reads a request as sent and answers for every published policy. Nothing is stored. */
export async function calculate(db: Db, body: unknown, today: PlainDate): Promise<Result<Calculated, readonly InputProblem[]>> {
  const { policies, input } = await loadCalculationRules(db);
  const read = readCalculation(body, input, today);
  if (!read.ok) return read;
  return { ok: true, value: { ...read.value, results: calculateAll(policies, read.value.input) } };
}

export type RateLimit = { readonly name: string; readonly limit: number; readonly seconds: number };
/** Old windows are swept by the request that opens a new one. */
const KEEP_MS = 3_600_000;

/**
 * 限频: counts one request of an address in a fixed window of wall time; false when the window is full. The address is kept as a keyed digest
 * only, no longer than an hour after its window.
 */
export async function withinRate(db: Db, address: string, { name, limit, seconds }: RateLimit): Promise<boolean> {
  const now = wallNow().getTime();
  const windowStart = new Date(Math.floor(now / (seconds * 1000)) * seconds * 1000);
  const key = `${name}:${blindIndex(`address|${address}`).slice(0, 32)}`;
  const [row] = await db
    .insert(rateWindows)
    .values({ key, windowStart, hits: 1 })
    .onConflictDoUpdate({ target: [rateWindows.key, rateWindows.windowStart], set: { hits: sql`${rateWindows.hits} + 1` } })
    .returning({ hits: rateWindows.hits });
  const hits = row?.hits ?? 1;
  // Windows of other names may be longer: each name sweeps its own.
  if (hits === 1)
    await db.delete(rateWindows).where(and(like(rateWindows.key, `${name}:%`), lt(rateWindows.windowStart, new Date(windowStart.getTime() - KEEP_MS))));
  return hits <= limit;
}
