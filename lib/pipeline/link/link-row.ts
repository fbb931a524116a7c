import type { CleanRow } from "../clean/clean-row";
import type { DatasetDefinition } from "../dataset";
import type { LinkFate } from "../fates";
import type { LinkQuery } from "./likeness";
import type { Lookups } from "./lookups";
import { compareNames, nameKey } from "./name-key";
import { repairCandidates } from "./repair";
import { type Resolution, resolveConfused, resolveLegacy, resolveName } from "./resolve";
import { certain, type Scored, worthAsking } from "./score";

/** 关联结果 of a row. `uscc` is set for exact and auto only; `confidence` below 1 bars automatic approval where the datum decides. */
export type RowLink = { readonly fate: LinkFate; readonly confidence: number; readonly uscc: string | null; readonly candidates: readonly string[] };

/** Which fields of a dataset tell whose row it is, worked out once per dataset. */
export type LinkPlan = {
  readonly dataset: string;
  readonly nameField: string;
  readonly accountField: string | null;
  readonly addressField: string | null;
  /** The register itself: its codes and names are the truth that others are compared with. */
  readonly register: boolean;
};

export function linkPlan(definition: DatasetDefinition): LinkPlan {
  const has = (id: string) => definition.fields.some((field) => field.id === id);
  const account = definition.primaryKey.find((id) => id !== "uscc" && definition.fields.some((field) => field.id === id && field.type === "code"));
  const holder = account && ["meterAccountNo", "unitNo", "customsCode"].includes(account) ? account : null;
  return {
    dataset: definition.id,
    nameField: definition.fields.find((field) => field.type === "name")?.id ?? "name",
    accountField: holder,
    addressField: has("address") ? "address" : null,
    register: definition.authoritativeFor.includes("regStatus"),
  };
}

type Row = Readonly<Record<string, unknown>>;
const textOf = (row: Row, field: string | null): string | null => {
  const value = field === null ? null : row[field];
  return typeof value === "string" && value !== "" ? value : null;
};

const settled = (fate: "exact" | "auto", uscc: string, confidence: number): RowLink => ({ fate, confidence, uscc, candidates: [uscc] });

const OFFERED = 5;
/** Nothing is settled; whom a person has ruled out for this name is not offered again. */
function open(found: readonly string[], name: string | null, lookups: Lookups, confidence = 0.5): RowLink {
  const apart = apartFrom(name, lookups);
  const candidates = found.filter((uscc) => !apart.includes(uscc));
  return candidates.length > 0 ? { fate: "review", confidence, uscc: null, candidates } : { fate: "none", confidence: 0, uscc: null, candidates: [] };
}

const NOBODY: readonly string[] = [];
function apartFrom(name: string | null, lookups: Lookups): readonly string[] {
  const key = name === null || !lookups.apart ? null : nameKey(name);
  return key === null ? NOBODY : (lookups.apart?.(key) ?? NOBODY);
}

const codesOf = (scored: readonly Scored[]): readonly string[] => worthAsking(scored).map((one) => one.uscc);

/** Enterprises of exactly that name, now or formerly. */
function bearers(name: string | null, lookups: Lookups): readonly string[] {
  const key = name === null ? null : nameKey(name);
  return key === null ? NOBODY : [...new Set([...lookups.byNameKey(key), ...lookups.byFormerNameKey(key)])];
}

/** Enterprises of exactly that name; only where there is none, those that the evidence points to. */
function namesakes(query: LinkQuery, lookups: Lookups): readonly string[] {
  const named = bearers(query.name, lookups);
  return (named.length > 0 ? named : codesOf(lookups.similar?.(query) ?? [])).slice(0, OFFERED);
}

/** What the row says of whom it means. `usccRaw` is a code that led nowhere. */
const queryOf = (row: Row, plan: LinkPlan): LinkQuery => ({
  name: textOf(row, plan.nameField),
  address: textOf(row, plan.addressField),
  representative: textOf(row, "legalRepName"),
  phone: textOf(row, "contactPhone"),
  code: textOf(row, "usccRaw"),
});

const RANK: Readonly<Record<string, number>> = { same: 3, near: 2, short: 1 };
const rank = ({ likeness }: Scored): number => RANK[likeness.name ?? ""] ?? 0;

/** 错字: the name is one slip away from the one registered under the code, and no other enterprise's is nearer. */
function isSlipOf(uscc: string, query: LinkQuery, lookups: Lookups): boolean {
  const scored = lookups.similar?.({ name: query.name, code: uscc }) ?? [];
  const own = scored.find((one) => one.uscc === uscc);
  if (!own || rank(own) < 2 || own.likeness.place === "different" || own.likeness.form === "different") return false;
  return scored.every((one) => rank(one) <= rank(own)) && !apartFrom(query.name, lookups).includes(uscc);
}

