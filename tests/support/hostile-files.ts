import { gzipSync } from "node:zlib";
import { compoundFile, rawXls } from "./raw-xls";
import { rawZip, type ZipPart } from "./raw-zip";

/**
 * 坏文件集: hostile and awkward files for the feed 纳税信用等级 (taxCredit), each with what must become of it: refused whole with a sentence that says
 * why, or taken with one fate per row of the source. Fates in the file's order: i 非数据行, a 直接采用, c 更正后采用, q 问题数据, d 重复.
 */
export type HostileFile = { readonly name: string; readonly content: () => Uint8Array | string } & (
  | { readonly refused: RegExp }
  | { readonly fates: string; readonly says?: RegExp }
);

export const COMPANY = { uscc: "91529901MADE00011M", name: "青禾县示例食品有限公司" } as const;
export const HEAD = "纳税人识别号,纳税人名称,评价年度,信用级别,评价得分";
const HEADS = HEAD.split(",");
/** A row that is taken as it stands; its year makes it a record of its own. */
const line = (year: number, grade = "A", score = "95") => `${COMPANY.uscc},${COMPANY.name},${year},${grade},${score}`;
const cells = (year: number) => line(year).split(",");
const text = (...lines: string[]) => `${lines.join("\n")}\n`;
const bytes = (content: string | Uint8Array) => Buffer.from(content as Uint8Array);

/** GBK bytes of the characters used here, found by asking the decoder for every pair. */
let pairs: Map<string, readonly number[]> | null = null;
function gbk(content: string): Uint8Array {
  if (!pairs) {
    pairs = new Map();
    const decoder = new TextDecoder("gb18030");
    for (let high = 0x81; high <= 0xfe; high += 1)
      for (let low = 0x40; low <= 0xfe; low += 1) if (low !== 0x7f) pairs.set(decoder.decode(Uint8Array.from([high, low])), [high, low]);
  }
  return Uint8Array.from([...content].flatMap((char) => (char < "\x80" ? [char.charCodeAt(0)] : (pairs?.get(char) ?? []))));
}
const utf16 = (content: string) => Buffer.from(content, "utf16le");

