import { createHash } from "node:crypto";
import { personDigest } from "@/db/crypto";
import type { Register } from "@/db/enterprises";
import type { ProcessedRow } from "@/db/uploads";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { type CleanRow, compileCleaner, unitsOf } from "@/lib/pipeline/clean/clean-row";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { asRepeat, contentOf, type RepeatEntry, repeatEntry, repeatJudge } from "@/lib/pipeline/clean/duplicates";
import { type CollectedRow, type IgnoredRow, isIgnored, type MetRow } from "@/lib/pipeline/collect/collect";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { IGNORED_KIND_NAMES } from "@/lib/pipeline/fates";
import { type LinkPlan, linkPlan, linkRow } from "@/lib/pipeline/link/link-row";
import { buildLookups, type Lookups } from "@/lib/pipeline/link/lookups";
import { type OpenUpload, openUpload } from "../../files/read-upload";
import { type Masks, masked, masksOf } from "./masks";

/** What the preparing of a file needs, all of it plain data that another thread can be given. */
export type PreparationInput = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly definition: DatasetDefinition;
  readonly register: Register;
  readonly today: PlainDate;
};

/**
 * What a preparation says as it goes on. `keys` asks for the stored records of these keys; the answer to it is `Stored`. `rows` come only after
 * the whole file has been read once.
 */
export type Prepared =
  | { readonly kind: "refused"; readonly message: string; readonly unknownColumns: readonly string[] }
  | { readonly kind: "keys"; readonly keys: readonly string[]; readonly done: number }
  | { readonly kind: "read"; readonly total: number; readonly unknownColumns: readonly string[] }
  | { readonly kind: "rows"; readonly rows: readonly ProcessedRow[] };
export type Stored = readonly (readonly [key: string, record: CleanRecord])[];
export type Preparation = AsyncGenerator<Prepared, void, Stored | undefined>;

const PER_LOOK = 1000;
const PER_BATCH = 500;

const NOT_LINKED = {
  review: "这一行可能属于几家企业，系统不能确定是哪一家，请人工选择。",
  none: "登记库里找不到这家企业，请核对名称和信用代码。",
} as const;

/** 关联 of one cleaned row: without a sure enterprise it waits for a person. */
function settle(row: CleanRow, raw: Readonly<Record<string, string>>, plan: LinkPlan, lookups: Lookups): ProcessedRow {
  const base = { row: row.row, raw, recordKey: row.recordKey, corrections: row.corrections };
  if (row.fate === "quarantined" || row.fate === "duplicate")
    return { ...base, fate: row.fate, record: null, link: null, corrections: [], reasons: row.reasons };
  const link = linkRow(row.record, plan, lookups);
  if (link.fate === "exact" || link.fate === "auto") return { ...base, fate: row.fate, record: row.record, link, reasons: row.reasons };
  const reason = { field: plan.nameField, pattern: "OLD_NAME" as const, code: `LINK_${link.fate.toUpperCase()}`, message: NOT_LINKED[link.fate] };
  return { ...base, fate: "quarantined", record: null, link, corrections: [], reasons: [reason] };
}

const ignoredRow = ({ row, kind }: IgnoredRow): ProcessedRow => ({
  row,
  fate: "ignored",
  raw: {},
  record: null,
  recordKey: null,
  link: null,
  corrections: [],
  reasons: [{ field: null, pattern: kind === "total" ? "TOTAL_ROW" : "HEADER_MERGED", code: kind.toUpperCase(), message: IGNORED_KIND_NAMES[kind] }],
});

/** Sixteen bytes tell contents apart as well as the contents do, and a million of them fit in memory. */
const fingerprint = (record: CleanRecord): string => createHash("sha256").update(contentOf({ record })).digest("base64url").slice(0, 22);

type Work = {
  readonly open: OpenUpload;
  readonly definition: DatasetDefinition;
  readonly clean: (row: CollectedRow) => CleanRow;
  readonly masks: Masks;
  readonly plan: LinkPlan;
  readonly lookups: Lookups;
};
type Judge = ReturnType<typeof repeatJudge>;
type Look = { readonly entry: RepeatEntry; readonly stored: string };

