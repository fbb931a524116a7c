import { z } from "zod";
import { formWords } from "@/app/_server/form-words";
import { currentUser, type SessionUser, scopeFor } from "@/app/_server/session";
import { typedText } from "@/app/_server/typed-text";
import { announceUpload } from "@/app/api/v1/uploads/announce";
import { answer, refusal } from "@/app/api/v1/uploads/answers";
import { type BodyRefusal, readBody } from "@/app/api/v1/uploads/read-body";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { sha256Hex } from "@/db/crypto";
import { findDataset, receiveUpload, UPLOAD_LIMIT_BYTES } from "@/db/uploads";
import { may } from "@/lib/access/permissions";
import { inScope } from "@/lib/access/scope";

const Query = z.object({
  dataset: z.string().min(1, "请选择数据集。").max(60, "请选择数据集。"),
  /** A clerk writes 现势; programs write snapshot. */
  period: z
    .string()
    .trim()
    .min(1, "请填写期间。")
    .max(20, "期间写法不对，请照提示填写。")
    .transform((text) => (text === "现势" ? "snapshot" : text)),
  filename: z.string().trim().default(""),
});

/**
 * A page of another site must not send files in the name of whoever is signed in here. Some browsers leave Origin out of a request to their own
 * site; then Sec-Fetch-Site says so, which no script can set.
 */
function isOwnOrigin({ headers, url }: Request): boolean {
  const origin = headers.get("origin");
  if (!origin) return headers.get("sec-fetch-site") === "same-origin";
  if (!URL.canParse(origin)) return false;
  const configured = process.env["NEXTAUTH_URL"];
  const host = headers.get("host") ?? new URL(url).host;
  return new URL(origin).host === host || (configured !== undefined && URL.canParse(configured) && new URL(configured).origin === origin);
}

const BODY_REFUSALS: Readonly<Record<BodyRefusal, readonly [message: string, status: number]>> = {
  tooLarge: ["文件超过 300 兆字节，请按月份拆开再传。", 413],
  cut: ["文件没有传完整，没有保存。请检查网络后重新上传。", 400],
};

async function receive(request: Request, user: SessionUser): Promise<Response> {
  const query = Query.safeParse(Object.fromEntries([...new URL(request.url).searchParams].map(([key, value]) => [key, typedText(value)])), {
    error: formWords,
  });
  if (!query.success) return refusal("form", query.error.issues[0]?.message ?? "请选择数据集并填写期间。", 400);
  const { dataset: datasetId, period, filename } = query.data;
  const db = await getDb();
  const dataset = await findDataset(db, datasetId);
  if (!dataset || !inScope(scopeFor(user, "upload.send"), { departmentId: dataset.departmentId }))
    return refusal("notYourDataset", "这个数据集不由您所在的部门报送。请换一个数据集。", 403);
  const body = await readBody(request, UPLOAD_LIMIT_BYTES);
  if (!body.ok) return refusal(body.reason, ...BODY_REFUSALS[body.reason]);
  const stated = request.headers.get("x-content-sha256");
  if (stated !== null && stated.toLowerCase() !== sha256Hex(body.value)) return refusal("cut", ...BODY_REFUSALS.cut);
  const received = await receiveUpload(db, {
    datasetId,
    period,
    channel: "browser",
    filename: filename || `${dataset.definition.name}_${period}`,
    content: body.value,
    at: await businessNow(db),
    receivedBy: user.personId,
  });
  if (!received.ok) return refusal(received.reason.code, received.reason.message, 400);
  if (!received.value.duplicate) await announceUpload(received.value.uploadId);
  return answer(received.value, received.value.duplicate ? 200 : 202);
}

/** 浏览器上传: the raw file as the body, with dataset, period and name in the query. Session, permission and origin before a byte is read. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request)) return refusal("originForeign", "请求不是从本平台页面发出的，没有受理。", 403);
  const user = await currentUser();
  if (!user || user.unfinished) return refusal("signedOut", "登录已过期。请在新窗口登录后回到本页重传，您选的内容都还在。", 401);
  if (!may(user.roles, "upload.send")) return refusal("forbidden", "您的岗位不能上传数据。需要时请联系本部门的数据管理员。", 403);
  return receive(request, user);
}
