import { crc32, deflateRawSync } from "node:zlib";
import { readXlsx, writeXlsx } from "hucre/xlsx";
import { describe, expect, test } from "vitest";
import { personDigest, sha256Hex } from "@/inngest/files/hash";
import { readUpload } from "@/inngest/files/read-upload";
import { columnOf, dayOfSerial, numberText } from "@/inngest/files/sheet";
import { sniffFile } from "@/inngest/files/sniff";
import { dataset, testDigest } from "../pipeline/catalogue";

const options = { digest: testDigest };
const bytesOf = (text: string) => new TextEncoder().encode(text);
const credit = dataset("taxCredit");
const HEAD = "纳税人识别号,纳税人名称,评价年度,信用级别,评价得分";
const LINE = "91529901MADE00011M,示例食品有限公司,2025,A,95";
const ROW = { uscc: "91529901MADE00011M", name: "示例食品有限公司", evalYear: "2025", taxCreditGrade: "A", score: "95" };

/** A ZIP archive made by hand, so that it can lie. */
function zip(parts: Record<string, string | Buffer>, lie: { size?: number; name?: (name: string) => string } = {}): Uint8Array {
  const locals: Buffer[] = [];
  const heads: Buffer[] = [];
  let offset = 0;
  for (const [part, content] of Object.entries(parts)) {
    const raw = Buffer.from(content);
    const data = deflateRawSync(raw);
    const name = Buffer.from(lie.name?.(part) ?? part);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(raw), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(lie.size ?? raw.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    heads.push(Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), fields, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(heads.length, 4);
  end.writeUInt16LE(heads.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06"), end]);
}

const RELS = (target: string, type: string, id = "rId1") =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/></Relationships>`;
const book = (sheet: string, workbookPr = "") => ({
  "_rels/.rels": RELS("xl/workbook.xml", "officeDocument"),
  "xl/workbook.xml": `<workbook xmlns:r="r">${workbookPr}<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": RELS("worksheets/sheet1.xml", "worksheet"),
  "xl/worksheets/sheet1.xml": sheet,
});
const inline = (cells: readonly string[]) => cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("");
const sheetOf = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

describe("delimited text", () => {
  test.for([
    ["utf-8", bytesOf(`${HEAD}\n${LINE}\n`)],
    ["utf-8", bytesOf(`\uFEFF${HEAD}\r\n${LINE}\r\n`)],
    ["gb18030", gb18030(`${HEAD}\n${LINE}\n`)],
    ["utf-16le", Buffer.from(`\uFEFF${HEAD}\n${LINE}\n`, "utf16le")],
    ["utf-16le", Buffer.from(`${HEAD}\n${LINE}\n`, "utf16le")],
    ["utf-16be", Buffer.from(`\uFEFF${HEAD}\n${LINE}\n`, "utf16le").swap16()],
  ] as const)("is read in %s", async ([encoding, bytes]) => {
    const read = await readUpload(bytes, credit, options);
    expect(read).toMatchObject({ format: "csv", encoding, collected: { refusals: [], rows: [{ row: 2, cells: ROW }] } });
  });

  test("bytes that no encoding reads are refused whole", async () => {
    const read = await readUpload(Uint8Array.from([0x41, 0xff, 0x80, 0x2c, 0xff, 0xff, 0x0a]), credit, options);
    expect(read.collected.refusals).toMatchObject([{ code: "encoding" }]);
    expect(read.collected.rows).toEqual([]);
  });

  test("a file called xls that is an HTML table is read", async () => {
    const cells = (line: string) =>
      `<tr>${line
        .split(",")
        .map((cell) => `<td style="x">${cell}&nbsp;</td>`)
        .join("")}</tr>`;
    const read = await readUpload(bytesOf(`<html><table>${cells(HEAD)}${cells(LINE)}</table></html>`), credit, options);
    expect(read).toMatchObject({ format: "html", collected: { rows: [{ row: 2, cells: ROW }] } });
  });

  test.for([
    [JSON.stringify([{ 纳税人识别号: ROW.uscc, name: ROW.name, evalYear: 2025, taxCreditGrade: "A", score: 95, 手机: "1" }])],
    [JSON.stringify({ data: [{ uscc: ROW.uscc, 纳税人名称: ROW.name, 评价年度: "2025", 信用级别: "A", 评价得分: 95, 手机: "1" }] })],
    [`${JSON.stringify({ ...ROW, 手机: "1" })}\n`],
    [`${JSON.stringify({ ...ROW, 手机: "1" })}\n{"uscc":`],
  ])("JSON is read, surplus members dropped and reported", async ([text]) => {
    const { collected, format } = await readUpload(bytesOf(text!), credit, options);
    expect(format).toBe("json");
    expect(collected.rows[0]).toEqual({ row: 1, cells: ROW });
    expect(collected.unknownColumns).toEqual(["手机"]);
    if (text!.endsWith(":")) expect(collected.rows[1]?.flaws).toMatchObject([{ pattern: "COL_SHIFT" }]);
  });
});

describe("workbooks", () => {
  test("a workbook written by another library is read", async () => {
    const bytes = await writeXlsx({
      sheets: [
        { name: "说明", rows: [["填报说明"], ["请填写第二张表"]] },
        {
          name: "数据",
          rows: [
            ["青禾县2025年纳税信用评价结果汇总表"],
            HEAD.split(",").concat("级别修复日期"),
            ["91529901MADE00011M", "示例食品有限公司", 2025, "A", 95.5, new Date(Date.UTC(2026, 4, 6))],
          ],
        },
      ],
    });
    const read = await readUpload(bytes, credit, options);
    expect(read).toMatchObject({
      format: "xlsx",
      sheet: "数据",
      collected: {
        refusals: [],
        headerRows: [2],
        ignored: [
          { row: 1, kind: "title" },
          { row: 2, kind: "header" },
        ],
      },
    });
    expect(read.collected.rows).toEqual([{ row: 3, cells: { ...ROW, score: "95.5", repairDate: "2026-05-06" } }]);
    expect((await readXlsx(bytes)).sheets).toHaveLength(2);
  });

  test("cached formula values, booleans and gaps are kept; a repeated row number becomes the next one", async () => {
    const rows = `<row r="3">${inline(HEAD.split(","))}</row><row r="7"><c r="A7" t="str"><f>X</f><v>91529901MADE00011M</v></c><c r="C7"><v>2025</v></c></row><row r="7"><c r="A7" t="b"><v>1</v></c></row>`;
    const { collected } = await readUpload(zip(book(sheetOf(rows))), credit, options);
    expect(collected.rows).toMatchObject([
      { row: 7, cells: { uscc: "91529901MADE00011M", name: "", evalYear: "2025" } },
      { row: 8, cells: { uscc: "TRUE" } },
    ]);
  });

  test("the 1904 system is declared by the workbook", async () => {
    const { serialEpoch } = await readUpload(zip(book(sheetOf(`<row>${inline(HEAD.split(","))}</row>`), '<workbookPr date1904="1"/>')), credit, options);
    expect(serialEpoch).toBe("1904");
    expect(dayOfSerial(45296, "1900")).toBe("2024-01-05");
    expect(dayOfSerial(43834, "1904")).toBe("2024-01-05");
    expect(dayOfSerial(1, "1900")).toBe("1900-01-01");
  });

  test("numbers show as a spreadsheet shows them", () => {
    expect(numberText("0.30000000000000004")).toBe("0.3");
    expect(numberText("45296")).toBe("45296");
    expect(numberText("9.1529901E17")).toBe("9.1529901e+17");
    expect(columnOf("AB12")).toBe(27);
  });
});

describe("hostile files are refused", () => {
  const refusal = async (bytes: Uint8Array) => (await readUpload(bytes, credit, options)).collected.refusals[0]?.code;
  const filler = `<row><c t="inlineStr"><is><t>${"0".repeat(3_000_000)}</t></is></c></row>`;

  test.for([
    ["a bomb", zip(book(sheetOf(filler))), "unsafeFile"],
    ["a bomb with a false size", zip(book(sheetOf(filler)), { size: 900 }), "brokenFile"],
    ["a document type", zip(book(`<!DOCTYPE a [<!ENTITY b "c">]>${sheetOf("")}`)), "unsafeFile"],
    ["macros", zip({ ...book(sheetOf("")), "xl/vbaProject.bin": "x" }), "unsafeFile"],
    ["two parts of one name", zip(book(sheetOf("")), { name: (part) => (part.startsWith("xl/w") ? "xl/workbook.xml" : part) }), "unsafeFile"],
    ["too many parts", zip(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`p${i}`, "x"]))), "unsafeFile"],
    ["broken XML", zip(book("<worksheet><row>")), "brokenFile"],
    ["a cell beyond the width", zip(book(sheetOf('<row><c r="XFD1"><v>1</v></c></row>'))), "tooLarge"],
    ["an archive that is no workbook", zip({ "a.csv": LINE }), "fileType"],
    ["half an archive", zip(book(sheetOf(""))).slice(0, 200), "brokenFile"],
    ["an empty file", new Uint8Array(), "empty"],
    ["a PDF", bytesOf("%PDF-1.7"), "fileType"],
    ["a locked legacy workbook", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 1, 2, 3]), "brokenFile"],
  ] as const)("%s", async ([, bytes, code]) => {
    expect(await refusal(bytes)).toBe(code);
  });

  test("every refusal speaks Chinese", async () => {
    const { collected } = await readUpload(bytesOf("%PDF-1.7"), credit, options);
    expect(collected.refusals[0]?.message).toMatch(/[\u4e00-\u9fff]/);
  });
});

