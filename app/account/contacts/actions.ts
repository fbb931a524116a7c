"use server";

import { revalidatePath } from "next/cache";
import { redirect, unauthorized } from "next/navigation";
import { z } from "zod";
import { formWords, STALE_FORM } from "@/app/_server/form-words";
import { currentUser } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { configuredChannels, readConfig } from "@/db/config";
import { choosePreferences, confirmAddress, proposeAddress, removeAddress } from "@/db/contact-addresses";
import { sendAddressCode } from "@/inngest/channels/address-code";
import { PERSON_CHANNELS, type PersonChannel, TOPICS } from "@/lib/messages/channels";
import type { DeliveryFault } from "@/lib/messages/delivery-rules";

const Channel = z.enum(PERSON_CHANNELS);
const CODES = { name: "contactCode", limit: 5, seconds: 3600 } as const;

const BAD: Readonly<Record<PersonChannel, string>> = {
  email: "这不像一个邮箱地址。请写成 name@example.cn 这样。",
  sms: "请填 11 位手机号。",
};
const NOT_THERE: Partial<Readonly<Record<DeliveryFault, string>>> = { badAddress: "对方说没有这个地址。请核对后再填一次。" };
const NOT_SENT = "验证码没有发出去，请过一会儿再试。";

/** The person and one of the channels that the county has. */
async function begin(form: FormData) {
  const user = (await currentUser()) ?? unauthorized();
  if (user.unfinished) redirect(user.unfinished);
  const channel = Channel.safeParse(form.get("channel"));
  if (!channel.success || !configuredChannels().includes(channel.data)) return null;
  const db = await getDb();
  return { db, own: { personId: user.personId, channel: channel.data, at: await businessNow(db) } };
}

const refusedWith = (message: string, form: FormData, fieldErrors: FormState["fieldErrors"] = {}): FormState => ({
  status: "refused",
  message,
  fieldErrors,
  values: Object.fromEntries([...form].flatMap(([key, value]) => (typeof value === "string" && !key.startsWith("$") ? [[key, value]] : []))),
});

/** 登记地址: a code goes there. */
export async function propose(_previous: FormState, form: FormData): Promise<FormState> {
  const begun = await begin(form);
  if (!begun) return refusedWith(STALE_FORM, form);
  const { db, own } = begun;
  const typed = z.string().trim().min(1, "请填地址。").max(200).safeParse(form.get("address"), { error: formWords });
  if (!typed.success) return refusedWith("地址没有填对。", form, { address: z.flattenError(typed.error).formErrors });
  if (!(await withinRate(db, own.personId, CODES))) return refusedWith("一小时内要了太多次验证码。请过一会儿再试。", form);
  const proposed = await proposeAddress(db, own, typed.data);
  if (!proposed.ok) return refusedWith("地址没有填对。", form, { address: [BAD[own.channel]] });
  const sent = await sendAddressCode(readConfig().outlets, own.channel, proposed.value);
  if (!sent.ok) return refusedWith(NOT_THERE[sent.fault] ?? NOT_SENT, form);
  revalidatePath("/account");
  return { status: "done", message: "验证码已发出，10 分钟内有效" };
}

/** 填验证码: from now on messages go there. */
export async function confirm(_previous: FormState, form: FormData): Promise<FormState> {
  const begun = await begin(form);
  if (!begun) return refusedWith(STALE_FORM, form);
  const code = z.string().trim().min(1).max(20).safeParse(form.get("code"));
  if (!code.success) return refusedWith("请填收到的六位数字。", form);
  const done = await confirmAddress(begun.db, begun.own, code.data);
  if (!done.ok) return refusedWith(done.reason === "codeWrong" ? "验证码不对。请看清最近收到的那一条。" : "验证码已经失效。请重新要一个。", form);
  revalidatePath("/account");
  return { status: "done", message: "已经生效" };
}

/** 选哪些消息. */
export async function choose(_previous: FormState, form: FormData): Promise<FormState> {
  const begun = await begin(form);
  const topics = z.array(z.enum(TOPICS)).safeParse(form.getAll("topic"));
  if (!begun || !topics.success) return refusedWith(STALE_FORM, form);
  await choosePreferences(begun.db, begun.own, topics.data);
  revalidatePath("/account");
  return { status: "done", message: "已保存" };
}

/** 停用. */
export async function remove(_previous: FormState, form: FormData): Promise<FormState> {
  const begun = await begin(form);
  if (!begun) return refusedWith(STALE_FORM, form);
  const removed = await removeAddress(begun.db, begun.own);
  if (!removed.ok) return refusedWith("这个地址已经停用，请刷新。", form);
  revalidatePath("/account");
  return { status: "done", message: "已停用" };
}
