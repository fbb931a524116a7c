"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, scopeFor } from "@/app/_server/session";
import { decideBlindCheck } from "@/db/blind-checks";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { parseYuan } from "@/lib/kernel/fen";
import { BLIND_REFUSALS } from "../../../parts/texts";

const Decision = z.object({
  id: z.uuid(),
  verdict: z.enum(["eligible", "ineligible", "undetermined"], "请选一个结论。"),
  amount: z
    .string()
    .trim()
    .regex(/^(\d{1,9}(\.\d{1,2})?)?$/, "金额只写数字，最多两位小数，如 30960.00。")
    .optional(),
  note: z.string().trim().max(500, "不能超过 500 字。").default(""),
});

/** 盲审结论. */
export const decideBlindAction = formAction("claim.blindCheck", Decision, async ({ id, verdict, amount, note }, user) => {
  const db = await getDb();
  const amountFen = amount && verdict === "eligible" ? parseYuan(amount) : null;
  const scope = scopeFor(user, "claim.blindCheck");
  const actor = actorFor(user, "claim.blindCheck");
  const decided = await decideBlindCheck(db, { id, scope, actor, at: await businessNow(db), decision: { verdict, amountFen, note } });
  if (!decided.ok) return { status: "refused", message: BLIND_REFUSALS[decided.reason] };
  revalidatePath("/review", "layout");
  redirect("/review/blind?done=decided");
});
