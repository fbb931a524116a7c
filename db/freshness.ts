import "server-only";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import type { PlainDate } from "@/lib/kernel/plain-date";
import type { Db } from "./types";

/** 新鲜期 of a dataset on a day. `expected` false: it comes on demand, waiting for it would not end. */
export type DatasetFreshness = {
  readonly datasetId: string;
  readonly name: string;
  readonly fresh: boolean;
  readonly expected: boolean;
  readonly lastDelivery: PlainDate | null;
};

export async function datasetFreshness(_db: Db, _today: PlainDate, _calendar: WorkCalendar): Promise<Map<string, DatasetFreshness>> {
  return new Map();
}
export async function lateIndicators(_db: Db, _today: PlainDate, _calendar: WorkCalendar): Promise<Set<string>> {
  return new Set();
}
