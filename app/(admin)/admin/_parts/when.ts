import { dayOf, formatNearDay, type Instant, type PlainDate, timeOf } from "@/lib/kernel/plain-date";

/** 7月15日 09:00, with the year when it is another than the reader's. */
export const when = (at: Instant, today: PlainDate): string => `${formatNearDay(dayOf(at), today)} ${timeOf(at)}`;

/** 1,182 */
export const count = (value: number): string => value.toLocaleString("zh-CN");
