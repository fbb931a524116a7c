import "server-only";
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/access/scope";
import type { EnterpriseRef } from "@/lib/pipeline/link/enterprise-ref";
import type { LinkQuery } from "@/lib/pipeline/link/likeness";
import { type LinkPlan, linkPlan } from "@/lib/pipeline/link/link-row";
import { nameKey } from "@/lib/pipeline/link/name-key";
import { finderOf, lookupsOf, type Register } from "@/lib/pipeline/link/register";
import { type Scored, worthAsking } from "@/lib/pipeline/link/score";
import { suspiciousTwins, type Twins } from "@/lib/pipeline/link/twins";
import { loadRegister } from "./enterprises";
import { ownsRegister } from "./link-decisions";
import { isSeen } from "./live-records";
import { findWaiting } from "./quarantine-queries";
import { datasets, enterprises, linkDecisions, people, uploadRows } from "./schema";
import type { Db } from "./types";
import { datasetsInScope } from "./upload-queries";

type Page = { readonly page: number; readonly pageSize: number };
const part = ({ page, pageSize }: Page) => ({ limit: pageSize, offset: (page - 1) * pageSize });

const inDoubt = and(eq(uploadRows.fate, "quarantined"), isNull(uploadRows.resolvedAt), eq(uploadRows.linkFate, "review"), isSeen);

/** The written name, whatever a dataset calls its column. */
const nameOf = (nameFields: readonly string[]): SQL<string> =>
  sql<string>`coalesce(${sql.join(
    nameFields.map((field) => sql`${uploadRows.raw}->>${sql.raw(`'${field.replaceAll("'", "")}'`)}`),
    sql`, `,
  )}, '')`;
const CODE = sql<string>`coalesce(${uploadRows.raw}->>'uscc', '')`;
const IS_LATER = sql<boolean>`exists (select 1 from link_decisions d where d.row_id = ${uploadRows.id} and d.answer = 'later' and d.undone_at is null)`;

/** 待核对的关联: units whose rows may belong to one of several enterprises, one entry for all rows that name a unit alike; those put off come last. */
export async function listDoubts(db: Db, scope: Scope, nameFields: readonly string[], page: Page) {
  const name = nameOf(nameFields);
  const where = and(inDoubt, datasetsInScope(scope));
  const groups = db
    .select({
      rowId: sql<number>`min(${uploadRows.id})::float8`.as("row_id"),
      datasetName: sql<string>`${datasets.name}`.as("dataset_name"),
      name: name.as("name"),
      code: CODE.as("code"),
      rows: count().as("rows"),
      later: sql<boolean>`bool_or(${IS_LATER})`.as("later"),
    })
    .from(uploadRows)
    .innerJoin(datasets, eq(datasets.id, uploadRows.datasetId))
    .where(where)
    .groupBy(uploadRows.datasetId, datasets.name, sql`3`, sql`4`)
    .as("doubts");
  const { limit, offset } = part(page);
  const [rows, [total]] = await Promise.all([
    db.select().from(groups).orderBy(asc(groups.later), asc(groups.rowId)).limit(limit).offset(offset),
    db.select({ n: count() }).from(groups),
  ]);
  return { rows, total: total?.n ?? 0 };
}
export type Doubt = Awaited<ReturnType<typeof listDoubts>>["rows"][number];

/** What a stored row says of whom it means; a code counts whether it led somewhere or not. */
function saidBy(raw: Readonly<Record<string, string>>, plan: LinkPlan): LinkQuery {
  const text = (field: string | null) => (field === null ? null : raw[field] || null);
  const said = { address: text(plan.addressField), representative: text("legalRepName"), phone: text("contactPhone"), code: text("uscc") };
  return { name: text(plan.nameField), ...said };
}

/** A candidate beside the row: what the register says of it, and how it compares. */
export type Candidate = { readonly id: string; readonly regStatus: string; readonly ref: EnterpriseRef; readonly scored: Scored };

async function candidatesFor(db: Db, register: Register, query: LinkQuery, told: readonly string[]): Promise<Candidate[]> {
  const key = query.name === null ? null : nameKey(query.name);
  const apart = key === null ? [] : (lookupsOf(register).apart?.(key) ?? []);
  const similar = worthAsking(finderOf(register).find(query)).map((one) => one.uscc);
  const codes = [...new Set([...told, ...similar])].filter((uscc) => !apart.includes(uscc)).slice(0, 6);
  if (codes.length === 0) return [];
  const rows = await db
    .select({ id: enterprises.id, uscc: enterprises.uscc, regStatus: enterprises.regStatus })
    .from(enterprises)
    .where(inArray(enterprises.uscc, codes));
  const refs = register.enterprises.filter((one) => codes.includes(one.uscc));
  return finderOf(register)
    .weigh(query, refs)
    .flatMap((scored) => {
      const [row, ref] = [rows.find((one) => one.uscc === scored.uscc), refs.find((one) => one.uscc === scored.uscc)];
      return row && ref ? [{ id: row.id, regStatus: row.regStatus, ref, scored }] : [];
    });
}

