"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { addTemplate, retireTemplate } from "@/db/opinion-templates";
import { TEMPLATE_REFUSALS } from "../../parts/texts";

async function writing(user: SessionUser) {
  const db = await getDb();
  return { db, who: { departmentId: user.department?.id ?? "", actor: actorFor(user, "claim.template"), at: await businessNow(db) } };
}

const Adding = z.object({
  use: z.enum(["approve", "reject", "supplement", "suspend"], "请选用在哪里。"),
  text: z.string().trim().min(2, "请写内容，至少两个字。").max(500, "不能超过 500 字。"),
});

/** 增加一条常用意见. */
export const addTemplateAction = formAction("claim.template", Adding, async (input, user) => {
  const { db, who } = await writing(user);
  const added = await addTemplate(db, { ...who, ...input });
  if (!added.ok) return { status: "refused", message: TEMPLATE_REFUSALS[added.reason] };
  revalidatePath("/review", "layout");
  redirect("/review/templates");
});

/** 停用一条常用意见. */
export const retireTemplateAction = formAction("claim.template", z.object({ id: z.uuid() }), async ({ id }, user) => {
  const { db, who } = await writing(user);
  const retired = await retireTemplate(db, { ...who, id });
  if (!retired.ok) return { status: "refused", message: TEMPLATE_REFUSALS[retired.reason] };
  revalidatePath("/review", "layout");
  redirect("/review/templates");
});
