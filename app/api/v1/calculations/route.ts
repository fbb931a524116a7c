import { calculate, withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { problemText, unknownCodeText } from "@/lib/policy/input-words";
import { otherMethods } from "../wrong-method";
import { addressOf, refuse } from "./answer";

export const dynamic = "force-dynamic";

const MAX_BYTES = 64 * 1024;
const RATE = { name: "calculations", limit: 6000, seconds: 60 } as const;

/** The body as text, read no further than the limit; null when it is larger. */
async function readText(request: Request): Promise<string | null> {
  const reader = request.body?.getReader();
  if (!reader) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parsed(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

/** 政策计算 as an open interface: one request, all policies in the answer. Needs no sign-in and keeps nothing. */
export async function POST(request: Request): Promise<Response> {
  const db = await getDb();
  if (!(await withinRate(db, addressOf(request), RATE)))
    return refuse(429, "tooManyRequests", `请求太密了，每分钟最多 ${RATE.limit} 次。请过一分钟再试。`, [], { "retry-after": String(RATE.seconds) });
  const text = await readText(request);
  if (text === null) return refuse(413, "bodyTooLarge", "请求体太大，最多 64 KB。一次只算一家企业。");
  const body = parsed(text);
  if (!body.ok) return refuse(400, "invalidJson", "请求体不是正确的 JSON。请检查引号、逗号和括号。");
  const calculated = await calculate(db, body.value, await businessToday(db));
  if (!calculated.ok) {
    const texts = calculated.reason.map(problemText);
    return refuse(400, "invalidInput", texts[0] ?? "请求有误。", texts);
  }
  const { input, unknownCodes, results } = calculated.value;
  const warnings = unknownCodes.map(unknownCodeText);
  return Response.json({ asOf: input.asOf, fullYear: input.fullYear, results, ...(warnings.length > 0 && { warnings }) });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
