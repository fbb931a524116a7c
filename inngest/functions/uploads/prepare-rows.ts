import { personDigest } from "@/db/crypto";
import type { ProcessedRow } from "@/db/upload-rows";
import type { Upload } from "@/db/uploads";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { compileCleaner, unitsOf } from "@/lib/pipeline/clean/clean-row";
import { asRepeat } from "@/lib/pipeline/clean/duplicates";
import { asHeld } from "@/lib/pipeline/clean/plausibility";
import type { DeliveryMark } from "@/lib/pipeline/clean/precedence";
import { isIgnored, type MetRow } from "@/lib/pipeline/collect/collect";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { lookupsOf, type Register } from "@/lib/pipeline/link/register";
import { masked, masksOf } from "@/lib/pipeline/masks";
import { type OpenUpload, openUpload } from "../../files/read-upload";
import { ignoredRow, linked, processedRow } from "./settle-rows";
import { type Answer, type Question, surveyRows, type Verdicts, type Work } from "./survey-rows";

/** What the preparing of a file needs, all of it plain data that another thread can be given. */
export type PreparationInput = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly definition: DatasetDefinition;
  readonly register: Register;
  readonly delivery: DeliveryMark;
  readonly today: PlainDate;
};

/** What a preparation says as it goes on: questions first, each with its `Answer`; `rows` come only after the whole file has been read once. */
export type Prepared =
  | Question
  | { readonly kind: "refused"; readonly message: string; readonly unknownColumns: readonly string[] }
  | { readonly kind: "read"; readonly total: number; readonly unknownColumns: readonly string[]; readonly reading: Upload["reading"] }
  | { readonly kind: "rows"; readonly rows: readonly ProcessedRow[] };
export type Preparation = AsyncGenerator<Prepared, void, Answer | undefined>;

const PER_BATCH = 500;

/** Everything that is worked out once for a file. */
function workOn(open: OpenUpload, { definition, register, delivery, today }: PreparationInput): Work {
  const lookups = lookupsOf(register);
  const units = unitsOf(open.head.columns);
  const clean = compileCleaner(definition, { today, units, serialEpoch: open.serialEpoch, lookups });
  return { open, definition, delivery, units, clean, masks: masksOf(definition), plan: linkPlan(definition), lookups };
}

/** Second reading of a row: cleaned and linked as before, with what the whole file has said of it. */
function settledRow(met: MetRow, index: number, work: Work, { held, repeats, mismatches }: Verdicts): ProcessedRow {
  if (isIgnored(met)) return ignoredRow(met, mismatches, work.definition);
  const { row, link } = linked(work.clean(met), work.plan, work.lookups);
  return processedRow({ row: asRepeat(asHeld(row, held.get(index)), repeats.get(index)), link }, masked(met.cells, work.masks));
}

function* batches(work: Work, verdicts: Verdicts): Generator<Prepared> {
  let batch: ProcessedRow[] = [];
  let index = 0;
  for (const met of work.open.rows()) {
    batch.push(settledRow(met, index, work, verdicts));
    index += 1;
    if (batch.length < PER_BATCH) continue;
    yield { kind: "rows", rows: batch };
    batch = [];
  }
  if (batch.length > 0) yield { kind: "rows", rows: batch };
}

/**
 * 备行: read → clean → link → tell what is out of scale or repeated, in two readings, so that a file of any length needs the memory of a few rows
 * and one short entry per usable row. Gives control back after every few hundred rows. Work on the processor alone: what it must know of the
 * database it asks for.
 */
export async function* prepareRows(input: PreparationInput): Preparation {
  const open = await openUpload(input.bytes, input.definition, { digest: personDigest });
  const { unknownColumns, refusals } = open.head;
  if (refusals.length > 0) {
    yield { kind: "refused", message: refusals.map((one) => one.message).join(""), unknownColumns };
    return;
  }
  const work = workOn(open, input);
  const verdicts = yield* surveyRows(work);
  if (typeof verdicts === "string") {
    yield { kind: "refused", message: verdicts, unknownColumns };
    return;
  }
  yield { kind: "read", total: verdicts.total, unknownColumns, reading: { units: work.units, epoch: open.serialEpoch } };
  yield* batches(work, verdicts);
}
