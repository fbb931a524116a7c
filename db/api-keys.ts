import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { openText, sealText } from "./crypto";
import { apiKeys, apiNonces, departments } from "./schema";
import type { Db } from "./types";

const placeOf = (keyId: string) => `apiKeys.secret|${keyId}`;
/**
 * How long a used nonce is remembered. A timestamp may lie 5 minutes ahead and is then good for 10 minutes; one more keeps the sweep from
 * forgetting a nonce in the very second in which it could still be replayed.
 */
const NONCE_MEMORY_MS = 11 * 60_000;

export type NewKey = { readonly departmentId: string; readonly label: string; readonly createdBy: string | null; readonly at: Instant };
export type IssuedKey = { readonly keyId: string; readonly secret: string; readonly departmentName: string };
export type KeyRefusal = "departmentUnknown" | "notASourceDepartment";

/** 发放接口密钥 to a department's system. The secret is answered once and rests encrypted, because it must be read to check signatures. */
export async function issueKey(db: Db, { departmentId, label, createdBy, at }: NewKey): Promise<Result<IssuedKey, KeyRefusal>> {
  const [department] = await db.select().from(departments).where(eq(departments.id, departmentId));
  if (!department) return refused("departmentUnknown");
  if (!department.isSourceDepartment) return refused("notASourceDepartment");
  const keyId = `${departmentId.replace(/[^A-Za-z0-9]/g, "")}-${randomBytes(6).toString("hex")}`;
  const secret = randomBytes(32).toString("base64url");
  await db.transaction(async (tx) => {
    await tx.insert(apiKeys).values({ keyId, departmentId, secretCipher: sealText(secret, placeOf(keyId)), label, createdAt: at, createdBy });
    await appendAudit(tx, [
      {
        at,
        actorId: createdBy,
        actorRole: createdBy ? "securityAdmin" : "operator",
        action: "apiKey.issued",
        subjectType: "apiKey",
        subjectId: keyId,
        detail: { departmentId, label },
      },
    ]);
  });
  return ok({ keyId, secret, departmentName: department.name });
}

export type ApiKey = { readonly keyId: string; readonly departmentId: string; readonly secret: string };

/** The key in force with its secret; null when unknown or revoked. */
export async function findKey(db: Db, keyId: string): Promise<ApiKey | null> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.keyId, keyId), isNull(apiKeys.revokedAt)));
  return row ? { keyId, departmentId: row.departmentId, secret: openText(row.secretCipher, placeOf(keyId)) } : null;
}

/** 停用密钥 at once: the next request signed with it is refused. False when there is no such key in force. */
export async function revokeKey(db: Db, { keyId, by, at }: { keyId: string; by: string | null; at: Instant }): Promise<boolean> {
  return db.transaction(async (tx) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: at })
      .where(and(eq(apiKeys.keyId, keyId), isNull(apiKeys.revokedAt)))
      .returning({ departmentId: apiKeys.departmentId });
    if (!revoked[0]) return false;
    await appendAudit(tx, [
      {
        at,
        actorId: by,
        actorRole: by ? "securityAdmin" : "operator",
        action: "apiKey.revoked",
        subjectType: "apiKey",
        subjectId: keyId,
        detail: { departmentId: revoked[0].departmentId },
      },
    ]);
    return true;
  });
}

/** Every key with its department, oldest first, without its secret. */
export function listKeys(db: Db) {
  return db
    .select({
      keyId: apiKeys.keyId,
      label: apiKeys.label,
      departmentId: apiKeys.departmentId,
      departmentName: departments.name,
      createdAt: apiKeys.createdAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .innerJoin(departments, eq(departments.id, apiKeys.departmentId))
    .orderBy(apiKeys.createdAt);
}

/** Takes a nonce for use, once: false when this key has used it already. `now` is wall time. Forgets nonces that no timestamp can bring back. */
export async function consumeNonce(db: Db, keyId: string, nonce: string, now: Date): Promise<boolean> {
  await db.delete(apiNonces).where(lt(apiNonces.seenAt, new Date(now.getTime() - NONCE_MEMORY_MS)));
  const taken = await db.insert(apiNonces).values({ keyId, nonce, seenAt: now }).onConflictDoNothing().returning({ nonce: apiNonces.nonce });
  return taken.length === 1;
}
