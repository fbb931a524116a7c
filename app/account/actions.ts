"use server";

import { unauthorized } from "next/navigation";
import { z } from "zod";
import { formWords } from "@/app/_server/form-words";
import { currentUser } from "@/app/_server/session";
import { PLATFORM } from "@/app/_ui/shells/office";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { type ConfirmRefusal, confirmSecondFactor, offerSeed } from "@/db/second-factor";
import { checkPassword, renewCodes, type SignInRefusal } from "@/db/sign-in";
import { seedAddress } from "@/db/totp";

/** What the binding has come to: nothing, a seed to enter, or the recovery codes of a finished one. */
export type BindState = {
  readonly seed?: string;
  readonly address?: string;
  readonly recoveryCodes?: readonly string[];
  readonly message?: string;
  readonly fieldErrors?: Readonly<Partial<Record<"code" | "password", string | undefined>>>;
};

const CONFIRM: Readonly<Record<ConfirmRefusal, string>> = {
  notOffered: "请从“开始绑定”重来一次。",
  alreadyConfirmed: "已经绑定过了，请刷新。",
  codeWrong: "验证码不对。请填验证器现在显示的六位数字，并看看手机的时间准不准。",
};
const PASSWORD: Readonly<Record<SignInRefusal, string>> = {
  unknown: "密码不对。连错 5 次会锁定 15 分钟。",
  locked: "连错 5 次，账号已锁定 15 分钟。",
  disabled: "这个账号已停用。",
  codeNeeded: "请填验证码。",
};

async function begin() {
  const user = (await currentUser()) ?? unauthorized();
  if (user.mustChangePassword || !user.hasPassword) unauthorized();
  const db = await getDb();
  return { user, db, at: await businessNow(db) };
}

/** 开始绑定: shows the person's seed, the same until it is confirmed. */
export async function startBinding(): Promise<BindState> {
  const { user, db, at } = await begin();
  const seed = await offerSeed(db, user.personId, at);
  return seed === null ? { message: CONFIRM.alreadyConfirmed } : { seed, address: seedAddress(seed, PLATFORM, user.username) };
}

const Confirm = z.object({
  code: z.string().trim().min(1, "请填验证器上的六位数字。").max(40),
  password: z.string().min(1, "请填现在的密码。").max(200),
});

/** 绑定: password and one right code. Ends every session, this one too; the recovery codes are in the answer and nowhere else. */
export async function bind(previous: BindState, form: FormData): Promise<BindState> {
  const { user, db, at } = await begin();
  const shown = { ...(previous.seed && { seed: previous.seed }), ...(previous.address && { address: previous.address }) };
  const parsed = Confirm.safeParse({ code: form.get("code"), password: form.get("password") }, { error: formWords });
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    return { ...shown, fieldErrors: { code: fieldErrors.code?.[0], password: fieldErrors.password?.[0] } };
  }
  const checked = await checkPassword(db, user.username, parsed.data.password, at);
  if (!checked.ok) return { ...shown, fieldErrors: { password: PASSWORD[checked.reason] } };
  const done = await confirmSecondFactor(db, { personId: user.personId, code: parsed.data.code, at });
  if (done.ok) return { recoveryCodes: done.value.recoveryCodes };
  return { ...shown, fieldErrors: { code: CONFIRM[done.reason] } };
}

/** 换一组备用码 against one right code. */
export async function renew(_previous: BindState, form: FormData): Promise<BindState> {
  const { user, db, at } = await begin();
  const code = z.string().trim().min(1).max(40).safeParse(form.get("code"));
  if (!code.success) return { fieldErrors: { code: "请填验证器上的六位数字。" } };
  const done = await renewCodes(db, { personId: user.personId, code: code.data, at });
  if (done.ok) return { recoveryCodes: done.value.recoveryCodes };
  return { fieldErrors: { code: done.reason === "locked" ? PASSWORD.locked : "验证码不对。同一个验证码只能用一次，请等下一个。" } };
}
