import { withoutBlanks } from "../text";
import type { EnterpriseRef } from "./enterprise-ref";
import { compare, contradict, gradeName, type LinkQuery } from "./likeness";
import { nameKey } from "./name-key";
import { type NameParts, nameParts, placeStems } from "./name-parts";
import { type Compared, type Scored, score } from "./score";
import { COUNTY, countGrades, newTally, type Shares, sharesOf, type Weights, weightOf } from "./weights";

/** One name that an enterprise bears or has borne; its address as a key. */
type Entry = { readonly ref: EnterpriseRef; readonly parts: NameParts };

const keyed = <Of extends { readonly address?: string | null }>(one: Of): Of => ({ ...one, address: one.address ? nameKey(one.address) : null });

/** A block with more enterprises than this tells nothing. */
const LARGEST_BLOCK = 400;
/** As many pairs of different enterprises the shipped u counts for. */
const DRAWN_PAIRS = 100_000;

/** The core and all it becomes by losing one character: two cores one slip apart share at least one of them. */
function slips(core: string): readonly string[] {
  if (core.length < 3) return [core];
  return [core, ...Array.from(core, (_, at) => core.slice(0, at) + core.slice(at + 1))];
}

/** Halves of what tells enterprises of one county apart: a slip leaves one of them whole. */
function halves(code: string | null | undefined): readonly string[] {
  const plain = code ? withoutBlanks(code).toUpperCase() : "";
  return plain.length < 12 ? [] : [plain.slice(-10, -5), plain.slice(-5)];
}

type Marks = { readonly parts: NameParts | null; readonly address: string | null | undefined; readonly codes: readonly (string | null | undefined)[] };

/** 分块键: only enterprises that share one with the row are compared with it. */
function blockKeys({ parts, address, codes }: Marks): readonly string[] {
  const core = parts?.core ?? "";
  return [
    ...new Set([
      ...(core === "" ? [] : slips(core).map((slip) => `n${slip}`)),
      ...(core.length < 2 ? [] : [`b${core.slice(0, 2)}`]),
      ...(address ? [`a${address}`] : []),
      ...codes.flatMap(halves).map((half) => `c${half}`),
    ]),
  ];
}

/** Pairs of different enterprises whose names fall into one block, each once. */
function* pairsIn(entries: readonly Entry[], blocks: ReadonlyMap<string, readonly number[]>): Generator<readonly [Entry, Entry]> {
  const met = new Set<number>();
  const named = [...blocks].filter(([key, block]) => /^[nb]/.test(key) && block.length <= LARGEST_BLOCK);
  for (const [i, j] of named.flatMap(([, block]) => block.flatMap((one, at) => block.slice(at + 1).map((other) => [one, other] as const)))) {
    const [a, b, pair] = [entries[i], entries[j], i * entries.length + j];
    if (!a || !b || a.ref.uscc === b.ref.uscc || met.has(pair)) continue;
    met.add(pair);
    yield [a, b];
  }
}

/** u of this register: how alike different enterprises of it are. Names in one block are compared, all others differ. */
function nonMatches(entries: readonly Entry[], blocks: ReadonlyMap<string, readonly number[]>): Shares {
  const tally = newTally();
  let apart = (entries.length * (entries.length - 1)) / 2;
  for (const [a, b] of pairsIn(entries, blocks)) {
    countGrades(tally, { name: gradeName(a.parts.core, b.parts.core) });
    apart -= 1;
  }
  countGrades(tally, { name: "different" }, Math.max(0, apart));
  countShared(
    tally,
    "address",
    entries.map(({ ref }) => ref.address ?? null),
  );
  countShared(
    tally,
    "representative",
    entries.map(({ ref }) => ref.representative ?? null),
  );
  countShared(
    tally,
    "phone",
    entries.map(({ ref }) => ref.phone ?? null),
  );
  return sharesOf(tally, COUNTY.u, DRAWN_PAIRS);
}

