import { crc32 } from "node:zlib";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import type { Refusal, RefusalCode } from "@/lib/pipeline/collect/collect";

/** A file that is not read on. The message is for the department's clerk. */
export class FileRefused extends Error {
  readonly refusal: Refusal;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = "FileRefused";
    this.refusal = { code, message };
  }
}

/** 安全界限 for archives of strangers. A real sheet compresses ten to sixty times; a bomb a thousand times. */
export type ArchiveLimits = { readonly entries: number; readonly entryBytes: number; readonly totalBytes: number; readonly ratio: number };
export const ARCHIVE_LIMITS: ArchiveLimits = { entries: 1000, entryBytes: 400_000_000, totalBytes: 600_000_000, ratio: 200 };
/** Below this size the ratio says nothing. */
const RATIO_FROM = 1_000_000;

export type Archive = {
  readonly names: readonly string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => AsyncGenerator<string>;
  readonly close: () => void;
};

const broken = () => new FileRefused("brokenFile", "文件已损坏，无法打开。请重新导出后上传。");
const unsafe = (why: string) => new FileRefused("unsafeFile", `文件${why}，为安全起见不予读取。请另存为普通的 xlsx 或 csv 后上传。`);

const opened = (bytes: Uint8Array): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(broken()) : resolve(zip),
    );
  });

function check(entry: Entry, seen: ReadonlyMap<string, Entry>, total: number, limits: ArchiveLimits): void {
  if (seen.size >= limits.entries) throw unsafe("内含的部件过多");
  if (seen.has(entry.fileName)) throw unsafe("内含同名部件");
  if (entry.isEncrypted()) throw new FileRefused("unsafeFile", "文件设有密码，无法读取。请去掉密码后上传。");
  if (entry.uncompressedSize > limits.entryBytes || total > limits.totalBytes) throw unsafe("展开后过大");
  if (entry.uncompressedSize > RATIO_FROM && entry.uncompressedSize > entry.compressedSize * limits.ratio) throw unsafe("压缩比异常");
  if (/vbaProject\.bin$/i.test(entry.fileName)) throw unsafe("含有宏");
}

const listed = (zip: ZipFile, limits: ArchiveLimits): Promise<ReadonlyMap<string, Entry>> =>
  new Promise((resolve, reject) => {
    const seen = new Map<string, Entry>();
    let total = 0;
    const refuse = (error: unknown) => reject(error instanceof FileRefused ? error : broken());
    zip.on("error", refuse);
    zip.on("end", () => resolve(seen));
    zip.on("entry", (entry: Entry) => {
      try {
        total += entry.uncompressedSize;
        check(entry, seen, total, limits);
        seen.set(entry.fileName, entry);
        zip.readEntry();
      } catch (error) {
        refuse(error);
      }
    });
    zip.readEntry();
  });

const streamOf = (zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(broken()) : resolve(stream)));
  });

/** Inflates one part as text. What the directory promises is not believed: bytes are counted again and the checksum must hold. */
async function* inflate(zip: ZipFile, entry: Entry, limits: ArchiveLimits): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let sum = 0;
  try {
    for await (const chunk of await streamOf(zip, entry)) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > limits.entryBytes || (size > RATIO_FROM && size > entry.compressedSize * limits.ratio)) throw unsafe("展开后过大");
      sum = crc32(bytes, sum);
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    throw error instanceof FileRefused ? error : broken();
  }
  if (sum !== entry.crc32) throw broken();
}

/** Opens a ZIP archive in memory within the limits. @throws FileRefused with the reason for whatever does not keep them. */
export async function openArchive(bytes: Uint8Array, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<Archive> {
  const zip = await opened(bytes);
  try {
    const entries = await listed(zip, limits);
    const text = (name: string): AsyncGenerator<string> => {
      const entry = entries.get(name);
      if (!entry) throw broken();
      return inflate(zip, entry, limits);
    };
    return { names: [...entries.keys()], has: (name) => entries.has(name), text, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}
