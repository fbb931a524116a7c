"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { SUPERVISION_REFUSALS } from "@/app/(review)/parts/texts";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { orderDepartmentSupervision } from "@/db/supervisions";
import { PlainDate } from "@/lib/kernel/plain-date";

const Order = z.object({
  departmentId: z.string("请选部门。").trim().min(1, "请选部门。").max(40),
  content: z.string().trim().min(4, "请写明要求办什么，至少四个字。").max(500),
  replyDueOn: z.iso.date("日期写成 2026-06-15 这样。").pipe(PlainDate),
});

/** 督办部门. */
export const superviseDepartment = formAction("claim.supervise", Order, async (input, user) => {
  const db = await getDb();
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const ordered = await orderDepartmentSupervision(db, { ...input, actor: actorFor(user, "claim.supervise"), at, calendar });
  if (!ordered.ok) {
    const notHere = ordered.reason === "notFound" ? "没有这个部门，请刷新。" : SUPERVISION_REFUSALS[ordered.reason];
    return { status: "refused", message: notHere };
  }
  revalidatePath("/leader", "layout");
  redirect("/leader/supervisions?state=open&done=ordered");
});
