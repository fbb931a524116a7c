import { hash } from "node:crypto";
import type { LiveRecord } from "@/db/live-records";
import type { CleanRow } from "@/lib/pipeline/clean/clean-row";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { contentOf, type Repeat, type RepeatEntry, repeatEntry, repeatJudge, type Standing } from "@/lib/pipeline/clean/duplicates";
import { amountsBeside, type Compared, type Measured, measuring } from "@/lib/pipeline/clean/earlier";
import type { Reason } from "@/lib/pipeline/clean/outcome";
import { scaleReasons, type TotalMismatch, totalsCheck } from "@/lib/pipeline/clean/plausibility";
import { type DeliveryMark, outranks } from "@/lib/pipeline/clean/precedence";
import { type CollectedRow, isIgnored, type MetRow } from "@/lib/pipeline/collect/collect";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import type { LinkPlan } from "@/lib/pipeline/link/link-row";
import type { Lookups } from "@/lib/pipeline/link/lookups";
import { type Masks, masked } from "@/lib/pipeline/masks";
import type { OpenUpload } from "../../files/read-upload";
import { linked } from "./settle-rows";

/** What the survey asks of the database, and how far it is: `keys` for the records that stand, `earlier` for those of the enterprises' other periods. */
export type Question =
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "keys"; readonly keys: readonly string[] }
  | { readonly kind: "earlier"; readonly usccs: readonly string[] };
/** The answer to the last question; nothing to `progress`. */
export type Answer = { readonly live?: readonly (readonly [key: string, record: LiveRecord])[]; readonly earlier?: readonly Compared[] };
type Asking<Value> = AsyncGenerator<Question, Value, Answer | undefined>;

export type Work = {
  readonly open: OpenUpload;
  readonly definition: DatasetDefinition;
  readonly delivery: DeliveryMark;
  readonly units: Readonly<Record<string, string>>;
  readonly clean: (row: CollectedRow) => CleanRow;
  readonly masks: Masks;
  readonly plan: LinkPlan;
  readonly lookups: Lookups;
};

/** What only the whole file tells about its rows; rows by their place in it. */
export type Verdicts = {
  readonly total: number;
  readonly held: ReadonlyMap<number, readonly Reason[]>;
  readonly repeats: ReadonlyMap<number, Repeat>;
  readonly mismatches: readonly TotalMismatch[];
};

const PER_LOOK = 1000;

/** Sixteen bytes tell contents apart as well as the contents do, and a million of them fit in memory. */
const fingerprint = (record: CleanRecord): string => hash("sha256", contentOf({ record }), "buffer").subarray(0, 16).toString("base64url");

/** A usable row as far as the verdicts need it; `stored` is the fingerprint of its record as it would be kept. */
type Entry = RepeatEntry & { readonly stored: string; readonly measured: Measured | null };

type Notes = {
  readonly entries: Entry[];
  /** Enterprises whose amounts are compared. */
  readonly usccs: Set<string>;
  readonly measure: ReturnType<typeof measuring>;
  readonly totals: ReturnType<typeof totalsCheck>;
};

const newNotes = ({ definition, units }: Work): Notes => ({
  entries: [],
  usccs: new Set(),
  measure: measuring(definition),
  totals: totalsCheck(definition, units),
});

/** Notes what must be known of a row until the file has been read to its end. Only a row that would be adopted can repeat another or be weighed. */
function note(met: MetRow, index: number, { definition, clean, masks, plan, lookups }: Work, notes: Notes): void {
  if (isIgnored(met)) {
    notes.totals.ignored(met);
    return;
  }
  const cleaned = clean(met);
  notes.totals.row(cleaned);
  if (cleaned.fate === "quarantined") return;
  const { row, link } = linked(cleaned, plan, lookups);
  const content = fingerprint(row.record);
  const entry = repeatEntry(row, index, definition.updatedBy, content);
  if (!entry) return;
  const measured = notes.measure({ record: row.record, uscc: link.uscc, recordKey: entry.key });
  if (measured && link.uscc) notes.usccs.add(link.uscc);
  const stored = Object.keys(masks).length === 0 ? content : fingerprint(masked(row.record, masks));
  // Written out: a copied object would take half as much memory again
  const { key, updated } = entry;
  notes.entries.push({ index, row: row.row, key, content, updated, stored, measured });
}

/** Reads the file to its end, giving control back now and then. Returns the number of rows, or why the file is refused after all. */
function* readOut(work: Work, notes: Notes): Generator<Question, number | string> {
  const rows = work.open.rows();
  let index = 0;
  let next = rows.next();
  for (; !next.done; next = rows.next()) {
    note(next.value, index, work, notes);
    index += 1;
    if (index % PER_LOOK === 0) yield { kind: "progress", done: index };
  }
  return next.value?.message ?? index;
}

function* piecesOf<Item>(items: Iterable<Item>): Generator<readonly Item[]> {
  let piece: Item[] = [];
  for (const item of items) {
    piece.push(item);
    if (piece.length < PER_LOOK) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** 量纲 against the other periods of the same enterprises. */
async function* weigh({ definition }: Work, { entries, usccs, measure }: Notes): Asking<Verdicts["held"]> {
  const beside = amountsBeside(definition);
  for (const piece of piecesOf(usccs)) {
    const { earlier = [] } = (yield { kind: "earlier", usccs: piece }) ?? {};
    for (const one of earlier.flatMap((record) => measure(record) ?? [])) beside.earlier(one);
  }
  for (const { measured } of entries) if (measured) beside.fromFile(measured);
  const reasons = scaleReasons(definition, entries, {
    amountOf: ({ measured }, at) => measured?.amounts[at] ?? null,
    othersOf: ({ measured }, at) => (measured ? beside.others(measured, at) : []),
  });
  return new Map([...reasons].flatMap(([i, why]) => (entries[i] ? [[entries[i].index, why] as const] : [])));
}

/** How a row stands to the record that is there under its key: the same again, outranked, or new. */
function standingTo(live: LiveRecord | undefined, { stored, updated }: Entry, { definition, delivery }: Work): Standing {
  if (!live) return null;
  if (fingerprint(live.record) === stored) return "same";
  const record = definition.updatedBy ? { [definition.updatedBy]: updated } : {};
  return outranks(definition, { record: live.record, delivery: live }, { record, delivery }) ? "newer" : null;
}

/** 去重 of the rows that nothing holds: within the file, then against the records that are there. */
async function* judgeRepeats(work: Work, { entries }: Notes, held: Verdicts["held"]): Asking<Verdicts["repeats"]> {
  const { judge, standing, against, repeats } = repeatJudge<Entry>();
  for (const entry of entries) if (!held.has(entry.index)) judge(entry);
  for (const piece of piecesOf(standing())) {
    const { live = [] } = (yield { kind: "keys", keys: piece.map((entry) => entry.key) }) ?? {};
    const records = new Map(live);
    for (const entry of piece) against(entry, standingTo(records.get(entry.key), entry, work));
  }
  return repeats;
}

/**
 * 通读: the first reading, for what only the whole file can tell: totals, amounts out of scale, repeats. Rows that wait for a person displace no
 * other. What is held is a short entry per usable row, never its cells. Returns the verdicts, or why the file is refused after all.
 */
export async function* surveyRows(work: Work): Asking<Verdicts | string> {
  const notes = newNotes(work);
  const total = yield* readOut(work, notes);
  if (typeof total === "string") return total;
  const held = yield* weigh(work, notes);
  const repeats = yield* judgeRepeats(work, notes, held);
  return { total, held, repeats, mismatches: notes.totals.mismatches() };
}
