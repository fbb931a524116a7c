import "server-only";
import { and, asc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { pinyin } from "pinyin-pro";
import type { Instant, PlainDate } from "@/lib/kernel/plain-date";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { PERSON_DIGEST } from "@/lib/pipeline/dataset";
import type { RowLink } from "@/lib/pipeline/link/link-row";
import type { AccountAlias, ApartRuling, Lookups } from "@/lib/pipeline/link/lookups";
import { nameKey } from "@/lib/pipeline/link/name-key";
import { lookupsOf, type Register } from "@/lib/pipeline/link/register";
import { maskPersonName, maskPhone } from "@/lib/standards/mask";
import { sealText } from "./crypto";
import { enterpriseAliases, enterprises, linkDecisions } from "./schema";
import type { Db } from "./types";

/** The register as it was last read from a database, and the state of the tables that it was read from. */
const lastRead = new WeakMap<Db, { readonly stamp: string; readonly register: Register }>();

/** One text for the present state of the tables: every row version has a place (ctid) and a writer (xmin) of its own. */
async function registerStamp(db: Db): Promise<string> {
  const versions = (table: SQL) =>
    sql`(select count(*)::text || '/' || coalesce(sum(hashtextextended(ctid::text || ':' || xmin::text, 0)::numeric), 0)::text from ${table})`;
  const [row] = await db
    .select({ stamp: sql<string>`${versions(sql`enterprises`)} || ',' || ${versions(sql`enterprise_aliases`)} || ',' || ${versions(sql`link_decisions`)}` })
    .from(sql`(values (1)) as one`);
  return row?.stamp ?? "";
}

/** 主体库 for linking. Read anew only when a row of it has changed: files come by the dozen, the register changes once a day. */
export async function loadRegister(db: Db): Promise<Register> {
  const stamp = await registerStamp(db);
  const known = lastRead.get(db);
  if (known?.stamp === stamp) return known.register;
  const register = await readRegister(db);
  lastRead.set(db, { stamp, register });
  return register;
}

/** Every enterprise with its former names, old numbers and confirmed accounts. */
async function readRegister(db: Db): Promise<Register> {
  const [rows, aliases, apart] = await Promise.all([
    db
      .select({
        id: enterprises.id,
        uscc: enterprises.uscc,
        name: enterprises.name,
        address: enterprises.address,
        representative: enterprises.representativeMask,
        phone: enterprises.phoneMask,
      })
      .from(enterprises)
      .orderBy(asc(enterprises.uscc)),
    db.select().from(enterpriseAliases),
    apartRulings(db),
  ]);
  const usccOf = new Map(rows.map((row) => [row.id, row.uscc]));
  const former = new Map<string, string[]>();
  const legacy = new Map<string, string>();
  const accounts: AccountAlias[] = [];
  for (const { enterpriseId, kind, value } of aliases) {
    if (kind === "formerName") former.set(enterpriseId, [...(former.get(enterpriseId) ?? []), value]);
    else if (kind === "legacyRegNo") legacy.set(enterpriseId, value);
    else if (kind === "meterAccount") accounts.push({ dataset: "electricityUsage", account: value, uscc: usccOf.get(enterpriseId) ?? "" });
  }
  return {
    enterprises: rows.map(({ id, ...ref }) => ({ ...ref, formerNames: former.get(id) ?? [], legacyNumber: legacy.get(id) ?? null })),
    accounts,
    apart,
  };
}

/** 人工认定不是同一家, as far as it holds. */
async function apartRulings(db: Db): Promise<ApartRuling[]> {
  const rows = await db
    .select({ key: linkDecisions.nameKey, uscc: enterprises.uscc })
    .from(linkDecisions)
    .innerJoin(enterprises, eq(enterprises.id, linkDecisions.enterpriseId))
    .where(and(eq(linkDecisions.answer, "apart"), isNull(linkDecisions.undoneAt), isNotNull(linkDecisions.nameKey)));
  return rows.flatMap(({ key, uscc }) => (key === null ? [] : [{ key, uscc }]));
}

/** 主体库 ready to be asked. */
export async function loadLookups(db: Db): Promise<Lookups> {
  return lookupsOf(await loadRegister(db));
}

type RegisterRow = { readonly id: number; readonly record: CleanRecord | null; readonly link: RowLink | null };

const textIn = (record: CleanRecord, field: string): string | null => {
  const value = record[field];
  return typeof value === "string" && value !== "" ? value : null;
};
const TOWN = /([\u4e00-\u9fff]{1,5}?(?:镇|乡|街道))/;
const initialsOf = (name: string): string => pinyin(name, { pattern: "first", toneType: "none", type: "array", nonZh: "consecutive" }).join("").toLowerCase();

function enterpriseFrom({ id, record }: { id: number; record: CleanRecord }, uscc: string, at: Instant) {
  const name = textIn(record, "name") ?? uscc;
  const representative = textIn(record, "legalRepName");
  const phone = textIn(record, "contactPhone");
  const address = textIn(record, "address");
  return {
    uscc,
    name,
    nameKey: nameKey(name) ?? name,
    initials: initialsOf(name),
    entityType: textIn(record, "entityType"),
    regStatus: textIn(record, "regStatus") ?? "unknown",
    establishedDate: textIn(record, "establishedDate") as PlainDate | null,
    industryCode: textIn(record, "industryCode"),
    registrationRegion: textIn(record, "registrationRegion"),
    address,
    town: address ? (TOWN.exec(address.replace(/^.*?县/, ""))?.[1] ?? null) : null,
    representativeMask: representative && maskPersonName(representative),
    representativeCipher: representative && sealText(representative, `enterprises.representative|${uscc}`),
    representativeDigest: textIn(record, PERSON_DIGEST),
    phoneMask: phone && maskPhone(phone),
    phoneCipher: phone && sealText(phone, `enterprises.phone|${uscc}`),
    sourceRowId: id,
    createdAt: at,
    updatedAt: at,
  };
}

/** 建档内容 of one row of the register: the file that it opens or changes, and the names and old numbers that are kept with it. Nothing in it is plain that rests sealed. */
export type Opening = {
  readonly enterprise: ReturnType<typeof enterpriseFrom>;
  readonly aliases: readonly { readonly kind: "formerName" | "legacyRegNo"; readonly value: string; readonly key: string }[];
};

function aliasesFrom(record: CleanRecord): Opening["aliases"] {
  const former = record["formerNames"];
  const legacy = textIn(record, "legacyRegNo");
  return [
    ...(Array.isArray(former) ? former : []).map((name: string) => ({ kind: "formerName" as const, value: name, key: nameKey(name) ?? name })),
    ...(legacy ? [{ kind: "legacyRegNo" as const, value: legacy, key: legacy }] : []),
  ];
}

/** What the rows of a register file will open, in the file's order. */
export const openingsOf = (rows: readonly RegisterRow[], at: Instant): Opening[] =>
  rows.flatMap(({ id, record, link }) =>
    record && link?.uscc ? [{ enterprise: enterpriseFrom({ id, record }, link.uscc, at), aliases: aliasesFrom(record) }] : [],
  );

const excluded = (column: string) => sql.raw(`excluded.${column}`);

/** New enterprises of the register get a file, known ones take what changed. */
async function upsertEnterprises(tx: Db, openings: readonly Opening[]): Promise<void> {
  const newest = new Map(openings.map(({ enterprise }) => [enterprise.uscc, enterprise]));
  const values = [...newest.values()];
  for (let start = 0; start < values.length; start += 500)
    await tx
      .insert(enterprises)
      .values(values.slice(start, start + 500))
      .onConflictDoUpdate({
        target: enterprises.uscc,
        set: {
          name: excluded("name"),
          nameKey: excluded("name_key"),
          initials: excluded("initials"),
          entityType: excluded("entity_type"),
          regStatus: excluded("reg_status"),
          establishedDate: excluded("established_date"),
          industryCode: excluded("industry_code"),
          registrationRegion: excluded("registration_region"),
          address: excluded("address"),
          town: excluded("town"),
          representativeMask: excluded("representative_mask"),
          representativeCipher: excluded("representative_cipher"),
          // A file without the column says nothing about it; a new representative's name no longer fits the old digest
          representativeDigest: sql`coalesce(excluded.representative_digest, ${enterprises.representativeDigest})`,
          phoneMask: excluded("phone_mask"),
          phoneCipher: excluded("phone_cipher"),
          updatedAt: excluded("updated_at"),
        },
      });
}

/** Ids of enterprises by credit code. */
export async function enterpriseIds(tx: Db, codes: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const wanted = [...codes];
  for (let start = 0; start < wanted.length; start += 1000) {
    const { rows: part } = (await tx.execute(sql`
      select e.id, e.uscc from jsonb_array_elements_text(${JSON.stringify(wanted.slice(start, start + 1000))}::jsonb) as wanted(uscc)
      join enterprises e on e.uscc = wanted.uscc`)) as unknown as { rows: { id: string; uscc: string }[] };
    for (const row of part) found.set(row.uscc, row.id);
  }
  return found;
}

/** 一企一档 opens: files of enterprises, with every name and old number they had. The rows may follow in the same transaction; their keys are checked at its end. */
export async function openEnterprises(tx: Db, openings: readonly Opening[]): Promise<void> {
  if (openings.length === 0) return;
  await upsertEnterprises(tx, openings);
  if (openings.every(({ aliases }) => aliases.length === 0)) return;
  const idOf = await enterpriseIds(tx, new Set(openings.map(({ enterprise }) => enterprise.uscc)));
  const aliases = openings.flatMap(({ enterprise: { uscc, sourceRowId, updatedAt }, aliases: own }) =>
    own.map((alias) => ({ ...alias, enterpriseId: idOf.get(uscc) ?? "", sourceRowId, recordedAt: updatedAt })),
  );
  for (let start = 0; start < aliases.length; start += 500)
    await tx
      .insert(enterpriseAliases)
      .values(aliases.slice(start, start + 500))
      .onConflictDoNothing();
}
