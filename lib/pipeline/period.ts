import { firstOfMonth, lastOfMonth, PlainDate } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import type { DatasetDefinition, PeriodKind } from "./dataset";

/** 交付期间 of an upload: which stretch of time the file speaks of. A snapshot speaks of the day it arrives. */
export type DeliveryPeriod = { readonly kind: PeriodKind; readonly text: string; readonly from: PlainDate | null; readonly to: PlainDate | null };

const PERIOD_NAMES: Readonly<Record<PeriodKind, string>> = {
  year: "年度（如 2025）",
  quarter: "季度（如 2025Q3）",
  month: "月份（如 2025-07）",
  day: "日期（如 2025-07-15）",
  snapshot: "现势（snapshot）",
};

/** Reads `2025`, `2025Q3`, `2025-07`, `2025-07-15` or `snapshot`; null for anything else. */
export function parsePeriod(text: string): DeliveryPeriod | null {
  if (text === "snapshot") return { kind: "snapshot", text, from: null, to: null };
  const day = PlainDate.safeParse(text);
  if (day.success) return { kind: "day", text, from: day.data, to: day.data };
  const match = /^((?:19|20)\d\d)(?:Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  const span = (kind: PeriodKind, first: number, last: number): DeliveryPeriod => ({
    kind,
    text,
    from: firstOfMonth(year, first),
    to: lastOfMonth(year, last),
  });
  if (match[2]) return span("quarter", Number(match[2]) * 3 - 2, Number(match[2]) * 3);
  if (match[3]) return span("month", Number(match[3]), Number(match[3]));
  return span("year", 1, 12);
}

export type PeriodRefusal = { readonly code: "form" | "frequency" | "future"; readonly message: string };

/** Checks an upload's period against what the dataset delivers; the refusal says what would be accepted. `today` bars periods that have not begun. */
export function periodFor(definition: Pick<DatasetDefinition, "name" | "periods">, text: string, today?: PlainDate): Result<DeliveryPeriod, PeriodRefusal> {
  const wanted = definition.periods.map((kind) => PERIOD_NAMES[kind]).join("、");
  const period = parsePeriod(text.trim());
  if (!period) return refused({ code: "form", message: `期间“${text}”写法不对。${definition.name}接收：${wanted}。` });
  if (!definition.periods.includes(period.kind))
    return refused({ code: "frequency", message: `${definition.name}不按“${text}”这样的期间报送。请改用：${wanted}。` });
  if (today && period.from && period.from > today) return refused({ code: "future", message: `期间“${text}”还没有开始，请核对。` });
  return ok(period);
}
