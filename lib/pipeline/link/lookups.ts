import type { EnterpriseRef } from "./enterprise-ref";
import type { LinkQuery } from "./likeness";
import { nameKey } from "./name-key";
import type { Scored } from "./score";

/** 已确认的关联: an account, meter or unit number that a person has once tied to an enterprise. */
export type AccountAlias = { readonly dataset: string; readonly account: string; readonly uscc: string };

/** What rows are linked against. Every function answers with all hits; it is for the caller to insist on one. */
export type Lookups = {
  readonly byUscc: (uscc: string) => EnterpriseRef | undefined;
  readonly byLegacyNumber: (number: string) => readonly string[];
  readonly byNameKey: (key: string) => readonly string[];
  readonly byFormerNameKey: (key: string) => readonly string[];
  readonly byAccount: (dataset: string, account: string) => readonly string[];
  /** 相似企业 by weighed evidence, most probable first; asked only where nothing certain tells whose row it is. */
  readonly similar?: (query: LinkQuery) => readonly Scored[];
  /** 人工认定不是: enterprises that a person has said are not meant by a name. */
  readonly apart?: (key: string) => readonly string[];
};

const NONE: readonly string[] = [];

function multimap(entries: Iterable<readonly [string, string]>): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const [key, value] of entries) {
    const held = map.get(key);
    if (!held) map.set(key, [value]);
    else if (!held.includes(value)) held.push(value);
  }
  return map;
}

/** 人工认定: a written name, by its key, that does not mean an enterprise. */
export type ApartRuling = { readonly key: string; readonly uscc: string };

/** Builds lookups in memory from the register and the confirmed aliases. Organisation codes answer as legacy numbers: they are characters 9–17. */
export function buildLookups(
  enterprises: readonly EnterpriseRef[],
  aliases: readonly AccountAlias[] = [],
  more: Pick<Lookups, "similar" | "apart"> = {},
): Lookups {
  const register = new Map(enterprises.map((one) => [one.uscc, one]));
  const legacy = multimap(
    enterprises.flatMap((one) => [[one.uscc.slice(8, 17), one.uscc] as const, ...(one.legacyNumber ? [[one.legacyNumber, one.uscc] as const] : [])]),
  );
  const keyed = (names: (one: EnterpriseRef) => readonly string[]) =>
    multimap(enterprises.flatMap((one) => names(one).flatMap((name) => (nameKey(name) === null ? [] : [[nameKey(name) ?? "", one.uscc] as const]))));
  const current = keyed((one) => [one.name]);
  const former = keyed((one) => one.formerNames ?? []);
  const accounts = multimap(aliases.map((alias) => [`${alias.dataset}\u001f${alias.account}`, alias.uscc] as const));
  return {
    ...more,
    byUscc: (uscc) => register.get(uscc),
    byLegacyNumber: (number) => legacy.get(number.replace("-", "")) ?? NONE,
    byNameKey: (key) => current.get(key) ?? NONE,
    byFormerNameKey: (key) => former.get(key) ?? NONE,
    byAccount: (dataset, account) => accounts.get(`${dataset}\u001f${account}`) ?? NONE,
  };
}

/** 认定查询 by name key. */
export function apartOf(rulings: readonly ApartRuling[]): NonNullable<Lookups["apart"]> {
  const apart = multimap(rulings.map(({ key, uscc }) => [key, uscc] as const));
  return (key) => apart.get(key) ?? NONE;
}
