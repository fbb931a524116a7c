import "server-only";
import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/access/scope";
import type { ClaimState } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import type { Decision } from "@/lib/policy/decide";
import { type Words, withCodeNames } from "@/lib/policy/describe";
import type { Facts } from "@/lib/policy/facts";
import { type Clock, claimsInScope, claimTerms, NO_TERM, type Term } from "./claim-lights";
import type { Claim } from "./claims";
import { listMaterials } from "./materials";
import { findVersion, type PublishedPolicy } from "./policies";
import {
  bankAccounts,
  claimEvents,
  claimOpinions,
  claimSnapshots,
  claims,
  datasets,
  departments,
  enterprises,
  indicators,
  materials,
  people,
  policies,
} from "./schema";
import type { Db } from "./types";

/** Where a value came from: department, dataset and the day it speaks of. */
export type SourceNote = { readonly datasetId: string; readonly dataset: string; readonly department: string; readonly asOf: PlainDate };

/** 判定凭据 of a claim: the newest snapshot, with the sources of each indicator. */
export type Evidence = {
  readonly asOf: PlainDate;
  readonly takenAt: Instant;
  readonly fullYear: number;
  readonly factsHash: string;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly sources: Readonly<Record<string, SourceNote>>;
};

export type CaseEvent = {
  readonly seq: number;
  readonly from: ClaimState | "new";
  readonly to: ClaimState;
  readonly at: Instant;
  readonly actor: string | null;
  readonly actorRole: string;
  readonly reasonText: string | null;
  readonly amountAfterFen: Fen | null;
};
export type CaseOpinion = {
  readonly id: string;
  readonly officer: string;
  readonly stage: "handle" | "check" | "chief" | "leader" | "objection";
  readonly decision: string;
  readonly opinion: string;
  readonly clauseId: string | null;
  readonly claimVersion: number;
  readonly amountBeforeFen: Fen | null;
  readonly amountAfterFen: Fen | null;
  readonly reductionReason: string | null;
  readonly at: Instant;
};
export type RelatedClaim = {
  readonly id: string;
  readonly number: string;
  readonly policyName: string;
  readonly period: string;
  readonly state: ClaimState;
  readonly benefitKind: Claim["benefitKind"];
  readonly amountFen: Fen | null;
  readonly createdAt: Instant;
  /** The reader may open it: it belongs to the reader's department. */
  readonly open: boolean;
};

export type CaseFile = {
  readonly claim: Claim;
  readonly term: Term;
  readonly enterprise: typeof enterprises.$inferSelect;
  readonly departmentName: string;
  readonly policy: PublishedPolicy;
  readonly evidence: Evidence;
  readonly words: Words;
  readonly events: readonly CaseEvent[];
  readonly opinions: readonly CaseOpinion[];
  readonly materials: Awaited<ReturnType<typeof listMaterials>>;
  readonly account: { readonly bankName: string; readonly last4: string; readonly kind: "corporate" | "operator" } | null;
  readonly related: readonly RelatedClaim[];
  readonly names: {
    readonly holder: string | null;
    readonly handler: string | null;
    readonly checker: string | null;
    readonly chief: string | null;
    readonly approver: string | null;
  };
};

/** Names of the catalogue, and over them what the policy itself calls a code. */
/** 词汇 of the catalogue: names, units and code labels of every indicator. `names` of a policy version go before them. */
export async function loadWords(db: Db, names: Words["codes"] = {}): Promise<Words> {
  const rows = await db
    .select({ id: indicators.id, name: indicators.name, unit: indicators.unit, type: indicators.type, definition: indicators.definition })
    .from(indicators);
  const labels = rows.flatMap(({ id, definition }) => {
    const own = (definition as { labels?: Record<string, string> }).labels;
    return own ? [[id, own] as const] : [];
  });
  const catalogue: Words = {
    indicators: Object.fromEntries(rows.map(({ id, name, unit, type }) => [id, { name, unit, type: type as Words["indicators"][string]["type"] }])),
    codes: Object.fromEntries(labels),
  };
  return withCodeNames(catalogue, names);
}

async function datasetNotes(db: Db): Promise<Map<string, Omit<SourceNote, "asOf">>> {
  const rows = await db
    .select({ datasetId: datasets.id, dataset: datasets.name, department: departments.shortName })
    .from(datasets)
    .innerJoin(departments, eq(departments.id, datasets.departmentId));
  return new Map(rows.map((row) => [row.datasetId, row]));
}

/** 判定凭据 of several claims, by snapshot id: for previews and for the case itself. */
export async function loadEvidence(db: Db, snapshotIds: readonly number[]): Promise<Map<number, Evidence>> {
  if (snapshotIds.length === 0) return new Map();
  const [rows, notes] = await Promise.all([
    db
      .select()
      .from(claimSnapshots)
      .where(inArray(claimSnapshots.id, [...snapshotIds])),
    datasetNotes(db),
  ]);
  return new Map(
    rows.map((row) => {
      const sources = Object.entries(row.sources).flatMap(([indicator, { datasetId, asOf }]) => {
        const note = notes.get(datasetId);
        return note ? [[indicator, { ...note, asOf: asOf as PlainDate }] as const] : [];
      });
      const { asOf, fullYear, factsHash } = row;
      const facts = row.facts as Facts;
      return [
        row.id,
        { asOf, takenAt: instant(row.takenAt), fullYear, factsHash, facts, decision: row.decision as Decision, sources: Object.fromEntries(sources) },
      ];
    }),
  );
}

