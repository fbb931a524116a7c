import "server-only";
import { createHmac } from "node:crypto";
import { type ApiKey, consumeNonce, findKey } from "@/db/api-keys";
import { withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { sha256Hex } from "@/db/crypto";
import type { Db } from "@/db/types";
import { UPLOAD_LIMIT_BYTES } from "@/db/uploads";
import { wallNow } from "@/db/wall-clock";
import { checkSignature, readSignedHeaders, type SignatureRefusal, type SignedHeaders } from "@/lib/access/signed-request";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { failure } from "./answers";
import { type BodyRefusal, readBody } from "./read-body";

/** A request whose sender is proven; `body` reads the bytes and holds them against the signed hash. */
export type SignedCall = {
  readonly db: Db;
  readonly key: ApiKey;
  readonly request: Request;
  readonly url: URL;
  readonly body: () => Promise<Result<Uint8Array, BodyRefusal>>;
};

/** 限频 of a key: far above what a department's system needs, below what could keep others waiting. */
const RATES = { POST: { name: "uploads", limit: 120, seconds: 60 }, GET: { name: "uploads-read", limit: 1200, seconds: 60 } } as const;
const isWithinRate = (db: Db, keyId: string, method: string): Promise<boolean> => withinRate(db, `key|${keyId}`, method === "POST" ? RATES.POST : RATES.GET);

type AuthRefusal = SignatureRefusal | "keyUnknown" | "nonceReused";

async function authenticate(db: Db, request: Request, url: URL): Promise<Result<{ key: ApiKey; headers: SignedHeaders }, AuthRefusal>> {
  const headers = readSignedHeaders((name) => request.headers.get(name));
  if (!headers.ok) return headers;
  const key = await findKey(db, headers.value.keyId);
  if (!key) return refused("keyUnknown");
  const now = wallNow();
  const hmac = (text: string) => createHmac("sha256", key.secret).update(text).digest("hex");
  const target = url.pathname + url.search;
  const checked = checkSignature(headers.value, { method: request.method, target }, { hmac, nowSeconds: now.getTime() / 1000 });
  if (!checked.ok) return checked;
  // Only a proven sender may use up a nonce
  return (await consumeNonce(db, key.keyId, headers.value.nonce, now)) ? ok({ key, headers: headers.value }) : refused("nonceReused");
}

async function bodyOf(request: Request, contentSha256: string): Promise<Result<Uint8Array, BodyRefusal>> {
  const body = await readBody(request, UPLOAD_LIMIT_BYTES);
  if (!body.ok) return body;
  return sha256Hex(body.value) === contentSha256 ? body : refused("cut");
}

/** Error names only: messages of the database carry parameters, and those may be personal data. */
function warn(error: unknown): void {
  process.emitWarning(`upload api: ${error instanceof Error ? error.name : "fault"}`);
}

/** A handler of the department interface (部门接口): proves the sender by signature, time and nonce before a line of it runs. */
export function signedHandler<Params>(run: (call: SignedCall, params: Params) => Promise<Response>) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      const db = await getDb();
      const url = new URL(request.url);
      const sender = await authenticate(db, request, url);
      if (!sender.ok) return failure(sender.reason);
      const { key, headers } = sender.value;
      // Only a proven sender uses up the key's allowance; the body has not been read yet
      if (!(await isWithinRate(db, key.keyId, request.method))) return failure("tooManyRequests", { "retry-after": String(RATES.POST.seconds) });
      return await run({ db, key, request, url, body: () => bodyOf(request, headers.contentSha256) }, await context.params);
    } catch (error) {
      warn(error);
      return failure("fault");
    }
  };
}
