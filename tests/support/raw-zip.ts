import { crc32, deflateRawSync } from "node:zlib";

/** One part of an archive, with the lies it may tell. */
export type ZipPart = {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Size and checksum that the directory states in place of the true ones. */
  readonly size?: number;
  readonly crc?: number;
  readonly encrypted?: true;
};

const UTF8_NAMES = 0x0800;

/** A ZIP archive made by hand, so that it can lie. */
export function rawZip(parts: readonly ZipPart[]): Uint8Array {
  const locals: Buffer[] = [];
  const heads: Buffer[] = [];
  let offset = 0;
  for (const { name, content, size, crc, encrypted } of parts) {
    const raw = Buffer.from(content as Uint8Array);
    const data = deflateRawSync(raw);
    const named = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(UTF8_NAMES | (encrypted ? 1 : 0), 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc ?? crc32(raw), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(size ?? raw.length, 18);
    fields.writeUInt16LE(named.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, named, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    heads.push(Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), fields, tail, named]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Math.min(heads.length, 0xffff), 4);
  end.writeUInt16LE(Math.min(heads.length, 0xffff), 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06"), end]);
}
