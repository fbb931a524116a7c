import type { CleanRow } from "../clean/clean-row";
import type { DatasetDefinition } from "../dataset";
import type { LinkFate } from "../fates";
import type { Lookups } from "./lookups";
import { compareNames, nameKey } from "./name-key";
import { repairCandidates } from "./repair";
import { type Resolution, resolveConfused, resolveLegacy, resolveName } from "./resolve";

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
const open = (candidates: readonly string[], confidence = 0.5): RowLink =>
  candidates.length > 0 ? { fate: "review", confidence, uscc: null, candidates } : { fate: "none", confidence: 0, uscc: null, candidates: [] };

/** Enterprises that the name could mean, best first, for a person to choose from. */
function namesakes(name: string | null, lookups: Lookups): readonly string[] {
  const key = name === null ? null : nameKey(name);
  if (key === null) return [];
  const similar = lookups.similar?.(key).map((one) => one.uscc) ?? [];
  return [...new Set([...lookups.byNameKey(key), ...lookups.byFormerNameKey(key), ...similar])].slice(0, 5);
}

/** A valid code whose name contradicts it always goes to a person: either may be the typing error. An abbreviation must not be another's full name. */
function byCode(uscc: string, name: string | null, lookups: Lookups): RowLink {
  const ref = lookups.byUscc(uscc);
  if (!ref) return open(namesakes(name, lookups), 0.5);
  const answers: readonly string[] = name === null ? ["same"] : [ref.name, ...(ref.formerNames ?? [])].map((known) => compareNames(known, name));
  if (answers.includes("same")) return settled("exact", uscc, 1);
  const others = namesakes(name, lookups).filter((other) => other !== uscc);
  return answers.includes("short") && others.length === 0 ? settled("auto", uscc, 0.97) : open([uscc, ...others], 0.6);
}

function byOtherMeans(row: Row, plan: LinkPlan, lookups: Lookups): RowLink {
  const name = textOf(row, plan.nameField);
  const raw = textOf(row, "usccRaw");
  const repaired = raw ? (resolveLegacy(raw, name, lookups) ?? resolveConfused(raw, name, lookups)) : null;
  if (repaired) return settled("auto", repaired.uscc, repaired.confidence);
  const account = textOf(row, plan.accountField);
  const known = account ? lookups.byAccount(plan.dataset, account) : [];
  if (known.length === 1 && known[0]) return settled("auto", known[0], 0.99);
  const named = resolveName(name, textOf(row, plan.addressField), lookups);
  if (named) return settled("auto", named.uscc, named.confidence);
  const readable = raw ? repairCandidates(raw).filter((code) => lookups.byUscc(code) !== undefined) : [];
  return open([...new Set([...readable, ...known, ...namesakes(name, lookups)])]);
}

/** 待核行的关联: whose a held row seems to be. Where the identity itself is in doubt, nothing is settled, only offered. */
export function linkHeld(row: Pick<CleanRow, "record" | "reasons">, plan: LinkPlan, lookups: Lookups): RowLink {
  const link = linkRow(row.record, plan, lookups);
  const doubtful = row.reasons.some(
    (reason) => reason.pattern === "COL_SHIFT" || reason.field === "uscc" || (reason.field === plan.nameField && reason.pattern !== "RARE_CHAR"),
  );
  return doubtful && link.uscc !== null ? open(link.candidates) : link;
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
  return plan.register ? settled("exact", uscc, 1) : byCode(uscc, textOf(record, plan.nameField), lookups);
}
