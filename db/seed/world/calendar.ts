import { addDays, type PlainDate, plainDate, weekday } from "@/lib/kernel/plain-date";

/** 放假安排 2024–2026 (State Council notices): days off, first to last, and make-up workdays. */
const OFF = `2024-01-01 2024-02-10/2024-02-17 2024-04-04/2024-04-06 2024-05-01/2024-05-05 2024-06-10 2024-09-15/2024-09-17 2024-10-01/2024-10-07
2025-01-01 2025-01-28/2025-02-04 2025-04-04/2025-04-06 2025-05-01/2025-05-05 2025-05-31/2025-06-02 2025-10-01/2025-10-08
2026-01-01/2026-01-03 2026-02-15/2026-02-23 2026-04-04/2026-04-06 2026-05-01/2026-05-05 2026-06-19/2026-06-21 2026-09-25/2026-09-27 2026-10-01/2026-10-07`;
const MAKE_UP = new Set(
  `2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10`.split(/\s+/),
);

function expand(ranges: string): Set<string> {
  const days = new Set<string>();
  for (const range of ranges.split(/\s+/)) {
    const [first = "", last = first] = range.split("/");
    for (let day = plainDate(first); day <= last; day = addDays(day, 1)) days.add(day);
  }
  return days;
}
const OFF_DAYS = expand(OFF);

/** 工作日 of the county's offices, for the days on which its departments deliver. */
export function isWorkday(day: PlainDate): boolean {
  if (MAKE_UP.has(day)) return true;
  return weekday(day) % 6 !== 0 && !OFF_DAYS.has(day);
}

/** The day itself, or the next workday (征期顺延). */
export function workdayFrom(day: PlainDate): PlainDate {
  let at = day;
  while (!isWorkday(at)) at = addDays(at, 1);
  return at;
}

/** The `count`-th workday after `day`, which itself does not count. */
export function workdaysAfter(day: PlainDate, count: number): PlainDate {
  let at = day;
  for (let left = count; left > 0; ) {
    at = addDays(at, 1);
    if (isWorkday(at)) left -= 1;
  }
  return at;
}
