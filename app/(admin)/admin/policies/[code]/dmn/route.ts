import { z } from "zod";
import { dmnFile } from "@/app/_server/export/policy-dmn";
import { plainAnswer } from "@/app/_server/plain-answer";
import { currentUser } from "@/app/_server/session";
import { typedText } from "@/app/_server/typed-text";
import { findStaffVersion } from "@/db/admin-queries";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { may } from "@/lib/access/permissions";

const Version = z.coerce.number().int().min(1).max(10_000).nullable().catch(null);

/** 导出 of a version as a decision model (DMN 1.3) that other departments' engines can run. */
export async function GET(request: Request, { params }: { params: Promise<{ code: string }> }): Promise<Response> {
  const user = await currentUser();
  if (!user || user.unfinished) return plainAnswer(401, "请先登录。");
  if (!may(user.roles, "policy.view")) return plainAnswer(403, "您的岗位不能导出政策。");
  const code = typedText((await params).code).slice(0, 40);
  const db = await getDb();
  const version = await findStaffVersion(db, code, Version.parse(new URL(request.url).searchParams.get("version")));
  if (!version) return plainAnswer(404, "没有这项政策的这个版本，请回政策库重新选。");
  return dmnFile(version.resolved, await loadWords(db, version.resolved.names), version.id);
}
