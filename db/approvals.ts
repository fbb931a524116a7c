import "server-only";
import canonicalize from "canonicalize";
import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import { decideLeaderSignature, type SignatureRefusal } from "@/lib/claim/decide-move";
import { addFen, type Fen, ZERO_FEN } from "@/lib/kernel/fen";
import { dayOf, type Instant, instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { type Actor, asMoving, type Claim } from "./claims";
import { sha256Hex } from "./crypto";
import { holdsDuty } from "./duties";
import { reserveBudgets } from "./ledger";
import { recusedFrom } from "./recusals";
import { approvals, budgets, claims, enterprises, people, policies } from "./schema";
import type { Db } from "./types";

export type AwaitingSignature = {
  readonly claimId: string;
  readonly number: string;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly policyCode: string;
  readonly policyName: string;
  readonly period: string;
  readonly amountFen: Fen;
  readonly noticeDoneOn: PlainDate | null;
  readonly dueOn: PlainDate | null;
  /** 可用预算 of the policy's year before this list; null when no budget was given. */
  readonly availableFen: Fen | null;
};

/** 待签批名单 of a department: approved after its notice, not signed yet; the most urgent first. */
export async function listAwaitingSignature(db: Db, departmentId: string, today: PlainDate): Promise<AwaitingSignature[]> {
  const rows = await db
    .select({ claim: claims, enterpriseName: enterprises.name, uscc: enterprises.uscc, policyName: policies.name, budget: budgets })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .leftJoin(budgets, and(eq(budgets.policyCode, claims.policyCode), eq(budgets.year, yearOf(today))))
    .where(and(eq(claims.departmentId, departmentId), eq(claims.state, "approved"), isNull(claims.approverId)))
    .orderBy(asc(claims.dueOn), asc(claims.number));
  return rows.map(({ claim, enterpriseName, uscc, policyName, budget }) => ({
    claimId: claim.id,
    number: claim.number,
    enterpriseName,
    uscc,
    policyCode: claim.policyCode,
    policyName,
    period: claim.period,
    amountFen: claim.amountFen ?? ZERO_FEN,
    noticeDoneOn: claim.noticeDoneOn,
    dueOn: claim.dueOn,
    availableFen: budget && ((budget.amountFen - budget.reservedFen - budget.paidFen) as Fen),
  }));
}

export type SignApproved = { readonly claimIds: readonly string[]; readonly actor: Actor; readonly opinion: string; readonly at: Instant };
export type SignRefusal = "opinionMissing" | "notLeaderOfDepartment" | "severalDepartments" | "nothingToSign";
export type ClaimSignRefusal = SignatureRefusal | "nothingToPay" | "notFound" | "recused";

export type Signed = {
  readonly approvalId: string;
  readonly signed: readonly string[];
  /** 额度不足: signed, but without frozen money; finance suspends them until the budget comes. Never cut down. */
  readonly short: readonly string[];
  /** Not signed, and why. */
  readonly left: readonly { readonly claimId: string; readonly reason: ClaimSignRefusal }[];
};

async function lockInOrder(tx: Db, claimIds: readonly string[]): Promise<Claim[]> {
  return tx
    .select()
    .from(claims)
    .where(inArray(claims.id, [...new Set(claimIds)]))
    .orderBy(asc(claims.id))
    .for("update");
}

const listLine = ({ number, enterpriseId, policyCode, period, subject, amountFen }: Claim) => ({
  number,
  enterpriseId,
  policyCode,
  period,
  subject,
  amountFen,
});

/**
 * 签批核准名单: the leader in charge of the department signs claims whose notice has run out, and their money is frozen in the same act.
 * Whoever took part in the review of a claim cannot sign it; such claims are left out with the reason.
 */
export function signApproved(db: Db, input: SignApproved): Promise<Result<Signed, SignRefusal>> {
  const { claimIds, actor, at } = input;
  return atomically(db, async (tx) => {
    if (input.opinion.trim() === "") return refused("opinionMissing");
    const list = claimIds.length === 0 ? [] : await lockInOrder(tx, claimIds);
    const [first] = list;
    if (!first) return refused("nothingToSign");
    if (list.some((claim) => claim.departmentId !== first.departmentId)) return refused("severalDepartments");
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: ["leaderInCharge"], departmentId: first.departmentId, day: dayOf(at) })))
      return refused("notLeaderOfDepartment");
    const { signable, left } = await partition(tx, list, claimIds, actor);
    if (signable.length === 0) return refused("nothingToSign");
    const { short } = await reserveBudgets(tx, signable, at);
    const approvalId = await storeApproval(tx, signable, { ...input, short, departmentId: first.departmentId });
    return ok({ approvalId, signed: signable.map((claim) => claim.id), short, left });
  });
}

