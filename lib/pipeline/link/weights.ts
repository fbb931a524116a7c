import { FIELDS, type Field, GRADES, type Likeness } from "./likeness";

/** A share for every grade of every field; the shares of a field sum to one. */
export type Shares = { readonly [F in Field]: { readonly [G in (typeof GRADES)[F][number]]: number } };

/** 费勒基–桑特权重: how often a grade is met where the row means the enterprise (m), and where it does not (u). */
export type Weights = { readonly m: Shares; readonly u: Shares };

/**
 * m as counted over certain pairs (rows beside the enterprise that they are known to mean), u over pairs of different enterprises of a county of three
 * thousand: `npm run bench link` counts both again and prints them beside these. Addresses, persons and telephones are taken to be wrong more often
 * than that set has them: files of real departments are older than their register. u is drawn towards what the county's own register shows.
 */
export const COUNTY: Weights = {
  m: {
    name: { same: 0.925, near: 0.05, short: 0.015, brand: 0.005, different: 0.005 },
    form: { same: 0.97, different: 0.03 },
    place: { same: 0.99, different: 0.01 },
    address: { same: 0.9, near: 0.02, different: 0.08 },
    representative: { same: 0.95, different: 0.05 },
    phone: { same: 0.9, different: 0.1 },
    code: { near: 0.9, different: 0.1 },
  },
  u: {
    name: { same: 1e-5, near: 4e-5, short: 1e-5, brand: 6e-4, different: 0.99934 },
    form: { same: 0.5, different: 0.5 },
    place: { same: 0.95, different: 0.05 },
    address: { same: 4e-4, near: 4e-5, different: 0.99956 },
    representative: { same: 0.03, different: 0.97 },
    phone: { same: 1e-4, different: 0.9999 },
    code: { near: 2e-6, different: 0.999998 },
  },
};

/** Counts of grades, to become shares. */
export type Tally = { readonly [F in Field]: Record<string, number> };
export const newTally = (): Tally => Object.fromEntries(FIELDS.map((field) => [field, {}])) as Tally;

export function countGrades(tally: Tally, likeness: Likeness, times = 1): void {
  for (const field of FIELDS) {
    const grade = likeness[field];
    if (grade !== undefined) tally[field][grade] = (tally[field][grade] ?? 0) + times;
  }
}

/** Shares of what was counted, drawn towards those of the county as if `strength` pairs of it had been counted as well: a small register says little. */
export function sharesOf(tally: Tally, drawn: Shares, strength: number): Shares {
  const field = (name: Field) => {
    const counts = tally[name];
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0) + strength;
    const base = drawn[name] as Readonly<Record<string, number>>;
    return Object.fromEntries(GRADES[name].map((grade) => [grade, ((counts[grade] ?? 0) + strength * (base[grade] ?? 0)) / total]));
  };
  return Object.fromEntries(FIELDS.map((name) => [name, field(name)])) as unknown as Shares;
}

/** 证据权重 of a likeness: the natural logarithm of m ÷ u, summed over the fields that both sides state. */
export function weightOf(likeness: Likeness, { m, u }: Weights): number {
  let sum = 0;
  for (const field of FIELDS) {
    const grade = likeness[field];
    if (grade === undefined) continue;
    sum += Math.log((m[field] as Record<string, number>)[grade] ?? 1) - Math.log((u[field] as Record<string, number>)[grade] ?? 1);
  }
  return sum;
}
