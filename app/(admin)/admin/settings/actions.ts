"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { changeClaimSettings, type SettingsRefusal } from "@/db/admin-acts";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { type Fen, parseYuan } from "@/lib/kernel/fen";

const REFUSALS: Readonly<Record<SettingsRefusal, string>> = {
  notSystemAdmin: "只有在岗的系统管理员可以改参数。",
  reasonMissing: "请写明依据。",
  nothingChanged: "没有改动，不用保存。",
};

const WRONG_YUAN = "请填不小于 0 的金额，最多两位小数";
/** Ten billion yuan: more than the county's budget, far from any overflow. */
const MOST = 1_000_000_000_000;
const yuan = z
  .string()
  .trim()
  .refine((text) => {
    const amount = parseYuan(text.replaceAll(",", ""));
    return amount !== null && amount >= 0 && amount <= MOST && /^[\d,]+(\.\d{1,2})?$/.test(text);
  }, WRONG_YUAN)
  .transform((text) => parseYuan(text.replaceAll(",", "")) as Fen);
const whole = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, "请填整数")
    .transform(Number)
    .refine((value) => value >= least && value <= most, `请填 ${least} 到 ${most} 之间的整数`);
const percent = z
  .string()
  .trim()
  .regex(/^\d{1,3}(\.\d{1,2})?$/, "请填 0 到 100 的百分数，最多两位小数")
  .transform((text) => Number(text) / 100)
  .refine((rate) => rate <= 1, "不能超过 100%");

const Settings = z.object({
  automaticCeilingFen: yuan,
  chiefSignatureFromFen: yuan,
  blindSampleRate: percent,
  blindSampleWeeklyMinimum: whole(0, 1000),
  appealDays: whole(1, 365),
  suspensionDays: whole(1, 365),
  pausedWorkingDaysLimit: whole(1, 250),
  accountCorrectionsPerDay: whole(1, 20),
  reason: z.string().trim().min(1, "请写明依据，如哪次会议、哪份文件").max(200, "请写在 200 字以内"),
});

/** 保存参数: only what changed is written. */
export const saveSettings = formAction("settings.manage", Settings, async ({ reason, ...changes }, user) => {
  const db = await getDb();
  const done = await changeClaimSettings(db, { changes, reason, actor: actorFor(user, "settings.manage"), at: await businessNow(db) });
  if (!done.ok) return { status: "refused", message: REFUSALS[done.reason] };
  revalidatePath("/admin/settings");
  return { status: "done", message: `已保存 ${done.value.changed.length} 项，之后的办件按新参数走` };
});