async function partition(tx: Db, list: readonly Claim[], claimIds: readonly string[], actor: Actor) {
  const known = new Set(list.map((claim) => claim.id));
  const left: { claimId: string; reason: ClaimSignRefusal }[] = claimIds.filter((id) => !known.has(id)).map((claimId) => ({ claimId, reason: "notFound" }));
  const signable: Claim[] = [];
  const recused = await recusedFrom(
    tx,
    actor.personId,
    list.map((claim) => claim.enterpriseId),
  );
  for (const claim of list) {
    const decided = decideLeaderSignature(await asMoving(tx, claim), actor);
    if (!decided.ok) left.push({ claimId: claim.id, reason: decided.reason });
    else if (recused.has(claim.enterpriseId)) left.push({ claimId: claim.id, reason: "recused" });
    else if (claim.amountFen === null || claim.amountFen <= 0) left.push({ claimId: claim.id, reason: "nothingToPay" });
    else signable.push(claim);
  }
  return { signable, left };
}

type Signing = SignApproved & { readonly short: readonly string[]; readonly departmentId: string };

async function storeApproval(tx: Db, signable: readonly Claim[], { actor, opinion, at, short, departmentId }: Signing): Promise<string> {
  if (actor.personId === null) throw new Error("a signature without a person");
  const totalFen = addFen(...signable.map((claim) => claim.amountFen ?? ZERO_FEN));
  const listHash = sha256Hex(canonicalize(signable.map(listLine)) ?? "");
  const head = { departmentId, signedBy: actor.personId, opinion: opinion.trim(), claimCount: signable.length, totalFen, listHash, signedAt: at };
  const [approval] = await tx.insert(approvals).values(head).returning({ id: approvals.id });
  if (!approval) throw new Error("the approval was not stored");
  const ids = signable.map((claim) => claim.id);
  await tx.update(claims).set({ approverId: actor.personId, approvalId: approval.id }).where(inArray(claims.id, ids));
  const numberOf = new Map(signable.map((claim) => [claim.id, claim.number]));
  const detail = { claims: signable.map((claim) => claim.number), totalFen, listHash, opinion: head.opinion, short: short.map((id) => numberOf.get(id)) };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "approval.signed", subjectType: "approval", subjectId: approval.id, detail },
  ]);
  return approval.id;
}

export type ApprovalRow = {
  readonly id: string;
  readonly departmentId: string;
  readonly signedByName: string;
  readonly opinion: string;
  readonly claimCount: number;
  readonly totalFen: Fen;
  readonly listHash: string;
  readonly signedAt: Instant;
};

/** 签批记录, newest first. */
export async function listApprovals(db: Db, departmentId: string | null, limit = 50): Promise<ApprovalRow[]> {
  const rows = await db
    .select({ approval: approvals, signedByName: people.displayName })
    .from(approvals)
    .innerJoin(people, eq(people.id, approvals.signedBy))
    .where(departmentId === null ? undefined : eq(approvals.departmentId, departmentId))
    .orderBy(desc(approvals.signedAt))
    .limit(limit);
  return rows.map(({ approval, signedByName }) => ({
    id: approval.id,
    departmentId: approval.departmentId,
    signedByName,
    opinion: approval.opinion,
    claimCount: approval.claimCount,
    totalFen: approval.totalFen,
    listHash: approval.listHash,
    signedAt: instant(approval.signedAt),
  }));
}
