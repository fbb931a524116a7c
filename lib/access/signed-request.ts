import { ok, type Result, refused } from "../kernel/result";

/** 签名请求: what a department's system sends beside its bytes. Header names in lower case. */
export const SIGNATURE_HEADERS = {
  keyId: "x-key-id",
  timestamp: "x-timestamp",
  nonce: "x-nonce",
  contentSha256: "x-content-sha256",
  signature: "x-signature",
} as const;

/** Seconds that a sender's clock may differ from ours, either way. */
export const TIMESTAMP_TOLERANCE_S = 300;
/** SHA-256 of no bytes at all: what a GET is signed with. */
export const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

export type SignedHeaders = {
  readonly keyId: string;
  /** Unix seconds as sent. */
  readonly timestamp: string;
  readonly nonce: string;
  /** Lower-case hex. */
  readonly contentSha256: string;
  /** Lower-case hex. */
  readonly signature: string;
};

export type SignatureRefusal = "headerMissing" | "headerMalformed" | "timestampOutOfRange" | "signatureWrong";

const FORMS: Readonly<Record<keyof SignedHeaders, RegExp>> = {
  keyId: /^[A-Za-z0-9_-]{4,64}$/,
  timestamp: /^\d{9,11}$/,
  nonce: /^[\x21-\x7e]{8,128}$/,
  contentSha256: /^[0-9a-f]{64}$/,
  signature: /^[0-9a-f]{64}$/,
};

/** Reads the five headers; `get` is the look-up of a request's headers by lower-case name. */
export function readSignedHeaders(get: (name: string) => string | null): Result<SignedHeaders, "headerMissing" | "headerMalformed"> {
  const fields = Object.entries(SIGNATURE_HEADERS).map(([field, header]) => [field as keyof SignedHeaders, get(header)?.trim() ?? ""] as const);
  if (fields.some(([, value]) => value === "")) return refused("headerMissing");
  const lowered = fields.map(([field, value]) => [field, field === "contentSha256" || field === "signature" ? value.toLowerCase() : value] as const);
  if (lowered.some(([field, value]) => !FORMS[field].test(value))) return refused("headerMalformed");
  return ok(Object.fromEntries(lowered) as SignedHeaders);
}

export type SignedRequest = Pick<SignedHeaders, "timestamp" | "nonce" | "contentSha256"> & {
  readonly method: string;
  /** Path and query exactly as they stand in the request line: /api/v1/uploads/taxReturn?period=2026-06 */
  readonly target: string;
};

/** 待签名串: METHOD, path with query, timestamp, nonce and body hash, joined by line feeds. */
export const canonicalRequest = ({ method, target, timestamp, nonce, contentSha256 }: SignedRequest): string =>
  [method.toUpperCase(), target, timestamp, nonce, contentSha256.toLowerCase()].join("\n");

/** Compares two texts of equal length without stopping at the first difference. */
function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/**
 * 验签. `hmac` is HMAC-SHA256 with the key's secret, answering lower-case hex; `nowSeconds` is wall time. A nonce that was used before and a body that
 * does not match its hash are for the caller to refuse: both need more than the headers.
 */
export function checkSignature(
  headers: SignedHeaders,
  request: { readonly method: string; readonly target: string },
  { hmac, nowSeconds }: { readonly hmac: (text: string) => string; readonly nowSeconds: number },
): Result<true, "timestampOutOfRange" | "signatureWrong"> {
  if (Math.abs(nowSeconds - Number(headers.timestamp)) > TIMESTAMP_TOLERANCE_S) return refused("timestampOutOfRange");
  return sameText(hmac(canonicalRequest({ ...request, ...headers })), headers.signature) ? ok(true) : refused("signatureWrong");
}
