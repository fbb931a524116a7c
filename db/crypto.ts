import "server-only";
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { readConfig } from "./config";

/**
 * 敏感字段: AES-256-GCM with the field's place as associated data, so that a ciphertext cannot be moved to another row or column.
 * Text form: `v1.<key id>.<iv>.<tag>.<body>`, all base64url. Blind indexes and digests use their own derived keys.
 */
const TAG_BYTES = 16;
const IV_BYTES = 12;

type Keys = { readonly id: string; readonly field: Buffer; readonly index: Buffer; readonly salt: Buffer; readonly checkpoint: Buffer };
const shared = globalThis as typeof globalThis & { platformKeys?: Keys };

function keys(): Keys {
  if (shared.platformKeys) return shared.platformKeys;
  const { dataKey } = readConfig();
  if (!dataKey) throw new Error("没有 DATA_KEY，无法读写加密字段；请用 npm start 启动，或在环境里设置");
  const master = Buffer.from(dataKey, "base64url");
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", master, "enterprise-service-platform", use, 32));
  shared.platformKeys = {
    id: createHash("sha256").update(master).digest("hex").slice(0, 8),
    field: derive("field"),
    index: derive("index"),
    salt: derive("person"),
    checkpoint: derive("checkpoint"),
  };
  return shared.platformKeys;
}

export const currentKeyId = (): string => keys().id;

function sealBuffer(content: Uint8Array, place: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keys().field, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function openBuffer(sealed: Buffer, place: string): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", keys().field, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/** `place` is table.column|owner, such as `bankAccounts.number|<enterprise id>`. */
export const sealText = (text: string, place: string): string => `v1.${keys().id}.${sealBuffer(Buffer.from(text, "utf8"), place).toString("base64url")}`;

export function openText(sealed: string, place: string): string {
  const [version, keyId, body] = sealed.split(".");
  if (version !== "v1" || keyId !== keys().id || !body) throw new Error("密文的密钥不是当前密钥");
  return openBuffer(Buffer.from(body, "base64url"), place).toString("utf8");
}

export const sealBytes = (content: Uint8Array, place: string): Uint8Array => new Uint8Array(sealBuffer(content, place));
export const openBytes = (sealed: Uint8Array, place: string): Uint8Array => new Uint8Array(openBuffer(Buffer.from(sealed), place));

/** 锚点签名: of a place in the audit chain, for a file outside the database. */
export const signCheckpoint = (text: string): string => createHmac("sha256", keys().checkpoint).update(text).digest("hex");
/** 盲索引: equal values can be found without being read. */
export const blindIndex = (value: string): string => createHmac("sha256", keys().index).update(value).digest("hex");
/** 带盐摘要 of an identity number: the same person is the same digest, in this county only. */
export const personDigest = (identityNumber: string): string =>
  createHmac("sha256", keys().salt).update(identityNumber.toUpperCase()).digest("hex").slice(0, 32);
export const sha256Hex = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
