import "server-only";
import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import { DatasetDefinition, type DirtyPattern } from "@/lib/pipeline/dataset";
import type { RowFate } from "@/lib/pipeline/fates";
import { isSeen } from "./live-records";
import { datasets, departments, people, type UploadState, uploadRows, uploads } from "./schema";
import type { Db } from "./types";

/** Datasets that a reader may see: the county's, or those of the own department. Enterprises see none. */
export function datasetsInScope(scope: Scope): SQL | undefined {
  if (scope.kind === "county") return undefined;
  return scope.kind === "department" ? eq(datasets.departmentId, scope.departmentId) : sql`false`;
}

export type DatasetChoice = { readonly id: string; readonly name: string; readonly departmentId: string; readonly definition: DatasetDefinition };

/** 共享数据集 of the reader, in the catalogue's order. */
export async function listDatasets(db: Db, scope: Scope): Promise<DatasetChoice[]> {
  const rows = await db.select().from(datasets).where(datasetsInScope(scope)).orderBy(asc(datasets.sortOrder));
  return rows.map(({ id, name, departmentId, definition }) => ({ id, name, departmentId, definition: DatasetDefinition.parse(definition) }));
}

export const UPLOAD_SORTS = ["received", "rows", "quarantined"] as const;
const SORT_COLUMNS = { received: uploads.receivedAt, rows: uploads.totalRows, quarantined: uploads.quarantinedRows } as const;

export type UploadFilter = { readonly datasetId?: string | undefined; readonly state?: UploadState | undefined };
type Page = { readonly sort: string; readonly page: number; readonly pageSize: number };

function orderOf(sort: string): SQL {
  const name = sort.replace(/^-/, "") as keyof typeof SORT_COLUMNS;
  const column = SORT_COLUMNS[name] ?? uploads.receivedAt;
  return sort.startsWith("-") ? desc(column) : asc(column);
}

/** 上传记录 of the reader's datasets with what became of the rows. */
export async function listUploads(db: Db, scope: Scope, filter: UploadFilter, { sort, page, pageSize }: Page) {
  const where = and(
    datasetsInScope(scope),
    filter.datasetId ? eq(uploads.datasetId, filter.datasetId) : undefined,
    filter.state ? eq(uploads.state, filter.state) : undefined,
  );
  const [rows, [total]] = await Promise.all([
    db
      .select({
        id: uploads.id,
        datasetId: uploads.datasetId,
        datasetName: datasets.name,
        period: uploads.period,
        filename: uploads.filename,
        channel: uploads.channel,
        state: uploads.state,
        receivedAt: uploads.receivedAt,
        totalRows: uploads.totalRows,
        acceptedRows: uploads.acceptedRows,
        correctedRows: uploads.correctedRows,
        quarantinedRows: uploads.quarantinedRows,
        duplicateRows: uploads.duplicateRows,
        ignoredRows: uploads.ignoredRows,
      })
      .from(uploads)
      .innerJoin(datasets, eq(datasets.id, uploads.datasetId))
      .where(where)
      .orderBy(orderOf(sort), desc(uploads.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ n: count() }).from(uploads).innerJoin(datasets, eq(datasets.id, uploads.datasetId)).where(where),
  ]);
  return { rows, total: total?.n ?? 0 };
}
export type UploadListRow = Awaited<ReturnType<typeof listUploads>>["rows"][number];

/** One upload with the names around it; null when it does not exist or is not the reader's. */
export async function findUploadInScope(db: Db, scope: Scope, uploadId: string) {
  const [row] = await db
    .select({ upload: uploads, definition: datasets.definition, departmentName: departments.name, receivedByName: people.displayName })
    .from(uploads)
    .innerJoin(datasets, eq(datasets.id, uploads.datasetId))
    .innerJoin(departments, eq(departments.id, datasets.departmentId))
    .leftJoin(people, eq(people.id, uploads.receivedBy))
    .where(and(eq(uploads.id, uploadId), datasetsInScope(scope)));
  return row ? { ...row, definition: DatasetDefinition.parse(row.definition) } : null;
}
export type UploadInScope = NonNullable<Awaited<ReturnType<typeof findUploadInScope>>>;

const rowsOf = async <Row>(db: Db, statement: SQL): Promise<Row[]> => ((await db.execute(statement)) as unknown as { rows: Row[] }).rows;

export type CorrectionGroup = { readonly field: string; readonly pattern: DirtyPattern; readonly from: string; readonly to: string; readonly rows: number };

/** 更正了什么: by column and kind of flaw, with the first example and the number of rows. */
export const correctionGroups = (db: Db, uploadId: string): Promise<CorrectionGroup[]> =>
  rowsOf(
    db,
    sql`
      select c->>'field' as field, c->>'pattern' as pattern, (array_agg(c->>'from' order by r."row"))[1] as "from", (array_agg(c->>'to' order by r."row"))[1] as "to",
        count(distinct r."row")::int as rows
      from upload_rows r cross join lateral jsonb_array_elements(r.corrections) c
      where r.upload_id = ${uploadId}::uuid group by 1, 2 order by 5 desc, 1, 2 limit 60`,
  );