test("content decides the kind of a file", () => {
  expect(sniffFile(bytesOf("<table><tr>"))).toBe("html");
  expect(sniffFile(bytesOf('<?xml version="1.0"?><Workbook>'))).toBe("xml");
  expect(sniffFile(bytesOf("[]"))).toBe("json");
  expect(sniffFile(bytesOf("[甲],乙"))).toBe("text");
});

test("digests are keyed: same number same digest, another salt another digest", () => {
  const [one, two] = [personDigest("a salt of sixteen bytes"), personDigest("another salt of sixteen")];
  expect(one("52990119900101001X")).toMatch(/^[0-9a-f]{64}$/);
  expect(one("52990119900101001X")).toBe(one("52990119900101001X"));
  expect(one("52990119900101001X")).not.toBe(two("52990119900101001X"));
  expect(() => personDigest("short")).toThrow(RangeError);
  expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

/** GB18030 bytes of the few characters needed here, by looking each pair of bytes up in the decoder. */
function gb18030(text: string): Uint8Array {
  const pairs = new Map<string, readonly number[]>();
  const decoder = new TextDecoder("gb18030");
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) pairs.set(decoder.decode(Uint8Array.from([high, low])), [high, low]);
  return Uint8Array.from([...text].flatMap((char) => (char < "\x80" ? [char.charCodeAt(0)] : (pairs.get(char) ?? []))));
}
