"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, scopeFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { answerDispute } from "@/db/dispute-answers";
import { DISPUTE_REFUSALS } from "./texts";

const Reply = z.object({
  disputeId: z.uuid(),
  decision: z.enum(["corrected", "kept"], { error: "请选择核对的结果。" }),
  answer: z.string().trim().min(4, "请写清核对的结果，至少四个字。").max(500, "请控制在 500 字以内。"),
});

export const replyDispute = formAction("dispute.handle", Reply, async (input, user) => {
  const db = await getDb();
  const answered = await answerDispute(db, {
    ...input,
    scope: scopeFor(user, "dispute.handle"),
    by: actorFor(user, "dispute.handle"),
    at: await businessNow(db),
  });
  if (!answered.ok) return { status: "refused", message: DISPUTE_REFUSALS[answered.reason] };
  redirect(`/data/disputes?view=answered&id=${input.disputeId}` as never);
});
