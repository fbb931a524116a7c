"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, requirePermission } from "@/app/_server/session";
import { openCorrectionRequest } from "@/db/disputes";
import { isEnterpriseRole } from "@/lib/access/roles";
import { formatDay } from "@/lib/kernel/plain-date";
import { workingTime } from "../_parts/owner";
import { CORRECTION_TEXTS } from "../_parts/texts";

const Correction = z.object({
  indicatorId: z.string().max(80),
  claimed: z.string().trim().min(1, "请写明正确的应该是多少。").max(200, "请在 200 字以内写明。"),
  note: z.string().trim().min(5, "请至少写 5 个字，说明从哪里看出来有误。").max(1000, "请在 1000 字以内说明。"),
});

/** 数据有误: asks the department that owns the datum. */
export const requestCorrection = formAction("enterprise.disputeDatum", Correction, async (input, user) => {
  const { db, at, calendar } = await workingTime();
  const enterpriseId = user.enterprise?.id ?? forbidden();
  const opened = await openCorrectionRequest(db, { ...input, enterpriseId, actor: actorFor(user, "enterprise.disputeDatum"), at, calendar });
  if (!opened.ok) return { status: "refused", message: CORRECTION_TEXTS[opened.reason] };
  revalidatePath("/my", "layout");
  const { departmentName, dueOn, provisional } = opened.value;
  return { status: "done", message: `已转${departmentName}，${formatDay(dueOn)} 18:00 前答复${provisional ? "（日期暂定）" : ""}。` };
});

const Chosen = z.object({ enterpriseId: z.uuid() });

/** 换一家企业: remembered in a cookie that only names one of the person's own; the session checks it at each request. */
export async function switchCompany(form: FormData): Promise<void> {
  const user = await requirePermission("enterprise.viewOwn");
  const chosen = Chosen.safeParse(Object.fromEntries([...form].filter(([key]) => key === "enterpriseId")));
  const own = chosen.success && user.memberships.some((one) => isEnterpriseRole(one.role) && one.enterpriseId === chosen.data.enterpriseId);
  if (!chosen.success || !own) forbidden();
  (await cookies()).set("enterprise", chosen.data.enterpriseId, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: process.env["NEXTAUTH_URL"]?.startsWith("https:") ?? false,
  });
  revalidatePath("/my", "layout");
  redirect("/my");
}
