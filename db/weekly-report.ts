import "server-only";
import { and, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import { type Ratio, ratio } from "@/lib/claim/metrics";
import { reportedWeek, reportSpans, type Span, weekText } from "@/lib/claim/report-week";
import { dayOf, type Instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import {
  coverage,
  type Durations,
  durations,
  enterprisesServed,
  type Paid,
  type PolicySpending,
  paidAmount,
  satisfaction,
  spendingByPolicy,
  straightThroughIn,
} from "./cockpit-queries";
import { notify } from "./notifications";
import { memberships, people } from "./schema";
import type { Db } from "./types";

const NONE = ratio(0, 0);

/** The county's figures of one span, each as the cockpit counts it. */
export type SpanFigures = {
  readonly served: Ratio;
  readonly paid: Paid;
  readonly days: Durations;
  readonly straight: Ratio;
  readonly satisfied: Ratio;
  readonly opened: number;
};
export type WeeklyReport = {
  readonly monday: PlainDate;
  readonly week: SpanFigures;
  readonly before: SpanFigures;
  /** The four weeks before the week. */
  readonly past: SpanFigures;
  /** Where the week's money went; policies without any are left out. */
  readonly spending: readonly PolicySpending[];
};

async function figuresOf(db: Db, scope: Scope, span: Span, year: number): Promise<Omit<SpanFigures, "straight">> {
  const period = { ...span, year };
  const [served, paid, days, satisfied, reached] = await Promise.all([
    enterprisesServed(db, scope, period),
    paidAmount(db, scope, period),
    durations(db, scope, period),
    satisfaction(db, scope, period),
    coverage(db, scope, period),
  ]);
  return { served, paid, days, satisfied, opened: reached.opened };
}

/** 周报 of the week that begins on `monday`, beside the week before and the 28 days before it. */
export async function weeklyReport(db: Db, scope: Scope, monday: PlainDate): Promise<WeeklyReport> {
  const spans = reportSpans(monday);
  const year = yearOf(monday);
  const [straight, week, before, past, spending] = await Promise.all([
    straightThroughIn(db, scope, [spans.week, spans.before, spans.past]),
    figuresOf(db, scope, spans.week, year),
    figuresOf(db, scope, spans.before, year),
    figuresOf(db, scope, spans.past, year),
    spendingByPolicy(db, scope, { ...spans.week, year }),
  ]);
  const [ofWeek = NONE, ofBefore = NONE, ofPast = NONE] = straight;
  return {
    monday,
    week: { ...week, straight: ofWeek },
    before: { ...before, straight: ofBefore },
    past: { ...past, straight: ofPast },
    spending: spending.filter(({ count }) => count > 0),
  };
}

/** 周报送达: every leader in office is told where the report of the week that is over lies; once per person and week. */
export async function tellWeeklyReport(db: Db, at: Instant): Promise<number> {
  const [monday, today] = [reportedWeek(at), dayOf(at)];
  const leaders = await db
    .selectDistinct({ personId: memberships.personId })
    .from(memberships)
    .innerJoin(people, and(eq(people.id, memberships.personId), isNull(people.disabledAt)))
    .where(
      and(
        inArray(memberships.role, ["leaderInCharge", "principalLeader"]),
        lte(memberships.validFrom, today),
        or(isNull(memberships.validTo), gt(memberships.validTo, today)),
      ),
    );
  const messages = leaders.map(({ personId }) => ({
    personId,
    kind: "report.weekly",
    title: `上周兑现周报（${weekText(monday)}）`,
    body: "到账、用时、直通、满意，和前一周、前 28 天对比，可以打印。",
    href: `/leader/weekly?week=${monday}`,
    dedupeKey: `report.weekly|${monday}|${personId}`,
  }));
  return notify(db, messages, at);
}
