"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { removeFilter, saveFilter } from "@/db/saved-filters";
import { SAVE_FILTER_REFUSALS } from "../../parts/texts";
import { keptQuery } from "./params";

const Saving = z.object({ name: z.string().trim().min(1, "请起个名字。").max(20, "名字不能超过 20 个字。"), query: z.string().max(600) });

/** 存下现在的筛选. */
export const saveFilterAction = formAction("claim.queue", Saving, async ({ name, query }, user) => {
  const db = await getDb();
  const kept = keptQuery(query);
  const saved = await saveFilter(db, { personId: user.personId, name, query: kept, at: await businessNow(db) });
  if (!saved.ok) return { status: "refused", message: SAVE_FILTER_REFUSALS[saved.reason] };
  revalidatePath("/review/cases");
  redirect(`/review/cases?${kept}`);
});

/** 删除一个常用筛选. */
export const removeFilterAction = formAction("claim.queue", z.object({ id: z.uuid() }), async ({ id }, user) => {
  if (!(await removeFilter(await getDb(), user.personId, id))) return { status: "refused", message: "没有这个常用筛选，可能已经删掉了" };
  revalidatePath("/review/cases");
  redirect("/review/cases");
});
