"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { endAbsence, recordAbsence } from "@/db/absences";
import { assignWaiting } from "@/db/assignments";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { PlainDate } from "@/lib/kernel/plain-date";
import { ABSENCE_REFUSALS } from "../../parts/texts";

const Day = z.iso.date("日期写成 2026-06-15 这样。").pipe(PlainDate);
const Leave = z.object({
  personId: z.uuid("请选请假的人。"),
  deputyId: z.union([z.uuid(), z.literal("")]).optional(),
  fromDay: Day,
  toDay: Day,
  reason: z.string().trim().min(2, "请写事由，至少两个字。").max(200, "不能超过 200 字。"),
});

/** 登记请假; whoever is away from today on hands the cases on at once. */
export const recordLeaveAction = formAction("claim.leave", Leave, async ({ deputyId, ...leave }, user) => {
  const db = await getDb();
  const at = await businessNow(db);
  const actor = actorFor(user, "claim.leave");
  const recorded = await recordAbsence(db, { ...leave, deputyId: deputyId || null, departmentId: user.department?.id ?? "", actor, at });
  if (!recorded.ok) return { status: "refused", message: ABSENCE_REFUSALS[recorded.reason] };
  await assignWaiting(db, at);
  revalidatePath("/review", "layout");
  redirect("/review/leave?done=recorded");
});

/** 销假. */
export const endLeaveAction = formAction("claim.leave", z.object({ id: z.uuid() }), async ({ id }, user) => {
  const db = await getDb();
  const actor = actorFor(user, "claim.leave");
  const ended = await endAbsence(db, { id, departmentId: user.department?.id ?? "", actor, at: await businessNow(db) });
  if (!ended.ok) return { status: "refused", message: ABSENCE_REFUSALS[ended.reason] };
  revalidatePath("/review", "layout");
  redirect("/review/leave?done=ended");
});
