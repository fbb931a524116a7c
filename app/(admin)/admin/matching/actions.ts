"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { recordAdminAct } from "@/db/admin-acts";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { inngest } from "@/inngest/client";
import { matchingRequested } from "@/inngest/events";

/** 立即匹配: asks for a run; the run itself is durable and makes nothing twice. */
export const requestMatching = formAction("policy.match", z.object({}), async (_input, user) => {
  const db = await getDb();
  const actor = actorFor(user, "policy.match");
  await recordAdminAct(db, { actor, at: await businessNow(db), action: "matching.requested", subjectType: "matching", subjectId: "all" });
  await inngest.send(matchingRequested.create({ requestedBy: user.personId }));
  revalidatePath("/admin/matching");
  return { status: "done", message: "已开始匹配，几分钟后刷新可以看到结果" };
});
