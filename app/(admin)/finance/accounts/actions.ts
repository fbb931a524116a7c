"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { mayReveal, TOO_MANY_REVEALED } from "@/app/_server/reveal-rate";
import { actorFor } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { revealAccountNumber, verifyAccountChange } from "@/db/accounts";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { VERIFY_REFUSAL } from "../texts";

const Cnaps = z
  .string()
  .trim()
  .regex(/^(|\d{12})$/, "联行号应为 12 位数字。不清楚可以先空着，请开户行提供。");

function done(message: string): FormState {
  revalidatePath("/finance", "layout");
  return { status: "done", message };
}

/** 通过 an account change; finance may add the 联行号 that the enterprise did not know. */
export const acceptAccount = formAction(
  "payment.accountReview",
  z.object({ accountId: z.uuid(), cnapsCode: Cnaps }),
  async ({ accountId, cnapsCode }, user) => {
    const db = await getDb();
    const result = await verifyAccountChange(db, {
      accountId,
      actor: actorFor(user, "payment.accountReview"),
      decision: "accepted",
      ...(cnapsCode !== "" && { cnapsCode }),
      at: await businessNow(db),
    });
    if (!result.ok) return { status: "refused", message: VERIFY_REFUSAL[result.reason] };
    return done(result.value.state === "effective" ? "已通过，账户立即生效" : "已通过，满 24 小时后生效，之前仍用原账户");
  },
);

const Rejection = z.object({ accountId: z.uuid(), reason: z.string().trim().min(1, "请写明不通过的原因，企业会看到").max(200, "请写在 200 字以内") });

/** 不通过: the old account stays in force. */
export const rejectAccount = formAction("payment.accountReview", Rejection, async ({ accountId, reason }, user) => {
  const db = await getDb();
  const actor = actorFor(user, "payment.accountReview");
  const result = await verifyAccountChange(db, { accountId, actor, decision: "rejected", reason, at: await businessNow(db) });
  return result.ok ? done("已退回，企业可以重新填写") : { status: "refused", message: VERIFY_REFUSAL[result.reason] };
});

const Reading = z.object({ accountId: z.uuid(), purpose: z.string().trim().min(1, "请写明用途").max(60, "请写在 60 字以内") });

/** 显示账号: one number, for a stated purpose, recorded before it is shown. */
export const revealNumber = formAction("sensitive.reveal", Reading, async ({ accountId, purpose }, user) => {
  const db = await getDb();
  if (!(await mayReveal(db, user))) return { status: "refused", message: TOO_MANY_REVEALED };
  const shown = await revealAccountNumber(db, { accountId, reader: actorFor(user, "sensitive.reveal"), purpose, at: await businessNow(db) });
  if (!shown.ok) return { status: "refused", message: shown.reason === "notFound" ? "没有找到这个账户，请刷新。" : "请写明用途。" };
  return { status: "done", message: "已留下查看记录", values: { number: shown.value } };
});
