import "server-only";
import { and, eq } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { currentKeyId, openBytes, sealBytes, sha256Hex } from "./crypto";
import { materials } from "./schema";
import type { Db } from "./types";

/** 材料: PDF, JPG or PNG up to 10 MB, told by its first bytes and never by its name. */
export const MATERIAL_LIMIT_BYTES = 10 * 1024 * 1024;
const SIGNATURES: readonly { mediaType: string; head: readonly number[] }[] = [
  { mediaType: "application/pdf", head: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mediaType: "image/jpeg", head: [0xff, 0xd8, 0xff] },
  { mediaType: "image/png", head: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
];

export const sniffMaterial = (content: Uint8Array): string | null =>
  SIGNATURES.find(({ head }) => head.every((byte, index) => content[index] === byte))?.mediaType ?? null;

export type MaterialRefusal = "empty" | "tooLarge" | "wrongType";
export type MaterialFile = { readonly name: string; readonly filename: string; readonly content: Uint8Array };

export function checkMaterial({ content }: MaterialFile): Result<string, MaterialRefusal> {
  if (content.length === 0) return refused("empty");
  if (content.length > MATERIAL_LIMIT_BYTES) return refused("tooLarge");
  const mediaType = sniffMaterial(content);
  return mediaType ? ok(mediaType) : refused("wrongType");
}

const placeOf = (claimId: string, sha256: string) => `materials.content|${claimId}|${sha256}`;

/** Stores a checked file encrypted. */
export async function storeMaterial(
  tx: Db,
  file: MaterialFile & { enterpriseId: string; claimId: string; mediaType: string; personId: string; at: Instant },
): Promise<void> {
  const sha256 = sha256Hex(file.content);
  await tx.insert(materials).values({
    enterpriseId: file.enterpriseId,
    claimId: file.claimId,
    name: file.name,
    filename: file.filename.replace(/[\\/\p{C}]/gu, "_").slice(0, 120),
    mediaType: file.mediaType,
    byteSize: file.content.length,
    sha256,
    content: sealBytes(file.content, placeOf(file.claimId, sha256)),
    keyId: currentKeyId(),
    uploadedBy: file.personId,
    uploadedAt: file.at,
  });
}

export async function listMaterials(db: Db, claimId: string) {
  return db
    .select({
      id: materials.id,
      name: materials.name,
      filename: materials.filename,
      mediaType: materials.mediaType,
      byteSize: materials.byteSize,
      uploadedAt: materials.uploadedAt,
    })
    .from(materials)
    .where(eq(materials.claimId, claimId))
    .orderBy(materials.uploadedAt);
}

/** Opens a file for reading and records who read it, in the chain of reads. */
export async function readMaterial(db: Db, input: { id: string; claimId: string; readerId: string; readerRole: string; at: Instant }) {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(materials)
      .where(and(eq(materials.id, input.id), eq(materials.claimId, input.claimId)));
    if (!row) return null;
    await appendAudit(
      tx,
      [
        {
          at: input.at,
          actorId: input.readerId,
          actorRole: input.readerRole,
          action: "material.read",
          subjectType: "claim",
          subjectId: input.claimId,
          detail: { materialId: input.id, name: row.name },
        },
      ],
      "reads",
    );
    return { filename: row.filename, mediaType: row.mediaType, content: openBytes(row.content, placeOf(row.claimId, row.sha256)) };
  });
}