/** Judges the rows collected since the last look against the records that are there. */
function judgeAll(judge: Judge["judge"], looks: readonly Look[], stored: Stored): void {
  const known = new Map(stored.map(([key, record]) => [key, fingerprint(record)]));
  for (const { entry, stored: content } of looks) judge(entry, known.get(entry.key) === content);
}

/** What there is to judge about a row; null for one that is no data or cannot repeat another. */
function lookAt(met: MetRow, index: number, { definition, clean, masks }: Work): Look | null {
  if (isIgnored(met)) return null;
  const row = clean(met);
  const content = fingerprint(row.record);
  const entry = repeatEntry(row, index, definition.updatedBy, content);
  return entry && { entry, stored: Object.keys(masks).length === 0 ? content : fingerprint(masked(row.record, masks)) };
}

type Stretch = { readonly looks: readonly Look[]; readonly done: number };

/** The file in stretches of rows. Returns the number of rows, or why the file is refused after all. */
function* stretches(work: Work): Generator<Stretch, number | string> {
  const rows = work.open.rows();
  let looks: Look[] = [];
  let index = 0;
  let next = rows.next();
  for (; !next.done; next = rows.next()) {
    const look = lookAt(next.value, index, work);
    if (look) looks.push(look);
    index += 1;
    if (index % PER_LOOK > 0) continue;
    yield { looks, done: index };
    looks = [];
  }
  yield { looks, done: index };
  return next.value?.message ?? index;
}

/** First reading: every row is cleaned to see which ones repeat another, or a record that is already there. */
async function* survey(work: Work, { judge }: Judge): AsyncGenerator<Prepared, number | string, Stored | undefined> {
  const reading = stretches(work);
  let next = reading.next();
  for (; !next.done; next = reading.next()) {
    const { looks, done } = next.value;
    const stored = yield { kind: "keys", keys: [...new Set(looks.map(({ entry }) => entry.key))], done };
    judgeAll(judge, looks, stored ?? []);
  }
  return next.value;
}

function prepared(met: MetRow, index: number, { clean, masks, plan, lookups }: Work, { repeats }: Judge): ProcessedRow {
  if (isIgnored(met)) return ignoredRow(met);
  return settle(asRepeat(clean(met), repeats.get(index)), masked(met.cells, masks), plan, lookups);
}

/**
 * 备行: read → clean → tell repeats apart → link, in two readings, so that a file of any length needs the memory of a few rows and one entry per
 * key. Gives control back after every few hundred rows. Pure work on the processor, without a database.
 */
export async function* prepareRows({ bytes, definition, register, today }: PreparationInput): Preparation {
  const open = await openUpload(bytes, definition, { digest: personDigest });
  const { unknownColumns, refusals, columns } = open.head;
  if (refusals.length > 0) {
    yield { kind: "refused", message: refusals.map((one) => one.message).join(""), unknownColumns };
    return;
  }
  const lookups = buildLookups(register.enterprises, register.accounts);
  const clean = compileCleaner(definition, { today, units: unitsOf(columns), serialEpoch: open.serialEpoch, lookups });
  const work: Work = { open, definition, clean, masks: masksOf(definition), plan: linkPlan(definition), lookups };
  const judge = repeatJudge();
  const total = yield* survey(work, judge);
  if (typeof total === "string") {
    yield { kind: "refused", message: total, unknownColumns };
    return;
  }
  yield { kind: "read", total, unknownColumns };
  let batch: ProcessedRow[] = [];
  let index = 0;
  for (const met of open.rows()) {
    batch.push(prepared(met, index, work, judge));
    index += 1;
    if (batch.length < PER_BATCH) continue;
    yield { kind: "rows", rows: batch };
    batch = [];
  }
  if (batch.length > 0) yield { kind: "rows", rows: batch };
}
