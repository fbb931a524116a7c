import "server-only";
import { type AccountView, listAccounts } from "@/db/accounts";
import { type Evidence, loadEvidence, loadWords } from "@/db/case-file";
import { type CountedElsewhere, listCountedElsewhere } from "@/db/counted-members";
import { countOpenLines } from "@/db/invoice-lines";
import { loadOutlook, type Outlook } from "@/db/my-outlook";
import { groupOf, listMyClaims, listMyEvents, listMyNotices, type MyClaim, type MyEvent, type MyNotice } from "@/db/my-queries";
import { findVersion, type PublishedPolicy } from "@/db/policies";
import type { Db } from "@/db/types";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addFen, type Fen, ZERO_FEN } from "@/lib/kernel/fen";
import { dayOf, type Instant, yearOf } from "@/lib/kernel/plain-date";
import type { Words } from "@/lib/policy/describe";

/** Count and cash of some claims; `open` of them have no amount yet, `reduction` is tax that will not be paid. */
export type Sum = { readonly count: number; readonly fen: Fen; readonly open: number; readonly reductionFen: Fen };

export type Home = {
  readonly toConfirm: readonly MyClaim[];
  readonly open: readonly MyClaim[];
  readonly paid: readonly MyClaim[];
  readonly sums: { readonly confirm: Sum; readonly open: Sum; readonly paidThisYear: Sum };
  readonly outlook: Outlook;
  readonly accounts: readonly AccountView[];
  readonly policies: ReadonlyMap<string, PublishedPolicy>;
  readonly evidence: ReadonlyMap<number, Evidence>;
  readonly words: Words;
  readonly events: ReadonlyMap<string, readonly MyEvent[]>;
  readonly notices: ReadonlyMap<string, MyNotice>;
  /** Invoice lines that wait to be named for one of several subsidies. */
  readonly openLines: number;
  /** What was not opened because a person or an invoice counts for another enterprise. */
  readonly counted: readonly CountedElsewhere[];
};

const total = (claims: readonly MyClaim[], kind: MyClaim["benefitKind"]): Fen =>
  addFen(...claims.filter((claim) => claim.benefitKind === kind).map((claim) => claim.amountFen ?? ZERO_FEN));

const sumOf = (claims: readonly MyClaim[]): Sum => ({
  count: claims.length,
  fen: total(claims, "cash"),
  open: claims.filter((claim) => claim.amountFen === null).length,
  reductionFen: total(claims, "taxReduction"),
});

async function versionsOf(db: Db, claims: readonly MyClaim[]): Promise<ReadonlyMap<string, PublishedPolicy>> {
  const ids = [...new Set(claims.map((claim) => claim.policyVersionId))];
  const versions = await Promise.all(ids.map((id) => findVersion(db, id)));
  return new Map(versions.flatMap((version) => (version ? [[version.versionId, version] as const] : [])));
}

/** Soonest deadline first; without one, last. */
const byDue = (a: MyClaim, b: MyClaim): number => (a.dueOn ?? "9999").localeCompare(b.dueOn ?? "9999") || (b.amountFen ?? 0) - (a.amountFen ?? 0);

/** Everything on the home page of one enterprise. */
export async function loadHome(db: Db, enterpriseId: string, { at, calendar }: { at: Instant; calendar: WorkCalendar }): Promise<Home> {
  const mine = await listMyClaims(db, enterpriseId);
  const of = (group: ReturnType<typeof groupOf>) => mine.filter((claim) => groupOf(claim.state) === group);
  const [toConfirm, open, paid] = [of("confirm").sort(byDue), of("open").sort(byDue), of("paid")];
  const shown = [...toConfirm, ...open];
  const ids = open.map((claim) => claim.id);
  const [outlook, accounts, policies, evidence, words, events, notices, openLines, counted] = await Promise.all([
    loadOutlook(db, { enterpriseId, mine, at, calendar }),
    listAccounts(db, enterpriseId),
    versionsOf(db, shown),
    loadEvidence(
      db,
      shown.map((claim) => claim.snapshotId),
    ),
    loadWords(db),
    listMyEvents(db, enterpriseId, ids),
    listMyNotices(db, enterpriseId, ids),
    countOpenLines(db, enterpriseId, at),
    listCountedElsewhere(db, { kind: "enterprise", enterpriseIds: [enterpriseId] }, enterpriseId, at),
  ]);
  const year = yearOf(dayOf(at));
  const paidThisYear = paid.filter((claim) => claim.settledAt !== null && yearOf(dayOf(claim.settledAt)) === year);
  const sums = { confirm: sumOf(toConfirm), open: sumOf(open), paidThisYear: sumOf(paidThisYear) };
  return { toConfirm, open, paid, sums, outlook, accounts, policies, evidence, words, events, notices, openLines, counted };
}

/** The account to be paid to: the effective one, or a first one that still waits. */
export const payingAccount = (accounts: readonly AccountView[]): AccountView | null =>
  accounts.find((account) => account.state === "effective") ?? accounts.find((account) => account.state === "pending") ?? null;
