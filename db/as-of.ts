import "server-only";
import { sql } from "drizzle-orm";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { indicatorValues, uploads } from "./schema";

/**
 * 数据截至 of a row of indicator values. A datum of the present state holds as of its feed's latest delivery: the feed sends what changed, and what it
 * did not send has not changed. A datum of a year or a month keeps the day of its own delivery.
 */
export const shownAsOf = sql<PlainDate>`(case when ${indicatorValues.period} = 'snapshot'
  then greatest(${indicatorValues.asOf}, (select max(${uploads.asOf}) from ${uploads} where ${uploads.datasetId} = ${indicatorValues.datasetId} and ${uploads.state} = 'applied'))
  else ${indicatorValues.asOf} end)::text`;
