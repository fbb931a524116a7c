import type { EnterpriseRef } from "@/lib/pipeline/link/enterprise-ref";
import { buildLookups } from "@/lib/pipeline/link/lookups";
import { nameKey } from "@/lib/pipeline/link/name-key";
import type { Puzzle } from "./link-rows";

/**
 * 对照: a plain Fellegi–Sunter as linkage packages do it, with an exact tier: a registered code, an old number or the one bearer of a name links at
 * once; everything else is scored over name (three grades of likeness), address and code, with m and u by expectation maximisation over the blocked
 * pairs, and linked at 0.99.
 */
const GRADES = { name: 4, address: 2, code: 2 } as const;
type Field = keyof typeof GRADES;
const FIELDS = Object.keys(GRADES) as Field[];
type Vector = Partial<Record<Field, number>>;
type Model = { readonly prior: number; readonly m: Record<Field, number[]>; readonly u: Record<Field, number[]> };

const bigrams = (text: string): ReadonlySet<string> => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
function dice(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)];
  let shared = 0;
  for (const one of left) if (right.has(one)) shared += 1;
  return left.size + right.size === 0 ? 0 : (2 * shared) / (left.size + right.size);
}
const tidy = (text: string): string => text.replace(/[\s（）()]/g, "").replace("有限责任公司", "有限公司");

function vectorOf(query: { name: string; address: string; code: string }, ref: EnterpriseRef): Vector {
  const likeness = Math.max(...[ref.name, ...(ref.formerNames ?? [])].map((name) => (tidy(name) === query.name ? 1 : dice(tidy(name), query.name))));
  const name = [0.65, 0.85, 1].filter((bound) => likeness >= bound).length;
  return {
    name,
    ...(query.address && ref.address && { address: query.address === ref.address ? 1 : 0 }),
    ...(query.code && { code: dice(query.code, ref.uscc) >= 0.8 ? 1 : 0 }),
  };
}

const chance = (vector: Vector, shares: Record<Field, number[]>): number =>
  FIELDS.reduce((product, field) => product * (vector[field] === undefined ? 1 : (shares[field][vector[field]] ?? 1e-9)), 1);
const posterior = (vector: Vector, { prior, m, u }: Model): number => {
  const [match, other] = [prior * chance(vector, m), (1 - prior) * chance(vector, u)];
  return match / (match + other);
};

/** 期望最大化 over unlabelled pairs. */
export function estimate(vectors: readonly Vector[], rounds = 20): Model {
  let model: Model = {
    prior: 0.05,
    m: { name: [0.02, 0.08, 0.2, 0.7], address: [0.2, 0.8], code: [0.2, 0.8] },
    u: { name: [0.7, 0.2, 0.08, 0.02], address: [0.95, 0.05], code: [0.95, 0.05] },
  };
  for (let round = 0; round < rounds; round += 1) {
    const weights = vectors.map((vector) => posterior(vector, model));
    const shares = (of: (weight: number) => number) =>
      Object.fromEntries(
        FIELDS.map((field) => {
          const sums = Array.from({ length: GRADES[field] }, () => 1e-3);
          vectors.forEach((vector, at) => {
            const grade = vector[field];
            if (grade !== undefined) sums[grade] = (sums[grade] ?? 0) + of(weights[at] ?? 0);
          });
          const total = sums.reduce((sum, one) => sum + one, 0);
          return [field, sums.map((one) => one / total)];
        }),
      ) as Record<Field, number[]>;
    model = { prior: weights.reduce((sum, one) => sum + one, 0) / weights.length, m: shares((weight) => weight), u: shares((weight) => 1 - weight) };
  }
  return model;
}

export function plainLinkage(register: readonly EnterpriseRef[], puzzles: readonly Puzzle[]): readonly (string | null)[] {
  const exactly = buildLookups(register);
  const only = (found: readonly string[]): string | null => (found.length === 1 ? (found[0] ?? null) : null);
  const tier = (code: string, name: string): string | null => {
    if (exactly.byUscc(code)) return code;
    const key = nameKey(name) ?? "";
    return only(code === "" ? [] : exactly.byLegacyNumber(code)) ?? only([...new Set([...exactly.byNameKey(key), ...exactly.byFormerNameKey(key)])]);
  };
  const blocks = new Map<string, EnterpriseRef[]>();
  const keysOf = (name: string, address: string): string[] => [...[...bigrams(tidy(name))].filter((pair) => !/[青禾县有限公司股份]/.test(pair)), `@${address}`];
  for (const ref of register)
    for (const key of new Set([ref.name, ...(ref.formerNames ?? [])].flatMap((name) => keysOf(name, ref.address ?? "-"))))
      blocks.set(key, [...(blocks.get(key) ?? []), ref]);
  const asked = puzzles.map(({ cells }) => {
    const query = { name: tidy(cells["name"] ?? cells["accountName"] ?? ""), address: cells["address"] ?? "", code: cells["uscc"] ?? "" };
    const exact = tier(query.code, cells["name"] ?? cells["accountName"] ?? "");
    if (exact) return { exact, pairs: [] };
    const met = new Set(keysOf(query.name, query.address || "?").flatMap((key) => ((blocks.get(key)?.length ?? 0) > 300 ? [] : (blocks.get(key) ?? []))));
    return { exact: null, pairs: [...met].map((ref) => ({ uscc: ref.uscc, vector: vectorOf(query, ref) })) };
  });
  const model = estimate(asked.flatMap(({ pairs }) => pairs.map((pair) => pair.vector)));
  return asked.map(({ exact, pairs }) => {
    if (exact) return exact;
    const best = pairs.map(({ uscc, vector }) => ({ uscc, p: posterior(vector, model) })).sort((a, b) => b.p - a.p)[0];
    return best && best.p >= 0.99 ? best.uscc : null;
  });
}
