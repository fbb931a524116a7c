import "server-only";
import type { SignatureRefusal } from "@/lib/access/signed-request";
import type { BodyRefusal } from "./read-body";

export type ApiErrorCode =
  | SignatureRefusal
  | BodyRefusal
  | "keyUnknown"
  | "nonceReused"
  | "tooManyRequests"
  | "notYourDataset"
  | "uploadUnknown"
  | "notReady"
  | "periodMissing"
  | "fault";

const ERRORS: Readonly<Record<ApiErrorCode, readonly [status: number, message: string]>> = {
  headerMissing: [401, "缺少签名头。请求须带 X-Key-Id、X-Timestamp、X-Nonce、X-Content-SHA256 和 X-Signature。"],
  headerMalformed: [401, "签名头写法不对。时间戳为 Unix 秒，随机数 8–128 个可见字符，摘要和签名为 64 位十六进制。"],
  keyUnknown: [401, "密钥编号不存在或已停用，请向数据和政务服务局核对。"],
  timestampOutOfRange: [401, "时间戳与平台时间相差超过 300 秒，请校准服务器时钟后重新签名。"],
  signatureWrong: [401, "签名不符。请核对密钥，以及待签名串中的方法、路径与查询、时间戳、随机数和正文摘要。"],
  nonceReused: [409, "这个随机数已经用过，请求未受理。重发请换新的随机数并重新签名。"],
  notYourDataset: [403, "这个数据集不由贵部门报送，请求未受理。"],
  periodMissing: [400, "缺少 period 参数，例如 ?period=2026-06；现势数据用 ?period=snapshot。"],
  tooManyRequests: [429, "这个密钥的请求太密了：每分钟最多报送 120 份、查询 1200 次。请过一分钟再试，没有受理的文件要重新发送。"],
  tooLarge: [413, "正文超过 300 MB，请按月份拆开再传。"],
  cut: [400, "正文不完整：收到的内容与 Content-Length 或 X-Content-SHA256 不一致，没有保存。请重新发送。"],
  uploadUnknown: [404, "没有这个上传编号，或它不属于贵部门。"],
  notReady: [409, "这份文件还在处理，请稍后再取逐行结果。"],
  fault: [500, "平台出了问题，不是请求有误。请稍后用新的随机数重试；同一文件重复发送不会重复入库。"],
};

const HEADERS = { "cache-control": "no-store" } as const;

export const answer = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(body, { status, headers: { ...HEADERS, ...headers } });

/** An error as every client sees it: a code for the program, a sentence for the person. */
export function failure(code: ApiErrorCode, headers: Readonly<Record<string, string>> = {}): Response {
  const [status, message] = ERRORS[code];
  return answer({ error: { code, message } }, status, headers);
}

/** A refusal of a delivery, whose sentence the domain has already written. */
export const refusal = (code: string, message: string, status: number): Response => answer({ error: { code, message } }, status);
