import "server-only";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ANNOUNCED_YEARS } from "@/lib/calendar/announced-calendar";
import { IndicatorParameters } from "@/lib/indicators/catalogue";
import type { Instant } from "@/lib/kernel/plain-date";
import type { LibraryDocument, PolicyDocument } from "@/lib/policy/language";
import { type Problem, parseLibrary, parsePolicy } from "@/lib/policy/resolve";
import { importLibrary, importPolicy, storeFunds, storeShippedBudgets } from "../policies";
import { INDICATOR_PARAMETERS } from "../profiles";
import { calendarYears, datasets, departments, indicators, settings } from "../schema";
import type { Db } from "../types";

const seedFile = (...parts: string[]) => path.resolve("db/seed", ...parts);
const readYaml = (...parts: string[]): unknown => parse(readFileSync(seedFile(...parts), "utf8"));

const DatasetFile = z.looseObject({
  datasets: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      dept: z.string(),
      frequency: z.string(),
      lagDays: z.int(),
      consentGated: z.boolean(),
      purpose: z.string(),
      legalBasis: z.string(),
      retention: z.string().default("源快照 3 年加当年"),
    }),
  ),
});
const IndicatorFile = z.looseObject({
  parameters: IndicatorParameters,
  indicators: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      dimension: z.string(),
      type: z.string(),
      unit: z.string().optional(),
      period: z.string(),
      sensitivity: z.enum(["public", "internal", "sensitive"]),
      dataset: z.string(),
      legalConstraint: z.boolean().default(false),
      consentGated: z.boolean().default(false),
    }),
  ),
});

/** The office that runs the platform and answers the telephone. */
export const PLATFORM_OFFICE = "dataBureau";
const SOURCE_DEPARTMENTS = ["samr", "tax", "hrss", "stats", "sci_tech", "ndrc", "mofcom"];
const SHORT_NAMES: Record<string, string> = {
  ndrc: "发改局",
  miit: "工信局",
  hrss: "人社局",
  mofcom: "商务局",
  sci_tech: "科技局",
  finance: "财政局",
  tax: "税务局",
  agriculture: "农业农村局",
  samr: "市场监管局",
  cultureTourism: "文旅局",
  housing: "住建局",
  financialOffice: "金融办",
  stats: "统计局",
  [PLATFORM_OFFICE]: "数据局",
};

const told = (file: string, problems: readonly Problem[]) =>
  new Error(`${file}: ${problems.map((problem) => `${problem.path} ${problem.message}`).join("; ")}`);

export function readLibrary(): LibraryDocument {
  const library = parseLibrary(readYaml("policies", "library.yaml"));
  if (!library.ok) throw told("library.yaml", library.reason);
  return library.value;
}

/** The shipped policies, one file each, in the order of their codes. */
export function readPolicies(): PolicyDocument[] {
  const files = readdirSync(seedFile("policies"))
    .filter((name) => name.endsWith(".yaml") && name !== "library.yaml")
    .sort();
  return files.map((file) => {
    const policy = parsePolicy(readYaml("policies", file));
    if (!policy.ok) throw told(file, policy.reason);
    return policy.value;
  });
}

async function storeDepartments(db: Db, library: LibraryDocument): Promise<void> {
  const policyDepartments = library.departments.map(({ id, name }) => ({ id, name, isPolicyDepartment: true }));
  const all = [
    ...policyDepartments,
    { id: "stats", name: "统计局", isPolicyDepartment: false },
    { id: PLATFORM_OFFICE, name: "数据和政务服务局", isPolicyDepartment: false },
  ];
  await db
    .insert(departments)
    .values(
      all.map((one, index) => ({
        ...one,
        shortName: SHORT_NAMES[one.id] ?? one.name,
        isSourceDepartment: SOURCE_DEPARTMENTS.includes(one.id),
        phone: `0529-000 01${String(index + 10)}`,
        sortOrder: index,
      })),
    )
    .onConflictDoNothing();
}

async function storeDatasets(db: Db): Promise<void> {
  const { datasets: list } = DatasetFile.parse(readYaml("catalogue", "datasets.yaml"));
  for (const [sortOrder, definition] of list.entries()) {
    const { id, name, dept, frequency, lagDays, consentGated, purpose, legalBasis, retention } = definition;
    const row = { name, departmentId: dept, frequency, lagDays, consentGated, purpose, legalBasis, retention, definition, sortOrder };
    await db
      .insert(datasets)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: datasets.id, set: row });
  }
}

async function storeIndicators(db: Db): Promise<void> {
  const { indicators: list, parameters } = IndicatorFile.parse(readYaml("catalogue", "indicators.yaml"));
  await db
    .insert(settings)
    .values({ key: INDICATOR_PARAMETERS, value: parameters })
    .onConflictDoUpdate({ target: settings.key, set: { value: parameters } });
  for (const [sortOrder, definition] of list.entries()) {
    const { id, name, dimension, type, unit, period, sensitivity, dataset, legalConstraint, consentGated } = definition;
    const row = { name, dimension, type, unit: unit ?? null, period, sensitivity, datasetId: dataset, legalConstraint, consentGated, definition, sortOrder };
    await db
      .insert(indicators)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: indicators.id, set: row });
  }
}

/**
 * 规则与目录: what every county starts with, demo or not — departments, datasets, indicators, calendar, funds, policies and their budgets.
 * Harmless when repeated, also after policy staff have published versions of their own; a changed YAML file becomes a new version.
 */
export async function seedCatalogue(db: Db, at: Instant, budgetYears: readonly number[]): Promise<void> {
  const library = readLibrary();
  const documents = readPolicies();
  await storeDepartments(db, library);
  await storeDatasets(db);
  await storeIndicators(db);
  await db
    .insert(calendarYears)
    .values(ANNOUNCED_YEARS.map(({ year, source, holidays, makeupDays }) => ({ year, source, holidays: [...holidays], makeupDays: [...makeupDays] })))
    .onConflictDoNothing();
  await storeFunds(db);
  await importLibrary(db, library, at);
  for (const [sortOrder, document] of documents.entries()) await importPolicy(db, { document, library, sortOrder, at });
  for (const year of budgetYears) await storeShippedBudgets(db, documents, year, at);
}
