import "server-only";
import { ok, type Result, refused } from "@/lib/kernel/result";

export type BodyRefusal = "tooLarge" | "cut";

/** Takes the pieces of a body. With a stated length they go where they belong at once, so that a large file is held only once. */
function collector(expected: number | null): { readonly add: (piece: Uint8Array) => void; readonly whole: () => Uint8Array } {
  const pieces: Uint8Array[] = [];
  const whole = expected === null ? null : new Uint8Array(expected);
  let size = 0;
  const add = (piece: Uint8Array) => {
    // What is too much is counted by the caller, who then refuses all of it
    if (whole && size + piece.length <= whole.length) whole.set(piece, size);
    if (!whole) pieces.push(piece);
    size += piece.length;
  };
  return { add, whole: () => whole ?? new Uint8Array(Buffer.concat(pieces)) };
}

function statedLength(headers: Headers): number | null {
  const stated = headers.get("content-length");
  return stated !== null && /^\d+$/.test(stated) ? Number(stated) : null;
}

/** What is wrong with a body of which so much has come. */
function excess(size: number, expected: number | null, limit: number): BodyRefusal | null {
  if (size > limit) return "tooLarge";
  return expected !== null && size > expected ? "cut" : null;
}

/**
 * 收取正文: the raw body of a request, never more than `limit` bytes of it. A body that breaks off, or is shorter or longer than its Content-Length,
 * is refused: a cut file must not pass for a whole one.
 */
export async function readBody(request: Request, limit: number): Promise<Result<Uint8Array, BodyRefusal>> {
  const expected = statedLength(request.headers);
  if (expected !== null && expected > limit) return refused("tooLarge");
  const { add, whole } = collector(expected);
  let size = 0;
  try {
    const reader = request.body?.getReader();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      size += next.value.length;
      const found = excess(size, expected, limit);
      if (found) {
        await reader?.cancel();
        return refused(found);
      }
      add(next.value);
    }
  } catch {
    return refused("cut");
  }
  return expected === null || expected === size ? ok(whole()) : refused("cut");
}
