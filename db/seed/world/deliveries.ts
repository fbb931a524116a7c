import type { PlainDate } from "@/lib/kernel/plain-date";
import { type Cell, encodeCsv, encodeJson, encodeXlsx, type Raw } from "./encode";
import { type SpoiledRow, spoilRows, type Truth } from "./faults";
import { type DatasetId, type Field, type Layout, layouts } from "./layouts";
import { makeRandom, type Random } from "./random";
import type { CleanRow, RowBuilder } from "./rows-common";
import { aboveScaleDirectory, economicIndicators, electricityUsage, foreignTrade, intellectualProperty, marketExpansion } from "./rows-economy";
import { laborContract, socialInsurance, unemploymentBenefit } from "./rows-people";
import { bizRegistration, publicCredit, regulatoryRecord, titleRegistry } from "./rows-register";
import { rdDeduction, taxCredit, taxPayment, taxReturn, vatInvoice } from "./rows-tax";
import { type Encoding, type FileFormat, type Plan, schedule } from "./schedule";
import type { World } from "./world";

/** One file that a department hands over. */
export type Delivery = {
  readonly datasetId: DatasetId;
  readonly period: string;
  readonly deliveredOn: PlainDate;
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
  readonly encoding: Encoding;
  /** Data rows, duplicates among them. */
  readonly rowCount: number;
  /** The injected faults by row: in tables the number that a spreadsheet shows, in JSON the index from 1. */
  readonly truth: readonly Truth[];
};

const builders: Readonly<Record<DatasetId, RowBuilder>> = {
  bizRegistration,
  regulatoryRecord,
  taxReturn,
  taxPayment,
  taxCredit,
  rdDeduction,
  vatInvoice,
  socialInsurance,
  unemploymentBenefit,
  laborContract,
  aboveScaleDirectory,
  economicIndicators,
  intellectualProperty,
  publicCredit,
  titleRegistry,
  electricityUsage,
  foreignTrade,
  marketExpansion,
};

const ALIASES: Readonly<Record<string, readonly string[]>> = {
  统一社会信用代码: ["信用代码", "社会信用代码/注册号", "纳税人识别号"],
  纳税人识别号: ["统一社会信用代码", "信用代码"],
  "统一社会信用代码/组织机构代码": ["统一社会信用代码", "社会信用代码/注册号"],
  企业名称: ["单位名称"],
  单位名称: ["企业名称"],
  纳税人名称: ["企业名称", "单位名称"],
  单位详细名称: ["单位名称", "企业名称"],
};

type Table = { head: string[]; lead: Cell[][]; truth: Truth[] };

/** Header row of a table, with a title above it and an alias in it now and then. */
function tableHead(layout: Layout, plan: Plan, random: Random): Table {
  const lead: Cell[][] = plan.format === "xlsx" && random.chance(0.5) ? [[`青禾县${plan.period === "snapshot" ? "" : plan.period}${layout.name}汇总表`]] : [];
  const truth: Truth[] = lead.length > 0 ? [{ row: 1, pattern: "HEADER_MERGED", field: "*", clean: null, meant: null }] : [];
  const head = layout.fields.map((field) => {
    const aliases = ALIASES[field.header];
    if (!aliases || !random.chance(0.15)) return field.header;
    truth.push({ row: lead.length + 1, pattern: "HEADER_ALIAS", field: field.id, clean: field.header, meant: field.header });
    return random.pick(aliases);
  });
  return { head, lead, truth };
}

/** 合计 below the last row: no key, the sums of the money columns. */
function totalRow(fields: readonly Field[], rows: readonly SpoiledRow[]): Cell[] {
  const label = fields.findIndex((field) => field.kind === "name");
  return fields.map((field, at) => {
    if (at === label) return "合计";
    if (field.kind !== "money") return null;
    const sum = rows.reduce((total, row) => total + (typeof row.cells[field.id] === "number" ? (row.cells[field.id] as number) : 0), 0);
    return Math.round(sum * 100) / 100;
  });
}

const plain = (cell: Cell | Raw | undefined): Cell => (typeof cell === "object" && cell !== null ? cell.raw : (cell ?? null));

async function writeTable(layout: Layout, plan: Plan, rows: readonly SpoiledRow[], random: Random): Promise<{ bytes: Uint8Array; truth: Truth[] }> {
  const { head, lead, truth } = tableHead(layout, plan, random);
  const first = lead.length + 2;
  for (const [at, row] of rows.entries()) for (const fault of row.truth) truth.push({ ...fault, row: first + at });
  const body = rows.map((row) => layout.fields.map((field) => row.cells[field.id] ?? null));
  if (random.chance(plan.format === "xlsx" ? 0.6 : 0.25)) {
    body.push(totalRow(layout.fields, rows));
    truth.push({ row: first + rows.length, pattern: "TOTAL_ROW", field: "*", clean: null, meant: null });
  }
  if (plan.encoding === "gb18030") truth.push({ row: 0, pattern: "ENC_GBK", field: "*", clean: null, meant: null });
  const bytes =
    plan.format === "csv"
      ? encodeCsv([head, ...body], plan.encoding)
      : await encodeXlsx(layout.name, [...lead, head, ...body.map((row) => row.map(plain))], plan.deliveredOn);
  return { bytes, truth };
}

function writeObjects(layout: Layout, plan: Plan, rows: readonly SpoiledRow[]): { bytes: Uint8Array; truth: Truth[] } {
  const truth = rows.flatMap((row, at) => row.truth.map((fault) => ({ ...fault, row: at + 1 })));
  const objects = rows.map((row) => Object.fromEntries(layout.fields.map((field) => [field.header, plain(row.cells[field.id])])));
  return { bytes: encodeJson(objects, plan.format === "ndjson"), truth };
}

/** The rows of a planned delivery as they would be without any fault. */
export const cleanRows = (world: World, plan: Plan): CleanRow[] =>
  builders[plan.datasetId](world.enterprises, plan, makeRandom(`rows ${world.seed}/${plan.datasetId}/${plan.deliveredOn}`));

async function deliver(world: World, plan: Plan): Promise<Delivery> {
  const layout: Layout = layouts[plan.datasetId];
  const random = makeRandom(`delivery ${world.seed}/${plan.datasetId}/${plan.deliveredOn}`);
  const rows = spoilRows(cleanRows(world, plan), layout, plan, random.fork("faults"));
  const table = plan.format === "csv" || plan.format === "xlsx";
  const { bytes, truth } = table ? await writeTable(layout, plan, rows, random.fork("table")) : writeObjects(layout, plan, rows);
  const { datasetId, period, deliveredOn, format, encoding } = plan;
  return {
    datasetId,
    period,
    deliveredOn,
    format,
    encoding,
    bytes,
    truth,
    rowCount: rows.length,
    filename: `${layout.name}_${period}_${deliveredOn.replaceAll("-", "")}.${format}`,
  };
}

/**
 * 部门交换文件: the deliveries of the county's departments on the days from `from` to `to`, both included, in their order. A delivery is the same whatever the
 * window is that asks for it. The plan runs to the end of 2026.
 */
export async function* deliveries(world: World, window: { from: PlainDate; to: PlainDate }): AsyncGenerator<Delivery> {
  for (const plan of schedule()) {
    if (plan.deliveredOn >= window.from && plan.deliveredOn <= window.to) yield await deliver(world, plan);
  }
}
