import { createHash } from "node:crypto";
import { readIsoReturn } from "@/lib/disbursement/iso-return";
import { type ReturnFile, type ReturnRefusal, readReturnFile } from "@/lib/disbursement/return-file";
import { type Result, refused } from "@/lib/kernel/result";
import { readXmlTree } from "./xml-tree";

const hex = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** Does the file look like XML? The county's own file begins with a quote. */
export const isXml = (text: string): boolean => /^\uFEFF?\s*</.test(text);

/** 读银行回单, whichever of the formats the bank sends: the county's own file, camt.054 or pain.002. */
export function readBankReturn(text: string): Result<ReturnFile, ReturnRefusal> {
  if (!isXml(text)) return readReturnFile(text, hex);
  const tree = readXmlTree(text.replace(/^\uFEFF/, ""));
  return tree ? readIsoReturn(tree.root, tree.namespace) : refused({ fault: "headInvalid", line: null });
}
