import { readdirSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Db } from "@/db/types";

/** Modules whose exports can be posted to from outside. */
export const actionFiles = (): string[] =>
  readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && readFileSync(`app/${file}`, "utf8").startsWith('"use server"'))
    .map((file) => `app/${file}`)
    .sort();

const exportsOf = (file: string, pattern: RegExp): string[] => [...readFileSync(file, "utf8").matchAll(pattern)].map((match) => `${file}#${match[1]}`);

/** Acts made from a form and its schema, and acts written by hand, as the sources name them. */
export const FORM_ACTS: readonly string[] = actionFiles().flatMap((file) => exportsOf(file, /export const (\w+) = formAction\(/g));
export const PLAIN_ACTS: readonly string[] = actionFiles().flatMap((file) => exportsOf(file, /export async function (\w+)\(/g));

export const routeFiles = (): string[] =>
  readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => `app/${file}`)
    .sort();

/** Tables that a refused act may touch: counters of the door itself. */
const COUNTERS = ["rate_windows"];

/** One number for everything that is stored: counts and the sum of the hashes of all rows of all tables. */
export async function fingerprint(db: Db): Promise<string> {
  const { rows } = (await db.execute(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )) as unknown as {
    rows: { name: string }[];
  };
  const tables = rows.map((row) => row.name).filter((name) => !COUNTERS.includes(name));
  const each = tables.map((name) => `select '${name}' as name, count(*)::int as n, coalesce(sum(hashtext(t::text)::bigint), 0)::text as sum from ${name} t`);
  const found = (await db.execute(sql.raw(`${each.join(" union all ")} order by 1`))) as unknown as { rows: unknown[] };
  return JSON.stringify(found.rows);
}

type Def = { type: string; innerType?: z.ZodType; in?: z.ZodType; entries?: Record<string, string>; values?: unknown[]; options?: z.ZodType[] };

/** Choices that a schema names itself. */
function choices(schema: z.ZodType): string[] {
  const def = schema.def as unknown as Def;
  if (def.entries) return Object.values(def.entries);
  if (def.values) return def.values.map(String);
  const inner = [def.innerType, def.in, ...(def.options ?? [])].filter((one) => one !== undefined);
  return inner.flatMap(choices);
}

const PLAIN = ["1", "yes", "2026-07-20", "2027", "50", "请照附件核对后再办理，情况属实", "nobody-here", "miit", "IND-001"];
const PDF = new File([new TextEncoder().encode("%PDF-1.7 a paper")], "paper.pdf", { type: "application/pdf" });

/** A value that the field takes, naming `id` where it wants one; null when it may be left out. */
export function fitting(schema: z.ZodType, id: string): FormDataEntryValue | null {
  if (schema.safeParse(undefined).success) return null;
  const found = [...choices(schema), ...PLAIN, PDF, id].find((value) => schema.safeParse(value).success);
  return found ?? null;
}

export type Wrong = { readonly name: string; readonly values: readonly FormDataEntryValue[] };

/** Every way in which one field can be wrong or hostile. `foreign` is the id of something that belongs to somebody else. */
export const wrongValues = (foreign: string): readonly Wrong[] => [
  { name: "missing", values: [] },
  { name: "blank", values: [""] },
  { name: "100,000 characters", values: ["长".repeat(100_000)] },
  { name: "negative", values: ["-1"] },
  { name: "no number", values: ["NaN"] },
  { name: "no finite number", values: ["1e309"] },
  { name: "an id of nobody", values: ["00000000-0000-4000-8000-000000000000"] },
  { name: "another enterprise's id", values: [foreign] },
  { name: "HTML", values: ['<script>alert(1)</script><img src=x onerror="alert(1)">'] },
  { name: "a formula", values: ['=HYPERLINK("http://198.51.100.1","x")'] },
  { name: "SQL", values: ["'; drop table claims; --"] },
  { name: "a NUL", values: ["说明\u0000文字，够长的一句话"] },
  { name: "a file", values: [new File(["x"], '=cmd|"/../x.exe')] },
  { name: "twice", values: ["1", "2"] },
  { name: "a path", values: ["../../etc/passwd"] },
  { name: "a prototype", values: ["__proto__"] },
];

export type Fields = Readonly<Record<string, readonly FormDataEntryValue[]>>;

export function formOf(fields: Fields): FormData {
  const form = new FormData();
  for (const [key, values] of Object.entries(fields)) for (const value of values) form.append(key, value);
  return form;
}

/** Forms to send to an act: nothing, too much, and each field wrong in every way while the others fit. */
export function wrongForms(baseline: Fields, foreign: string): readonly { readonly name: string; readonly fields: Fields }[] {
  const keys = Object.keys(baseline);
  return [
    { name: "an empty form", fields: {} },
    { name: "a form that fits", fields: baseline },
    { name: "a field too many", fields: { ...baseline, isAdmin: ["true"] } },
    ...keys.flatMap((key) => wrongValues(foreign).map(({ name, values }) => ({ name: `${key}: ${name}`, fields: { ...baseline, [key]: values } }))),
  ];
}

export const isChinese = (text: string): boolean =>
  /[\u4e00-\u9fff]/.test(text) && !/invalid|expected|unrecognized|too (big|small)|undefined|null|NaN|\[object/i.test(text);
