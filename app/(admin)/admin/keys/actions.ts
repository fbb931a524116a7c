"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { issueKey, type KeyRefusal, revokeKey } from "@/db/api-keys";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";

const KEY_REFUSAL: Readonly<Record<KeyRefusal, string>> = {
  departmentUnknown: "没有找到这个部门，请重新选。",
  notASourceDepartment: "这个部门不提供数据，不需要接口密钥。",
};

const NewKey = z.object({
  departmentId: z.string().min(1, "请选部门").max(40),
  label: z.string().trim().min(1, "请写明给哪个系统用").max(60, "请写在 60 字以内"),
});

/** 发放密钥: the secret is in the answer and nowhere else in plain text. */
export const issue = formAction("keys.manage", NewKey, async ({ departmentId, label }, user) => {
  const db = await getDb();
  const issued = await issueKey(db, { departmentId, label, createdBy: user.personId, at: await businessNow(db) });
  if (!issued.ok) return { status: "refused", message: KEY_REFUSAL[issued.reason] };
  revalidatePath("/admin/keys");
  const { keyId, secret, departmentName } = issued.value;
  return { status: "done", message: `已发给${departmentName}。密文只显示这一次，请当面交给对方系统管理员。`, values: { keyId, secret } };
});

/** 停用, at once. */
export const revoke = formAction("keys.manage", z.object({ keyId: z.string().min(1).max(80) }), async ({ keyId }, user) => {
  const db = await getDb();
  const revoked = await revokeKey(db, { keyId, by: user.personId, at: await businessNow(db) });
  if (!revoked) return { status: "refused", message: "这把密钥已经停用，请刷新。" };
  revalidatePath("/admin/keys");
  return { status: "done", message: "已停用，对方的下一次请求就会被拒绝" };
});