// Workbooks
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const relations = (...list: readonly (readonly [id: string, type: string, target: string])[]) =>
  `<Relationships xmlns="${RELATIONS}">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`).join("")}</Relationships>`;
const inline = (row: readonly string[]) => row.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("");
const rowXml = (row: readonly string[], attributes = "") => `<row${attributes}>${inline(row)}</row>`;
const sheetXml = (...rows: string[]) => `<worksheet><sheetData>${rows.join("")}</sheetData></worksheet>`;
const GOOD = sheetXml(rowXml(HEADS), rowXml(cells(2024)));

type Book = { sheets?: readonly { name?: string; state?: string; xml: string }[]; properties?: string; styles?: string; strings?: string; prologue?: string };
function parts({ sheets = [{ xml: GOOD }], properties = "", styles, strings, prologue = "" }: Book): ZipPart[] {
  const links = sheets.map((_, i) => [`rId${i + 1}`, "worksheet", `worksheets/sheet${i + 1}.xml`] as const);
  const extra = [...(styles ? [["s", "styles", "styles.xml"] as const] : []), ...(strings ? [["t", "sharedStrings", "sharedStrings.xml"] as const] : [])];
  const listed = sheets.map(
    ({ name = "表", state = "visible" }, i) => `<sheet name="${name}${i + 1}" sheetId="${i + 1}" state="${state}" r:id="rId${i + 1}"/>`,
  );
  return [
    { name: "_rels/.rels", content: relations(["rId1", "officeDocument", "xl/workbook.xml"]) },
    { name: "xl/workbook.xml", content: `${prologue}<workbook xmlns:r="r">${properties}<sheets>${listed.join("")}</sheets></workbook>` },
    { name: "xl/_rels/workbook.xml.rels", content: relations(...links, ...extra) },
    ...(styles ? [{ name: "xl/styles.xml", content: styles }] : []),
    ...(strings ? [{ name: "xl/sharedStrings.xml", content: strings }] : []),
    ...sheets.map(({ xml }, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content: xml })),
  ];
}
const xlsx = (book: Book = {}) => rawZip(parts(book));
const altered = (change: (part: ZipPart) => ZipPart) => rawZip(parts({}).map((part) => (part.name.endsWith("sheet1.xml") ? change(part) : part)));
const DATES = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
const LAUGHS = `<!DOCTYPE l [<!ENTITY a "哈">${"bcdefghij"
  .split("")
  .map((name, i) => `<!ENTITY ${name} "${`&${"abcdefghi"[i]};`.repeat(10)}">`)
  .join("")}]>`;

const NOT_OPENED = /已损坏/;
const UNSAFE = /为安全起见/;

const ARCHIVES: readonly HostileFile[] = [
  { name: "zip bomb in the sheet", content: () => xlsx({ sheets: [{ xml: sheetXml(rowXml(["0".repeat(30_000_000)])) }] }), refused: UNSAFE },
  { name: "zip bomb in the shared strings", content: () => xlsx({ strings: `<sst>${"<si><t>啊</t></si>".repeat(2_000_000)}</sst>` }), refused: UNSAFE },
  { name: "bomb that understates its size", content: () => altered((part) => ({ ...part, content: "0".repeat(5_000_000), size: 900 })), refused: NOT_OPENED },
  {
    name: "20,000 parts",
    content: () => rawZip([...parts({}), ...Array.from({ length: 20_000 }, (_, i) => ({ name: `x/${i}`, content: "x" }))]),
    refused: UNSAFE,
  },
  { name: "two parts of one name", content: () => rawZip([...parts({}), ...parts({}).slice(-1)]), refused: UNSAFE },
  { name: "a zip within a zip", content: () => rawZip([{ name: "内层.zip", content: rawZip([{ name: "a.csv", content: HEAD }]) }]), refused: /不要上传压缩包/ },
  { name: "a csv within a zip", content: () => rawZip([{ name: "数据.csv", content: text(HEAD, line(2024)) }]), refused: /不要上传压缩包/ },
  { name: "part names that climb out", content: () => rawZip([...parts({}), { name: "../../etc/passwd", content: "x" }]), refused: NOT_OPENED },
  { name: "wrong checksum", content: () => altered((part) => ({ ...part, crc: 7 })), refused: NOT_OPENED },
  { name: "encrypted part", content: () => altered((part) => ({ ...part, encrypted: true })), refused: /密码/ },
  { name: "workbook with a password", content: () => compoundFile("EncryptedPackage", Buffer.alloc(5000, 7)), refused: /密码/ },
  { name: "macros", content: () => rawZip([...parts({}), { name: "xl/vbaProject.bin", content: "x" }]), refused: /宏/ },
  { name: "document type", content: () => xlsx({ sheets: [{ xml: `<!DOCTYPE a [<!ENTITY b "c">]>${GOOD}` }] }), refused: /外部定义/ },
  { name: "external entity", content: () => xlsx({ prologue: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' }), refused: /外部定义/ },
  { name: "billion laughs", content: () => xlsx({ strings: `${LAUGHS}<sst><si><t>&j;</t></si></sst>` }), refused: /外部定义/ },
  { name: "a depth of ten thousand elements", content: () => xlsx({ sheets: [{ xml: `<worksheet>${"<a>".repeat(10_000)}` }] }), refused: UNSAFE },
  { name: "half a workbook", content: () => xlsx().slice(0, 400), refused: NOT_OPENED },
  { name: "a sheet that breaks off", content: () => xlsx({ sheets: [{ xml: GOOD.slice(0, -40) }] }), refused: NOT_OPENED },
  { name: "one sheet listed a hundred thousand times", content: () => repeatedSheet(100_000), refused: UNSAFE },
  {
    name: "a binary workbook",
    content: () =>
      rawZip([
        { name: "_rels/.rels", content: relations(["r", "officeDocument", "xl/workbook.bin"]) },
        { name: "xl/workbook.bin", content: "x" },
      ]),
    refused: /xlsb/,
  },
  {
    name: "an OpenDocument table",
    content: () =>
      rawZip([
        { name: "mimetype", content: "x" },
        { name: "content.xml", content: "<a/>" },
      ]),
    refused: /ods/,
  },
  {
    name: "content in column 16,384",
    content: () => xlsx({ sheets: [{ xml: sheetXml(rowXml(HEADS), '<row><c r="XFD2"><v>1</v></c></row>') }] }),
    refused: /512 列/,
  },
  { name: "only hidden sheets", content: () => xlsx({ sheets: [{ xml: GOOD, state: "hidden" }] }), refused: /没有可见的工作表/ },
];

function repeatedSheet(times: number): Uint8Array {
  const listed = Array.from({ length: times }, (_, i) => `<sheet name="${i}" sheetId="${i}" r:id="rId1"/>`).join("");
  return rawZip(
    parts({}).map((part) => (part.name === "xl/workbook.xml" ? { ...part, content: `<workbook xmlns:r="r"><sheets>${listed}</sheets></workbook>` } : part)),
  );
}

const WORKBOOKS: readonly HostileFile[] = [
  { name: "a plain workbook", content: () => xlsx(), fates: "ia" },
  {
    name: "the same row number twice, and an absurd one",
    content: () =>
      xlsx({
        sheets: [
          { xml: sheetXml(rowXml(HEADS, ' r="1"'), rowXml(cells(2024), ' r="5"'), rowXml(cells(2025), ' r="5"'), rowXml(cells(2023), ' r="99999999999"')) },
        ],
      }),
    // The rows 2 to 4 that the sheet leaves out are counted as blank
    fates: "iiiiaaa",
  },
  {
    name: "a hidden sheet before the visible one",
    content: () => xlsx({ sheets: [{ state: "veryHidden", xml: sheetXml(rowXml(HEADS), rowXml(cells(2019))) }, { xml: GOOD }] }),
    fates: "ia",
  },
  {
    name: "merged heads of two rows",
    content: () =>
      xlsx({
        sheets: [
          {
            xml: sheetXml(
              rowXml(["2024年纳税信用评价结果"]),
              rowXml(["纳税人识别号", "纳税人名称", "评价", "", ""]),
              rowXml(["", "", "评价年度", "信用级别", "评价得分"]),
              rowXml(cells(2024)),
            ),
          },
        ],
      }),
    fates: "iiia",
  },
  {
    name: "formulas with their cached values",
    content: () =>
      xlsx({
        sheets: [
          {
            xml: sheetXml(
              rowXml(HEADS),
              `<row>${inline(cells(2024).slice(0, 2))}<c><f>2000+24</f><v>2024</v></c><c t="str"><f>IF(1,"A")</f><v>A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`,
            ),
          },
        ],
      }),
    fates: "ic",
  },
  {
    name: "colour up to the last column",
    content: () => xlsx({ sheets: [{ xml: sheetXml(rowXml(HEADS), `<row>${inline(cells(2024))}<c r="XFD2" s="1"/></row>`) }] }),
    fates: "ia",
  },
  {
    name: "day numbers of 1904",
    content: () =>
      xlsx({
        properties: '<workbookPr date1904="1"/>',
        styles: DATES,
        sheets: [{ xml: sheetXml(rowXml([...HEADS, "级别修复日期"]), `<row>${inline(cells(2024))}<c s="1"><v>43834</v></c></row>`) }],
      }),
    fates: "ia",
  },
  {
    name: "formula injection in a name",
    content: () => xlsx({ sheets: [{ xml: sheetXml(rowXml(HEADS), rowXml([COMPANY.uscc, "=cmd|'/C calc'!A0", "2024", "A", "95"])) }] }),
    fates: "iq",
    says: /确定是哪一家/,
  },
  {
    name: "a legacy workbook",
    content: () =>
      rawXls([
        { name: "说明", hidden: true, rows: [["填报说明"]] },
        { name: "数据", rows: [HEADS, cells(2024), [COMPANY.uscc, COMPANY.name, 2025, "B", 88.5]] },
      ]),
    fates: "iaa",
  },
  {
    name: "a legacy workbook with zero characters",
    content: () => rawXls([{ name: "数据", rows: [HEADS, [COMPANY.uscc, `${COMPANY.name}\0`, 2024, "A", 95]] }]),
    fates: "iq",
    says: /无法显示/,
  },
  { name: "half a legacy workbook", content: () => rawXls([{ name: "数据", rows: [HEADS, cells(2024)] }]).slice(0, 1100), refused: /无法打开/ },
  {
    name: "a web page called xls",
    content: () =>
      `<html><!-- ${"<".repeat(50)} --><table>${[HEADS, cells(2024)].map((row) => `<tr>${row.map((cell) => `<td>${cell}&nbsp;</td>`).join("")}</tr>`).join("")}</table><script>var a = "<tr><td>"</script></html>`,
    fates: "ia",
  },
  { name: "a web page of comments without end", content: () => `<html><table>${"<!--".repeat(500_000)}`, refused: /没有找到表头/ },
  {
    name: "a web page with half a surrogate pair",
    content: () =>
      `<table><tr>${HEADS.map((head) => `<th>${head}</th>`).join("")}</tr><tr><td>${COMPANY.uscc}</td><td>${COMPANY.name}&#xD800;</td><td>2024</td><td>A</td><td>95</td></tr></table>`,
    fates: "iq",
    says: /无法显示/,
  },
];

