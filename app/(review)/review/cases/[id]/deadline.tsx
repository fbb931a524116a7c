import { Light } from "@/app/_ui/light";
import { Countdown, type RulerCell, WorkdayRuler } from "@/app/_ui/time";
import type { CaseFile } from "@/db/case-file";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { workdayCells } from "@/lib/calendar/workdays";
import { pauseWords } from "@/lib/claim/suspension";
import { addDays, dayOf, dayOfMonth, daysBetween, formatShortDay, type PlainDate } from "@/lib/kernel/plain-date";

/** A ruler longer than this says nothing more than its sentence. */
const LONGEST = 24;

function cellsOf(calendar: WorkCalendar, enteredOn: PlainDate, dueOn: PlainDate, today: PlainDate): RulerCell[] {
  // The day of entry is not counted, so the ruler begins on the day after.
  return workdayCells(calendar, addDays(enteredOn, 1), dueOn, today).map((cell) => ({
    label: labelOf(cell),
    kind: cell.kind,
    due: cell.isDue,
    late: cell.isLate,
    ...(cell.provisional && { note: "暂定" }),
  }));
}

function labelOf({ kind, isToday, festival, day }: { kind: string; isToday: boolean; festival: string | null; day: PlainDate }): string {
  if (isToday) return "今天";
  return kind === "rest" ? (festival ?? "休") : `${dayOfMonth(day)}日`;
}

/** 期限 in one sentence. While the clock stands nothing is counted but the pause itself. */
function Sentence({ file }: { file: CaseFile }) {
  const { claim, term } = file;
  if (claim.dueOn === null || term.left === null) return null;
  const paused = pauseWords(claim);
  if (term.late?.why === "pause") {
    return (
      <p>
        <b className="text-red">{`累计暂停过久，超期 ${term.late.workdays} 个工作日`}</b>
        {paused === null ? "（累计暂停不得超过 30 个工作日）" : `（${paused}）`}
      </p>
    );
  }
  if (term.late?.workdays === 0) return <p>{`今天 18:00 已过，应在 ${formatShortDay(claim.dueOn)} 办结`}</p>;
  const note = claim.dueProvisional ? "暂定，等下一年放假安排" : undefined;
  return <Countdown left={term.left} day={formatShortDay(claim.dueOn)} note={note} {...(term.light === "blue" && paused !== null && { paused })} />;
}

/** 期限 in words and as a ruler: the reader sees why it is that day. A claim that stands paused has no ruler: its due day does not run. */
export function Deadline({ file, calendar, today }: { file: CaseFile; calendar: WorkCalendar; today: PlainDate }) {
  const { claim, term } = file;
  if (claim.dueOn === null || term.light === null) return <p className="text-ink-2">这一步不限时。</p>;
  const enteredOn = dayOf(claim.stageEnteredAt);
  const end = claim.dueOn > today ? claim.dueOn : today;
  const runs = term.light !== "blue" && term.late?.why !== "pause";
  return (
    <div>
      <Light color={term.light} />
      <Sentence file={file} />
      {runs && daysBetween(enteredOn, end) <= LONGEST ? (
        <WorkdayRuler
          className="mt-2"
          label={`期限 ${formatShortDay(claim.dueOn)}，今天 ${formatShortDay(today)}`}
          cells={cellsOf(calendar, enteredOn, claim.dueOn, today)}
        />
      ) : null}
    </div>
  );
}
