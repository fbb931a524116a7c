"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { mayReveal, TOO_MANY_REVEALED } from "@/app/_server/reveal-rate";
import { actorFor, scopeFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { decideObjection, listObjections, revealObjector } from "@/db/objections";
import { inngest } from "@/inngest/client";
import { objectionDecided } from "@/inngest/events";
import { OBJECTION_REFUSALS } from "../../../parts/texts";

const Decision = z.object({
  id: z.uuid(),
  decision: z.enum(["dismissed", "partlyUpheld", "upheld"], "请选一个结论。"),
  answer: z.string().trim().min(10, "请写明核实情况和理由，至少十个字。").max(1000),
  clause: z.string().trim().max(300).optional(),
});

/** 异议处理决定: the answer goes to the objector, the line goes on, is examined again, or is struck out. */
export const decideAction = formAction("claim.objectionHandle", Decision, async ({ id, decision, answer, clause }, user) => {
  const db = await getDb();
  const decided = await decideObjection(db, {
    objectionId: id,
    actor: actorFor(user, "claim.objectionHandle"),
    decision,
    answer,
    ...(clause && { clause }),
    at: await businessNow(db),
  });
  if (!decided.ok) return { status: "refused", message: OBJECTION_REFUSALS[decided.reason] };
  await inngest.send(objectionDecided.create({ objectionId: id, claimId: decided.value.claimId }));
  revalidatePath("/review", "layout");
  redirect(`/review/objections/${id}?done=1`);
});

/** 显示联系方式 of the objector, for a purpose that is recorded. */
export const revealAction = formAction(
  "claim.objectionHandle",
  z.object({ id: z.uuid(), purpose: z.string().trim().min(4, "请写明用途，至少四个字。").max(200) }),
  async ({ id, purpose }, user) => {
    const db = await getDb();
    const own = await listObjections(db, scopeFor(user, "claim.objectionHandle"));
    if (!own.some((row) => row.id === id)) return { status: "refused", message: "没有这件异议" };
    if (!(await mayReveal(db, user))) return { status: "refused", message: TOO_MANY_REVEALED };
    const shown = await revealObjector(db, { objectionId: id, reader: actorFor(user, "claim.objectionHandle"), purpose, at: await businessNow(db) });
    if (!shown.ok) return { status: "refused", message: shown.reason === "notFound" ? "没有这件异议" : "请写明用途" };
    return { status: "done", message: `${shown.value.name}　${shown.value.contact}` };
  },
);