function countShared(tally: ReturnType<typeof newTally>, field: "address" | "representative" | "phone", values: readonly (string | null)[]): void {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [stated, same] = [0, 0];
  for (const count of counts.values()) {
    stated += count;
    same += (count * (count - 1)) / 2;
  }
  countGrades(tally, { [field]: "same" }, same);
  countGrades(tally, { [field]: "different" }, Math.max(0, (stated * (stated - 1)) / 2 - same));
}

/** 相似查找 over a register. */
export type Finder = {
  readonly weights: Weights;
  /** Enterprises that a row may mean, most probable first; those of another kind (分公司 …) are left out, and the entry of `uscc` itself. */
  readonly find: (query: LinkQuery, uscc?: string) => readonly Scored[];
  /** Certain enterprises against a row, whether a block brings them together or not, and of whatever kind. */
  readonly weigh: (query: LinkQuery, refs: readonly EnterpriseRef[]) => readonly Scored[];
  /** The parts of a name as this register's places let them be told. */
  readonly parts: (name: string, uscc?: string | null) => NameParts | null;
};

function gather(entries: readonly Entry[]): ReadonlyMap<string, readonly number[]> {
  const blocks = new Map<string, number[]>();
  for (const [index, { ref, parts }] of entries.entries())
    for (const key of blockKeys({ parts, address: ref.address, codes: [ref.uscc, ref.legacyNumber] })) {
      const block = blocks.get(key);
      if (block) block.push(index);
      else blocks.set(key, [index]);
    }
  return blocks;
}

/** The names of an enterprise, each in its parts. */
function entriesOf(one: EnterpriseRef, stems: readonly string[]): readonly Entry[] {
  const ref = keyed(one);
  return [ref.name, ...(ref.formerNames ?? [])].flatMap((name) => {
    const parts = nameParts(name, stems, ref.uscc);
    return parts ? [{ ref, parts }] : [];
  });
}

/** Builds the blocks and the weights of a register. Costs some milliseconds per thousand enterprises, so it is done when the first row needs it. */
export function buildFinder(register: readonly EnterpriseRef[]): Finder {
  const stems = placeStems(register.map((one) => one.name));
  const entries = register.flatMap((ref) => entriesOf(ref, stems));
  const blocks = gather(entries);
  const weights: Weights = { m: COUNTY.m, u: nonMatches(entries, blocks) };
  const parts = (name: string | null, uscc: string | null = null) => (name === null ? null : nameParts(name, stems, uscc));
  const scored = (query: LinkQuery, written: NameParts | null, met: readonly Entry[]) => score(bestOf(query, written, met, weights), register.length, weights);
  const inBlocks = (keys: readonly string[]): readonly Entry[] => {
    const met = keys.map((key) => blocks.get(key) ?? []).filter((block) => block.length <= LARGEST_BLOCK);
    return [...new Set(met.flat())].flatMap((index) => entries[index] ?? []);
  };
  const find = (asked: LinkQuery, uscc?: string): readonly Scored[] => {
    const query = keyed(asked);
    const written = parts(query.name, uscc);
    const met = inBlocks(blockKeys({ parts: written, address: query.address, codes: [query.code] }));
    const others = met.filter((entry) => entry.ref.uscc !== uscc && !contradict(written, entry.parts));
    return scored(query, written, others);
  };
  const weigh = (query: LinkQuery, refs: readonly EnterpriseRef[]) =>
    scored(
      query,
      parts(query.name),
      refs.flatMap((ref) => entriesOf(ref, stems)),
    );
  return { weights, find, weigh, parts };
}

/** One comparison per enterprise: the best of its names. */
function bestOf(query: LinkQuery, written: NameParts | null, met: readonly Entry[], weights: Weights): readonly Compared[] {
  const best = new Map<string, Compared & { readonly weight: number }>();
  for (const { ref, parts } of met) {
    const likeness = compare(query, written, ref, parts);
    const weight = weightOf(likeness, weights);
    const held = best.get(ref.uscc);
    if (!held || held.weight < weight) best.set(ref.uscc, { uscc: ref.uscc, likeness, weight });
  }
  return [...best.values()].map(({ uscc, likeness }) => ({ uscc, likeness }));
}
