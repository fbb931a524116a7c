import { createHash, createHmac, randomBytes } from "node:crypto";

export type Credentials = { readonly keyId: string; readonly secret: string };
export type Signing = { readonly timestamp?: number; readonly nonce?: string; readonly contentSha256?: string; readonly signature?: string };

const ORIGIN = "http://county.test";

/** A department's own system as the guide in docs/departments.md describes it: written from the document, not from the server's code. */
export function signedRequest(
  { keyId, secret }: Credentials,
  method: "GET" | "POST",
  target: string,
  { body, headers = {}, signing = {} }: { body?: Uint8Array<ArrayBuffer> | string; headers?: Record<string, string>; signing?: Signing } = {},
): Request {
  const contentSha256 =
    signing.contentSha256 ??
    createHash("sha256")
      .update(body ?? "")
      .digest("hex");
  const timestamp = String(signing.timestamp ?? Math.floor(Date.now() / 1000));
  const nonce = signing.nonce ?? randomBytes(12).toString("hex");
  const text = `${method}\n${target}\n${timestamp}\n${nonce}\n${contentSha256}`;
  const signature = signing.signature ?? createHmac("sha256", secret).update(text).digest("hex");
  const signed = { "x-key-id": keyId, "x-timestamp": timestamp, "x-nonce": nonce, "x-content-sha256": contentSha256, "x-signature": signature };
  return new Request(`${ORIGIN}${target}`, { method, headers: { ...signed, ...headers }, ...(body !== undefined && { body }) });
}