const OVERLONG = 50 * 1024 * 1024;
const TEXTS: readonly HostileFile[] = [
  { name: "plain UTF-8", content: () => text(HEAD, line(2024)), fates: "ia" },
  { name: "UTF-8 with its mark", content: () => `\uFEFF${text(HEAD, line(2024))}`, fates: "ia" },
  { name: "UTF-16 LE with its mark", content: () => utf16(`\uFEFF${text(HEAD, line(2024))}`), fates: "ia" },
  { name: "UTF-16 BE with its mark", content: () => utf16(`\uFEFF${text(HEAD, line(2024))}`).swap16(), fates: "ia" },
  { name: "UTF-16 LE without a mark", content: () => utf16(text(HEAD, line(2024))), fates: "ia" },
  { name: "GBK", content: () => gbk(text(HEAD, line(2024))), fates: "ia" },
  // U+3400 in four bytes: 81 39 EE 39
  {
    name: "GB18030 with a character of four bytes",
    content: () => Buffer.concat([gbk(`${HEAD}\n${line(2024)}\n${COMPANY.uscc},`), Buffer.from([0x81, 0x39, 0xee, 0x39]), gbk("食品有限公司,2025,A,90\n")]),
    fates: "iaq",
    says: /哪一家/,
  },
  { name: "a line of UTF-8 in a file of GBK", content: () => Buffer.concat([gbk(text(HEAD, line(2024))), bytes(text(line(2025)))]), refused: /两种编码/ },
  {
    name: "a line of GBK in a file of UTF-8",
    content: () => Buffer.concat([bytes(text(HEAD, line(2024))), gbk(text(line(2025)))]),
    refused: /两种编码|编码无法识别/,
  },
  { name: "bytes of no encoding", content: () => Buffer.concat([bytes(text(HEAD)), Buffer.from([0xff, 0xff, 0x2c, 0x80, 0x0a])]), refused: /编码/ },
  { name: "cut within a character", content: () => bytes(`${HEAD}\n${line(2024)}\n${COMPANY.uscc},青禾`).subarray(0, -1), refused: /编码/ },
  { name: "cut within a row", content: () => text(HEAD, line(2024), `${COMPANY.uscc},${COMPANY.name},20`).trimEnd(), fates: "iaq" },
  { name: "a zero character near the beginning", content: () => text(HEAD, line(2024).replace("示例", "示\0例"), line(2025)), fates: "iqa", says: /无法显示/ },
  {
    name: "a zero character far below",
    content: () => text(HEAD, ...Array.from({ length: 60 }, () => line(2024)), line(2025).replace("食品", "食\0品")),
    fates: `ia${"d".repeat(59)}q`,
    says: /无法显示/,
  },
  { name: "one million columns", content: () => `${HEAD}${",列".repeat(1_000_000)}\n${line(2024)}\n`, refused: /512 列/ },
  { name: "one million empty columns", content: () => `${HEAD}${",".repeat(1_000_000)}\n${line(2024)}\n`, fates: "ia" },
  { name: "a row of one million cells", content: () => text(HEAD, line(2024), `${line(2025)}${",1".repeat(1_000_000)}`), fates: "iaq", says: /多出了列/ },
  {
    name: "a cell of 50 MB",
    content: () => text(HEAD, line(2024), `${COMPANY.uscc},${"长".repeat(OVERLONG / 3)},2025,A,90`),
    fates: "iaq",
    says: /字符，超过上限/,
  },
  { name: "a file of one line of 5 MB", content: () => "列".repeat(OVERLONG / 30), refused: /没有找到表头/ },
  { name: "a line of one million quoted cells", content: () => text(HEAD, line(2024), '"a",'.repeat(1_000_000)), fates: "iaq" },
  {
    name: "thousands of quotes that lead nowhere",
    content: () => text(HEAD, line(2024), ...Array.from({ length: 5_000 }, () => '"合计""合计""合计')),
    fates: `ia${"q".repeat(5_000)}`,
  },
  { name: "an unclosed quote", content: () => text(HEAD, `"${line(2023)}`, line(2024), line(2025)), fates: "iaaa" },
  { name: "a stray quote within a name", content: () => text(HEAD, line(2024).replace("示例", '示"例'), line(2025)), fates: "iaa" },
  { name: "a quoted cell over two lines", content: () => text(HEAD, line(2024).replace(COMPANY.name, `"青禾县示例\n食品有限公司"`), line(2025)), fates: "ica" },
  { name: "three kinds of line ends", content: () => `${HEAD}\r\n${line(2023)}\r${line(2024)}\n${line(2025)}\r\n`, fates: "iaaa" },
  // Surplus cells betray a comma that was not quoted, empty ones as well where the other lines have none
  { name: "ragged rows", content: () => text(HEAD, COMPANY.uscc, `${line(2024)},,,`, `${line(2025)},多余`), fates: "iqqq" },
  { name: "only a head", content: () => text(HEAD), fates: "i" },
  { name: "only blanks", content: () => "\uFEFF \n\t\n", refused: /没有找到表头/ },
  { name: "the head twice", content: () => text(HEAD, line(2024), HEAD, line(2025)), fates: "iaia" },
  { name: "head columns twice", content: () => text(`${HEAD},信用级别`, `${line(2024)},M`), fates: "ia" },
  { name: "blank lines without end", content: () => text(HEAD, line(2024)) + "\n".repeat(1_200_000), refused: /行，请分开上传/ },
  { name: "tabs", content: () => text(HEAD, line(2024)).replaceAll(",", "\t"), fates: "ia" },
  { name: "formula injection", content: () => text(HEAD, `${COMPANY.uscc},=cmd|'/C calc'!A0,2024,A,95`, `@SUM(1),${COMPANY.name},2025,A,95`), fates: "iqq" },
  { name: "a text that turns round", content: () => text(HEAD, line(2024).replace("示例", "\u202E示例")), fates: "ic" },
  { name: "a name of ten thousand characters", content: () => text(HEAD, line(2024).replace("示例", "示例".repeat(3000))), fates: "iq", says: /200 个字/ },
  { name: "another table", content: () => text("姓名,年龄", "甲,1"), refused: /没有找到表头/ },
  { name: "a key column missing", content: () => text("纳税人名称,信用级别", `${COMPANY.name},A`), refused: /缺少必需的列/ },
];

