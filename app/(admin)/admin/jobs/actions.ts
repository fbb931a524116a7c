"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { recordAdminAct } from "@/db/admin-acts";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { resumeRun } from "@/inngest/embedded";

/** 重新执行 from where a run failed; steps that are done are not repeated. For the system administrator, who alone may change how the platform runs. */
export const resume = formAction("settings.manage", z.object({ runId: z.string().min(1).max(100) }), async ({ runId }, user) => {
  const db = await getDb();
  const taken = await resumeRun(db, runId);
  if (!taken) return { status: "refused", message: "这次运行已经不是失败状态，请刷新。" };
  await recordAdminAct(db, {
    actor: actorFor(user, "settings.manage"),
    at: await businessNow(db),
    action: "job.resumed",
    subjectType: "run",
    subjectId: runId,
  });
  revalidatePath("/admin/jobs");
  return { status: "done", message: "已从失败的那一步重新执行" };
});
