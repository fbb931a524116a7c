import "server-only";
import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { ClaimState } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import type { Words } from "@/lib/policy/describe";
import { type Evidence, loadEvidence, loadWords } from "./case-file";
import type { Claim } from "./claims";
import { listMaterials } from "./materials";
import { findVersion, type PublishedPolicy } from "./policies";
import { bankAccounts, claimEvents, claims, departments, noticeLines, notices, paymentOrders, policies, surveys } from "./schema";
import type { Db } from "./types";

/** 企业眼中的四类: to confirm, on the way, paid, ended without money. A later audit is not shown: the owner goes on reading 已到账. */
export type ClaimGroup = "confirm" | "open" | "paid" | "ended";
export const GROUP_STATES = {
  confirm: ["pendingConfirm"],
  open: [
    "matched",
    "autoCheck",
    "manualReview",
    "supplement",
    "notice",
    "objection",
    "approved",
    "disbursing",
    "paymentFailed",
    "suspended",
    "clawbackNotice",
    "clawback",
  ],
  paid: ["settled", "postAudit"],
  ended: ["rejected", "declined", "expired", "withdrawn", "cancelled", "clawedBack"],
} as const satisfies Record<ClaimGroup, readonly ClaimState[]>;

const GROUPS = Object.keys(GROUP_STATES) as ClaimGroup[];
export const groupOf = (state: ClaimState): ClaimGroup => GROUPS.find((group) => (GROUP_STATES[group] as readonly ClaimState[]).includes(state)) ?? "ended";

/** A claim as its enterprise reads it: without officers, opinions and doubts. */
export type MyClaim = Pick<
  Claim,
  | "id"
  | "number"
  | "version"
  | "policyCode"
  | "policyVersionId"
  | "snapshotId"
  | "period"
  | "state"
  | "benefitKind"
  | "confirmStage"
  | "amountFen"
  | "dueOn"
  | "dueProvisional"
  | "accountId"
  | "supplementRequest"
  | "rejectedClause"
  | "rejectedReason"
> & {
  readonly policyName: string;
  readonly departmentName: string;
  readonly departmentPhone: string;
  readonly createdAt: Instant;
  readonly stageEnteredAt: Instant;
  readonly settledAt: Instant | null;
  readonly surveyed: boolean;
};

const columns = { claim: claims, policyName: policies.name, departmentName: departments.name, departmentPhone: departments.phone, surveyScore: surveys.score };

const selectMine = (db: Db, enterpriseId: string, more?: SQL) =>
  db
    .select(columns)
    .from(claims)
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(departments, eq(departments.id, claims.departmentId))
    .leftJoin(surveys, eq(surveys.claimId, claims.id))
    .where(and(eq(claims.enterpriseId, enterpriseId), more));

type Row = Awaited<ReturnType<typeof selectMine>>[number];

const viewOf = ({ claim, policyName, departmentName, departmentPhone, surveyScore }: Row): MyClaim => ({
  id: claim.id,
  number: claim.number,
  version: claim.version,
  policyCode: claim.policyCode,
  policyVersionId: claim.policyVersionId,
  snapshotId: claim.snapshotId,
  period: claim.period,
  state: claim.state,
  benefitKind: claim.benefitKind,
  confirmStage: claim.confirmStage,
  amountFen: claim.amountFen,
  dueOn: claim.dueOn,
  dueProvisional: claim.dueProvisional,
  accountId: claim.accountId,
  supplementRequest: claim.supplementRequest,
  rejectedClause: claim.rejectedClause,
  rejectedReason: claim.rejectedReason,
  policyName,
  departmentName,
  departmentPhone,
  createdAt: instant(claim.createdAt),
  stageEnteredAt: instant(claim.stageEnteredAt),
  settledAt: claim.settledAt && instant(claim.settledAt),
  surveyed: surveyScore !== null,
});

/** 我的补贴: every claim of one enterprise, newest first. */
export async function listMyClaims(db: Db, enterpriseId: string): Promise<MyClaim[]> {
  const rows = await selectMine(db, enterpriseId).orderBy(desc(claims.createdAt), desc(claims.number));
  return rows.map(viewOf);
}

export const MY_CLAIM_SORTS = ["created", "amount", "due"] as const;
const ORDER: Readonly<Record<string, SQL>> = {
  created: asc(claims.createdAt),
  "-created": desc(claims.createdAt),
  amount: sql`${claims.amountFen} asc nulls last`,
  "-amount": sql`${claims.amountFen} desc nulls last`,
  due: sql`${claims.dueOn} asc nulls last`,
  "-due": sql`${claims.dueOn} desc nulls last`,
};

export type MyClaimPage = { readonly rows: MyClaim[]; readonly total: number; readonly counts: Readonly<Record<ClaimGroup, number>> };

/** 办理记录 of one enterprise, by group, sorted and paged in the database. */
export async function pageMyClaims(
  db: Db,
  enterpriseId: string,
  { group, sort, page, pageSize }: { group: ClaimGroup | null; sort: string; page: number; pageSize: number },
): Promise<MyClaimPage> {
  const filter = group ? inArray(claims.state, [...GROUP_STATES[group]]) : undefined;
  const [rows, byState] = await Promise.all([
    selectMine(db, enterpriseId, filter)
      .orderBy(ORDER[sort] ?? desc(claims.createdAt), desc(claims.number))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ state: claims.state, n: count() }).from(claims).where(eq(claims.enterpriseId, enterpriseId)).groupBy(claims.state),
  ]);
  const counts = { confirm: 0, open: 0, paid: 0, ended: 0 };
  for (const { state, n } of byState) counts[groupOf(state)] += n;
  const total = group ? counts[group] : counts.confirm + counts.open + counts.paid + counts.ended;
  return { rows: rows.map(viewOf), total, counts };
}

