import "server-only";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { IndicatorDefinition } from "@/lib/indicators/catalogue";
import type { ShownValue } from "@/lib/indicators/format";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { shownAsOf } from "./as-of";
import { correctionRequests, datasets, departments, enterprises, indicators, indicatorValues, policyLibraries } from "./schema";
import type { Db } from "./types";

/** 一条数据 of the own file: what is known, since when, from whom. `value` undefined where no department has delivered one. */
export type FileDatum = {
  readonly indicatorId: string;
  readonly name: string;
  readonly definition: IndicatorDefinition;
  readonly value: ShownValue | undefined;
  /** 2025, 2026-06 … or empty for the present state. */
  readonly period: string;
  readonly asOf: PlainDate | null;
  readonly datasetName: string;
  readonly departmentName: string;
  /** Concluded from a delivery that holds no row of the enterprise (推定). */
  readonly concluded: boolean;
};

export type FileDimension = { readonly code: string; readonly data: readonly FileDatum[] };

/** 基本信息 as registered. Personal fields come masked. */
export type FileHead = {
  readonly name: string;
  readonly uscc: string;
  readonly entityType: string | null;
  readonly regStatus: string;
  readonly establishedDate: PlainDate | null;
  readonly industryCode: string | null;
  readonly address: string | null;
  readonly town: string | null;
  readonly representativeMask: string | null;
  readonly phoneMask: string | null;
};

export type MyCorrection = {
  readonly id: string;
  readonly indicatorName: string;
  readonly departmentName: string;
  readonly claimed: string;
  readonly state: "open" | "corrected" | "kept";
  readonly requestedAt: Instant;
  readonly dueOn: PlainDate;
  readonly answer: string | null;
};

export type MyFile = { readonly head: FileHead; readonly dimensions: readonly FileDimension[]; readonly corrections: readonly MyCorrection[] };

/** The newest value of each indicator that speaks of the enterprise itself; single titles, persons and invoice lines stay out. */
const newestValues = (db: Db, enterpriseId: string) =>
  db
    .selectDistinctOn([indicatorValues.indicatorId], {
      indicatorId: indicatorValues.indicatorId,
      period: indicatorValues.period,
      state: indicatorValues.state,
      value: indicatorValues.value,
      asOf: shownAsOf,
      datasetId: indicatorValues.datasetId,
      sourceRowId: indicatorValues.sourceRowId,
    })
    .from(indicatorValues)
    .where(and(eq(indicatorValues.enterpriseId, enterpriseId), eq(indicatorValues.subject, ""), isNull(indicatorValues.supersededAt)))
    .orderBy(indicatorValues.indicatorId, sql`${indicatorValues.period} desc`, sql`${indicatorValues.asOf} desc`, sql`${indicatorValues.id} desc`);

async function readHead(db: Db, enterpriseId: string): Promise<FileHead | null> {
  const [row] = await db
    .select({
      name: enterprises.name,
      uscc: enterprises.uscc,
      entityType: enterprises.entityType,
      regStatus: enterprises.regStatus,
      establishedDate: enterprises.establishedDate,
      industryCode: enterprises.industryCode,
      address: enterprises.address,
      town: enterprises.town,
      representativeMask: enterprises.representativeMask,
      phoneMask: enterprises.phoneMask,
    })
    .from(enterprises)
    .where(eq(enterprises.id, enterpriseId));
  return row ?? null;
}

/** 更正申请 of one enterprise, newest first. */
export async function listMyCorrections(db: Db, enterpriseId: string): Promise<MyCorrection[]> {
  const rows = await db
    .select({ request: correctionRequests, indicatorName: indicators.name, departmentName: departments.name })
    .from(correctionRequests)
    .innerJoin(indicators, eq(indicators.id, correctionRequests.indicatorId))
    .innerJoin(departments, eq(departments.id, correctionRequests.departmentId))
    .where(eq(correctionRequests.enterpriseId, enterpriseId))
    .orderBy(desc(correctionRequests.requestedAt))
    .limit(50);
  return rows.map(({ request, indicatorName, departmentName }) => ({
    id: request.id,
    indicatorName,
    departmentName,
    claimed: request.claimed,
    state: request.state,
    requestedAt: instant(request.requestedAt),
    dueOn: request.dueOn,
    answer: request.answer,
  }));
}

type CodeNames = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Names of codes that the library gives: titles for every list, regions and the like by indicator. */
async function loadCodeNames(db: Db): Promise<{ titles: CodeNames[string]; byIndicator: CodeNames }> {
  const [row] = await db
    .select({
      titles: sql<CodeNames[string]>`${policyLibraries.document}->'titleCodes'`,
      byIndicator: sql<CodeNames>`${policyLibraries.document}->'codeNames'`,
    })
    .from(policyLibraries)
    .where(eq(policyLibraries.current, 1));
  return row ?? { titles: {}, byIndicator: {} };
}

/** The definition with every name that is known for its codes. */
function named(definition: IndicatorDefinition, { titles, byIndicator }: Awaited<ReturnType<typeof loadCodeNames>>): IndicatorDefinition {
  const own = byIndicator[definition.id];
  const labels = { ...(definition.type === "enumSet" && titles), ...own, ...definition.labels };
  return Object.keys(labels).length > 0 ? { ...definition, labels } : definition;
}

type Stored = Awaited<ReturnType<typeof newestValues>>[number];
type Feed = { readonly datasetName: string; readonly departmentName: string };

const shown = ({ state, value }: Stored): ShownValue => (state === "null" ? null : (value as ShownValue));

function datumOf(indicatorId: string, definition: IndicatorDefinition, value: Stored | undefined, feed: Feed | undefined): FileDatum {
  const source = { datasetName: feed?.datasetName ?? "", departmentName: feed?.departmentName ?? "" };
  const head = { indicatorId, name: definition.name, definition, ...source };
  if (!value) return { ...head, value: undefined, period: "", asOf: null, concluded: false };
  const { period, asOf, sourceRowId } = value;
  return { ...head, value: shown(value), period: period === "snapshot" ? "" : period, asOf, concluded: sourceRowId === null };
}

/** 一企一档: base data and every indicator by dimension, each with its source. Null when the enterprise is not there. */
export async function loadMyFile(db: Db, enterpriseId: string): Promise<MyFile | null> {
  const [head, values, catalogue, sources, names, corrections] = await Promise.all([
    readHead(db, enterpriseId),
    newestValues(db, enterpriseId),
    db.select({ id: indicators.id, datasetId: indicators.datasetId, definition: indicators.definition }).from(indicators).orderBy(asc(indicators.sortOrder)),
    db
      .select({ id: datasets.id, datasetName: datasets.name, departmentName: departments.name })
      .from(datasets)
      .innerJoin(departments, eq(departments.id, datasets.departmentId)),
    loadCodeNames(db),
    listMyCorrections(db, enterpriseId),
  ]);
  if (!head) return null;
  const known = new Map(values.map((value) => [value.indicatorId, value]));
  const feeds = new Map(sources.map((source) => [source.id, source]));
  const data = catalogue.map((row) => {
    const value = known.get(row.id);
    return datumOf(row.id, named(row.definition as IndicatorDefinition, names), value, feeds.get(value?.datasetId ?? row.datasetId));
  });
  const codes = [...new Set(data.map((one) => one.definition.dimension))];
  return { head, dimensions: codes.map((code) => ({ code, data: data.filter((one) => one.definition.dimension === code) })), corrections };
}
