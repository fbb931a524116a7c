import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PageHead, Section } from "@/app/_ui/section";
import { countProvisional, listCalendarYears } from "@/db/admin-queries";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { missingYear } from "@/lib/calendar/work-calendar";
import { yearOf } from "@/lib/kernel/plain-date";
import { ActArea, ActForm, ActText } from "../_parts/act-form";
import { importYear } from "./actions";
import { Year } from "./year";

export const metadata: Metadata = { title: "工作日历" };

export default async function CalendarPage() {
  await requirePermission("calendar.import");
  const db = await getDb();
  const [years, provisional, today, calendar] = await Promise.all([listCalendarYears(db), countProvisional(db), businessToday(db), loadCalendar(db)]);
  const next = yearOf(today) + 1;
  const missing = !years.some((one) => one.year === next);
  const late = missingYear(calendar, today) !== null;
  return (
    <>
      <PageHead title="工作日历" note="期限按这里的工作日算，国务院办公厅的放假通知一年导入一次" />
      {missing ? (
        <Message tone={late || provisional > 0 ? "amber" : "blue"} title={`还没有 ${next}年的放假安排`} className="mb-6">
          {`跨到 ${next}年的期限先按周一至周五算，并标“暂定”。${provisional > 0 ? `现在有 ${provisional} 件是暂定期限，导入后会重新算一次。` : "通知一般在每年 11 月前后公布。"}`}
        </Message>
      ) : null}
      <Section title="导入一年">
        <ActForm action={importYear} submit="核对并导入" busyText="正在核对…">
          <ActText label="年份" name="year" required defaultValue={missing ? String(next) : ""} inputMode="numeric" maxLength={4} />
          <ActText label="文件名称" name="source" required placeholder={`国务院办公厅关于${next}年部分节假日安排的通知`} maxLength={120} />
          <ActArea label="放假" name="holidays" required rows={8} hint={`一行一天，日期后面可以写节日：${next}-01-01 元旦。连着周末放的也要写。`} />
          <ActArea label="调休上班" name="makeupDays" rows={4} optional hint="一行一天，只写要上班的周末。" />
        </ActForm>
      </Section>
      <Section title="已有年份" className="mt-8" aside={`${years.length} 年`}>
        {years.map((year) => (
          <Year key={year.year} year={year} today={today} />
        ))}
      </Section>
    </>
  );
}
