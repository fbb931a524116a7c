import type { EnterpriseRef } from "./enterprise-ref";
import { buildFinder, type Finder } from "./finder";
import { type AccountAlias, type ApartRuling, apartOf, buildLookups, type Lookups } from "./lookups";

/** 主体库 as plain rows, so that it can be handed to another thread. */
export type Register = {
  readonly enterprises: readonly EnterpriseRef[];
  readonly accounts: readonly AccountAlias[];
  readonly apart?: readonly ApartRuling[];
};

const finders = new WeakMap<Register, Finder>();
/** 相似查找 of a register, built when it is first asked for. */
export function finderOf(register: Register): Finder {
  const known = finders.get(register);
  if (known) return known;
  const built = buildFinder(register.enterprises);
  finders.set(register, built);
  return built;
}

const builtFor = new WeakMap<Register, Lookups>();
/** A register ready to be asked. Its keys are worked out once, however many files are held against it. */
export function lookupsOf(register: Register): Lookups {
  const known = builtFor.get(register);
  if (known) return known;
  const more = { similar: (query: Parameters<Finder["find"]>[0]) => finderOf(register).find(query), apart: apartOf(register.apart ?? []) };
  const built = buildLookups(register.enterprises, register.accounts, more);
  builtFor.set(register, built);
  return built;
}
