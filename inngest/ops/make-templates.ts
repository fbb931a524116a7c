// 上传模板: writes one blank workbook per dataset into public/templates, from the catalogue. Run again after the catalogue has changed:
// node --conditions=react-server --import tsx inngest/ops/make-templates.ts
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeXlsx } from "hucre/xlsx";
import { parse } from "yaml";
import { DatasetCatalogue, type DatasetDefinition, type FieldDefinition } from "@/lib/pipeline/dataset";
import { openArchive } from "../files/archive";
import { storeZip } from "./zip-store";

/** Text format: spreadsheets then leave long codes and leading zeros alone. */
const TEXT = "@";
const MADE = new Date("2026-01-01T00:00:00Z");

const KINDS: Readonly<Record<FieldDefinition["type"], string>> = {
  uscc: "18 位统一社会信用代码",
  name: "登记的全称",
  person: "姓名",
  personName: "姓名（入库前脱敏）",
  personId: "公民身份号码，18 位文本（入库前转为摘要，不保存原号）",
  phone: "电话号码",
  code: "编号，按文本填写",
  docNo: "文号",
  industry: "国民经济行业代码，如 1392",
  string: "文字",
  text: "文字",
  list: "文字，多个用顿号隔开",
  enum: "从右侧列出的写法中选一种",
  bool: "是 / 否",
  date: "日期，如 2026-07-15",
  period: "期间，如 2026-06 或 2026-Q2",
  year: "年度，如 2025",
  money: "金额",
  number: "数值",
  ratio: "比例",
  count: "整数",
};

const unitText = (field: FieldDefinition): string => (field.unit ? `，单位${field.unit}` : "");
const valuesText = (field: FieldDefinition): string =>
  (field.values ?? [])
    .map((value) => value.labels?.[0] ?? value.code)
    .slice(0, 60)
    .join("、");

function mustFill(definition: DatasetDefinition, field: FieldDefinition): boolean {
  return field.required === true || (definition.primaryKey.includes(field.id) && field.deriveFrom === undefined);
}

async function template(definition: DatasetDefinition): Promise<Uint8Array> {
  const fields = definition.fields.filter((field) => !field.ignore);
  const notes = fields.map((field) => [
    field.header,
    mustFill(definition, field) ? "必填" : "选填",
    `${KINDS[field.type]}${unitText(field)}`,
    valuesText(field),
  ]);
  return writeXlsx({
    properties: { title: `${definition.name}上传模板`, created: MADE, modified: MADE },
    sheets: [
      {
        name: definition.name.slice(0, 31),
        columns: fields.map((field) => ({ width: Math.max(12, field.header.length * 2 + 4), numFmt: TEXT })),
        rows: [fields.map((field) => field.header)],
        freezePane: { rows: 1 },
      },
      {
        name: "填写说明",
        columns: [{ width: 28 }, { width: 8 }, { width: 48 }, { width: 80 }],
        rows: [
          ["列名", "要求", "怎么填", "可用的写法"],
          ...notes,
          [],
          [`报送期间：${definition.frequencyText}。只填第一张表，表头不要改动；没有数据时只交表头，即为零报告。`],
        ],
        freezePane: { rows: 1 },
      },
    ],
  });
}

const SHEET = "xl/worksheets/sheet1.xml";
const STYLES = "xl/styles.xml";

/** Number of the cell format that shows text as text, as the workbook's styles list it. */
function textStyle(styles: string): number {
  const format = new RegExp(`<numFmt [^>]*formatCode="${TEXT}"[^>]*>`).exec(styles)?.[0];
  const id = format ? /numFmtId="(\d+)"/.exec(format)?.[1] : "49";
  const formats = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles)?.[1]?.match(/<xf\b[^>]*>/g) ?? [];
  const at = formats.findIndex((one) => one.includes(`numFmtId="${id}"`));
  if (at < 0) throw new Error("the template has no text format");
  return at;
}

/** Gives the columns themselves the text format: the writer formats only cells that hold something, and a template's are empty. */
async function withTextColumns(workbook: Uint8Array): Promise<Uint8Array> {
  const archive = await openArchive(workbook);
  const read = async (name: string) => {
    let text = "";
    for await (const piece of archive.text(name)) text += piece;
    return text;
  };
  const style = textStyle(await read(STYLES));
  const entries: (readonly [string, Uint8Array])[] = [];
  for (const name of archive.names) {
    const text = await read(name);
    entries.push([name, Buffer.from(name === SHEET ? text.replace(/<col /g, `<col style="${style}" `) : text)]);
  }
  archive.close();
  return storeZip(entries);
}

const folder = path.resolve("public/templates");
mkdirSync(folder, { recursive: true });
const { datasets } = DatasetCatalogue.parse(parse(readFileSync(path.resolve("db/seed/catalogue/datasets.yaml"), "utf8")));
for (const definition of datasets) writeFileSync(path.join(folder, `${definition.id}.xlsx`), await withTextColumns(await template(definition)));
process.stdout.write(`public/templates：${datasets.length} 份\n`);
