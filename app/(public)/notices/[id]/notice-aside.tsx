import { Link } from "@/app/_ui/link";
import { Section } from "@/app/_ui/section";
import { type RulerCell, WorkdayRuler } from "@/app/_ui/time";
import type { PublicNotice } from "@/db/public-notices";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { type RulerCell as Day, workdayCells } from "@/lib/calendar/workdays";
import { dayOf, dayOfMonth, formatDay, type Instant } from "@/lib/kernel/plain-date";
import { countdown } from "@/lib/notice/notice";

/** 校验码: the first 16 digits of the hash, in fours. */
export const checkCode = (hash: string): string => (hash.slice(0, 16).toUpperCase().match(/.{4}/g) ?? []).join(" ");

const labelOf = (day: Day): string => {
  if (day.kind === "rest") return "休";
  return day.isToday ? "今天" : `${dayOfMonth(day.day)}日`;
};

const cell = (day: Day): RulerCell => ({
  label: labelOf(day),
  kind: day.kind,
  due: day.isDue,
  ...(day.festival && { note: day.festival }),
});

function TimeLeft({ notice, calendar, now }: { notice: PublicNotice; calendar: WorkCalendar; now: Instant }) {
  const { phase, workdaysLeft } = countdown(calendar, { endsOn: notice.endsOn, provisional: notice.endProvisional }, now);
  const note = `公示 ${notice.workingDays} 个工作日，发布当天不算`;
  if (phase === "over") {
    return (
      <Section title="公示已结束">
        <p>{`${formatDay(notice.startsOn)}到 ${formatDay(notice.endsOn)} 18:00`}</p>
        <p className="text-ink-3 text-note">{note}</p>
      </Section>
    );
  }
  const days = workdayCells(calendar, notice.startsOn, notice.endsOn, dayOf(now));
  return (
    <Section title={phase === "lastDay" ? "今天 18:00 结束" : `还剩 ${workdaysLeft} 个工作日`}>
      <p className="mb-2">{`到 ${formatDay(notice.endsOn)} 18:00${notice.endProvisional ? "（暂定）" : ""}`}</p>
      <WorkdayRuler cells={days.map(cell)} label={`${note}，${formatDay(notice.endsOn)}结束`} />
      <p className="mt-2 text-ink-3 text-note">{note}</p>
    </Section>
  );
}

/** 还剩多久, 觉得不对怎么办, 依据 and seal of the list. */
export function NoticeAside({ notice, calendar, now, basis }: { notice: PublicNotice; calendar: WorkCalendar; now: Instant; basis: string }) {
  return (
    <aside aria-label="公示期和异议" className="grid gap-6">
      <TimeLeft notice={notice} calendar={calendar} now={now} />
      <Section title="觉得不对" thin>
        <p>请在名单里点“提出异议”，写明真实姓名、联系方式和事实。您的身份不会告诉被公示的企业。</p>
        <p className="mt-2 text-ink-3 text-note">{`电话 ${notice.phone}，工作日 9:00–18:00`}</p>
        <p className="text-ink-3 text-note">{notice.address}</p>
      </Section>
      <Section title="依据" thin>
        <p>
          <Link href={`/policies/${notice.policyCode}`}>{basis}</Link>
        </p>
        <p className="mt-1 text-ink-3 text-note">{`名单已封存，校验码 ${checkCode(notice.contentHash)}`}</p>
      </Section>
    </aside>
  );
}
