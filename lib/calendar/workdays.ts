import { addDays, type PlainDate } from "../kernel/plain-date";
import { holidayName, isAnnounced, isWorkday, type WorkCalendar } from "./work-calendar";

/** A due date (到期日). Provisional (暂定) when a day on the way lies in a year without a notice: shown as such, recomputed on import. */
export type DueDay = { readonly day: PlainDate; readonly provisional: boolean };

/**
 * 期限届满日: the n-th working day after `from`; the day of entry is not counted (民法典第201条). n = 0 is `from` itself.
 * @throws RangeError when n is no whole number ≥ 0. A missing year never throws.
 */
export function addWorkdays(cal: WorkCalendar, from: PlainDate, n: number): DueDay {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`working days must be a whole number from 0: ${n}`);
  let day = from;
  let provisional = false;
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    provisional ||= !isAnnounced(cal, day);
    if (isWorkday(cal, day)) left -= 1;
  }
  return { day, provisional };
}

/** Working days after `from` up to and including `to`: the inverse of `addWorkdays`. Negative when `to` is earlier. */
export function workdaysBetween(cal: WorkCalendar, from: PlainDate, to: PlainDate): number {
  if (to < from) return -workdaysBetween(cal, to, from) || 0;
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (isWorkday(cal, day)) count += 1;
  }
  return count;
}

/** 次一工作日: the first working day after `day`. */
export const nextWorkday = (cal: WorkCalendar, day: PlainDate): PlainDate => addWorkdays(cal, day, 1).day;

/** 顺延: the day itself when it is worked, else the next working day. */
export const workdayOnOrAfter = (cal: WorkCalendar, day: PlainDate): PlainDate => (isWorkday(cal, day) ? day : nextWorkday(cal, day));

/** The last working day before `day`. */
export function previousWorkday(cal: WorkCalendar, day: PlainDate): PlainDate {
  let earlier = addDays(day, -1);
  while (!isWorkday(cal, earlier)) earlier = addDays(earlier, -1);
  return earlier;
}

/** 工作日尺 cell. `rest` keeps the festival's name; `late` is a working day after the due day that has begun; `provisional` marks an unannounced year. */
export type RulerCell = {
  readonly day: PlainDate;
  readonly kind: "past" | "today" | "future" | "rest";
  readonly isToday: boolean;
  readonly isDue: boolean;
  readonly isLate: boolean;
  readonly festival: string | null;
  readonly provisional: boolean;
};

function kindOf(cal: WorkCalendar, day: PlainDate, today: PlainDate): RulerCell["kind"] {
  if (!isWorkday(cal, day)) return "rest";
  if (day === today) return "today";
  return day < today ? "past" : "future";
}

/** Every day from `from` to the due day, or to today when that is later: the ruler then shows the overrun. */
export function workdayCells(cal: WorkCalendar, from: PlainDate, due: PlainDate, today: PlainDate): readonly RulerCell[] {
  const end = today > due ? today : due;
  const cells: RulerCell[] = [];
  for (let day = from; day <= end; day = addDays(day, 1)) {
    const kind = kindOf(cal, day, today);
    cells.push({
      day,
      kind,
      isToday: day === today,
      isDue: day === due,
      isLate: kind !== "rest" && day > due,
      festival: kind === "rest" ? holidayName(cal, day) || null : null,
      provisional: !isAnnounced(cal, day),
    });
  }
  return cells;
}
