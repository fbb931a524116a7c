import "server-only";
import { and, eq, max } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addWorkdays } from "@/lib/calendar/workdays";
import { freshness } from "@/lib/indicators/freshness";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { Frequency } from "@/lib/pipeline/dataset";
import { datasets, indicators, uploads } from "./schema";
import type { Db } from "./types";

/** 新鲜期 of a dataset on a day. `expected` false: it comes on demand, waiting for it would not end. */
export type DatasetFreshness = {
  readonly datasetId: string;
  readonly name: string;
  readonly departmentId: string;
  readonly fresh: boolean;
  readonly expected: boolean;
  readonly lastDelivery: PlainDate | null;
  readonly nextExpected: PlainDate | null;
};

/** 到数情况: every dataset with its newest delivery and whether it still counts as fresh. */
export async function datasetFreshness(db: Db, today: PlainDate, calendar: WorkCalendar): Promise<Map<string, DatasetFreshness>> {
  const rows = await db
    .select({
      datasetId: datasets.id,
      name: datasets.name,
      departmentId: datasets.departmentId,
      frequency: datasets.frequency,
      lagDays: datasets.lagDays,
      lastDelivery: max(uploads.asOf),
    })
    .from(datasets)
    .leftJoin(uploads, and(eq(uploads.datasetId, datasets.id), eq(uploads.state, "applied")))
    .groupBy(datasets.id)
    .orderBy(datasets.sortOrder);
  return new Map(
    rows.map(({ frequency, lagDays, ...row }) => {
      const kind = Frequency.parse(frequency);
      const lastDelivery = row.lastDelivery as PlainDate | null;
      const state = freshness({ frequency: kind, lagDays, lastDelivery, today, addWorkdays: (day, count) => addWorkdays(calendar, day, count).day });
      return [row.datasetId, { ...row, lastDelivery, fresh: state.fresh, nextExpected: state.nextExpected, expected: kind !== "onDemand" }];
    }),
  );
}

/** Indicators whose feed is overdue: a match that only they hold up waits instead of being lost. */
export async function lateIndicators(db: Db, today: PlainDate, calendar: WorkCalendar): Promise<Set<string>> {
  const states = await datasetFreshness(db, today, calendar);
  const rows = await db.select({ id: indicators.id, datasetId: indicators.datasetId }).from(indicators);
  return new Set(
    rows
      .filter((row) => {
        const state = states.get(row.datasetId);
        return state?.expected && !state.fresh;
      })
      .map((row) => row.id),
  );
}
