import { sql } from "drizzle-orm";
import { bigint, check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instantColumn } from "./columns";
import { enterprises } from "./enterprises";
import { people } from "./people";
import { type LinkFate, uploadRows } from "./uploads";

/** How a row stood before an answer touched it; what taking the answer back restores. */
export type RowBefore = {
  readonly id: number;
  readonly enterpriseId: string | null;
  readonly uscc: string | null;
  readonly linkFate: LinkFate;
  readonly linkConfidence: number | null;
  readonly linkCandidates: string[] | null;
  readonly corrections: (typeof uploadRows.$inferSelect)["corrections"];
  readonly reasons: (typeof uploadRows.$inferSelect)["reasons"];
};
/** `account`: a meter that was tied to the enterprise by the answer. */
export type LinkTrace = { readonly rows: readonly RowBefore[]; readonly account: string | null };

/** 关联认定: what a data officer has said of a row and an enterprise, or of two enterprises of the register; kept for good, taken back at most once. */
export const linkDecisions = pgTable(
  "link_decisions",
  {
    id: uuid().primaryKey().defaultRandom(),
    rowId: bigint({ mode: "number" }).references(() => uploadRows.id),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    twinId: uuid().references(() => enterprises.id),
    /** 名称匹配键 of the written name: 不是同一家 holds for later rows of that name as well. */
    nameKey: text(),
    answer: text().$type<"same" | "apart" | "later">().notNull(),
    trace: jsonb().$type<LinkTrace>().notNull(),
    decidedBy: uuid()
      .notNull()
      .references(() => people.id),
    decidedRole: text().notNull(),
    decidedAt: instantColumn().notNull(),
    undoneBy: uuid().references(() => people.id),
    undoneAt: instantColumn(),
  },
  (table) => [
    uniqueIndex("link_decisions_one_of_row").on(table.rowId, table.enterpriseId).where(sql`${table.undoneAt} is null and ${table.rowId} is not null`),
    uniqueIndex("link_decisions_one_of_twins").on(table.enterpriseId, table.twinId).where(sql`${table.undoneAt} is null and ${table.twinId} is not null`),
    index("link_decisions_time").on(table.decidedAt),
    check("link_decisions_answer_known", sql`${table.answer} in ('same','apart','later')`),
    check("link_decisions_of_row_or_twins", sql`(${table.rowId} is null) <> (${table.twinId} is null)`),
    check("link_decisions_twins_in_order", sql`${table.twinId} is null or (${table.enterpriseId} < ${table.twinId} and ${table.answer} <> 'same')`),
    check("link_decisions_undone_by_somebody", sql`(${table.undoneAt} is null) = (${table.undoneBy} is null)`),
  ],
);
