import "server-only";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { IndicatorDefinition, IndicatorParameters } from "@/lib/indicators/catalogue";
import { factsFromValues } from "@/lib/indicators/facts";
import { dayOf, type Instant, type PlainDate, plainDate, yearOf } from "@/lib/kernel/plain-date";
import type { ProfileSubjects } from "@/lib/matching/profile";
import { type DerivedValue, deriveIndicators, type SourceRecord } from "@/lib/pipeline/apply/derive";
import { parsePeriod } from "@/lib/pipeline/period";
import type { Facts } from "@/lib/policy/facts";
import { consentedDatasets } from "./consents";
import { isLive } from "./live-records";
import { factsHashOf } from "./matching";
import { datasets, enterpriseProfiles, indicators, indicatorValues, settings, uploadRows, uploads } from "./schema";
import type { Db } from "./types";

export const INDICATOR_PARAMETERS = "indicatorParameters";

type DeliveredFeed = { readonly key: string; readonly uploadId: string };

/** What a run of the refresh reads once. */
export type RefreshContext = {
  readonly at: Instant;
  readonly asOf: PlainDate;
  readonly years: readonly number[];
  readonly parameters: IndicatorParameters;
  readonly definitions: ReadonlyMap<string, IndicatorDefinition>;
  /** Feeds that have spoken, without the consent-gated ones. */
  readonly delivered: ReadonlySet<string>;
  readonly gatedFeeds: readonly DeliveredFeed[];
  /** Datasets whose rows are read only with the enterprise's consent (CMP-004): without one they stay unread, as if they had not come. */
  readonly gatedDatasets: ReadonlySet<string>;
  /** The newest delivery of each dataset: what a concluded zero rests on. */
  readonly basis: ReadonlyMap<string, string>;
};

/** Keys under which a delivery counts as heard: the dataset, and the year or month it speaks of. */
function heardKeys(datasetId: string, period: string): string[] {
  const parsed = parsePeriod(period);
  if (!parsed || parsed.kind === "snapshot" || parsed.from === null) return [datasetId];
  return [parsed.kind === "month" ? `${datasetId}|${period}` : `${datasetId}|${parsed.from.slice(0, 4)}`];
}

export async function refreshContext(db: Db, at: Instant): Promise<RefreshContext> {
  const asOf = dayOf(at);
  // One after the other, here and below: within a transaction there is one connection
  const catalogue = await db.select({ definition: indicators.definition }).from(indicators);
  const applied = await db
    .select({ datasetId: uploads.datasetId, period: uploads.period, uploadId: uploads.id, gated: datasets.consentGated })
    .from(uploads)
    .innerJoin(datasets, eq(datasets.id, uploads.datasetId))
    .where(eq(uploads.state, "applied"))
    .orderBy(asc(uploads.receivedAt));
  const [parameters] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, INDICATOR_PARAMETERS));
  const gated = await db.select({ id: datasets.id }).from(datasets).where(eq(datasets.consentGated, true));
  const definitions = catalogue.map((row) => IndicatorDefinition.parse(row.definition));
  const feeds = applied.flatMap((one) => heardKeys(one.datasetId, one.period).map((key) => ({ key, uploadId: one.uploadId, gated: one.gated })));
  const fullYear = yearOf(asOf) - 1;
  return {
    at,
    asOf,
    years: [fullYear - 2, fullYear - 1, fullYear],
    parameters: IndicatorParameters.parse(parameters?.value),
    definitions: new Map(definitions.map((one) => [one.id, one])),
    delivered: new Set(feeds.filter((feed) => !feed.gated).map((feed) => feed.key)),
    gatedFeeds: feeds.filter((feed) => feed.gated),
    gatedDatasets: new Set(gated.map((row) => row.id)),
    basis: new Map(applied.map((one) => [one.datasetId, one.uploadId])),
  };
}

/** Indicators that move with the calendar (validity of titles, windows of 36 months): a new day or year can change them without a new row. */
export async function markAllStale(db: Db): Promise<void> {
  await db.update(enterpriseProfiles).set({ stale: true });
}

async function loadRecords(db: Db, enterpriseIds: readonly string[]): Promise<Map<string, SourceRecord[]>> {
  const rows = await db
    .select({
      rowId: uploadRows.id,
      enterpriseId: uploadRows.enterpriseId,
      dataset: uploadRows.datasetId,
      period: uploadRows.period,
      data: uploadRows.record,
      recordedAt: uploads.receivedAt,
    })
    .from(uploadRows)
    .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
    .where(and(inArray(uploadRows.enterpriseId, [...enterpriseIds]), isLive()));
  const found = new Map<string, SourceRecord[]>();
  for (const { enterpriseId, recordedAt, data, ...row } of rows) {
    if (!enterpriseId || !data) continue;
    const list = found.get(enterpriseId) ?? [];
    list.push({ ...row, data, recordedOn: dayOf(recordedAt) });
    found.set(enterpriseId, list);
  }
  return found;
}

