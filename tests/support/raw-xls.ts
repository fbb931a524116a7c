/** A legacy workbook (BIFF8 in a compound file) made by hand: strings and numbers only. */
export type LegacySheet = { readonly name: string; readonly hidden?: true; readonly rows: readonly (readonly (string | number)[])[] };

const SECTOR = 512;
const END = 0xfffffffe;
const FREE = 0xffffffff;
const FAT_SECTOR = 0xfffffffd;

const record = (type: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
};
const words = (...values: number[]): Buffer => Buffer.concat(values.map((value) => Buffer.from([value & 0xff, (value >> 8) & 0xff])));
const bof = (kind: number): Buffer => record(0x0809, Buffer.concat([words(0x0600, kind, 0x0dbb, 0x07cc), Buffer.alloc(8)]));
const eof = record(0x000a, Buffer.alloc(0));

function sheetStream(rows: LegacySheet["rows"], strings: string[]): Buffer {
  const cells = rows.flatMap((row, r) =>
    row.map((value, c) => {
      if (typeof value === "number") {
        const number = Buffer.alloc(8);
        number.writeDoubleLE(value);
        return record(0x0203, Buffer.concat([words(r, c, 0), number]));
      }
      strings.push(value);
      return record(0x00fd, Buffer.concat([words(r, c, 0), words(strings.length - 1, 0)]));
    }),
  );
  const width = Math.max(0, ...rows.map((row) => row.length));
  const size = Buffer.alloc(14);
  size.writeUInt32LE(rows.length, 4);
  size.writeUInt16LE(width, 10);
  return Buffer.concat([bof(0x0010), record(0x0200, size), ...cells, eof]);
}

function sharedStrings(strings: readonly string[]): Buffer {
  const counts = Buffer.alloc(8);
  counts.writeUInt32LE(strings.length, 0);
  counts.writeUInt32LE(strings.length, 4);
  return record(0x00fc, Buffer.concat([counts, ...strings.map((text) => Buffer.concat([words(text.length), Buffer.from([1]), Buffer.from(text, "utf16le")]))]));
}

function workbookStream(sheets: readonly LegacySheet[], date1904: boolean): Buffer {
  const strings: string[] = [];
  const bodies = sheets.map((sheet) => sheetStream(sheet.rows, strings));
  const listed = (offsets: readonly number[]) =>
    Buffer.concat([
      bof(0x0005),
      record(0x0022, words(date1904 ? 1 : 0)),
      ...sheets.map(({ name, hidden }, i) => {
        const at = Buffer.alloc(4);
        at.writeUInt32LE(offsets[i] ?? 0);
        return record(0x0085, Buffer.concat([at, Buffer.from([hidden ? 1 : 0, 0, name.length, 1]), Buffer.from(name, "utf16le")]));
      }),
      sharedStrings(strings),
      eof,
    ]);
  let at = listed([]).length;
  const offsets = bodies.map((body) => {
    at += body.length;
    return at - body.length;
  });
  return Buffer.concat([listed(offsets), ...bodies]);
}

function entry(name: string, type: number, start: number, size: number, child: number): Buffer {
  const one = Buffer.alloc(128);
  one.write(name, 0, "utf16le");
  one.writeUInt16LE(name === "" ? 0 : (name.length + 1) * 2, 64);
  one[66] = type;
  one[67] = 1;
  for (const at of [68, 72]) one.writeUInt32LE(FREE, at);
  one.writeUInt32LE(child, 76);
  one.writeUInt32LE(start, 116);
  one.writeUInt32LE(size, 120);
  return one;
}

/** A compound file with one stream. */
export function compoundFile(name: string, content: Buffer): Uint8Array {
  // Streams shorter than 4096 bytes would live in the small blocks
  const stream = Buffer.concat([content, Buffer.alloc(Math.max(0, 4096 - content.length))]);
  const sectors = Math.ceil(stream.length / SECTOR);
  const padded = Buffer.concat([stream, Buffer.alloc(sectors * SECTOR - stream.length)]);
  const fat = Buffer.alloc(SECTOR, 0xff);
  fat.writeUInt32LE(FAT_SECTOR, 0);
  fat.writeUInt32LE(END, 4);
  for (let i = 0; i < sectors; i += 1) fat.writeUInt32LE(i + 1 < sectors ? i + 3 : END, (i + 2) * 4);
  const directory = Buffer.concat([
    entry("Root Entry", 5, END, 0, 1),
    entry(name, 2, 2, stream.length, FREE),
    entry("", 0, 0, 0, FREE),
    entry("", 0, 0, 0, FREE),
  ]);
  const head = Buffer.alloc(SECTOR);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(head);
  words(0x003e, 0x0003, 0xfffe, 9, 6).copy(head, 24);
  head.writeUInt32LE(1, 44);
  head.writeUInt32LE(1, 48);
  head.writeUInt32LE(4096, 56);
  head.writeUInt32LE(END, 60);
  head.writeUInt32LE(END, 68);
  head.writeUInt32LE(0, 76);
  for (let at = 80; at < SECTOR; at += 4) head.writeUInt32LE(FREE, at);
  return Buffer.concat([head, fat, directory, padded]);
}

export const rawXls = (sheets: readonly LegacySheet[], { date1904 = false } = {}): Uint8Array => compoundFile("Workbook", workbookStream(sheets, date1904));
