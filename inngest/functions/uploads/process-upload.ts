import "server-only";
import { personDigest } from "@/db/crypto";
import { loadLookups } from "@/db/enterprises";
import { countApplied } from "@/db/live-records";
import { relinkWaiting } from "@/db/relink";
import type { Db } from "@/db/types";
import { applyUpload, findDataset, findUpload, type Masks, masked, type ProcessedRow, readContent, refuseUpload } from "@/db/uploads";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { type CleanRow, compileCleaner, unitsOf } from "@/lib/pipeline/clean/clean-row";
import type { Reason } from "@/lib/pipeline/clean/outcome";
import { checkTotals, type TotalMismatch } from "@/lib/pipeline/clean/plausibility";
import type { Collected, IgnoredRow } from "@/lib/pipeline/collect/collect";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { IGNORED_KIND_NAMES } from "@/lib/pipeline/fates";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { maskPersonName, maskPhone } from "@/lib/standards/mask";
import { readUpload } from "../../files/read-upload";
import { settleRows } from "./settle-rows";

export type UploadOutcome = { readonly state: "applied" | "refused" | "gone"; readonly enterpriseIds: readonly string[] };

/** Names and telephones of natural persons are kept masked; the register's are sealed into the enterprise's file first. */
function masksOf(definition: DatasetDefinition): Masks {
  return Object.fromEntries(
    definition.fields
      .filter((field) => field.personalInfo && field.type !== "personId")
      .map((field) => [field.id, field.type === "phone" ? maskPhone : maskPersonName]),
  );
}

/** 合计反校: the file's own total against its rows, told on the row of the total. */
function mismatchReason({ field, stated, summed }: TotalMismatch, definition: DatasetDefinition): Reason {
  const { header = field, type } = definition.fields.find((one) => one.id === field) ?? {};
  const shown = (value: number) => (type === "money" ? (value / 100).toFixed(2) : String(value));
  return {
    field,
    pattern: "TOTAL_ROW",
    code: "TOTAL_MISMATCH",
    message: `${header}：合计行写的是 ${shown(stated)}，各行相加是 ${shown(summed)}，请核对有没有漏行。`,
  };
}

function ignoredRow({ row, kind }: IgnoredRow, mismatches: readonly Reason[]): ProcessedRow {
  const reason: Reason = {
    field: null,
    pattern: kind === "total" ? "TOTAL_ROW" : "HEADER_MERGED",
    code: kind.toUpperCase(),
    message: IGNORED_KIND_NAMES[kind],
  };
  return { row, fate: "ignored", raw: {}, record: null, recordKey: null, link: null, corrections: [], reasons: [reason, ...mismatches] };
}

function ignoredRows(collected: Collected, cleaned: readonly CleanRow[], definition: DatasetDefinition): ProcessedRow[] {
  const wrong = checkTotals(definition, cleaned, collected.ignored, unitsOf(collected.columns));
  return collected.ignored.map((one) =>
    ignoredRow(
      one,
      wrong.filter((mismatch) => mismatch.row === one.row).map((mismatch) => mismatchReason(mismatch, definition)),
    ),
  );
}

/** How often a file is compared anew because another one of its dataset was stored meanwhile. */
const ATTEMPTS = 20;

/** 处理一份上传: read → clean → link → store. Repeating it after a crash gives the same result; a finished one is left alone. */
export async function processUpload(db: Db, uploadId: string, at: Instant): Promise<UploadOutcome> {
  const upload = await findUpload(db, uploadId);
  const dataset = upload && (await findDataset(db, upload.datasetId));
  const content = upload && (upload.state === "received" || upload.state === "processing") ? await readContent(db, uploadId) : null;
  if (!upload || !dataset || !content) return { state: "gone", enterpriseIds: [] };
  const { definition } = dataset;
  const { collected, serialEpoch } = await readUpload(content, definition, { digest: personDigest });
  if (collected.refusals.length > 0) {
    await refuseUpload(db, uploadId, collected.refusals.map((one) => one.message).join(""), collected.unknownColumns, at);
    return { state: "refused", enterpriseIds: [] };
  }
  const masks = masksOf(definition);
  const cells = new Map(collected.rows.map((row) => [row.row, row.cells]));
  const units = unitsOf(collected.columns);
  const reading = { units, epoch: serialEpoch };
  const rawOf = (row: number) => masked(cells.get(row) ?? {}, masks);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const seen = await countApplied(db, definition.id);
    const lookups = await loadLookups(db);
    const cleaned = collected.rows.map(compileCleaner(definition, { today: dayOf(at), units, serialEpoch, lookups }));
    const settled = await settleRows(db, cleaned, { upload, definition, lookups, masks, rawOf });
    const rows = [...ignoredRows(collected, cleaned, definition), ...settled].sort((a, b) => a.row - b.row);
    const isRegister = linkPlan(definition).register;
    const applied = await applyUpload(db, { upload, isRegister, rows, masks, unknownColumns: collected.unknownColumns, at, seen, reading });
    if (!applied.ok) continue;
    if (isRegister) await relinkWaiting(db, at);
    return { state: "applied", enterpriseIds: applied.value.enterpriseIds };
  }
  throw new Error("the dataset never came to rest");
}
