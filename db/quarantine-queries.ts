import "server-only";
import { and, asc, count, eq, ilike, inArray, isNull, or, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import { DatasetDefinition, type DirtyPattern } from "@/lib/pipeline/dataset";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { nameKey } from "@/lib/pipeline/link/name-key";
import { isUscc } from "@/lib/standards/uscc";
import { isSeen } from "./live-records";
import { datasets, enterprises, uploadRows, uploads } from "./schema";
import type { Db } from "./types";
import { datasetsInScope } from "./upload-queries";

/** 问题: rows of one dataset that wait for the same answer. */
export type QuarantineGroup = {
  readonly datasetId: string;
  readonly datasetName: string;
  readonly field: string | null;
  readonly pattern: DirtyPattern;
  readonly code: string;
  readonly message: string;
  readonly rows: number;
};

const isOpen = and(eq(uploadRows.fate, "quarantined"), isNull(uploadRows.resolvedAt), isSeen);
const firstReason = {
  field: sql<string | null>`${uploadRows.reasons}->0->>'field'`,
  pattern: sql<DirtyPattern>`${uploadRows.reasons}->0->>'pattern'`,
  code: sql<string>`${uploadRows.reasons}->0->>'code'`,
} as const;

/** 问题数据 that wait, by dataset and first reason, the largest group first. */
export async function quarantineGroups(db: Db, scope: Scope): Promise<QuarantineGroup[]> {
  return db
    .select({
      datasetId: uploadRows.datasetId,
      datasetName: datasets.name,
      ...firstReason,
      message: sql<string>`min(${uploadRows.reasons}->0->>'message')`,
      rows: count(),
    })
    .from(uploadRows)
    .innerJoin(datasets, eq(datasets.id, uploadRows.datasetId))
    .where(and(isOpen, datasetsInScope(scope)))
    .groupBy(uploadRows.datasetId, datasets.name, firstReason.field, firstReason.pattern, firstReason.code)
    .orderBy(sql`count(*) desc`, asc(uploadRows.datasetId), asc(firstReason.code));
}

export type GroupKey = { readonly datasetId: string; readonly code: string; readonly field: string };

const inGroup = ({ datasetId, code, field }: GroupKey) =>
  and(eq(uploadRows.datasetId, datasetId), sql`${firstReason.code} = ${code}`, sql`coalesce(${firstReason.field}, '') = ${field}`);

/** Rows of a group that wait, oldest delivery first. */
export async function openRows(db: Db, scope: Scope, group: GroupKey, { page, pageSize }: { page: number; pageSize: number }) {
  const rows = await db
    .select({
      id: uploadRows.id,
      row: uploadRows.row,
      raw: uploadRows.raw,
      reasons: uploadRows.reasons,
      uploadId: uploads.id,
      period: uploads.period,
      filename: uploads.filename,
    })
    .from(uploadRows)
    .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
    .innerJoin(datasets, eq(datasets.id, uploadRows.datasetId))
    .where(and(isOpen, datasetsInScope(scope), inGroup(group)))
    .orderBy(asc(uploads.receivedAt), asc(uploadRows.id))
    .limit(pageSize)
    .offset((page - 1) * pageSize);
  return rows;
}
export type OpenRow = Awaited<ReturnType<typeof openRows>>[number];

export type Candidate = { readonly id: string; readonly uscc: string; readonly name: string; readonly address: string | null };
const CANDIDATE = { id: enterprises.id, uscc: enterprises.uscc, name: enterprises.name, address: enterprises.address } as const;

/** Enterprises by part of the name, credit code or pinyin initials, for the clerk who knows better. */
export async function searchEnterprises(db: Db, text: string): Promise<Candidate[]> {
  const wanted = text.trim().replace(/[%_\\]/g, "\\$&");
  if (wanted === "") return [];
  return db
    .select(CANDIDATE)
    .from(enterprises)
    .where(or(ilike(enterprises.name, `%${wanted}%`), ilike(enterprises.uscc, `${wanted}%`), ilike(enterprises.initials, `%${wanted}%`)))
    .orderBy(asc(enterprises.name), asc(enterprises.uscc))
    .limit(20);
}

type Waiting = Awaited<ReturnType<typeof findWaiting>>;

/** The row with its dataset and upload if it waits and lies in the reader's scope. */
export async function findWaiting(db: Db, scope: Scope, rowId: number) {
  const [found] = await db
    .select({ row: uploadRows, upload: uploads, definition: datasets.definition })
    .from(uploadRows)
    .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
    .innerJoin(datasets, eq(datasets.id, uploadRows.datasetId))
    .where(and(eq(uploadRows.id, rowId), eq(uploadRows.fate, "quarantined"), isSeen, datasetsInScope(scope)));
  return found ? { ...found, definition: DatasetDefinition.parse(found.definition) } : null;
}

async function candidatesFor(db: Db, { row, definition }: NonNullable<Waiting>): Promise<Candidate[]> {
  const proposals = (row.reasons ?? []).flatMap(({ proposal }) => (proposal && isUscc(proposal) ? [proposal] : []));
  const codes = [...new Set([...proposals, ...(row.linkCandidates ?? []), ...(row.raw["uscc"] ? [row.raw["uscc"]] : [])])];
  const key = nameKey(row.raw[linkPlan(definition).nameField] ?? "");
  const found = await db
    .select(CANDIDATE)
    .from(enterprises)
    .where(or(inArray(enterprises.uscc, codes.length > 0 ? codes : [""]), key === null ? undefined : eq(enterprises.nameKey, key)))
    .limit(8);
  const rank = (uscc: string) => (codes.indexOf(uscc) + codes.length + 1) % (codes.length + 1);
  return found.sort((a, b) => rank(a.uscc) - rank(b.uscc));
}

/** Other waiting rows of the dataset that name the same unit in the same way: one answer settles them all. */
export function alikeRows(row: { id: number; datasetId: string; raw: Readonly<Record<string, string>> }, nameField: string) {
  return and(
    isOpen,
    eq(uploadRows.datasetId, row.datasetId),
    sql`${uploadRows.id} <> ${row.id}`,
    sql`coalesce(${uploadRows.raw}->>'uscc', '') = ${row.raw["uscc"] ?? ""}`,
    sql`coalesce(${uploadRows.raw}->>${nameField}, '') = ${row.raw[nameField] ?? ""}`,
    row.raw["uscc"] || row.raw[nameField] ? undefined : sql`false`,
  );
}

/** 一行问题数据 to be settled, with the enterprises it may mean and how many rows say the same. */
export async function findOpenRow(db: Db, scope: Scope, rowId: number) {
  const found = await findWaiting(db, scope, rowId);
  if (!found || found.row.resolvedAt) return null;
  const [candidates, [alike]] = await Promise.all([
    candidatesFor(db, found),
    db
      .select({ n: count() })
      .from(uploadRows)
      .where(alikeRows(found.row, linkPlan(found.definition).nameField)),
  ]);
  return { ...found, candidates, alike: alike?.n ?? 0 };
}
export type OpenRowDetail = NonNullable<Awaited<ReturnType<typeof findOpenRow>>>;
