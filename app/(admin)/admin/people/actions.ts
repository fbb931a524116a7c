"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { createStaffAccount, disablePerson, enablePerson, resetPassword } from "@/db/people-acts";
import { ACCOUNT_REFUSAL, CREATE_REFUSAL } from "./texts";

const Person = z.object({ personId: z.uuid() });

async function begin(user: SessionUser) {
  const db = await getDb();
  return { db, actor: actorFor(user, "people.manage"), at: await businessNow(db) };
}

const NewAccount = z.object({
  displayName: z.string().trim().min(1, "请填写姓名").max(40, "姓名请写在 40 字以内"),
  username: z
    .string()
    .trim()
    .regex(/^[a-zA-Z][a-zA-Z0-9-]{2,39}$/, "登录名用字母开头，只含字母、数字和短横，3 至 40 个字符"),
});

/** 开户: the one-time password is in the answer and nowhere else. */
export const createAccount = formAction("people.manage", NewAccount, async (input, user) => {
  const { db, actor, at } = await begin(user);
  const made = await createStaffAccount(db, { ...input, actor, at });
  if (!made.ok) return { status: "refused", message: CREATE_REFUSAL[made.reason] };
  revalidatePath("/admin/people");
  return {
    status: "done",
    message: `已为 ${input.displayName} 开户。密码只显示这一次，请当面交给本人。`,
    values: { username: input.username.toLowerCase(), password: made.value.password },
  };
});

export const disable = formAction("people.manage", Person, async ({ personId }, user) => {
  const { db, actor, at } = await begin(user);
  const done = await disablePerson(db, { personId, actor, at });
  if (!done.ok) return { status: "refused", message: ACCOUNT_REFUSAL[done.reason] };
  revalidatePath("/admin/people");
  return { status: "done", message: "已停用，已登录的会立刻退出" };
});

export const enable = formAction("people.manage", Person, async ({ personId }, user) => {
  const { db, actor, at } = await begin(user);
  const done = await enablePerson(db, { personId, actor, at });
  if (!done.ok) return { status: "refused", message: ACCOUNT_REFUSAL[done.reason] };
  revalidatePath("/admin/people");
  return { status: "done", message: "已恢复，可以重新登录" };
});

export const reset = formAction("people.manage", Person, async ({ personId }, user) => {
  const { db, actor, at } = await begin(user);
  const done = await resetPassword(db, { personId, actor, at });
  if (!done.ok) return { status: "refused", message: ACCOUNT_REFUSAL[done.reason] };
  revalidatePath("/admin/people");
  return { status: "done", message: "密码已重置，只显示这一次，请当面交给本人。", values: { password: done.value.password } };
});
