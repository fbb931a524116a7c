import "server-only";
import canonicalize from "canonicalize";
import { and, asc, desc, eq } from "drizzle-orm";
import { pinyin } from "pinyin-pro";
import { FUNDS, type FundId } from "@/lib/disbursement/funds";
import type { Fen } from "@/lib/kernel/fen";
import { fenFromYuan } from "@/lib/kernel/fen";
import type { Instant } from "@/lib/kernel/plain-date";
import { LibraryDocument, type PolicyDocument, ResolvedPolicy } from "@/lib/policy/language";
import { resolvePolicy } from "@/lib/policy/resolve";
import { appendAudit } from "./audit";
import { sha256Hex } from "./crypto";
import { budgets, funds, policies, policyLibraries, policyVersions } from "./schema";
import type { Db } from "./types";

/** 版本号: a version is named by the hash of what it says as run; the same text is the same version everywhere. */
export const versionIdOf = (resolved: ResolvedPolicy): string => sha256Hex(canonicalize(resolved) ?? "");

export type PublishedPolicy = {
  readonly versionId: string;
  readonly number: number;
  readonly departmentId: string;
  readonly sortOrder: number;
  readonly document: PolicyDocument;
  readonly resolved: ResolvedPolicy;
};

const shared = globalThis as typeof globalThis & { platformPolicies?: Map<string, PublishedPolicy> };
/** Versions are immutable, so that a parsed one is kept for good. */
const cache = () => {
  shared.platformPolicies ??= new Map();
  return shared.platformPolicies;
};

type Row = { version: typeof policyVersions.$inferSelect; policy: typeof policies.$inferSelect };

function parsed({ version, policy }: Row): PublishedPolicy {
  const known = cache().get(version.id);
  if (known) return known;
  const one: PublishedPolicy = {
    versionId: version.id,
    number: version.number,
    departmentId: policy.departmentId,
    sortOrder: policy.sortOrder,
    document: version.document as PolicyDocument,
    resolved: ResolvedPolicy.parse(version.resolved),
  };
  cache().set(version.id, one);
  return one;
}

/** 现行政策: the published version of each policy, in the library's order. */
export async function listPublished(db: Db): Promise<PublishedPolicy[]> {
  const rows = await db
    .select({ version: policyVersions, policy: policies })
    .from(policyVersions)
    .innerJoin(policies, eq(policies.code, policyVersions.policyCode))
    .where(eq(policyVersions.state, "published"))
    .orderBy(asc(policies.sortOrder));
  return rows.map(parsed);
}

/** The published version of one policy. */
export async function findPublished(db: Db, code: string): Promise<PublishedPolicy | null> {
  const [row] = await db
    .select({ version: policyVersions, policy: policies })
    .from(policyVersions)
    .innerJoin(policies, eq(policies.code, policyVersions.policyCode))
    .where(and(eq(policyVersions.state, "published"), eq(policies.code, code)));
  return row ? parsed(row) : null;
}

/** Any version by its hash: what an open claim was opened under. */
export async function findVersion(db: Db, versionId: string): Promise<PublishedPolicy | null> {
  const known = cache().get(versionId);
  if (known) return known;
  const [row] = await db
    .select({ version: policyVersions, policy: policies })
    .from(policyVersions)
    .innerJoin(policies, eq(policies.code, policyVersions.policyCode))
    .where(eq(policyVersions.id, versionId));
  return row ? parsed(row) : null;
}

export async function loadLibrary(db: Db): Promise<LibraryDocument> {
  const [row] = await db.select().from(policyLibraries).where(eq(policyLibraries.current, 1));
  if (!row) throw new Error("the policy library is not loaded");
  return LibraryDocument.parse(row.document);
}

const libraryIdOf = (library: LibraryDocument): string => sha256Hex(canonicalize(library) ?? "");

/** Takes over the shipped library, unless the county has had it already: what policy staff have added since stays. */
export async function importLibrary(db: Db, library: LibraryDocument, at: Instant): Promise<void> {
  const [known] = await db
    .select({ id: policyLibraries.id })
    .from(policyLibraries)
    .where(eq(policyLibraries.id, libraryIdOf(library)));
  if (!known) await storeLibrary(db, library, at);
}

/** Stores the shared part of the library (base conditions, negative list, groups, codes) as the current one. */
export async function storeLibrary(db: Db, library: LibraryDocument, at: Instant): Promise<void> {
  const id = libraryIdOf(library);
  await db.transaction(async (tx) => {
    await tx.update(policyLibraries).set({ current: 0 }).where(eq(policyLibraries.current, 1));
    await tx
      .insert(policyLibraries)
      .values({ id, document: library, createdAt: at, current: 1 })
      .onConflictDoUpdate({ target: policyLibraries.id, set: { current: 1 } });
  });
}

