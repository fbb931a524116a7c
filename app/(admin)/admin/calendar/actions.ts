"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { type CalendarRefusal, importCalendarYear } from "@/db/admin-acts";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import type { NoticeFault } from "@/lib/calendar/work-calendar";

const FAULTS: Readonly<Record<NoticeFault["fault"], string>> = {
  notADay: "不是日期，请写成 2027-01-01 元旦",
  otherYear: "不属于这一年",
  twice: "写了两次",
  makeupOnWeekday: "不是周末，不能算调休上班",
};

const REFUSALS: Readonly<Record<Exclude<CalendarRefusal["code"], "faults">, string>> = {
  notSystemAdmin: "只有在岗的系统管理员可以导入日历。",
  sourceMissing: "请填写文件名称。",
  holidaysMissing: "请至少写一个放假日。",
  yearPast: "这一年已经过去，不能再改：已经算过的期限以当时的日历为准。",
};

const refusalText = (refusal: CalendarRefusal): string =>
  refusal.code === "faults"
    ? `没有导入，有 ${refusal.faults.length} 行要改：${refusal.faults.map((one) => `${one.entry}（${FAULTS[one.fault]}）`).join("；")}`
    : REFUSALS[refusal.code];

const lines = (text: string): string[] =>
  text
    .split(/[\n,，;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

const Import = z.object({
  year: z
    .string()
    .trim()
    .regex(/^20\d{2}$/, "请写四位年份，如 2027"),
  source: z.string().trim().min(1, "请填写文件名称").max(120, "请写在 120 字以内"),
  holidays: z.string().max(6000, "内容太长，请确认只贴了日期"),
  makeupDays: z.string().max(3000, "内容太长，请确认只贴了日期"),
});

/** 导入一年放假安排. */
export const importYear = formAction("calendar.import", Import, async (input, user) => {
  const db = await getDb();
  const notice = { year: Number(input.year), source: input.source, holidays: lines(input.holidays), makeupDays: lines(input.makeupDays) };
  const done = await importCalendarYear(db, { notice, actor: actorFor(user, "calendar.import"), at: await businessNow(db) });
  if (!done.ok) return { status: "refused", message: refusalText(done.reason) };
  revalidatePath("/admin/calendar");
  const { year, replaced, recomputed } = done.value;
  return { status: "done", message: `${year}年放假安排已${replaced ? "更新" : "导入"}，${recomputed} 个暂定期限重新算过` };
});
