"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorFor, requirePermission } from "@/app/_server/session";
import { typedText } from "@/app/_server/typed-text";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { agreeToOpinions } from "@/db/opinion-checks";
import { inngest } from "@/inngest/client";
import { claimsReadyForNotice } from "@/inngest/events";

/** `claim id.version`, so that a case that has moved on since the list was drawn is set aside. */
const Picked = z.string().regex(/^[0-9a-f-]{36}\.\d{1,6}$/);
const Batch = z.object({ id: z.array(Picked).min(1).max(200), opinion: z.string().trim().min(1).max(500) });

/** 批量同意: agrees to the handlers' opinions of the selected cases; each is judged anew, anomalies are named and stop no other. */
export async function agreeToSelected(form: FormData): Promise<void> {
  const user = await requirePermission("claim.check");
  const input = Batch.safeParse({ id: form.getAll("id"), opinion: typedText(String(form.get("opinion") ?? "")) });
  if (!input.success || !user.department) redirect("/review/cases?agreed=0");
  const db = await getDb();
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const picked = input.data.id.map((text) => ({ claimId: text.slice(0, 36), version: Number(text.slice(37)) }));
  const act = { departmentId: user.department.id, actor: actorFor(user, "claim.check"), at, calendar };
  const { agreed, aside } = await agreeToOpinions(db, picked, act, input.data.opinion);
  // What is published is decided by the claims themselves: cases that were refused are passed over
  if (agreed.length > 0) await inngest.send(claimsReadyForNotice.create({ claimIds: [...agreed] }));
  revalidatePath("/review", "layout");
  const named = aside.map((one) => `${one.number ?? ""}~${one.reason}`).join(",");
  redirect(`/review/cases?${new URLSearchParams({ agreed: String(agreed.length), ...(named && { aside: named }) }).toString()}`);
}
