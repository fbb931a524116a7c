import { cn } from "@/app/_ui/cn";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { Tag } from "@/app/_ui/tag";
import type { NoticeSummary } from "@/db/public-notices";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { dayOf, formatNearDay, formatShortDay, type Instant, yearOf } from "@/lib/kernel/plain-date";
import { countdown } from "@/lib/notice/notice";

/** 还剩 2 个工作日 · 今天 18:00 结束 · 已结束. */
function left(notice: NoticeSummary, calendar: WorkCalendar, now: Instant): { text: string; tone: string } {
  const { phase, workdaysLeft } = countdown(calendar, { endsOn: notice.endsOn, provisional: notice.endProvisional }, now);
  if (phase === "over") return { text: "已结束", tone: "text-ink-2" };
  if (phase === "lastDay") return { text: "今天 18:00 结束", tone: "text-amber" };
  return { text: `还剩 ${workdaysLeft} 个工作日`, tone: "" };
}

function period({ startsOn, endsOn }: NoticeSummary, now: Instant): string {
  const end = yearOf(startsOn) === yearOf(endsOn) ? formatShortDay(endsOn) : formatNearDay(endsOn, startsOn);
  return `${formatNearDay(startsOn, dayOf(now))}—${end}`;
}

/** 公示 as rows: title, department and number, sum and lines, time left. */
export function NoticeRows({ notices, calendar, now }: { notices: readonly NoticeSummary[]; calendar: WorkCalendar; now: Instant }) {
  return (
    <ul>
      {notices.map((notice) => {
        const { text, tone } = left(notice, calendar, now);
        return (
          <li
            key={notice.id}
            data-whole
            className="grid gap-x-6 border-line border-t py-3 first:border-t-0 max-desk:grid-cols-2 desk:grid-cols-[minmax(0,1fr)_160px_200px]"
          >
            <div className="max-desk:col-span-2">
              <h3>
                <Link href={`/notices/${notice.id}`} className="inline-block max-desk:py-2.5">
                  {notice.title}
                </Link>
              </h3>
              <p className="text-ink-2 text-work">{`${notice.departmentName}　${notice.number}`}</p>
            </div>
            <div className="desk:text-right">
              <p className="font-medium">
                <Money fen={notice.totalFen} />
              </p>
              <p className="text-ink-2 text-work">{`${notice.lineCount} 家次`}</p>
            </div>
            <div className="text-right">
              <p className={cn("font-medium", tone)}>{text}</p>
              <p className="text-ink-2 text-work">{period(notice, now)}</p>
              {notice.endProvisional ? <Tag>结束日暂定</Tag> : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
