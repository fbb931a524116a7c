import type { Archive } from "./archive";
import { FileRefused } from "./archive";
import { readXml } from "./xml";

export type SheetRef = { readonly name: string; readonly part: string };
/** How a number with a given style is meant: as a day, as a percentage, or as it stands. */
export type NumberStyle = "date" | "percent" | "plain";
/** 工作簿: visible sheets in order, texts and number styles shared by them, and the day-number system. */
export type Workbook = {
  readonly sheets: readonly SheetRef[];
  readonly epoch: "1900" | "1904";
  readonly strings: readonly string[];
  readonly styles: readonly NumberStyle[];
};

const WORKBOOK = "xl/workbook.xml";

/** Target of a relationship as a part name; absolute and parent paths resolved within the archive. */
function partName(base: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const path = base.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") path.pop();
    else if (step !== ".") path.push(step);
  }
  return path.join("/");
}

async function relationships(archive: Archive, part: string): Promise<ReadonlyMap<string, { readonly type: string; readonly target: string }>> {
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const found = new Map<string, { type: string; target: string }>();
  if (!archive.has(name)) return found;
  await readXml(archive.text(name), {
    open: (tag, attributes) => {
      if (tag !== "Relationship" || attributes["TargetMode"] === "External") return;
      found.set(attributes["Id"] ?? "", { type: (attributes["Type"] ?? "").split("/").at(-1) ?? "", target: partName(part, attributes["Target"] ?? "") });
    },
  });
  return found;
}

type Listed = { readonly sheets: readonly { readonly name: string; readonly id: string }[]; readonly epoch: "1900" | "1904" };

async function listSheets(archive: Archive, part: string): Promise<Listed> {
  const sheets: { name: string; id: string }[] = [];
  let epoch: "1900" | "1904" = "1900";
  await readXml(archive.text(part), {
    open: (tag, attributes) => {
      if (tag === "workbookPr" && /^(?:1|true)$/.test(attributes["date1904"] ?? "")) epoch = "1904";
      if (tag !== "sheet" || /hidden/i.test(attributes["state"] ?? "")) return;
      sheets.push({ name: attributes["name"] ?? "", id: attributes["r:id"] ?? Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "" });
    },
  });
  return { sheets, epoch };
}

const MAX_SHEETS = 255;
const MAX_STRINGS = 3_000_000;

/** 共享字符串: rich text in pieces is one string; phonetic guides (rPh) are no part of it. */
async function sharedStrings(archive: Archive, part: string | undefined): Promise<readonly string[]> {
  const strings: string[] = [];
  if (!part || !archive.has(part)) return strings;
  let current = "";
  let inText = false;
  let phonetic = 0;
  await readXml(archive.text(part), {
    open: (tag) => {
      if (tag === "si") current = "";
      if (tag === "rPh") phonetic += 1;
      inText = tag === "t" && phonetic === 0;
    },
    close: (tag) => {
      if (tag === "rPh") phonetic -= 1;
      if (tag === "t") inText = false;
      if (tag === "si") strings.push(current);
      if (strings.length > MAX_STRINGS) throw new FileRefused("tooLarge", "文件内容过多，请分开上传。");
    },
    text: (text) => {
      if (inText) current += text;
    },
  });
  return strings;
}

/** Formats that every workbook knows: 14–17, 22 and the East Asian ones are days; 9 and 10 are percentages. */
const BUILT_IN: Readonly<Record<number, NumberStyle>> = Object.fromEntries([
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "date"]),
  [9, "percent"],
  [10, "percent"],
]);

function styleOf(format: string): NumberStyle {
  const code = format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, "").toLowerCase();
  if (/[yd]/.test(code) || /[年日]/.test(format)) return "date";
  return code.includes("%") ? "percent" : "plain";
}

async function numberStyles(archive: Archive, part: string | undefined): Promise<readonly NumberStyle[]> {
  const styles: NumberStyle[] = [];
  if (!part || !archive.has(part)) return styles;
  const custom = new Map<number, NumberStyle>();
  let inCells = false;
  await readXml(archive.text(part), {
    open: (tag, attributes) => {
      if (tag === "cellXfs") inCells = true;
      const id = Number(attributes["numFmtId"] ?? 0);
      if (tag === "numFmt") custom.set(id, styleOf(attributes["formatCode"] ?? ""));
      if (tag === "xf" && inCells) styles.push(custom.get(id) ?? BUILT_IN[id] ?? "plain");
    },
    close: (tag) => {
      if (tag === "cellXfs") inCells = false;
    },
  });
  return styles;
}

/** What an archive is that holds no xlsx workbook, in words for whoever saved it. */
function otherFormat(archive: Archive, root: string): string {
  if (root.endsWith(".bin")) return "这是 xlsb 格式的表格。请在表格软件里另存为 xlsx 后上传。";
  if (archive.has("content.xml") && archive.has("mimetype")) return "这是 ods 格式的文件。请在表格软件里另存为 xlsx 后上传。";
  return "压缩包里没有工作簿。请上传 xlsx、xls、csv 或 json 文件，不要上传压缩包。";
}

/** Reads what the sheets of a workbook share. @throws FileRefused when the archive is no spreadsheet. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const root = [...(await relationships(archive, "")).values()].find((one) => one.type === "officeDocument")?.target ?? WORKBOOK;
  if (!root.endsWith(".xml") || !archive.has(root)) throw new FileRefused("fileType", otherFormat(archive, root));
  const [links, listed] = [await relationships(archive, root), await listSheets(archive, root)];
  const byType = (type: string) => [...links.values()].find((one) => one.type === type)?.target;
  const sheets = listed.sheets.flatMap(({ name, id }) => {
    const link = links.get(id);
    return link?.type === "worksheet" && archive.has(link.target) ? [{ name, part: link.target }] : [];
  });
  // A sheet that is listed twice would be read twice, and a list has no end
  if (sheets.length > MAX_SHEETS || new Set(sheets.map((sheet) => sheet.part)).size < sheets.length)
    throw new FileRefused("unsafeFile", "工作簿的工作表目录异常，为安全起见不予读取。请另存为普通的 xlsx 后上传。");
  return { sheets, epoch: listed.epoch, strings: await sharedStrings(archive, byType("sharedStrings")), styles: await numberStyles(archive, byType("styles")) };
}
