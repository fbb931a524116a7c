"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { type AssignRefusal, declareRecusal, giveBackCase, reassignCase, takeCase } from "@/db/assignments";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import type { ReviewAct } from "@/db/opinions";
import type { Permission } from "@/lib/access/permissions";
import { ASSIGN_REFUSALS } from "../../../parts/texts";

const Place = { id: z.uuid(), version: z.coerce.number().int().positive() };
const Reason = z.string().trim().min(4, "请写明原因，至少四个字。").max(300, "不能超过 300 字。");

async function actOf(user: SessionUser, permission: Permission, { id, version }: { id: string; version: number }) {
  const db = await getDb();
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const act: ReviewAct = { claimId: id, departmentId: user.department?.id ?? "", actor: actorFor(user, permission), at, calendar, expectedVersion: version };
  return { db, act };
}

function leave(id: string, done: string, outcome: { readonly ok: true } | { readonly ok: false; readonly reason: AssignRefusal }): FormState {
  if (!outcome.ok) return { status: "refused", message: ASSIGN_REFUSALS[outcome.reason] };
  revalidatePath("/review", "layout");
  redirect(`/review/cases/${id}?done=${done}`);
}

/** 领办. */
export const takeAction = formAction("claim.take", z.object(Place), async (input, user) => {
  const { db, act } = await actOf(user, "claim.take", input);
  return leave(input.id, "taken", await takeCase(db, act));
});

/** 退回分办, with the reason. */
export const giveUpAction = formAction("claim.take", z.object({ ...Place, reason: Reason }), async (input, user) => {
  const { db, act } = await actOf(user, "claim.take", input);
  return leave(input.id, "givenUp", await giveBackCase(db, act, input.reason));
});

/** 改派 by the section chief. */
export const reassignAction = formAction("claim.transfer", z.object({ ...Place, to: z.uuid("请选一位经办人。") }), async (input, user) => {
  const { db, act } = await actOf(user, "claim.transfer", input);
  return leave(input.id, "reassigned", await reassignCase(db, act, input.to));
});

/** 回避声明, for all cases of the enterprise. */
export const recuseAction = formAction("claim.recuse", z.object({ ...Place, reason: Reason }), async (input, user) => {
  const { db, act } = await actOf(user, "claim.recuse", input);
  return leave(input.id, "recused", await declareRecusal(db, act, input.reason));
});
