import { z } from "zod";
import { actorFor, allowed, currentUser } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { readMaterial } from "@/db/materials";
import { loadMyClaim } from "@/db/my-queries";

const Params = z.object({ id: z.uuid(), materialId: z.uuid() });
const PERMISSION = "enterprise.viewOwn";

const answer = (status: number, text: string) => new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** 交过的材料: a file of an own claim, decrypted for this reader, with the reading recorded. Another enterprise's is as if it were not there. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string; materialId: string }> }): Promise<Response> {
  const user = await currentUser();
  if (!user) return answer(401, "请先登录。");
  if (!user.enterprise || user.unfinished || !allowed(user, PERMISSION)) return answer(403, "您没有这份材料的权限。");
  const parsed = Params.safeParse(await params);
  const db = await getDb();
  const own = parsed.success ? await loadMyClaim(db, user.enterprise.id, parsed.data.id) : null;
  if (!parsed.success || !own) return answer(404, "没有找到这份材料。");
  const { personId, role } = actorFor(user, PERMISSION);
  const found = await readMaterial(db, { id: parsed.data.materialId, claimId: own.claim.id, readerId: personId, readerRole: role, at: await businessNow(db) });
  if (!found) return answer(404, "没有找到这份材料。");
  return new Response(new Uint8Array(found.content), {
    headers: {
      "content-type": found.mediaType,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(found.filename)}`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
