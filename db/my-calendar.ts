import "server-only";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addDays, dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { forwardTurns, stakeOf, type Turn } from "@/lib/matching/forward";
import { withCodeNames } from "@/lib/policy/describe";
import { sha256Hex } from "./crypto";
import { loadStanding, matchContext } from "./matching";
import { gapVocabulary, type MyTitle, titlesOf } from "./my-outlook";
import { listMyClaims, type MyClaim } from "./my-queries";
import type { Db } from "./types";

type Stake = ReturnType<typeof stakeOf>;

/** 未来一年 of one enterprise: what it must do by when, what runs out, what comes and goes with time alone. */
export type ForwardCalendar = {
  readonly today: PlainDate;
  readonly until: PlainDate;
  readonly turns: readonly Turn[];
  readonly titles: readonly MyTitle[];
  /** Claims that wait for the enterprise, each with its last day. */
  readonly deadlines: readonly MyClaim[];
  readonly losing: Stake;
  readonly gaining: Stake;
  /** False until a department has delivered anything about the enterprise. */
  readonly hasProfile: boolean;
};

/** Days looked ahead. */
const YEAR = 365;
const OWN_MOVE: readonly MyClaim["state"][] = ["pendingConfirm", "supplement"];

export async function loadForwardCalendar(
  db: Db,
  { enterpriseId, at, calendar }: { enterpriseId: string; at: Instant; calendar: WorkCalendar },
): Promise<ForwardCalendar> {
  const today = dayOf(at);
  const until = addDays(today, YEAR);
  const context = await matchContext(db, at, calendar);
  const words = withCodeNames(await gapVocabulary(db, context), { titleCodes: context.library.titleCodes });
  const [standing, titles, mine] = await Promise.all([
    loadStanding(db, context, enterpriseId),
    titlesOf(db, enterpriseId, today, words),
    listMyClaims(db, enterpriseId),
  ]);
  const turns = standing ? forwardTurns({ ...standing, today, until, titles, digest: (text) => sha256Hex(text).slice(0, 24) }) : [];
  const groups = context.library.exclusionGroups;
  return {
    today,
    until,
    turns,
    titles: titles.filter((title) => title.until <= until),
    deadlines: mine.filter((claim) => claim.dueOn !== null && OWN_MOVE.includes(claim.state)),
    losing: stakeOf(
      turns.filter((turn) => turn.kind === "lost"),
      groups,
    ),
    gaining: stakeOf(
      turns.filter((turn) => turn.kind === "opens" || turn.kind === "again"),
      groups,
    ),
    hasProfile: standing !== null,
  };
}
