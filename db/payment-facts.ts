import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Finding, PrePaymentFacts } from "@/lib/disbursement/pre-checks";
import { returnKind } from "@/lib/disbursement/return-file";
import { ZERO_FEN } from "@/lib/kernel/fen";
import { dayOf, type Instant, instant, yearOf } from "@/lib/kernel/plain-date";
import { closesAt } from "@/lib/notice/notice";
import { evaluate } from "@/lib/policy/evaluate";
import type { Facts, LibraryDocument } from "@/lib/policy/language";
import { conflictBetween } from "@/lib/policy/relations";
import { isCnapsCode } from "@/lib/standards/bank";
import { REG_STATUS_STANDING } from "@/lib/standards/code-lists";
import type { BankAccount } from "./accounts";
import type { Claim } from "./claims";
import { type Reservation, reservationsOf } from "./ledger";
import { findPublished, findVersion, loadLibrary, type PublishedPolicy } from "./policies";
import { bankAccounts, claims, enterpriseAliases, enterpriseProfiles, enterprises, noticeLines, notices, objections, paymentOrders } from "./schema";
import type { Db } from "./types";

type Order = typeof paymentOrders.$inferSelect;

/** Everything that is read about one claim at the moment of payment. */
export type PayableClaim = {
  readonly claim: Claim;
  readonly enterprise: typeof enterprises.$inferSelect;
  readonly policy: PublishedPolicy;
  readonly policyStopped: boolean;
  /** 现行账户. */
  readonly account: BankAccount | null;
  readonly accountChangedAt: Instant | null;
  readonly accountChangesInDay: number;
  /** Earlier orders of this claim, newest first. */
  readonly orders: readonly Order[];
  readonly noticeClosesAt: Instant | null;
  readonly openObjections: number;
  readonly reservation: Reservation | null;
  readonly profile: Facts;
  readonly formerNames: readonly string[];
  readonly duplicates: readonly string[];
};

const DAY_MS = 24 * 3_600_000;

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

/** States in which a claim has been or is being paid. */
const PAYING = ["disbursing", "paymentFailed", "settled", "postAudit", "clawbackNotice", "clawback"] as const;

const subjectsOf = (subject: string): readonly string[] | undefined => (subject === "" ? undefined : subject.replace(/^[a-zA-Z]+:/, "").split("+"));

/** 重复享受: does the other claim pay the same thing? A yearly exclusion looks at the same year only. */
function excludes(a: Claim, b: Claim, library: LibraryDocument): boolean {
  if (a.policyCode === b.policyCode) return a.period === b.period && a.subject === b.subject;
  const candidate = ({ policyCode, amountFen, subject }: Claim) => {
    const subjects = subjectsOf(subject);
    return { policy: policyCode, amountFen: amountFen ?? ZERO_FEN, ...(subjects && { subjects }) };
  };
  const conflict = conflictBetween(candidate(a), candidate(b), library.exclusionGroups);
  if (!conflict) return false;
  return library.exclusionGroups[conflict.group]?.level !== "enterprise-year" || a.period === b.period;
}

/** Reads them all at once; `list` is locked by the caller. */
async function readTables(tx: Db, list: readonly Claim[]) {
  const claimIds = list.map((claim) => claim.id);
  const enterpriseIds = [...new Set(list.map((claim) => claim.enterpriseId))];
  const owners = await tx.select().from(enterprises).where(inArray(enterprises.id, enterpriseIds));
  const accounts = await tx
    .select()
    .from(bankAccounts)
    .where(inArray(bankAccounts.enterpriseId, enterpriseIds))
    .orderBy(asc(bankAccounts.createdAt), asc(bankAccounts.id));
  const orders = await tx
    .select()
    .from(paymentOrders)
    .where(inArray(paymentOrders.claimId, claimIds))
    .orderBy(desc(paymentOrders.createdAt), desc(paymentOrders.number));
  const lines = await tx
    .select({ claimId: noticeLines.claimId, endsOn: noticeLines.endsOn })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(and(inArray(noticeLines.claimId, claimIds), eq(noticeLines.state, "listed"), eq(notices.state, "closed")))
    .orderBy(desc(notices.publishedAt));
  const open = await tx
    .select({ claimId: objections.claimId, n: sql<number>`count(*)::int` })
    .from(objections)
    .where(and(inArray(objections.claimId, claimIds), eq(objections.state, "open")))
    .groupBy(objections.claimId);
  const profiles = await tx.select().from(enterpriseProfiles).where(inArray(enterpriseProfiles.enterpriseId, enterpriseIds));
  const aliases = await tx
    .select()
    .from(enterpriseAliases)
    .where(and(inArray(enterpriseAliases.enterpriseId, enterpriseIds), eq(enterpriseAliases.kind, "formerName")));
  const paying = await tx
    .select()
    .from(claims)
    .where(
      and(
        inArray(claims.enterpriseId, enterpriseIds),
        inArray(claims.state, [...PAYING]),
        isNotNull(claims.approvalId),
        ne(claims.benefitKind, "taxReduction"),
      ),
    );
  return {
    owners: new Map(owners.map((row) => [row.id, row])),
    accounts: grouped(accounts, (row) => row.enterpriseId),
    orders: grouped(orders, (row) => row.claimId),
    lines: grouped(lines, (row) => row.claimId),
    open: new Map(open.map((row) => [row.claimId, row.n])),
    profiles: new Map(profiles.map((row) => [row.enterpriseId, row.facts as Facts])),
    aliases: grouped(aliases, (row) => row.enterpriseId),
    paying: grouped(paying, (row) => row.enterpriseId),
    reservations: await reservationsOf(tx, claimIds),
  };
}

