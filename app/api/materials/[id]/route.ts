import { allowed, currentUser, type SessionUser, scopeFor } from "@/app/_server/session";
import { findMaterialClaim } from "@/db/case-file";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { readMaterial } from "@/db/materials";
import { may, type Permission } from "@/lib/access/permissions";

const NO_STORE = { "cache-control": "no-store" };
const plain = (status: number, text: string) => new Response(text, { status, headers: { ...NO_STORE, "content-type": "text/plain; charset=utf-8" } });

/** By which right the reader may open papers: as staff of the scope, or as the enterprise itself. */
const rightOf = (user: SessionUser): Permission | null =>
  (["claim.view", "enterprise.viewOwn"] as const).find((permission) => allowed(user, permission)) ?? null;

/** 看原件: one uploaded paper, decrypted for a reader of its scope. Each opening is written into the chain of reads. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const user = await currentUser();
  if (!user) return plain(401, "请先登录");
  const right = rightOf(user);
  if (!right || user.unfinished) return plain(403, "您没有看这份材料的权限");
  const { id } = await params;
  const db = await getDb();
  const claimId = await findMaterialClaim(db, await officeScope(db, scopeFor(user, right)), id);
  if (!claimId) return plain(404, "没有这份材料");
  const role = user.roles.find((one) => may([one], right)) ?? "public";
  const file = await readMaterial(db, { id, claimId, readerId: user.personId, readerRole: role, at: await businessNow(db) });
  if (!file) return plain(404, "没有这份材料");
  return new Response(new Uint8Array(file.content), {
    headers: {
      ...NO_STORE,
      "content-type": file.mediaType,
      "content-length": String(file.content.length),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
}