/** A valid code whose name contradicts it always goes to a person: either may be the typing error. An abbreviation must not be another's full name. */
function byCode(uscc: string, query: LinkQuery, lookups: Lookups): RowLink {
  const { name } = query;
  const ref = lookups.byUscc(uscc);
  if (!ref) return open(namesakes(query, lookups), name, lookups, 0.5);
  const answers: readonly string[] = name === null ? ["same"] : [ref.name, ...(ref.formerNames ?? [])].map((known) => compareNames(known, name));
  if (answers.includes("same")) return settled("exact", uscc, 1);
  const isOthers = bearers(name, lookups).some((other) => other !== uscc);
  if (answers.includes("short") && !isOthers) return settled("auto", uscc, 0.97);
  if (!isOthers && isSlipOf(uscc, query, lookups)) return settled("auto", uscc, 0.96);
  return open([...new Set([uscc, ...namesakes(query, lookups)])], name, lookups, 0.6);
}

/** 同名异址: the row says where it is, that is not where the enterprise of this name is, and one of a similar name is just there. */
function namedElsewhere(named: Resolution, query: LinkQuery, lookups: Lookups): readonly string[] {
  if (!query.address || named.confidence >= 0.99) return NOBODY;
  const there = (lookups.similar?.(query) ?? []).filter((one) => one.uscc !== named.uscc && one.likeness.address === "same");
  return codesOf(there);
}

/** 综合比对: the last means, where no code, number, account or name tells. Ends with a link, an offer, or nothing. */
function byLikeness(query: LinkQuery, known: readonly string[], lookups: Lookups): RowLink {
  const { name } = query;
  const best = query.code === null && known.length === 0 ? certain(lookups.similar?.(query) ?? []) : null;
  if (best && !apartFrom(name, lookups).includes(best.uscc)) return settled("auto", best.uscc, 0.95);
  const readable = query.code ? repairCandidates(query.code).filter((code) => lookups.byUscc(code) !== undefined) : [];
  return open([...new Set([...readable, ...known, ...namesakes(query, lookups)])], name, lookups);
}

function byOtherMeans(row: Row, plan: LinkPlan, lookups: Lookups): RowLink {
  const query = queryOf(row, plan);
  const { name, code: raw } = query;
  const repaired = raw ? (resolveLegacy(raw, name, lookups) ?? resolveConfused(raw, name, lookups)) : null;
  if (repaired) return settled("auto", repaired.uscc, repaired.confidence);
  const account = textOf(row, plan.accountField);
  const known = account ? lookups.byAccount(plan.dataset, account) : [];
  if (known.length === 1 && known[0]) return settled("auto", known[0], 0.99);
  const named = resolveName(name, query.address ?? null, lookups);
  if (!named) return byLikeness(query, known, lookups);
  const elsewhere = namedElsewhere(named, query, lookups);
  return elsewhere.length === 0 ? settled("auto", named.uscc, named.confidence) : open([named.uscc, ...elsewhere], name, lookups, 0.6);
}

/** 待核行的关联: whose a held row seems to be. Where the identity itself is in doubt, nothing is settled, only offered. */
export function linkHeld(row: Pick<CleanRow, "record" | "reasons">, plan: LinkPlan, lookups: Lookups): RowLink {
  const link = linkRow(row.record, plan, lookups);
  const doubtful = row.reasons.some(
    (reason) => reason.pattern === "COL_SHIFT" || reason.field === "uscc" || (reason.field === plan.nameField && reason.pattern !== "RARE_CHAR"),
  );
  return doubtful && link.uscc !== null ? open(link.candidates, textOf(row.record, plan.nameField), lookups) : link;
}

/**
 * 关联 a cleaned record to an enterprise: by credit code with a name that does not contradict, else by legacy number, confirmed account, repaired code,
 * or the one enterprise of that name. Whatever is not settled comes with candidates. `usccRaw` in the record is a code that cleaning could not accept;
 * `identity` tells how cleaning has settled one.
 */
export function linkRow(record: Row, plan: LinkPlan, lookups: Lookups, identity?: Resolution): RowLink {
  if (identity) return settled("auto", identity.uscc, identity.confidence);
  const uscc = textOf(record, "uscc");
  if (uscc === null) return byOtherMeans(record, plan, lookups);
  return plan.register ? settled("exact", uscc, 1) : byCode(uscc, queryOf(record, plan), lookups);
}
