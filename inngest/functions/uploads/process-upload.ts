import "server-only";
import { personDigest } from "@/db/crypto";
import { loadLookups } from "@/db/enterprises";
import type { Db } from "@/db/types";
import { applyUpload, findDataset, findUpload, liveRecords, type ProcessedRow, readContent, refuseUpload } from "@/db/uploads";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { type CleanRow, compileCleaner, unitsOf } from "@/lib/pipeline/clean/clean-row";
import { contentOf, markDuplicates } from "@/lib/pipeline/clean/duplicates";
import type { Collected, CollectedRow } from "@/lib/pipeline/collect/collect";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { IGNORED_KIND_NAMES } from "@/lib/pipeline/fates";
import { type LinkPlan, linkPlan, linkRow } from "@/lib/pipeline/link/link-row";
import type { Lookups } from "@/lib/pipeline/link/lookups";
import { maskPersonName, maskPhone } from "@/lib/standards/mask";
import { readUpload } from "../../files/read-upload";

export type UploadOutcome = { readonly state: "applied" | "refused" | "gone"; readonly enterpriseIds: readonly string[] };

type Masks = Readonly<Record<string, (text: string) => string>>;

/** Names and telephones of natural persons are kept masked; the register's are sealed into the enterprise's file first. */
function masksOf(definition: DatasetDefinition): Masks {
  return Object.fromEntries(
    definition.fields
      .filter((field) => field.personalInfo && field.type !== "personId")
      .map((field) => [field.id, field.type === "phone" ? maskPhone : maskPersonName]),
  );
}

function masked<Value>(values: Readonly<Record<string, Value>>, masks: Masks): Record<string, Value | string> {
  const copy: Record<string, Value | string> = { ...values };
  for (const [field, mask] of Object.entries(masks)) {
    const value = copy[field];
    if (typeof value === "string" && value !== "") copy[field] = mask(value);
  }
  return copy;
}

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

const ignoredRows = (collected: Collected): ProcessedRow[] =>
  collected.ignored.map(({ row, kind }) => ({
    row,
    fate: "ignored",
    raw: {},
    record: null,
    recordKey: null,
    link: null,
    corrections: [],
    reasons: [{ field: null, pattern: kind === "total" ? "TOTAL_ROW" : "HEADER_MERGED", code: kind.toUpperCase(), message: IGNORED_KIND_NAMES[kind] }],
  }));

type Cleaning = { readonly definition: DatasetDefinition; readonly lookups: Lookups; readonly at: Instant; readonly serialEpoch: "1900" | "1904" };

async function cleanRows(db: Db, collected: Collected, { definition, lookups, at, serialEpoch }: Cleaning): Promise<ProcessedRow[]> {
  const clean = compileCleaner(definition, { today: dayOf(at), units: unitsOf(collected.columns), serialEpoch, lookups });
  const cleaned = collected.rows.map(clean);
  const keys = [...new Set(cleaned.flatMap((row) => (row.recordKey !== null && row.fate !== "quarantined" ? [row.recordKey] : [])))];
  const live = await liveRecords(db, definition.id, keys);
  const masks = masksOf(definition);
  const sameAsStored = (key: string, row: CleanRow) => {
    const stored = live.get(key);
    return stored !== undefined && contentOf({ record: stored }) === contentOf({ record: masked(row.record, masks) });
  };
  const { rows } = markDuplicates(cleaned, definition, sameAsStored);
  const plan = linkPlan(definition);
  const rawOf = new Map(collected.rows.map((row: CollectedRow) => [row.row, row.cells]));
  return rows.map((row) => settle(row, masked(rawOf.get(row.row) ?? {}, masks) as Record<string, string>, plan, lookups));
}

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
  const lookups = await loadLookups(db);
  const rows = [...ignoredRows(collected), ...(await cleanRows(db, collected, { definition, lookups, at, serialEpoch }))].sort((a, b) => a.row - b.row);
  const { enterpriseIds } = await applyUpload(db, {
    upload,
    isRegister: linkPlan(definition).register,
    rows,
    masks: masksOf(definition),
    unknownColumns: collected.unknownColumns,
    at,
  });
  return { state: "applied", enterpriseIds };
}
