import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { canonicalRequest, checkSignature, EMPTY_SHA256, readSignedHeaders } from "@/lib/access/signed-request";

const SECRET = "correct-horse-battery-staple";
const hmac = (text: string) => createHmac("sha256", SECRET).update(text).digest("hex");
const BODY = createHash("sha256").update("统一社会信用代码,企业名称\n").digest("hex");
const NOW = 1_784_080_000;
const REQUEST = { method: "POST", target: "/api/v1/uploads/taxReturn?period=2026-06" };
const signed = (change: object = {}) => {
  const base = { keyId: "tax-5d2f90aa", timestamp: String(NOW), nonce: "b0c1d2e3f4a5", contentSha256: BODY };
  return { ...base, signature: hmac(`POST\n${REQUEST.target}\n${NOW}\n${base.nonce}\n${BODY}`), ...change };
};
const check = (headers = signed(), request = REQUEST, nowSeconds = NOW) => checkSignature(headers, request, { hmac, nowSeconds });

test("the text to be signed is five lines: method, target, timestamp, nonce, body hash", () => {
  const text = canonicalRequest({ method: "get", target: "/api/v1/uploads/1?x=%E5%B9%B4", timestamp: "1", nonce: "n", contentSha256: "AB" });
  expect(text).toBe("GET\n/api/v1/uploads/1?x=%E5%B9%B4\n1\nn\nab");
});

test("a GET is signed with the hash of an empty body", () => {
  expect(EMPTY_SHA256).toBe(createHash("sha256").update("").digest("hex"));
});

test("what was signed is accepted, up to 300 seconds either way", () => {
  expect(check()).toEqual({ ok: true, value: true });
  expect(check(signed(), REQUEST, NOW + 300).ok).toBe(true);
  expect(check(signed(), REQUEST, NOW - 300).ok).toBe(true);
  expect(check(signed(), REQUEST, NOW + 301)).toEqual({ ok: false, reason: "timestampOutOfRange" });
  expect(check(signed(), REQUEST, NOW - 301)).toEqual({ ok: false, reason: "timestampOutOfRange" });
});

test.for([
  ["another method", signed(), { ...REQUEST, method: "PUT" }],
  ["another dataset", signed(), { ...REQUEST, target: "/api/v1/uploads/taxPayment?period=2026-06" }],
  ["another period", signed(), { ...REQUEST, target: "/api/v1/uploads/taxReturn?period=2026-05" }],
  ["another nonce", signed({ nonce: "b0c1d2e3f4a6" }), REQUEST],
  ["another second", signed({ timestamp: String(NOW + 1) }), REQUEST],
  ["another body", signed({ contentSha256: EMPTY_SHA256 }), REQUEST],
  ["one wrong digit", signed({ signature: signed().signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }), REQUEST],
  ["a shorter signature", signed({ signature: signed().signature.slice(2) }), REQUEST],
] as const)("%s is refused", ([, headers, request]) => {
  expect(check(headers, request)).toEqual({ ok: false, reason: "signatureWrong" });
});

const lookUp = (headers: Record<string, string>) => readSignedHeaders((name) => headers[name] ?? null);
const HEADERS = {
  "x-key-id": "tax-5d2f90aa",
  "x-timestamp": String(NOW),
  "x-nonce": "b0c1d2e3f4a5",
  "x-content-sha256": BODY,
  "x-signature": signed().signature,
};

test("headers are read; hex may be in capitals", () => {
  expect(lookUp(HEADERS)).toEqual({ ok: true, value: signed() });
  expect(lookUp({ ...HEADERS, "x-content-sha256": BODY.toUpperCase() })).toEqual({ ok: true, value: signed() });
});

test.for([
  ["x-key-id", "", "headerMissing"],
  ["x-key-id", "tax key", "headerMalformed"],
  ["x-timestamp", "2026-07-15T10:00:00Z", "headerMalformed"],
  ["x-timestamp", `${NOW}000`, "headerMalformed"],
  ["x-nonce", "short", "headerMalformed"],
  ["x-nonce", "随机数随机数随机数", "headerMalformed"],
  ["x-content-sha256", BODY.slice(1), "headerMalformed"],
  ["x-signature", "", "headerMissing"],
  ["x-signature", "z".repeat(64), "headerMalformed"],
] as const)("%s = “%s” is refused as %s", ([name, value, reason]) => {
  expect(lookUp({ ...HEADERS, [name]: value })).toEqual({ ok: false, reason });
});