type Tables = Awaited<ReturnType<typeof readTables>>;

/** When the account was last touched: an unverified change counts from its entry, a verified one from its verification; the first account is none. */
function changedAt(accounts: readonly BankAccount[]): Instant | null {
  const newest = accounts.at(-1);
  if (!newest || accounts.length < 2) return null;
  return instant(newest.verifiedAt ?? newest.createdAt);
}

function payableOf(
  tables: Tables,
  claim: Claim,
  policies: { version: PublishedPolicy; stopped: boolean; library: LibraryDocument },
  at: Instant,
): PayableClaim {
  const enterprise = tables.owners.get(claim.enterpriseId);
  if (!enterprise) throw new Error(`enterprise of claim ${claim.number} is gone`);
  const accounts = tables.accounts.get(claim.enterpriseId) ?? [];
  const line = tables.lines.get(claim.id)?.[0];
  const paying = tables.paying.get(claim.enterpriseId) ?? [];
  return {
    claim,
    enterprise,
    policy: policies.version,
    policyStopped: policies.stopped,
    account: accounts.find((account) => account.state === "effective") ?? null,
    accountChangedAt: changedAt(accounts),
    accountChangesInDay: accounts.slice(1).filter((account) => Date.parse(instant(account.createdAt)) > Date.parse(at) - DAY_MS).length,
    orders: tables.orders.get(claim.id) ?? [],
    noticeClosesAt: line ? closesAt(line.endsOn) : null,
    openObjections: tables.open.get(claim.id) ?? 0,
    reservation: tables.reservations.get(claim.id) ?? null,
    profile: tables.profiles.get(claim.enterpriseId) ?? {},
    formerNames: (tables.aliases.get(claim.enterpriseId) ?? []).map((alias) => alias.value),
    duplicates: paying.filter((other) => other.id !== claim.id && excludes(claim, other, policies.library)).map((other) => other.number),
  };
}

/** 付前取数 for claims whose rows the caller has locked, in their order. */
export async function loadPayable(tx: Db, list: readonly Claim[], at: Instant): Promise<PayableClaim[]> {
  if (list.length === 0) return [];
  const tables = await readTables(tx, list);
  const library = await loadLibrary(tx);
  const result: PayableClaim[] = [];
  for (const claim of list) {
    const version = await findVersion(tx, claim.policyVersionId);
    if (!version) throw new Error(`policy version of claim ${claim.number} is gone`);
    const stopped = (await findPublished(tx, claim.policyCode)) === null;
    result.push(payableOf(tables, claim, { version, stopped, library }, at));
  }
  return result;
}

const REGISTRATION: Record<string, PrePaymentFacts["registration"]> = { revoked: "revoked", revoked_deregistered: "revoked" };

function registrationOf(status: string): PrePaymentFacts["registration"] {
  const standing = Object.hasOwn(REG_STATUS_STANDING, status) ? REG_STATUS_STANDING[status as keyof typeof REG_STATUS_STANDING] : "manual";
  if (standing === "live") return "active";
  return standing === "ended" ? (REGISTRATION[status] ?? "deregistered") : "unknown";
}

/** 负面清单 of the claim's own policy version, on the data of today. */
function negativeOf({ policy, profile }: PayableClaim, at: Instant): Pick<PrePaymentFacts, "negativeHits" | "negativeUnknown"> {
  const asOf = dayOf(at);
  const context = { asOf, fullYear: yearOf(asOf) - 1, facts: profile };
  const results = policy.resolved.negativeList.map(({ name, blocksWhen }) => ({ name, result: evaluate(blocksWhen, context).result }));
  const named = (wanted: string) => results.filter(({ result }) => result === wanted).map(({ name }) => name);
  return { negativeHits: named("true"), negativeUnknown: named("unknown") };
}

/** 付前校验 facts of one claim. */
export function prePaymentFacts(payable: PayableClaim, at: Instant): PrePaymentFacts {
  const { claim, enterprise, account, reservation } = payable;
  return {
    now: at,
    registration: registrationOf(enterprise.regStatus),
    ...negativeOf(payable, at),
    duplicates: payable.duplicates,
    amountFen: claim.amountFen ?? ZERO_FEN,
    reservedFen: reservation?.state === "reserved" ? reservation.amountFen : null,
    enterpriseName: enterprise.name,
    formerNames: payable.formerNames,
    accountName: account?.holderName ?? null,
    operatorAccountApproved: account?.kind === "operator" && account.verifiedAt !== null,
    accountChangedAt: payable.accountChangedAt,
    noticeClosesAt: payable.noticeClosesAt,
    openObjections: payable.openObjections,
    policyStopped: payable.policyStopped,
  };
}

/** What the bank file needs beyond the law: finance completes the account, nothing moves. */
export function accountFormFinding({ account }: PayableClaim): (Pick<Finding, "outcome" | "text"> & { readonly code: "accountIncomplete" }) | null {
  if (!account || (account.cnapsCode !== null && isCnapsCode(account.cnapsCode))) return null;
  return { code: "accountIncomplete", outcome: "wait", text: "收款账户缺联行号，请财政补录后再付" };
}

/** After a return the same account may be tried again only when the fault was the bank's own. */
export function sameAccountAgain({ orders, account }: PayableClaim): boolean {
  const last = orders[0];
  return last?.state === "returned" && last.accountId === account?.id && returnKind(last.returnCode ?? "") !== "bankError";
}