const record = (year: number) => ({ uscc: COMPANY.uscc, name: COMPANY.name, evalYear: year, taxCreditGrade: "A", score: 95 });
const RECORDS: readonly HostileFile[] = [
  { name: "JSON", content: () => JSON.stringify({ data: [record(2024), record(2025)] }), fates: "aa" },
  { name: "JSON in UTF-16", content: () => utf16(`\uFEFF${JSON.stringify([record(2024)])}`), fates: "a" },
  { name: "NDJSON with a broken line", content: () => text(JSON.stringify(record(2024)), '{"uscc":', JSON.stringify(record(2025))), fates: "aqa" },
  { name: "an empty list", content: () => "[]", fates: "" },
  { name: "half a JSON", content: () => JSON.stringify([record(2024), record(2025)]).slice(0, -30), refused: /JSON 内容不完整/ },
  {
    name: "JSON nested a hundred thousand deep",
    content: () => `[${JSON.stringify(record(2024))},{"uscc":${"[".repeat(100_000)}${"]".repeat(100_000)}}]`,
    fates: "aq",
  },
  {
    name: "JSON with a zero character and half a surrogate pair",
    content: () =>
      `[{"uscc":"${COMPANY.uscc}","name":"示\\u0000例","evalYear":"2024","taxCreditGrade":"A"},{"uscc":"${COMPANY.uscc}","name":"示\\ud800例","evalYear":"2025","taxCreditGrade":"A"}]`,
    fates: "qq",
    says: /无法显示/,
  },
  { name: "JSON of 200,000 members", content: () => `[{${Array.from({ length: 200_000 }, (_, i) => `"m${i}":1`).join(",")}}]`, refused: /512 列/ },
  { name: "JSON with a prototype", content: () => `[{"__proto__":{"uscc":"x"},${JSON.stringify(record(2024)).slice(1)}]`, fates: "a" },
];