/** 一条待核对的关联: the row with the enterprises that it may mean, the likeliest first. Null when it does not wait or lies outside the scope. */
export async function findDoubt(db: Db, scope: Scope, rowId: number) {
  const found = await findWaiting(db, scope, rowId);
  if (!found || found.row.resolvedAt || found.row.linkFate !== "review") return null;
  const query = saidBy(found.row.raw, linkPlan(found.definition));
  const candidates = await candidatesFor(db, await loadRegister(db), query, found.row.linkCandidates ?? []);
  return { ...found, query, candidates };
}
export type DoubtDetail = NonNullable<Awaited<ReturnType<typeof findDoubt>>>;

const twinsOf = new WeakMap<Register, readonly Twins[]>();
function twinsIn(register: Register): readonly Twins[] {
  const known = twinsOf.get(register) ?? suspiciousTwins(register.enterprises, finderOf(register));
  twinsOf.set(register, known);
  return known;
}

/** One of two suspicious entries of the register. */
export type Twin = { readonly id: string; readonly regStatus: string; readonly ref: EnterpriseRef };
export type TwinPair = Pick<Twins, "likeness" | "probability"> & { readonly first: Twin; readonly second: Twin; readonly later: boolean };

/** 疑似同一家 of the register without those that a person has kept apart; those put off come last. Empty for who does not own the register. */
export async function listTwins(db: Db, scope: Scope, page: Page): Promise<{ rows: readonly TwinPair[]; total: number }> {
  if (!(await ownsRegister(db, scope))) return { rows: [], total: 0 };
  const register = await loadRegister(db);
  const twins = twinsIn(register);
  const codes = [...new Set(twins.flatMap(({ first, second }) => [first, second]))];
  if (codes.length === 0) return { rows: [], total: 0 };
  const rows = await db
    .select({ id: enterprises.id, uscc: enterprises.uscc, regStatus: enterprises.regStatus })
    .from(enterprises)
    .where(inArray(enterprises.uscc, codes));
  const [one, refs] = [new Map(rows.map((row) => [row.uscc, row])), new Map(register.enterprises.map((ref) => [ref.uscc, ref]))];
  const said = await db
    .select({ a: linkDecisions.enterpriseId, b: linkDecisions.twinId, answer: linkDecisions.answer })
    .from(linkDecisions)
    .where(and(isNotNull(linkDecisions.twinId), isNull(linkDecisions.undoneAt)));
  const answers = new Map(said.map(({ a, b, answer }) => [[a, b].sort().join(" "), answer]));
  const sideOf = (uscc: string): Twin | null => {
    const [row, ref] = [one.get(uscc), refs.get(uscc)];
    return row && ref ? { id: row.id, regStatus: row.regStatus, ref } : null;
  };
  const pairs = twins.flatMap(({ first, second, likeness, probability }): TwinPair[] => {
    const [a, b] = [sideOf(first), sideOf(second)];
    const answer = a && b ? answers.get([a.id, b.id].sort().join(" ")) : "apart";
    return a && b && answer !== "apart" ? [{ first: a, second: b, likeness, probability, later: answer === "later" }] : [];
  });
  const { limit, offset } = part(page);
  const ordered = [...pairs].sort((a, b) => Number(a.later) - Number(b.later));
  return { rows: ordered.slice(offset, offset + limit), total: pairs.length };
}

const twin = alias(enterprises, "twin");

/** 已核对: what was said in the reader's scope and by whom, the newest first. */
export async function listLinkDecisions(db: Db, scope: Scope, nameFields: readonly string[], page: Page) {
  const ownTwins = (await ownsRegister(db, scope)) ? isNotNull(linkDecisions.twinId) : undefined;
  const inScope = datasetsInScope(scope);
  const where = and(sql`${linkDecisions.answer} <> 'later'`, inScope ? or(inScope, ownTwins) : undefined);
  const { limit, offset } = part(page);
  const [rows, [total]] = await Promise.all([
    db
      .select({
        id: linkDecisions.id,
        answer: linkDecisions.answer,
        decidedAt: linkDecisions.decidedAt,
        undoneAt: linkDecisions.undoneAt,
        by: people.displayName,
        enterpriseName: enterprises.name,
        uscc: enterprises.uscc,
        twinName: twin.name,
        written: nameOf(nameFields),
        datasetName: datasets.name,
        rows: sql<number>`jsonb_array_length(${linkDecisions.trace}->'rows')`,
      })
      .from(linkDecisions)
      .innerJoin(enterprises, eq(enterprises.id, linkDecisions.enterpriseId))
      .innerJoin(people, eq(people.id, linkDecisions.decidedBy))
      .leftJoin(twin, eq(twin.id, linkDecisions.twinId))
      .leftJoin(uploadRows, eq(uploadRows.id, linkDecisions.rowId))
      .leftJoin(datasets, eq(datasets.id, uploadRows.datasetId))
      .where(where)
      .orderBy(desc(linkDecisions.decidedAt), desc(linkDecisions.id))
      .limit(limit)
      .offset(offset),
    db
      .select({ n: count() })
      .from(linkDecisions)
      .leftJoin(uploadRows, eq(uploadRows.id, linkDecisions.rowId))
      .leftJoin(datasets, eq(datasets.id, uploadRows.datasetId))
      .where(where),
  ]);
  return { rows, total: total?.n ?? 0 };
}
export type LinkDecisionRow = Awaited<ReturnType<typeof listLinkDecisions>>["rows"][number];
