import { withoutBlanks } from "../text";
import type { Lookups } from "./lookups";
import { compareNames, nameKey } from "./name-key";
import { repairCandidates } from "./repair";

/** How a row without a usable credit code was still tied to one enterprise. */
export type Resolution = { readonly uscc: string; readonly via: "ocr" | "legacyNumber" | "name" | "formerName"; readonly confidence: number };

const only = (found: readonly string[]): string | null => (found.length === 1 ? (found[0] ?? null) : null);

const agrees = (lookups: Lookups, uscc: string, name: string | null): boolean => {
  const ref = lookups.byUscc(uscc);
  if (!ref || name === null) return false;
  return [ref.name, ...(ref.formerNames ?? [])].some((known) => compareNames(known, name) === "same");
};

/** 混淆字符修复: taken only when exactly one reading passes both checks and its registered name agrees. */
export function resolveConfused(code: string, name: string | null, lookups: Lookups): Resolution | null {
  const candidates = repairCandidates(code);
  const uscc = only(candidates);
  return uscc && agrees(lookups, uscc, name) ? { uscc, via: "ocr", confidence: 0.98 } : null;
}

/** 旧号对照: only a register maps a legacy number to a credit code, never arithmetic. */
export function resolveLegacy(number: string, name: string | null, lookups: Lookups): Resolution | null {
  const uscc = only(lookups.byLegacyNumber(withoutBlanks(number)));
  if (!uscc || (name !== null && !agrees(lookups, uscc, name))) return null;
  return { uscc, via: "legacyNumber", confidence: 0.98 };
}

/**
 * 按名称: one enterprise of exactly that name now, else one that once bore it. An address that agrees makes it surer. A name that one enterprise has
 * given up and another has taken tells neither, unless the address does.
 */
export function resolveName(name: string | null, address: string | null, lookups: Lookups): Resolution | null {
  const key = name === null ? null : nameKey(name);
  if (key === null) return null;
  const current = lookups.byNameKey(key);
  const uscc = only(current);
  if (uscc) {
    const agreed = sameAddress(lookups, uscc, address);
    const reused = lookups.byFormerNameKey(key).some((other) => other !== uscc);
    return reused && !agreed ? null : { uscc, via: "name", confidence: agreed ? 0.99 : 0.97 };
  }
  const former = current.length === 0 ? only(lookups.byFormerNameKey(key)) : null;
  return former ? { uscc: former, via: "formerName", confidence: 0.95 } : null;
}

function sameAddress(lookups: Lookups, uscc: string, address: string | null): boolean {
  const known = lookups.byUscc(uscc)?.address;
  if (!known || !address) return false;
  const [a, b] = [nameKey(known), nameKey(address)];
  return a !== null && b !== null && (a.includes(b) || b.includes(a));
}
