import "server-only";
import { asc } from "drizzle-orm";
import { calendarOf, type WorkCalendar } from "@/lib/calendar/work-calendar";
import { calendarYears } from "./schema";
import type { Db } from "./types";

/** 工作日历 of the announced years that have been imported. */
export async function loadCalendar(db: Db): Promise<WorkCalendar> {
  return calendarOf(await db.select().from(calendarYears).orderBy(asc(calendarYears.year)));
}
