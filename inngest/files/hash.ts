import { createHash, createHmac, hkdfSync } from "node:crypto";
import type { PersonDigest } from "@/lib/pipeline/collect/person";

/** SHA-256 of bytes or text as lower-case hex; the identity of a delivered file. */
export const sha256Hex = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

/** 带盐摘要算法 of personal numbers: SM3 is the national standard, SHA-256 the fallback where the runtime lacks it. */
export type PersonDigestAlgorithm = "sm3" | "sha256";

/**
 * 证件号码摘要: keyed (HMAC), so that the few billion possible numbers cannot be tried out by whoever sees the table. The key is derived from the
 * platform's secret for this purpose alone. @throws RangeError for a secret too short to protect anything.
 */
export function personDigest(secret: Uint8Array | string, algorithm: PersonDigestAlgorithm = "sm3"): PersonDigest {
  if (secret.length < 16) throw new RangeError("the salt of personal numbers needs at least 16 bytes");
  const key = Buffer.from(hkdfSync("sha256", secret, "", "person-number", 32));
  return (number) => createHmac(algorithm, key).update(number).digest("hex");
}
