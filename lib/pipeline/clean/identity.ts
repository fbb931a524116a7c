import type { DatasetDefinition, DirtyPattern } from "../dataset";
import type { Lookups } from "../link/lookups";
import { asRegistered, nameKey } from "../link/name-key";
import { repairCandidates } from "../link/repair";
import { type Resolution, resolveConfused, resolveLegacy, resolveName } from "../link/resolve";
import type { Draft } from "./draft";
import type { Reason } from "./outcome";
import { tidyTight } from "./tidy";

const PATTERN_OF: Readonly<Record<Resolution["via"], DirtyPattern>> = { ocr: "OCR", legacyNumber: "LEGACY_ID", name: "PLACEHOLDER", formerName: "OLD_NAME" };

function accept(draft: Draft, raw: string, found: Resolution): void {
  const { uscc, via } = found;
  draft.identity = found;
  draft.record["uscc"] = uscc;
  delete draft.record["usccRaw"];
  draft.reasons = draft.reasons.filter((reason) => reason.field !== "uscc");
  draft.corrections.push({ field: "uscc", from: raw, to: uscc, pattern: PATTERN_OF[via] });
}

/** What a person is offered: the one readable code, or the one enterprise of that name. */
function proposalFor(reason: Reason, code: string, name: string | null, lookups: Lookups | undefined): string | undefined {
  const readings = reason.pattern === "OCR" ? repairCandidates(code) : [];
  if (readings.length === 1) return readings[0];
  const key = name === null ? null : nameKey(name);
  const named = key !== null && lookups ? lookups.byNameKey(key) : [];
  return named.length === 1 ? named[0] : undefined;
}

function settleFlaw(draft: Draft, reason: Reason, name: string | null, lookups: Lookups | undefined): void {
  const raw = draft.cells["uscc"] ?? "";
  const code = tidyTight(raw).text.toUpperCase();
  draft.record["usccRaw"] = code;
  const resolve = { OCR: resolveConfused, LEGACY_ID: resolveLegacy } as const;
  const found = lookups && (reason.pattern === "OCR" || reason.pattern === "LEGACY_ID") ? resolve[reason.pattern](code, name, lookups) : null;
  if (found) {
    accept(draft, raw, found);
    return;
  }
  const proposal = proposalFor(reason, code, name, lookups);
  if (proposal !== undefined) draft.reasons = draft.reasons.map((one) => (one === reason ? { ...one, proposal } : one));
}

/** A name with lost characters is offered as the register writes it, when the code tells whose it is. */
function proposeName(draft: Draft, nameField: string, lookups: Lookups): void {
  const uscc = draft.record["uscc"];
  const ref = typeof uscc === "string" ? lookups.byUscc(uscc) : undefined;
  if (!ref) return;
  draft.reasons = draft.reasons.map((reason) => (reason.field === nameField && reason.pattern === "RARE_CHAR" ? { ...reason, proposal: ref.name } : reason));
}

const textIn = (draft: Draft, field: string): string | null => {
  const value = draft.record[field];
  return typeof value === "string" ? value : null;
};

/** Flaws of the row that the register can settle or at least help with. */
function settleFlaws(draft: Draft, nameField: string, lookups: Lookups | undefined): void {
  const reason = draft.reasons.find((one) => one.field === "uscc");
  if (reason) settleFlaw(draft, reason, textIn(draft, nameField), lookups);
  if (lookups) proposeName(draft, nameField, lookups);
}

/** What identity rests on in a dataset. */
export type IdentityFields = { readonly nameField: string; readonly codeRequired: boolean; readonly register: boolean };

export const identityFields = (definition: DatasetDefinition): IdentityFields => ({
  nameField: definition.fields.find((field) => field.type === "name")?.id ?? "name",
  codeRequired: definition.fields.some((field) => field.id === "uscc" && field.required === true),
  register: definition.authoritativeFor.includes("regStatus"),
});

/** 名称 is kept as the register writes it, now or formerly; brackets and legal suffix of the source are the correction. The register's own rows are that truth. */
function restoreName(draft: Draft, nameField: string, lookups: Lookups): void {
  const [uscc, name] = [textIn(draft, "uscc"), textIn(draft, nameField)];
  const ref = uscc === null ? undefined : lookups.byUscc(uscc);
  const restored = ref && name !== null ? asRegistered(name, [ref.name, ...(ref.formerNames ?? [])]) : null;
  if (!restored) return;
  draft.record[nameField] = restored.name;
  draft.corrections.push({ field: nameField, from: draft.cells[nameField] ?? "", to: restored.name, pattern: restored.pattern });
}

/**
 * 主体识别: a credit code that cleaning refused, or that a feed must carry and does not, is resolved against the register where exactly one
 * enterprise fits; otherwise the row waits with a proposal. Codes are never made up.
 */
export function settleIdentity(draft: Draft, { nameField, codeRequired, register }: IdentityFields, lookups: Lookups | undefined): void {
  if (draft.reasons.length > 0) settleFlaws(draft, nameField, lookups);
  else if (draft.record["uscc"] === null && lookups && codeRequired) {
    const found = resolveName(textIn(draft, nameField), textIn(draft, "address"), lookups);
    if (found) accept(draft, draft.cells["uscc"] ?? "", found);
  }
  if (lookups && !register && draft.reasons.length === 0) restoreName(draft, nameField, lookups);
}
