"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, requirePermission } from "@/app/_server/session";
import { typedText } from "@/app/_server/typed-text";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { openBatch, takeBackBatch } from "@/db/review-batches";
import { BATCH_TAKE_BACK_REFUSALS } from "../../parts/texts";

/** `claim id.version.amount`, so that a case that has moved on or costs something else since the list was drawn is set aside. */
const Picked = z.string().regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.\d{1,6}\.(?:\d{1,13}|-)$/);
const Batch = z.object({ id: z.array(Picked).min(1).max(200), opinion: z.string().trim().min(1).max(500) });

function pickedOf(text: string) {
  const [claimId = "", version = "", amount = "-"] = text.split(".");
  return { claimId, version: Number(version), amountFen: amount === "-" ? null : Number(amount) };
}

/** 批量同意: agrees to the handlers' opinions of the selected cases; each is judged anew, anomalies are named and stop no other. In force after ten minutes. */
export async function agreeToSelected(form: FormData): Promise<void> {
  const user = await requirePermission("claim.check");
  const input = Batch.safeParse({ id: form.getAll("id"), opinion: typedText(String(form.get("opinion") ?? "")) });
  if (!input.success || !user.department) redirect("/review/cases?agreed=0");
  const db = await getDb();
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const act = { departmentId: user.department.id, actor: actorFor(user, "claim.check"), at, calendar };
  const { accepted, aside } = await openBatch(db, input.data.id.map(pickedOf), act, input.data.opinion);
  revalidatePath("/review", "layout");
  const named = aside.map((one) => `${one.number ?? ""}~${one.reason}`).join(",");
  redirect(`/review/cases?${new URLSearchParams({ agreed: String(accepted.length), ...(named && { aside: named }) }).toString()}`);
}

/** 撤回批量同意 within its ten minutes. */
export const takeBackBatchAction = formAction("claim.check", z.object({ batchId: z.uuid() }), async ({ batchId }, user) => {
  const db = await getDb();
  const taken = await takeBackBatch(db, { batchId, actor: actorFor(user, "claim.check"), at: await businessNow(db) });
  if (!taken.ok) return { status: "refused", message: BATCH_TAKE_BACK_REFUSALS[taken.reason] };
  revalidatePath("/review", "layout");
  redirect("/review/cases");
});
