import type { EnterpriseRef } from "./enterprise-ref";
import type { Finder } from "./finder";
import { contradict, type Likeness } from "./likeness";

/** 疑似同一家: two enterprises of the register that may be one, the smaller credit code first. */
export type Twins = { readonly first: string; readonly second: string; readonly likeness: Likeness; readonly probability: number };

/** From here on two entries of the register are worth a look. */
const SUSPICIOUS = 0.5;

const isSuspicious = ({ name, address, phone }: Likeness): boolean =>
  name === "same" || ((name === "near" || name === "short") && (address === "same" || phone === "same"));

/** More entries under one roof or one telephone than this are a market or an agent's office, and say nothing. */
const LARGEST_GROUP = 60;

const inOrder = (a: EnterpriseRef, b: EnterpriseRef): readonly [EnterpriseRef, EnterpriseRef] => (a.uscc < b.uscc ? [a, b] : [b, a]);

/** Pairs that share the core of a name, a place or a telephone, each once. */
function pairsOf(register: readonly EnterpriseRef[], finder: Finder): readonly (readonly [EnterpriseRef, EnterpriseRef])[] {
  const groups = new Map<string, EnterpriseRef[]>();
  for (const ref of register)
    for (const key of [`n${finder.parts(ref.name, ref.uscc)?.core ?? ref.uscc}`, `a${ref.address || ref.uscc}`, `p${ref.phone || ref.uscc}`]) {
      const group = groups.get(key);
      if (group) group.push(ref);
      else groups.set(key, [ref]);
    }
  const small = [...groups.values()].filter((group) => group.length > 1 && group.length <= LARGEST_GROUP);
  const pairs = small.flatMap((group) => group.flatMap((one, at) => group.slice(at + 1).map((other) => inOrder(one, other))));
  return [...new Map(pairs.map((pair) => [`${pair[0].uscc}${pair[1].uscc}`, pair] as const)).values()];
}

/** 疑似重复登记 of a register, the most probable first. Sisters of a similar name stay apart unless place or telephone is the same as well. */
export function suspiciousTwins(register: readonly EnterpriseRef[], finder: Finder): readonly Twins[] {
  return pairsOf(register, finder)
    .filter(([one, other]) => !contradict(finder.parts(one.name, one.uscc), finder.parts(other.name, other.uscc)))
    .flatMap(([one, other]): Twins[] => {
      const query = { name: one.name, address: one.address ?? null, representative: one.representative ?? null, phone: one.phone ?? null };
      const [scored] = finder.weigh(query, [other]);
      if (!scored || scored.probability < SUSPICIOUS || !isSuspicious(scored.likeness)) return [];
      return [{ first: one.uscc, second: other.uscc, likeness: scored.likeness, probability: scored.probability }];
    })
    .sort((a, b) => b.probability - a.probability || (a.first < b.first ? -1 : 1));
}
