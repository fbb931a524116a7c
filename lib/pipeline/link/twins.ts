import type { EnterpriseRef } from "./enterprise-ref";
import type { Finder } from "./finder";
import type { Likeness } from "./likeness";

/** 疑似同一家: two enterprises of the register that may be one, the smaller credit code first. */
export type Twins = { readonly first: string; readonly second: string; readonly likeness: Likeness; readonly probability: number };

/** From here on two entries of the register are worth a look. */
const SUSPICIOUS = 0.5;

const isSuspicious = ({ name, address, phone }: Likeness): boolean =>
  name === "same" || ((name === "near" || name === "short") && (address === "same" || phone === "same"));

/** Others of the register that may be this one. */
function twinsOf({ uscc, name, address, representative, phone }: EnterpriseRef, finder: Finder): readonly Twins[] {
  const query = { name, address: address ?? null, representative: representative ?? null, phone: phone ?? null };
  return finder
    .find(query, uscc)
    .filter(({ probability, likeness }) => probability >= SUSPICIOUS && isSuspicious(likeness))
    .map(({ uscc: other, ...rest }) => (uscc < other ? { first: uscc, second: other, ...rest } : { first: other, second: uscc, ...rest }));
}

/** 疑似重复登记 of a register, the most probable first. Sisters of a similar name stay apart unless place or telephone is the same as well. */
export function suspiciousTwins(register: readonly EnterpriseRef[], finder: Finder): readonly Twins[] {
  const found = new Map(register.flatMap((one) => twinsOf(one, finder)).map((twins) => [`${twins.first}${twins.second}`, twins] as const));
  return [...found.values()].sort((a, b) => b.probability - a.probability || (a.first < b.first ? -1 : 1));
}
