"use server";

import { redirect, unauthorized } from "next/navigation";
import { z } from "zod";
import { formWords } from "@/app/_server/form-words";
import { currentUser } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow, businessToday } from "@/db/clock";
import { changePassword, loadAccess } from "@/db/people";
import { checkPassword } from "@/db/sign-in";
import { NewPassword, PASSWORDS_DIFFER } from "../new-password";

const Form = z
  .object({
    current: z.string().min(1, "请填现在的密码。").max(200),
    next: NewPassword,
    again: z.string().max(200),
  })
  .refine((form) => form.next === form.again, { path: ["again"], error: PASSWORDS_DIFFER })
  .refine((form) => form.next !== form.current, { path: ["next"], error: "新密码不能和现在的一样。" });

export type PasswordState = { readonly fieldErrors: Readonly<Partial<Record<"current" | "next" | "again", string | undefined>>> };

const REFUSED = { unknown: "现在的密码不对。连错 5 次会锁定 15 分钟。", locked: "连错 5 次，账号已锁定 15 分钟。", disabled: "这个账号已停用。" } as const;

/** 改密码: ends every session of the person, this one too, so that it goes on with the new password. */
export async function change(_previous: PasswordState, form: FormData): Promise<PasswordState> {
  const user = (await currentUser()) ?? unauthorized();
  const parsed = Form.safeParse({ current: form.get("current"), next: form.get("next"), again: form.get("again") }, { error: formWords });
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    return { fieldErrors: { current: fieldErrors.current?.[0], next: fieldErrors.next?.[0], again: fieldErrors.again?.[0] } };
  }
  const db = await getDb();
  const [at, today] = await Promise.all([businessNow(db), businessToday(db)]);
  const access = await loadAccess(db, user.personId, today);
  if (!access) unauthorized();
  const checked = await checkPassword(db, access.username, parsed.data.current, at);
  if (!checked.ok) return { fieldErrors: { current: REFUSED[checked.reason] } };
  await changePassword(db, user.personId, parsed.data.next, at);
  redirect("/sign-in?changed=1");
}