const FOREIGN: readonly HostileFile[] = [
  { name: "a picture", content: () => Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), refused: /图片/ },
  { name: "a PDF", content: () => "%PDF-1.7\n%âãÏÓ\n", refused: /PDF/ },
  { name: "gzip", content: () => gzipSync(text(HEAD, line(2024))), refused: /压缩包/ },
  { name: "a program", content: () => Buffer.concat([Buffer.from("7f454c46020101", "hex"), Buffer.alloc(400)]), refused: /认不出/ },
  { name: "XML of 2003", content: () => '<?xml version="1.0"?><Workbook><Worksheet/></Workbook>', refused: /另存为 xlsx/ },
];

export const HOSTILE_FILES: readonly HostileFile[] = [...ARCHIVES, ...WORKBOOKS, ...TEXTS, ...RECORDS, ...FOREIGN];

/** File names that play tricks, and what may not be left of them. */
export const HOSTILE_NAMES: readonly string[] = [
  "../../../etc/passwd",
  "..\\..\\windows\\system32\\a.csv",
  "信用\0等级.csv",
  "信用\u202Evsc.exe",
  `${"很长".repeat(150)}.csv`,
  "=cmd|' /C calc'!A0.csv",
  '"><img src=x onerror=alert(1)>.csv',
  `${"𠮷".repeat(130)}.csv`,
  "\n\r\t",
];
