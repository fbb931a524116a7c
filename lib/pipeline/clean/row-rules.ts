import type { DatasetDefinition, FieldDefinition } from "../dataset";
import { quotient } from "../quotient";
import { wordKey } from "../text";
import type { Draft } from "./draft";
import { type WordIndex, wordIndex } from "./words";

type Rules = {
  readonly derived: readonly { readonly field: FieldDefinition; readonly index: WordIndex }[];
  readonly recomputed: readonly FieldDefinition[];
  readonly openEnded: boolean;
};

const COMPILED = new WeakMap<DatasetDefinition, Rules>();

function rulesOf(definition: DatasetDefinition): Rules {
  const held = COMPILED.get(definition);
  if (held) return held;
  const rules = {
    derived: definition.fields.filter((field) => field.deriveFrom).map((field) => ({ field, index: wordIndex(field.values ?? []) })),
    recomputed: definition.fields.filter((field) => field.recompute),
    openEnded: ["contractMonths", "contractKind"].every((id) => definition.fields.some((field) => field.id === id)),
  };
  COMPILED.set(definition, rules);
  return rules;
}

/** 资质代码 from 资质名称: a blank code is looked up by its wording, exactly. */
function derive(draft: Draft, { field, index }: Rules["derived"][number]): void {
  const source = draft.record[field.deriveFrom ?? ""];
  if (draft.record[field.id] || typeof source !== "string") return;
  if (draft.reasons.some((reason) => reason.field === field.id)) return;
  const code = index.loose.get(wordKey(source));
  if (code === undefined) return;
  draft.record[field.id] = code;
  draft.corrections.push({ field: field.id, from: draft.cells[field.id] ?? "", to: code, pattern: "ENUM_ALIAS" });
}

/** An ambiguous ratio gets the quotient of its counts as a proposal; a person takes it or not. */
function recompute(draft: Draft, field: FieldDefinition): void {
  const at = draft.reasons.findIndex((reason) => reason.field === field.id && reason.code === "PERCENT_AMBIGUOUS");
  const reason = draft.reasons[at];
  const [top, bottom] = [draft.record[field.recompute?.numerator ?? ""], draft.record[field.recompute?.denominator ?? ""]];
  if (!reason || (typeof top !== "number" && typeof top !== "string") || (typeof bottom !== "number" && typeof bottom !== "string")) return;
  const value = quotient(top, bottom);
  if (value === null) return;
  draft.reasons[at] = { ...reason, proposal: `${Number((Number(value) * 100).toFixed(4))}%` };
}

/** 无固定期限 written in the column of months says the kind of contract and no number of months. */
function openEnded(draft: Draft): void {
  if (!/^无固定期限/.test((draft.cells["contractMonths"] ?? "").trim())) return;
  draft.reasons = draft.reasons.filter((reason) => reason.field !== "contractMonths");
  draft.record["contractMonths"] = null;
  if (!draft.record["contractKind"]) draft.record["contractKind"] = "无固定期限";
  draft.corrections.push({ field: "contractMonths", from: draft.cells["contractMonths"] ?? "", to: "", pattern: "PLACEHOLDER" });
}

/** Rules that look at more than one cell of a row. */
export function applyRowRules(draft: Draft, definition: DatasetDefinition): void {
  const rules = rulesOf(definition);
  for (const one of rules.derived) derive(draft, one);
  if (draft.reasons.length > 0) for (const field of rules.recomputed) recompute(draft, field);
  if (rules.openEnded) openEnded(draft);
}