type CurrentValue = Pick<
  typeof indicatorValues.$inferSelect,
  "id" | "enterpriseId" | "indicatorId" | "period" | "subject" | "datasetId" | "state" | "value" | "validTo" | "sourceRowId"
>;

async function loadCurrent(db: Db, enterpriseIds: readonly string[]): Promise<Map<string, CurrentValue[]>> {
  const rows = await db
    .select({
      id: indicatorValues.id,
      enterpriseId: indicatorValues.enterpriseId,
      indicatorId: indicatorValues.indicatorId,
      period: indicatorValues.period,
      subject: indicatorValues.subject,
      datasetId: indicatorValues.datasetId,
      state: indicatorValues.state,
      value: indicatorValues.value,
      validTo: indicatorValues.validTo,
      sourceRowId: indicatorValues.sourceRowId,
    })
    .from(indicatorValues)
    .where(and(inArray(indicatorValues.enterpriseId, [...enterpriseIds]), isNull(indicatorValues.supersededAt)));
  const found = new Map<string, CurrentValue[]>();
  for (const row of rows) {
    const list = found.get(row.enterpriseId) ?? [];
    list.push(row);
    found.set(row.enterpriseId, list);
  }
  return found;
}

const keyOf = (value: { indicatorId: string; period: string; subject: string; datasetId: string }): string =>
  [value.indicatorId, value.period, value.subject, value.datasetId].join("\u001f");
const newestRow = (rowIds: readonly number[]): number | null => (rowIds.length === 0 ? null : Math.max(...rowIds));
const sameValue = (held: CurrentValue, next: DerivedValue): boolean =>
  held.state === next.state &&
  JSON.stringify(held.value) === JSON.stringify(next.value) &&
  held.validTo === next.validTo &&
  held.sourceRowId === newestRow(next.rowIds);

type Difference = { readonly close: number[]; readonly add: { enterpriseId: string; value: DerivedValue }[] };

/** What must be written so that the table says what the rows say now; equal values stay as they are, with the day they became known. */
function difference(enterpriseId: string, held: readonly CurrentValue[], next: readonly DerivedValue[]): Difference {
  const wanted = new Map(next.map((value) => [keyOf(value), value]));
  const kept = new Set<string>();
  const close: number[] = [];
  for (const value of held) {
    const now = wanted.get(keyOf(value));
    if (now && sameValue(value, now)) kept.add(keyOf(value));
    else close.push(value.id);
  }
  return { close, add: [...wanted.values()].filter((value) => !kept.has(keyOf(value))).map((value) => ({ enterpriseId, value })) };
}

/** The newest rows of a value that is a sum over many; the rest can be found by dataset and year. */
const KEPT_ROWS = 60;

async function writeDifference(tx: Db, { close, add }: Difference, context: RefreshContext): Promise<void> {
  for (let start = 0; start < close.length; start += 5000)
    await tx.execute(
      sql`update indicator_values set superseded_at = ${context.at} where id = any(array(select jsonb_array_elements_text(${JSON.stringify(close.slice(start, start + 5000))}::jsonb)::bigint))`,
    );
  for (let start = 0; start < add.length; start += 2000) {
    const rows = add.slice(start, start + 2000).map(({ enterpriseId, value }) => ({
      enterprise_id: enterpriseId,
      indicator_id: value.indicatorId,
      period: value.period,
      subject: value.subject,
      state: value.state,
      value: value.state === "null" ? null : value.value,
      valid_from: value.validFrom,
      valid_to: value.validTo,
      as_of: value.asOf,
      dataset_id: value.datasetId,
      source_row_id: newestRow(value.rowIds),
      source_row_ids: [...value.rowIds].sort((a, b) => b - a).slice(0, KEPT_ROWS),
      basis_upload_id: value.rowIds.length === 0 ? (context.basis.get(value.datasetId) ?? null) : null,
      sensitivity: context.definitions.get(value.indicatorId)?.sensitivity ?? "internal",
    }));
    await tx.execute(sql`
      insert into indicator_values (enterprise_id, indicator_id, period, subject, state, value, valid_from, valid_to, as_of, dataset_id, source_row_id, source_row_ids, basis_upload_id, sensitivity, recorded_at)
      select r.enterprise_id, r.indicator_id, r.period, r.subject, r.state, case r.state when 'null' then null else r.value end, r.valid_from, r.valid_to, r.as_of, r.dataset_id, r.source_row_id, r.source_row_ids,
        r.basis_upload_id, r.sensitivity, ${context.at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(enterprise_id uuid, indicator_id text, period text, subject text, state text, value jsonb, valid_from date, valid_to date, as_of date,
        dataset_id text, source_row_id bigint, source_row_ids jsonb, basis_upload_id uuid, sensitivity text)`);
  }
}