export type ReasonGroup = {
  readonly fate: RowFate;
  readonly field: string | null;
  readonly pattern: DirtyPattern;
  readonly code: string;
  readonly message: string;
  readonly rows: number;
};

/** Why rows were set aside, repeated or left out: by fate and reason; rows count under their first reason, so that the groups add up to the rows. */
export const reasonGroups = (db: Db, uploadId: string): Promise<ReasonGroup[]> =>
  rowsOf(
    db,
    sql`
      select fate, reasons->0->>'field' as field, reasons->0->>'pattern' as pattern, reasons->0->>'code' as code,
        case when fate = 'quarantined' then (array_agg(reasons->0->>'message' order by "row"))[1] else min(reasons->0->>'message') end as message, count(*)::int as rows
      from upload_rows where upload_id = ${uploadId}::uuid and fate in ('quarantined', 'duplicate', 'ignored') and reasons is not null
      group by 1, 2, 3, 4 order by 6 desc, 2, 4`,
  );

/** One source row as it is told to its department, by interface or on screen. */
export type RowView = {
  readonly row: number;
  readonly fate: RowFate;
  readonly raw: Readonly<Record<string, string>>;
  readonly enterpriseId: string | null;
  readonly uscc: string | null;
  readonly linkFate: string;
  readonly linkConfidence: number | null;
  readonly linkCandidates: readonly string[] | null;
  readonly corrections: readonly { field: string; from: string; to: string; pattern: string }[] | null;
  readonly reasons: readonly { field: string | null; pattern: string; code?: string; message: string; proposal?: string }[] | null;
};

const VIEW = {
  row: uploadRows.row,
  fate: uploadRows.fate,
  raw: uploadRows.raw,
  enterpriseId: uploadRows.enterpriseId,
  uscc: uploadRows.uscc,
  linkFate: uploadRows.linkFate,
  linkConfidence: uploadRows.linkConfidence,
  linkCandidates: uploadRows.linkCandidates,
  corrections: uploadRows.corrections,
  reasons: uploadRows.reasons,
} as const;

/** The rows of an upload after a row number, in the file's order: for reading a long file piece by piece. */
export async function rowsAfter(db: Db, uploadId: string, after: number, limit: number): Promise<RowView[]> {
  return (await db
    .select(VIEW)
    .from(uploadRows)
    .where(and(eq(uploadRows.uploadId, uploadId), gt(uploadRows.row, after), isSeen))
    .orderBy(asc(uploadRows.row))
    .limit(limit)) as RowView[];
}

/** One page of the rows of one fate, in the file's order. */
export async function listRows(db: Db, uploadId: string, fate: RowFate, { page, pageSize }: Pick<Page, "page" | "pageSize">): Promise<RowView[]> {
  return (await db
    .select(VIEW)
    .from(uploadRows)
    .where(and(eq(uploadRows.uploadId, uploadId), eq(uploadRows.fate, fate)))
    .orderBy(asc(uploadRows.row))
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as RowView[];
}

export async function countOpenRows(db: Db, uploadId: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(uploadRows)
    .where(and(eq(uploadRows.uploadId, uploadId), eq(uploadRows.fate, "quarantined"), isNull(uploadRows.resolvedAt), isSeen));
  return row?.n ?? 0;
}

/** Enterprises that the adopted rows of an upload belong to. */
export async function countEnterprises(db: Db, uploadId: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(distinct ${uploadRows.enterpriseId})::int` })
    .from(uploadRows)
    .where(and(eq(uploadRows.uploadId, uploadId), isNotNull(uploadRows.record)));
  return row?.n ?? 0;
}

export type LastDelivery = {
  readonly datasetId: string;
  readonly uploadId: string;
  readonly period: string;
  readonly receivedAt: string;
  readonly dataRows: number;
  readonly quarantinedRows: number;
  readonly openRows: number;
};

/** The newest processed delivery of each dataset: its rows without titles and totals, how many were set aside, how many still wait. */
export async function lastDeliveries(db: Db, datasetIds: readonly string[]): Promise<Map<string, LastDelivery>> {
  if (datasetIds.length === 0) return new Map();
  const newest = await db
    .selectDistinctOn([uploads.datasetId], {
      datasetId: uploads.datasetId,
      uploadId: uploads.id,
      period: uploads.period,
      receivedAt: uploads.receivedAt,
      dataRows: sql<number>`${uploads.totalRows} - ${uploads.ignoredRows}`,
      quarantinedRows: uploads.quarantinedRows,
    })
    .from(uploads)
    .where(and(inArray(uploads.datasetId, [...datasetIds]), eq(uploads.state, "applied")))
    .orderBy(asc(uploads.datasetId), desc(uploads.receivedAt), desc(uploads.period));
  const open = await db
    .select({ datasetId: uploadRows.datasetId, n: count() })
    .from(uploadRows)
    .where(and(inArray(uploadRows.datasetId, [...datasetIds]), eq(uploadRows.fate, "quarantined"), isNull(uploadRows.resolvedAt), isSeen))
    .groupBy(uploadRows.datasetId);
  const openOf = new Map(open.map((row) => [row.datasetId, row.n]));
  return new Map(newest.map((row) => [row.datasetId, { ...row, openRows: openOf.get(row.datasetId) ?? 0 }]));
}
