import { createHash } from "node:crypto";
import { csvFields, csvLines } from "@/lib/disbursement/csv";
import { RETURN_CODES, type ReturnLine, writeReturnFile } from "@/lib/disbursement/return-file";
import { parseYuan } from "@/lib/kernel/fen";
import { PlainDate } from "@/lib/kernel/plain-date";

const hex = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

export type Bounce = {
  /** Last four digits of the account, or the payee's name. */
  readonly payee: string;
  readonly code?: Exclude<keyof typeof RETURN_CODES, "00">;
};

/**
 * 演练银行: answers an exported payment file the way the county's bank does, for the demo and for trials. It knows nothing but the file.
 * The same file and the same bounces always give the same answer. Throws on a file that is not one of ours.
 */
export function answerBankFile(text: string, bounces: readonly Bounce[] = []): string {
  const rows = csvLines(text).map((line) => csvFields(line) ?? []);
  const [, , , batchNumber, , , day] = rows[0] ?? [];
  if (rows[0]?.[0] !== "H" || batchNumber === undefined) throw new Error("not a payment file");
  const lines = rows.filter((fields) => fields[0] === "D").map((fields) => answerLine(fields, bounces));
  return writeReturnFile({ batchNumber, day: PlainDate.parse(day), lines }, hex);
}

function answerLine([, , orderNumber = "", payeeName = "", payeeAccount = "", , amount = ""]: readonly string[], bounces: readonly Bounce[]): ReturnLine {
  const amountFen = parseYuan(amount);
  if (amountFen === null) throw new Error(`order ${orderNumber} without an amount`);
  const bounce = bounces.find(({ payee }) => payee === payeeName || payeeAccount.endsWith(payee));
  const code = bounce ? (bounce.code ?? "01") : "00";
  const bankReference = `QH${hex(`${orderNumber}|${payeeAccount}`).slice(0, 12).toUpperCase()}`;
  return { orderNumber, amountFen, status: bounce ? "失败" : "成功", code, text: RETURN_CODES[code].zh, bankReference };
}