const initialsOf = (name: string): string => pinyin(name, { pattern: "first", toneType: "none", type: "array" }).join("").toLowerCase();

/** 政策 as it is listed; a policy that is listed already keeps its place. */
export async function storePolicyHead(tx: Db, document: PolicyDocument, sortOrder: number): Promise<void> {
  const head = {
    name: document.name,
    departmentId: document.dept,
    category: document.category,
    boards: [...document.boards],
    initials: initialsOf(document.name),
  };
  await tx
    .insert(policies)
    .values({ code: document.code, ...head, sortOrder })
    .onConflictDoUpdate({ target: policies.code, set: head });
}

export type NewVersion = {
  readonly id: string;
  readonly document: PolicyDocument;
  readonly resolved: ResolvedPolicy;
  /** Both null for the shipped library. */
  readonly authoredBy: string | null;
  readonly publishedBy: string | null;
  readonly at: Instant;
};

/** Retires the version in force and puts a new one in its place; returns its number. Open claims stay with the version they were opened under. */
export async function putInForce(tx: Db, { id, document, resolved, authoredBy, publishedBy, at }: NewVersion): Promise<number> {
  const [latest] = await tx
    .select({ number: policyVersions.number })
    .from(policyVersions)
    .where(eq(policyVersions.policyCode, document.code))
    .orderBy(desc(policyVersions.number))
    .limit(1);
  const number = (latest?.number ?? 0) + 1;
  await tx
    .update(policyVersions)
    .set({ state: "retired" })
    .where(and(eq(policyVersions.policyCode, document.code), eq(policyVersions.state, "published")));
  await tx.insert(policyVersions).values({
    id,
    policyCode: document.code,
    number,
    document,
    resolved,
    effectiveFrom: document.effective.from,
    effectiveTo: document.effective.to,
    state: "published",
    authoredBy,
    publishedBy,
    publishedAt: at,
    createdAt: at,
  });
  return number;
}

export type PolicyImport = {
  readonly document: PolicyDocument;
  readonly library: LibraryDocument;
  readonly sortOrder: number;
  readonly at: Instant;
};

/**
 * 入库: takes over a policy of the shipped library. Content that the county has had as a version changes nothing, so that what policy staff
 * published since stays in force; new content becomes a new published version and retires the one before, whose claims stay with it.
 */
export async function importPolicy(db: Db, { document, library, sortOrder, at }: PolicyImport): Promise<string> {
  const resolved = resolvePolicy(document, library);
  if (!resolved.ok) throw new Error(`${document.code}: ${resolved.reason.map((problem) => `${problem.path} ${problem.message}`).join("; ")}`);
  const id = versionIdOf(resolved.value);
  await db.transaction(async (tx) => {
    const [known] = await tx.select({ id: policyVersions.id }).from(policyVersions).where(eq(policyVersions.id, id));
    if (known) return;
    await storePolicyHead(tx, document, sortOrder);
    const number = await putInForce(tx, { id, document, resolved: resolved.value, authoredBy: null, publishedBy: null, at });
    await appendAudit(tx, [
      {
        at,
        actorId: null,
        actorRole: "system",
        action: "policy.imported",
        subjectType: "policy",
        subjectId: document.code,
        detail: { versionId: id, number },
      },
    ]);
  });
  return id;
}

/** 资金专户 of the three funds. The accounts are the county's own and shown by their last four digits only. */
export async function storeFunds(db: Db): Promise<void> {
  const last4: Record<FundId, string> = { unemploymentInsurance: "0017", employment: "0025", countyTreasury: "0009" };
  const rows = (Object.keys(FUNDS) as FundId[]).map((id) => ({
    id,
    name: FUNDS[id].zh,
    payingAccountName: `青禾县财政局${FUNDS[id].zh}专户`,
    payingAccountLast4: last4[id],
  }));
  await db.insert(funds).values(rows).onConflictDoNothing();
}

/** 年度预算 of a policy; an existing one is left as it is (adjustments are an act of finance). */
export async function storeBudget(
  db: Db,
  input: { policyCode: string; year: number; fundId: FundId; amountFen: Fen; documentNumber: string; at: Instant },
): Promise<void> {
  const { at, ...rest } = input;
  await db
    .insert(budgets)
    .values({ ...rest, createdAt: at })
    .onConflictDoNothing();
}

/** Budget of the shipped policies for a year, where the policy pays at all. */
export async function storeShippedBudgets(db: Db, documents: readonly PolicyDocument[], year: number, at: Instant): Promise<void> {
  for (const [index, { code, fund, annualBudget }] of documents.entries()) {
    if (fund.account === null || annualBudget === null) continue;
    await storeBudget(db, {
      policyCode: code,
      year,
      fundId: fund.account,
      amountFen: fenFromYuan(annualBudget),
      documentNumber: `青财指〔${year}〕${String(index + 1).padStart(3, "0")}号`,
      at,
    });
  }
}
