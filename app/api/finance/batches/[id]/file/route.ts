import { z } from "zod";
import { plainAnswer } from "@/app/_server/plain-answer";
import { actorFor, currentUser } from "@/app/_server/session";
import { typedText } from "@/app/_server/typed-text";
import { readOutgoing } from "@/db/bank-exchange";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { may } from "@/lib/access/permissions";

const PERMISSION = "payment.accountReview";
const Purpose = z.string().trim().min(1).max(60);

const REFUSED = {
  notFound: [404, "这个批次还没有支付文件。请回到批次页导出。"],
  notFinance: [403, "只有在岗的财政人员可以下载支付文件。"],
  purposeMissing: [400, "请先选用途，再下载。"],
} as const;

/** 下载支付文件: the bytes as they were exported. Finance only; each reading is on record with its purpose before they leave. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const user = await currentUser();
  if (!user || user.unfinished) return plainAnswer(401, "请先登录。");
  if (!may(user.roles, PERMISSION)) return plainAnswer(...REFUSED.notFinance);
  const batchId = z.uuid().safeParse((await params).id);
  if (!batchId.success) return plainAnswer(...REFUSED.notFound);
  const purpose = Purpose.safeParse(typedText(new URL(request.url).searchParams.get("purpose") ?? ""));
  if (!purpose.success) return plainAnswer(...REFUSED.purposeMissing);
  const db = await getDb();
  const file = await readOutgoing(db, { batchId: batchId.data, actor: actorFor(user, PERMISSION), purpose: purpose.data, at: await businessNow(db) });
  if (!file.ok) {
    const [status, text] = REFUSED[file.reason];
    return plainAnswer(status, text);
  }
  return new Response(file.value.text, {
    headers: {
      "content-type": `${file.value.filename.endsWith(".xml") ? "application/xml" : "text/csv"}; charset=utf-8`,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.value.filename)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