/** 发票行 amounts in fen, by indicator: money of a feed that its enterprise has opened. */
function amountsOf(values: readonly DerivedValue[], { definitions }: RefreshContext): ProfileSubjects["amounts"] {
  const amounts: Record<string, Record<string, number>> = {};
  for (const { indicatorId, subject, value } of values) {
    const { type, consentGated } = definitions.get(indicatorId) ?? {};
    if (type !== "money" || !consentGated || typeof value !== "number") continue;
    amounts[indicatorId] = { ...amounts[indicatorId], [subject]: value };
  }
  return amounts;
}

function subjectsOf(values: readonly DerivedValue[], context: RefreshContext): ProfileSubjects {
  const titles: ProfileSubjects["titles"] = [];
  const members: Record<string, string[]> = {};
  const fullYear = String(context.years.at(-1));
  const single = values.filter((value) => value.subject !== "");
  for (const { indicatorId, subject, value, period } of single) {
    if (indicatorId === "titleAwardDate" && typeof value === "string") titles.push({ code: subject, awarded: plainDate(value) });
    else if (period === fullYear) members[indicatorId] = [...(members[indicatorId] ?? []), subject];
  }
  const ofYear = single.filter((value) => value.period === fullYear);
  return { titles, members, amounts: amountsOf(ofYear, context) };
}

const datasetOf = (key: string): string => key.split("|")[0] ?? key;
const NOTHING_ALLOWED: ReadonlySet<string> = new Set();
/** Sets already built in a run, by the gated datasets they open: few, and shared by many enterprises. */
const OPENED = new WeakMap<RefreshContext, Map<string, ReadonlySet<string>>>();

/** Feeds heard by one enterprise: those of the county, and of the consent-gated ones those that a consent of its own covers. */
function heardBy(context: RefreshContext, allowed: ReadonlySet<string>): ReadonlySet<string> {
  const opened = [...context.gatedDatasets].filter((id) => allowed.has(id)).sort();
  if (opened.length === 0 || context.gatedFeeds.length === 0) return context.delivered;
  const built = OPENED.get(context) ?? new Map<string, ReadonlySet<string>>();
  OPENED.set(context, built);
  const known =
    built.get(opened.join()) ?? new Set([...context.delivered, ...context.gatedFeeds.map((feed) => feed.key).filter((key) => opened.includes(datasetOf(key)))]);
  built.set(opened.join(), known);
  return known;
}

/** 档案刷新 of some enterprises: derives every indicator from the live rows, writes only what changed, rebuilds the cached profile. */
export async function refreshProfiles(db: Db, context: RefreshContext, enterpriseIds: readonly string[]): Promise<{ changed: number }> {
  if (enterpriseIds.length === 0) return { changed: 0 };
  const records = await loadRecords(db, enterpriseIds);
  const current = await loadCurrent(db, enterpriseIds);
  const consented = await consentedDatasets(db, enterpriseIds);
  const total: Difference = { close: [], add: [] };
  const profiles = enterpriseIds.map((enterpriseId) => {
    const allowed = consented.get(enterpriseId) ?? NOTHING_ALLOWED;
    const readable = (record: SourceRecord) => !context.gatedDatasets.has(record.dataset) || allowed.has(record.dataset);
    const values = deriveIndicators({
      records: (records.get(enterpriseId) ?? []).filter(readable),
      asOf: context.asOf,
      years: context.years,
      delivered: heardBy(context, allowed),
      parameters: context.parameters,
    });
    const { close, add } = difference(enterpriseId, current.get(enterpriseId) ?? [], values);
    total.close.push(...close);
    total.add.push(...add);
    const facts = factsFromValues(values, { asOf: context.asOf, fullYear: context.years.at(-1) ?? 0, definitions: context.definitions }) as Facts;
    return { enterpriseId, facts: { ...facts }, subjects: subjectsOf(values, context), factsHash: factsHashOf(facts), refreshedAt: context.at, stale: false };
  });
  await db.transaction(async (tx) => {
    await writeDifference(tx, total, context);
    await tx
      .insert(enterpriseProfiles)
      .values(profiles)
      .onConflictDoUpdate({
        target: enterpriseProfiles.enterpriseId,
        set: {
          facts: sql`excluded.facts`,
          subjects: sql`excluded.subjects`,
          factsHash: sql`excluded.facts_hash`,
          refreshedAt: sql`case when ${enterpriseProfiles.factsHash} = excluded.facts_hash then ${enterpriseProfiles.refreshedAt} else excluded.refreshed_at end`,
          stale: sql`false`,
        },
      });
  });
  return { changed: total.add.length + total.close.length };
}
