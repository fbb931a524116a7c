import { Disclosure } from "@/app/_ui/section";
import type { CalendarYearRow } from "@/db/admin-queries";
import { formatShortDay, PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../_parts/when";

/** "2026-06-19 端午" → 端午 and its day; entries are kept as the notice had them. */
function parsed(entry: string): { name: string; day: PlainDate | null } {
  const [day = "", name = ""] = entry.split(/\s+/);
  const read = PlainDate.safeParse(day);
  return { name, day: read.success ? read.data : null };
}

function byFestival(entries: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const { name, day } of entries.map(parsed)) {
    if (day) groups.set(name, [...(groups.get(name) ?? []), formatShortDay(day)]);
  }
  return [...groups].map(([name, days]) => (name ? `${name}：${days.join("、")}` : days.join("、"))).join("；");
}

/** 一年的放假安排, folded. */
export function Year({ year, today }: { year: CalendarYearRow; today: PlainDate }) {
  return (
    <Disclosure summary={`${year.year}年　放假 ${year.holidays.length} 天，调休上班 ${year.makeupDays.length} 天`}>
      <div className="grid gap-1 py-2 pl-6 text-ink-2">
        <p>{`放假　${byFestival(year.holidays)}`}</p>
        <p>{`调休上班　${year.makeupDays.length > 0 ? byFestival(year.makeupDays) : "没有"}`}</p>
        <p className="text-ink-3 text-note">{`${year.source}，${year.importedAt ? `${when(year.importedAt, today)} 导入` : "随系统提供"}`}</p>
      </div>
    </Disclosure>
  );
}
