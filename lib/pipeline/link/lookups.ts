import { nameKey } from "./name-key";

/** 主体库 entry as far as linking needs it. */
export type EnterpriseRef = {
  readonly uscc: string;
  readonly name: string;
  readonly formerNames?: readonly string[];
  /** 15-digit registration number. */
  readonly legacyNumber?: string | null;
  readonly address?: string | null;
};

/** 已确认的关联: an account, meter or unit number that a person has once tied to an enterprise. */
export type AccountAlias = { readonly dataset: string; readonly account: string; readonly uscc: string };

/** What rows are linked against. Every function answers with all hits; it is for the caller to insist on one. */
export type Lookups = {
  readonly byUscc: (uscc: string) => EnterpriseRef | undefined;
  readonly byLegacyNumber: (number: string) => readonly string[];
  readonly byNameKey: (key: string) => readonly string[];
  readonly byFormerNameKey: (key: string) => readonly string[];
  readonly byAccount: (dataset: string, account: string) => readonly string[];
  /** 近似名称, best first; only ever for a person to choose from. */
  readonly similar?: (key: string) => readonly { readonly uscc: string; readonly score: number }[];
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

/** Builds lookups in memory from the register and the confirmed aliases. Organisation codes answer as legacy numbers: they are characters 9–17. */
export function buildLookups(enterprises: readonly EnterpriseRef[], aliases: readonly AccountAlias[] = [], similar?: Lookups["similar"]): Lookups {
  const register = new Map(enterprises.map((one) => [one.uscc, one]));
  const legacy = multimap(
    enterprises.flatMap((one) => [[one.uscc.slice(8, 17), one.uscc] as const, ...(one.legacyNumber ? [[one.legacyNumber, one.uscc] as const] : [])]),
  );
  const keyed = (names: (one: EnterpriseRef) => readonly string[]) =>
    multimap(enterprises.flatMap((one) => names(one).flatMap((name) => (nameKey(name) === null ? [] : [[nameKey(name) ?? "", one.uscc] as const]))));
  const current = keyed((one) => [one.name]);
  const former = keyed((one) => one.formerNames ?? []);
  const accounts = multimap(aliases.map((alias) => [`${alias.dataset}\u001f${alias.account}`, alias.uscc] as const));
  const lookups: Lookups = {
    byUscc: (uscc) => register.get(uscc),
    byLegacyNumber: (number) => legacy.get(number.replace("-", "")) ?? NONE,
    byNameKey: (key) => current.get(key) ?? NONE,
    byFormerNameKey: (key) => former.get(key) ?? NONE,
    byAccount: (dataset, account) => accounts.get(`${dataset}\u001f${account}`) ?? NONE,
  };
  return similar ? { ...lookups, similar } : lookups;
}
