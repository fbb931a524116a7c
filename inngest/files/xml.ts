import { SaxesParser } from "saxes";
import { FileRefused } from "./archive";

/** What a part's reader wants to hear of. Names come without their namespace prefix. */
export type XmlListener = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

const local = (name: string): string => name.slice(name.indexOf(":") + 1);
const MAX_DEPTH = 64;

/** Stops a parser from inside a listener without an error: the reader has what it wanted. */
export class EnoughXml extends Error {}

function parserFor(listener: XmlListener): SaxesParser {
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("doctype", () => {
    throw new FileRefused("unsafeFile", "文件内含外部定义（DTD），为安全起见不予读取。请另存为普通的 xlsx 后上传。");
  });
  parser.on("error", () => {
    throw new FileRefused("brokenFile", "文件已损坏，无法打开。请重新导出后上传。");
  });
  parser.on("opentag", (tag) => {
    depth += 1;
    if (depth > MAX_DEPTH) throw new FileRefused("unsafeFile", "文件结构异常，为安全起见不予读取。");
    listener.open?.(local(tag.name), tag.attributes as Record<string, string>);
  });
  parser.on("closetag", (tag) => {
    depth -= 1;
    listener.close?.(local(tag.name));
  });
  if (listener.text) parser.on("text", listener.text);
  if (listener.text) parser.on("cdata", listener.text);
  return parser;
}

/** Reads one XML part piece by piece. Document types are refused, so that no entity can expand. */
export async function readXml(part: AsyncIterable<string>, listener: XmlListener): Promise<void> {
  const parser = parserFor(listener);
  try {
    for await (const piece of part) parser.write(piece);
    parser.close();
  } catch (error) {
    if (!(error instanceof EnoughXml)) throw error;
  }
}
