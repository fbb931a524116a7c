import { addFen, type Fen, fen, parseYuan, plainYuan } from "../kernel/fen";
import { PlainDate } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import { type Hash, NO_HASH } from "./bank-file";
import { csvFields, csvLine, csvLines } from "./csv";

/**
 * 银行回盘文件, version 1, the answer to a payment file:
 *   R, 青禾集中支付回盘, 1, batch number, day, number of lines, sum in yuan
 *   D, line, order number, amount in yuan, 成功|失败, return code, return text, bank's reference
 *   T, number of lines, sum in yuan, hash of everything above
 */
export const RETURN_FILE_FORMAT = "青禾集中支付回盘";

export type ReturnLine = {
  readonly orderNumber: string;
  readonly amountFen: Fen;
  readonly status: "成功" | "失败";
  /** "00" for success, else the bank's code. */
  readonly code: string;
  readonly text: string;
  readonly bankReference: string;
};

export type ReturnFile = {
  readonly batchNumber: string;
  readonly day: PlainDate;
  readonly lines: readonly ReturnLine[];
  readonly sumFen: Fen;
  readonly hash: string | null;
};

export type ReturnFault = "headInvalid" | "lineInvalid" | "trailerMissing" | "countDiffers" | "sumDiffers" | "hashDiffers" | "hashMissing";
/** `line` is the line of the file, from 1; null when the whole file is meant. */
export type ReturnRefusal = { readonly fault: ReturnFault; readonly line: number | null };

const fault = (kind: ReturnFault, line: number | null = null) => refused<ReturnRefusal>({ fault: kind, line });

/** 退票原因 by the three kinds that the enterprise can do something about; anything else is the bank's or our own matter. */
export const RETURN_CODES = {
  "00": { kind: "success", zh: "成功" },
  "01": { kind: "nameDiffers", zh: "户名不符" },
  "02": { kind: "accountDormant", zh: "账户睡眠或已销户" },
  "03": { kind: "accountWrong", zh: "账号错误" },
  "99": { kind: "bankError", zh: "银行处理失败" },
} as const;

export type ReturnKind = (typeof RETURN_CODES)[keyof typeof RETURN_CODES]["kind"];

/** Kind of a bank's return code; an unknown code is the bank's matter, never taken for success. */
export const returnKind = (code: string): ReturnKind =>
  Object.hasOwn(RETURN_CODES, code) ? RETURN_CODES[code as keyof typeof RETURN_CODES].kind : "bankError";

const MONEY = /^\d+\.\d{2}$/;
const money = (text: string | undefined): Fen | null => (text !== undefined && MONEY.test(text) ? parseYuan(text) : null);

function readLine(text: string, expected: number): ReturnLine | null {
  const fields = csvFields(text);
  if (fields?.length !== 8) return null;
  const [kind, line, orderNumber = "", amount, status, code = "", words = "", bankReference = ""] = fields;
  const amountFen = money(amount);
  const known = status === "成功" || status === "失败";
  if (kind !== "D" || line !== String(expected) || orderNumber === "" || amountFen === null || !known) return null;
  // A line that says 成功 with a failure's code (or the reverse) contradicts itself; nobody is paid on a guess.
  if ((status === "成功") !== (code === "00")) return null;
  return { orderNumber, amountFen, status, code, text: words, bankReference };
}

type Head = { readonly batchNumber: string; readonly day: PlainDate; readonly count: string; readonly sum: string };

function readHead(text: string): Head | null {
  const fields = csvFields(text);
  if (fields?.length !== 7) return null;
  const [kind, format, version, batchNumber = "", day, count = "", sum = ""] = fields;
  const parsed = PlainDate.safeParse(day);
  if (kind !== "R" || format !== RETURN_FILE_FORMAT || version !== "1" || batchNumber === "" || !parsed.success) return null;
  return { batchNumber, day: parsed.data, count, sum };
}

/** Trailer against head and lines; the hash covers everything above the trailer as it was written, CRLF included. */
function checkTotals(head: Head, lines: readonly ReturnLine[], trailer: readonly string[], body: string, hash: Hash | undefined): ReturnFault | null {
  const [, count, sum, given = ""] = trailer;
  const total = addFen(...lines.map(({ amountFen }) => amountFen));
  if (count !== String(lines.length) || head.count !== count) return "countDiffers";
  if (sum !== plainYuan(total) || head.sum !== sum) return "sumDiffers";
  if (!hash) return null;
  if (given === NO_HASH || given === "") return "hashMissing";
  return hash(body) === given.toLowerCase() ? null : "hashDiffers";
}

/** 读回盘文件. All or nothing: one bad line, a cut tail, a changed sum or hash refuses the file, because half a return file pays the wrong half. */
export function readReturnFile(text: string, hash?: Hash): Result<ReturnFile, ReturnRefusal> {
  const rows = csvLines(text);
  const head = readHead(rows[0] ?? "");
  if (!head) return fault("headInvalid", 1);
  const trailer = csvFields(rows.at(-1) ?? "");
  if (rows.length < 2 || trailer?.[0] !== "T" || trailer.length !== 4) return fault("trailerMissing", rows.length);
  const lines: ReturnLine[] = [];
  for (const [index, row] of rows.slice(1, -1).entries()) {
    const line = readLine(row, index + 1);
    if (!line) return fault("lineInvalid", index + 2);
    lines.push(line);
  }
  const body = rows.slice(0, -1).map((row) => `${row}\r\n`);
  const wrong = checkTotals(head, lines, trailer, body.join(""), hash);
  if (wrong) return fault(wrong);
  const given = trailer[3] ?? NO_HASH;
  return ok({
    batchNumber: head.batchNumber,
    day: head.day,
    lines,
    sumFen: addFen(...lines.map(({ amountFen }) => amountFen)),
    hash: given === NO_HASH ? null : given,
  });
}

/** 写回盘文件: what the county's bank sends back; used by the practice bank. */
export function writeReturnFile(file: Pick<ReturnFile, "batchNumber" | "day" | "lines">, hash?: Hash): string {
  const sum = plainYuan(fen(file.lines.reduce((total, { amountFen }) => total + amountFen, 0)));
  const count = file.lines.length;
  const lines = file.lines.map(({ orderNumber, amountFen, status, code, text, bankReference }, index) =>
    csvLine(["D", index + 1, orderNumber, plainYuan(amountFen), status, code, text, bankReference]),
  );
  const body = csvLine(["R", RETURN_FILE_FORMAT, "1", file.batchNumber, file.day, count, sum]) + lines.join("");
  return body + csvLine(["T", count, sum, hash ? hash(body) : NO_HASH]);
}
