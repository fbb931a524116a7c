"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { type ResendRefusal, resendDeliveries } from "@/db/deliveries";
import { inngest } from "@/inngest/client";
import { deliveryRequested } from "@/inngest/events";

const REFUSALS: Readonly<Record<ResendRefusal, string>> = {
  notSystemAdmin: "只有系统管理员可以重发。",
  nothingToResend: "没有要重发的消息：可能已经送出，或正在发送。请刷新。",
};

const Which = z.object({ id: z.union([z.uuid(), z.literal("all")]) });

/** 重发 of one message, or of all that were given up; goes out at once, outside quiet hours. */
export const resend = formAction("settings.manage", Which, async ({ id }, user) => {
  const db = await getDb();
  const done = await resendDeliveries(db, { id: id === "all" ? null : id, actor: actorFor(user, "settings.manage"), at: await businessNow(db) });
  if (!done.ok) return { status: "refused", message: REFUSALS[done.reason] };
  await inngest.send(deliveryRequested.create({ requestedBy: user.personId }));
  revalidatePath("/admin/messages");
  return { status: "done", message: `${done.value} 条重新排队，马上发送` };
});
