"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { recordClockMove } from "@/db/admin-acts";
import { countRuns } from "@/db/admin-queries";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { fixedBusinessTime } from "@/db/clock";
import { isEmbedded } from "@/inngest/client";
import { advanceBusinessClock } from "@/inngest/embedded";
import { START_OF_OFFICE } from "@/lib/calendar/office-hours";
import { nextWorkday } from "@/lib/calendar/workdays";
import { addDays, dayOf, formatDay, instantAt } from "@/lib/kernel/plain-date";

/** What came on top between two counts, only where something did. */
const added = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after).flatMap(([id, n]) => {
      const more = n - (before[id] ?? 0);
      return more > 0 ? [[id, more] as const] : [];
    }),
  );

/** 拨钟 to 09:00 of a later day. Every schedule on the way runs at its own hour, in order, before this answers. */
export const moveClock = formAction("clock.move", z.object({ to: z.enum(["nextWorkday", "nextDay"]) }), async ({ to }, user) => {
  const db = await getDb();
  const from = await fixedBusinessTime(db);
  if (!from) return { status: "refused", message: "业务时钟跟随系统时间，不能拨动。" };
  if (!isEmbedded) return { status: "refused", message: "后台任务由外部调度服务器执行，那里的时间不能拨动。" };
  const today = dayOf(from);
  const day = to === "nextDay" ? addDays(today, 1) : nextWorkday(await loadCalendar(db), today);
  const target = instantAt(day, START_OF_OFFICE);
  const before = await countRuns(db);
  await advanceBusinessClock(target);
  const after = await countRuns(db);
  const ran = added(before.byFunction, after.byFunction);
  await recordClockMove(db, { from, to: target, ran, failed: Math.max(0, after.failed - before.failed), actor: actorFor(user, "clock.move") });
  revalidatePath("/", "layout");
  const runs = Object.values(ran).reduce((sum, n) => sum + n, 0);
  return { status: "done", message: `现在是 ${formatDay(day)} ${START_OF_OFFICE}，其间运行了 ${runs} 次后台任务` };
});
