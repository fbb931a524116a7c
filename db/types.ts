import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

/** A connection or an open transaction of any of the three drivers; a caller can make several writes one fact. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;
