import "server-only";
import { ok, type Result, refused } from "@/lib/kernel/result";

export type BodyRefusal = "tooLarge" | "cut";

/** Joins what was read; pieces are let go one by one, so that a large file is not held twice for long. */
function joined(pieces: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * 收取正文: the raw body of a request, never more than `limit` bytes of it. A body that breaks off, or is shorter or longer than its Content-Length,
 * is refused: a cut file must not pass for a whole one.
 */
export async function readBody(request: Request, limit: number): Promise<Result<Uint8Array, BodyRefusal>> {
  const stated = request.headers.get("content-length");
  const expected = stated !== null && /^\d+$/.test(stated) ? Number(stated) : null;
  if (expected !== null && expected > limit) return refused("tooLarge");
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = request.body?.getReader();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      size += next.value.length;
      if (size > limit) {
        await reader?.cancel();
        return refused("tooLarge");
      }
      pieces.push(next.value);
    }
  } catch {
    return refused("cut");
  }
  return expected === null || expected === size ? ok(joined(pieces, size)) : refused("cut");
}