async function listEvents(db: Db, claimId: string): Promise<CaseEvent[]> {
  const rows = await db
    .select({ event: claimEvents, actor: people.displayName })
    .from(claimEvents)
    .leftJoin(people, eq(people.id, claimEvents.actorId))
    .where(eq(claimEvents.claimId, claimId))
    .orderBy(asc(claimEvents.seq));
  return rows.map(({ event, actor }) => ({
    seq: event.seq,
    from: event.fromState as CaseEvent["from"],
    to: event.toState as ClaimState,
    at: instant(event.at),
    actor,
    actorRole: event.actorRole,
    reasonText: event.reasonText,
    amountAfterFen: event.amountAfterFen,
  }));
}

async function listOpinions(db: Db, claimId: string): Promise<CaseOpinion[]> {
  const rows = await db
    .select({ one: claimOpinions, officer: people.displayName })
    .from(claimOpinions)
    .innerJoin(people, eq(people.id, claimOpinions.officerId))
    .where(eq(claimOpinions.claimId, claimId))
    .orderBy(asc(claimOpinions.seq));
  return rows.map(({ one, officer }) => ({
    id: one.id,
    officer,
    stage: one.stage,
    decision: one.decision,
    opinion: one.opinion,
    clauseId: one.clauseId,
    claimVersion: one.claimVersion,
    amountBeforeFen: one.amountBeforeFen,
    amountAfterFen: one.amountAfterFen,
    reductionReason: one.reductionReason,
    at: instant(one.at),
  }));
}

/** 同一企业的其他办件, newest first; those of other departments by name and state only. */
export async function listRelated(db: Db, scope: Scope, enterpriseId: string, exceptClaimId?: string): Promise<RelatedClaim[]> {
  const rows = await db
    .select({ claim: claims, policyName: policies.name })
    .from(claims)
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .where(and(eq(claims.enterpriseId, enterpriseId), exceptClaimId ? ne(claims.id, exceptClaimId) : undefined))
    .orderBy(desc(claims.createdAt), desc(claims.number))
    .limit(50);
  return rows.map(({ claim, policyName }) => ({
    id: claim.id,
    number: claim.number,
    policyName,
    period: claim.period,
    state: claim.state,
    benefitKind: claim.benefitKind,
    amountFen: claim.amountFen,
    createdAt: instant(claim.createdAt),
    open: scope.kind === "county" || (scope.kind === "department" && scope.departmentId === claim.departmentId),
  }));
}

const [holder, handler, checker, chief, approver] = [
  alias(people, "holder"),
  alias(people, "handler"),
  alias(people, "checker"),
  alias(people, "chief"),
  alias(people, "approver"),
];

async function readHead(db: Db, scope: Scope, claimId: string) {
  const [row] = await db
    .select({
      claim: claims,
      enterprise: enterprises,
      departmentName: departments.name,
      holder: holder.displayName,
      handler: handler.displayName,
      checker: checker.displayName,
      chief: chief.displayName,
      approver: approver.displayName,
    })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(departments, eq(departments.id, claims.departmentId))
    .leftJoin(holder, eq(holder.id, claims.assignedTo))
    .leftJoin(handler, eq(handler.id, claims.handlerId))
    .leftJoin(checker, eq(checker.id, claims.checkerId))
    .leftJoin(chief, eq(chief.id, claims.chiefId))
    .leftJoin(approver, eq(approver.id, claims.approverId))
    .where(and(eq(claims.id, claimId), claimsInScope(scope)));
  return row ?? null;
}

async function accountOf(db: Db, accountId: string | null): Promise<CaseFile["account"]> {
  if (accountId === null) return null;
  const [row] = await db
    .select({ bankName: bankAccounts.bankName, last4: bankAccounts.last4, kind: bankAccounts.kind })
    .from(bankAccounts)
    .where(eq(bankAccounts.id, accountId));
  return row ?? null;
}

/** 办件 with everything that a decision on it rests on. Null when it is not there, or not for this reader. */
export async function loadCase(db: Db, scope: Scope, claimId: string, clock: Clock): Promise<CaseFile | null> {
  const head = await readHead(db, scope, claimId);
  const policy = head && (await findVersion(db, head.claim.policyVersionId));
  if (!head || !policy) return null;
  const { claim, enterprise, departmentName } = head;
  const timed = { id: claim.id, state: claim.state, stageEnteredAt: instant(claim.stageEnteredAt), dueOn: claim.dueOn };
  const [terms, evidence, words, events, opinions, files, account, related] = await Promise.all([
    claimTerms(db, [timed], clock),
    loadEvidence(db, [claim.snapshotId]),
    loadWords(db, policy.resolved.names),
    listEvents(db, claimId),
    listOpinions(db, claimId),
    listMaterials(db, claimId),
    accountOf(db, claim.accountId),
    listRelated(db, scope, claim.enterpriseId, claimId),
  ]);
  const snapshot = evidence.get(claim.snapshotId);
  if (!snapshot) throw new Error(`claim ${claim.number} has lost its snapshot`);
  const names = { holder: head.holder, handler: head.handler, checker: head.checker, chief: head.chief, approver: head.approver };
  return {
    claim,
    term: terms.get(claimId) ?? NO_TERM,
    enterprise,
    departmentName,
    policy,
    evidence: snapshot,
    words,
    events,
    opinions,
    materials: files,
    account,
    related,
    names,
  };
}

const Uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The claim that a paper belongs to, if the reader may see it: the enterprise its own, the staff those of their scope. */
export async function findMaterialClaim(db: Db, scope: Scope, materialId: string): Promise<string | null> {
  if (!Uuid.test(materialId)) return null;
  const [row] = await db
    .select({ id: claims.id })
    .from(materials)
    .innerJoin(claims, eq(claims.id, materials.claimId))
    .where(and(eq(materials.id, materialId), claimsInScope(scope)));
  return row?.id ?? null;
}