export type MyEvent = {
  readonly from: ClaimState | "new";
  readonly to: ClaimState;
  readonly at: Instant;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
};

/** 经过 of the enterprise's own claims, oldest first, without names. */
export async function listMyEvents(db: Db, enterpriseId: string, claimIds: readonly string[]): Promise<Map<string, MyEvent[]>> {
  const found = new Map<string, MyEvent[]>(claimIds.map((id) => [id, []]));
  if (claimIds.length === 0) return found;
  const rows = await db
    .select({
      claimId: claimEvents.claimId,
      from: claimEvents.fromState,
      to: claimEvents.toState,
      at: claimEvents.at,
      reasonCode: claimEvents.reasonCode,
      reasonText: claimEvents.reasonText,
    })
    .from(claimEvents)
    .innerJoin(claims, eq(claims.id, claimEvents.claimId))
    .where(and(eq(claims.enterpriseId, enterpriseId), inArray(claimEvents.claimId, [...claimIds])))
    .orderBy(asc(claimEvents.claimId), asc(claimEvents.seq));
  for (const { claimId, from, to, at, reasonCode, reasonText } of rows)
    found.get(claimId)?.push({ from: from as MyEvent["from"], to: to as ClaimState, at: instant(at), reasonCode, reasonText });
  return found;
}

export type MyNotice = { readonly noticeId: string; readonly number: string; readonly startsOn: PlainDate; readonly endsOn: PlainDate };

/** The notice in which each claim stands or stood last. */
export async function listMyNotices(db: Db, enterpriseId: string, claimIds: readonly string[]): Promise<Map<string, MyNotice>> {
  if (claimIds.length === 0) return new Map();
  const rows = await db
    .select({ claimId: noticeLines.claimId, noticeId: notices.id, number: notices.number, startsOn: notices.startsOn, endsOn: noticeLines.endsOn })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .innerJoin(claims, eq(claims.id, noticeLines.claimId))
    .where(and(eq(claims.enterpriseId, enterpriseId), inArray(noticeLines.claimId, [...claimIds])))
    .orderBy(asc(notices.publishedAt));
  return new Map(rows.map(({ claimId, ...notice }) => [claimId, notice]));
}

export type MyPayment = {
  readonly number: string;
  readonly state: "prepared" | "sent" | "paid" | "returned" | "cancelled";
  readonly amountFen: Fen;
  readonly returnReason: string | null;
  readonly settledAt: Instant | null;
  readonly holderName: string;
  readonly bankName: string;
  readonly last4: string;
  readonly kind: "corporate" | "operator";
};

async function listPayments(db: Db, enterpriseId: string, claimId: string): Promise<MyPayment[]> {
  const rows = await db
    .select({ order: paymentOrders, holderName: bankAccounts.holderName, bankName: bankAccounts.bankName, last4: bankAccounts.last4, kind: bankAccounts.kind })
    .from(paymentOrders)
    .innerJoin(bankAccounts, eq(bankAccounts.id, paymentOrders.accountId))
    .where(and(eq(paymentOrders.claimId, claimId), eq(paymentOrders.enterpriseId, enterpriseId)))
    .orderBy(desc(paymentOrders.createdAt), desc(paymentOrders.number));
  return rows.map(({ order, ...account }) => ({
    number: order.number,
    state: order.state,
    amountFen: order.amountFen,
    returnReason: order.returnReason,
    settledAt: order.settledAt && instant(order.settledAt),
    ...account,
  }));
}

export type MyClaimFile = {
  readonly claim: MyClaim;
  readonly policy: PublishedPolicy;
  readonly evidence: Evidence;
  readonly words: Words;
  readonly events: readonly MyEvent[];
  readonly notice: MyNotice | null;
  readonly payments: readonly MyPayment[];
  readonly materials: Awaited<ReturnType<typeof listMaterials>>;
};

/** One claim with everything its enterprise may read. Null when it is not there, or another enterprise's: the reader learns no difference. */
export async function loadMyClaim(db: Db, enterpriseId: string, claimId: string): Promise<MyClaimFile | null> {
  const [row] = await selectMine(db, enterpriseId, eq(claims.id, claimId));
  const policy = row && (await findVersion(db, row.claim.policyVersionId));
  if (!row || !policy) return null;
  const claim = viewOf(row);
  const [evidence, words, events, found, payments, materials] = await Promise.all([
    loadEvidence(db, [claim.snapshotId]),
    loadWords(db, policy.resolved.names),
    listMyEvents(db, enterpriseId, [claimId]),
    listMyNotices(db, enterpriseId, [claimId]),
    listPayments(db, enterpriseId, claimId),
    listMaterials(db, claimId),
  ]);
  const snapshot = evidence.get(claim.snapshotId);
  if (!snapshot) throw new Error(`claim ${claim.number} has lost its snapshot`);
  return { claim, policy, evidence: snapshot, words, events: events.get(claimId) ?? [], notice: found.get(claimId) ?? null, payments, materials };
}
