import { classifyIdentityNumber, identityCheckChar } from "../../standards/identity-number";
import { maskIdentityNumber, maskIdentityNumbers, maskPersonName } from "../../standards/mask";
import { type DatasetDefinition, type DirtyPattern, PERSON_DIGEST, PERSON_MASK } from "../dataset";
import { halfWidth, hasLostCharacter, isPlaceholder, withoutBlanks } from "../text";

/** A flaw found while reading, before cleaning. `message` is for the department's clerk. */
export type RowFlaw = { readonly pattern: DirtyPattern; readonly field: string | null; readonly message: string };

/** 带盐摘要 of a personal number; salt and algorithm are the caller's. */
export type PersonDigest = (number: string) => string;

type Reduced = { readonly digest: string; readonly mask: string; readonly flaw?: Omit<RowFlaw, "field"> };

const NONE: Reduced = { digest: "", mask: "" };
const HEX_DIGEST = /^[0-9a-f]{64}$/;

/** First-generation numbers of 15 digits hold a birth year of 19xx and no check character; the 18-digit form follows from them. */
function fromFifteen(number: string): string {
  const body = `${number.slice(0, 6)}19${number.slice(6)}`;
  return body + (identityCheckChar(body) ?? "");
}

/**
 * 证件号码 → digest and mask; the number itself goes no further. A number that fails its check is not digested, since two spellings of one
 * person would count twice. A digest that the department made itself is taken as it is.
 */
export function reducePersonNumber(raw: string, digest: PersonDigest): Reduced {
  const text = withoutBlanks(halfWidth(raw)).replace(/^=?["']+|["']+$/g, "");
  if (text === "" || isPlaceholder(text)) return NONE;
  if (HEX_DIGEST.test(text.toLowerCase())) return { digest: text.toLowerCase(), mask: "" };
  if (/^\d(?:\.\d+)?[eE]\+?\d+$/.test(text) || /^\d{15}000$/.test(text))
    return { ...NONE, flaw: { pattern: "SCI", message: "证件号码被表格软件改成了科学计数，末几位已丢失，请把该列设为文本后重报。" } };
  const number = /^\d{15}$/.test(text) ? fromFifteen(text) : text;
  const answer = classifyIdentityNumber(number);
  const mask = maskIdentityNumber(number);
  if (answer.kind === "valid") return { digest: digest(answer.number), mask };
  return { digest: "", mask, flaw: { pattern: "OCR", message: "证件号码校验不通过，可能有错字或少位，请核对后重报。" } };
}

/** Codes of market registration begin with 9, personal numbers with their province, 1 to 8. */
const PERSON_LIKE = /^\s*['"=]*[1-8１-８]/;

/** Individuals once paid tax under their personal number, with or without a suffix; it must not be kept where a credit code belongs. */
function personalTaxNumber(raw: string): string | null {
  if (!PERSON_LIKE.test(raw)) return null;
  const number = withoutBlanks(halfWidth(raw)).replace(/^=?["']+|["']+$/g, "");
  const body = number.length === 20 ? number.slice(0, 18) : number;
  return classifyIdentityNumber(body).kind === "valid" ? maskIdentityNumber(body) : null;
}

const AS_CODE = "这里填的是个人证件号码，不是统一社会信用代码，请改填信用代码后重报。";

/** Masks a personal number that stands in a code's column. Where the code tells whose row it is, the row cannot go on. */
function reduceCode(cells: Record<string, string>, field: string, flaws: RowFlaw[]): void {
  const mask = personalTaxNumber(cells[field] ?? "");
  if (mask === null) return;
  cells[field] = "";
  if (field === "uscc") flaws.push({ pattern: "LEGACY_ID", field, message: `${AS_CODE}（${mask}）` });
}

const idsOf = (definition: Pick<DatasetDefinition, "fields">, type: string): readonly string[] =>
  definition.fields.filter((field) => field.type === type).map((field) => field.id);

function reduceNumber(cells: Record<string, string>, field: string, digest: PersonDigest, flaws: RowFlaw[]): void {
  const reduced = reducePersonNumber(cells[field] ?? "", digest);
  delete cells[field];
  cells[PERSON_DIGEST] = reduced.digest;
  cells[PERSON_MASK] = reduced.mask;
  if (reduced.flaw) flaws.push({ ...reduced.flaw, field });
}

/** Lost characters must be told before the mask hides them. */
function reduceName(cells: Record<string, string>, field: string, flaws: RowFlaw[]): void {
  const name = cells[field] ?? "";
  if (hasLostCharacter(name)) flaws.push({ pattern: "RARE_CHAR", field, message: "姓名里有没有显示出来的生僻字，不能自动补，请核对原文。" });
  cells[field] = maskPersonName(name);
}

/** Numbers of papers, devices and invoices: they are made up in many ways, name a record, and are no words about a person. */
const NUMBERS_OF_THINGS: readonly string[] = ["code", "docNo"];

const wordsOf = (definition: Pick<DatasetDefinition, "fields">): readonly string[] =>
  definition.fields.filter((field) => !NUMBERS_OF_THINGS.includes(field.type)).map((field) => field.id);

/** A personal number that stands where it does not belong, such as behind a name or in a remark, is masked there. */
export function maskNumbersIn(cells: Record<string, string>, fields: readonly string[] = Object.keys(cells)): void {
  for (const id of fields) {
    const cell = cells[id];
    if (cell !== undefined && cell.length >= 18) cells[id] = maskIdentityNumbers(cell);
  }
}

/** Replaces personal numbers and masks employees' names in a row's cells, in place. Returns the flaws found on the way. */
export function reducePersons(definition: Pick<DatasetDefinition, "fields">, digest: PersonDigest): (cells: Record<string, string>) => readonly RowFlaw[] {
  const [numbers, names, codes] = [idsOf(definition, "personId"), idsOf(definition, "personName"), idsOf(definition, "uscc")];
  const words = wordsOf(definition);
  return (cells) => {
    const flaws: RowFlaw[] = [];
    for (const id of names) reduceName(cells, id, flaws);
    for (const id of codes) reduceCode(cells, id, flaws);
    for (const id of numbers) reduceNumber(cells, id, digest, flaws);
    maskNumbersIn(cells, words);
    return flaws;
  };
}
