import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, ne, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/access/scope";
import type { ClaimState } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import type { Claim } from "./claims";
import { enterprisesInScope } from "./enterprise-queries";
import { bankAccounts, claims, enterprises } from "./schema";
import type { Db } from "./types";

/** 历年同一政策 of the enterprise: one claim of a period, newest period first. */
export type PastGrant = {
  readonly claimId: string;
  readonly number: string;
  readonly period: string;
  readonly subject: string;
  readonly state: ClaimState;
  readonly amountFen: Fen | null;
  readonly settledAt: Instant | null;
};

/** The enterprise's claims under the same policy, this one left out; for the comparison with last year. */
export async function listPastGrants(db: Db, claim: Pick<Claim, "id" | "enterpriseId" | "policyCode">): Promise<PastGrant[]> {
  const rows = await db
    .select({
      claimId: claims.id,
      number: claims.number,
      period: claims.period,
      subject: claims.subject,
      state: claims.state,
      amountFen: claims.amountFen,
      settledAt: claims.settledAt,
    })
    .from(claims)
    .where(and(eq(claims.enterpriseId, claim.enterpriseId), eq(claims.policyCode, claim.policyCode), ne(claims.id, claim.id)))
    .orderBy(desc(claims.period), desc(claims.number))
    .limit(20);
  return rows.map((row) => ({ ...row, settledAt: row.settledAt && instant(row.settledAt) }));
}

/** 历年到账 of the enterprise over all policies: one line per calendar year. */
export async function paidByYear(db: Db, enterpriseId: string): Promise<{ year: number; count: number; sumFen: Fen }[]> {
  const year = sql<number>`extract(year from ${claims.settledAt} at time zone 'Asia/Shanghai')::int`;
  const rows = await db
    .select({ year, count: sql<number>`count(*)::int`, sum: sql<string>`coalesce(sum(${claims.amountFen}), 0)` })
    .from(claims)
    .where(and(eq(claims.enterpriseId, enterpriseId), eq(claims.benefitKind, "cash"), isNotNull(claims.settledAt), eq(claims.state, "settled")))
    .groupBy(year)
    .orderBy(desc(year));
  return rows.map(({ year: one, count, sum }) => ({ year: one, count, sumFen: Number(sum) as Fen }));
}

export type SharedTrait = "address" | "representative" | "account";

/** 关联企业: another enterprise that shares an address, a representative or an account; never the shared thing itself. */
export type RelatedEnterprise = {
  readonly id: string;
  readonly name: string;
  readonly uscc: string;
  readonly shares: readonly SharedTrait[];
  /** Claims under the same policy that are alive or paid, and their sum. */
  readonly samePolicy: number;
  readonly samePolicyFen: Fen;
};

const other = alias(enterprises, "other");
const [ownAccount, otherAccount] = [alias(bankAccounts, "own_account"), alias(bankAccounts, "other_account")];

const sharesAccount = sql<boolean>`exists (select 1 from ${bankAccounts} ${sql.raw("own_account")} join ${bankAccounts} ${sql.raw("other_account")}
  on ${otherAccount.numberIndex} = ${ownAccount.numberIndex} where ${ownAccount.enterpriseId} = ${other.id} and ${otherAccount.enterpriseId} = ${enterprises.id}
  and ${ownAccount.state} <> 'retired' and ${otherAccount.state} <> 'retired')`;

/** Enterprises that share one of the three with this one. Each trait is looked up by its own index. */
async function sharing(db: Db, enterpriseId: string): Promise<string[]> {
  const byAccount = db
    .selectDistinct({ id: otherAccount.enterpriseId })
    .from(ownAccount)
    .innerJoin(otherAccount, and(eq(otherAccount.numberIndex, ownAccount.numberIndex), ne(otherAccount.state, "retired")))
    .where(and(eq(ownAccount.enterpriseId, enterpriseId), ne(ownAccount.state, "retired")));
  const bySelf = (same: SQL) => db.select({ id: enterprises.id }).from(other).innerJoin(enterprises, same).where(eq(other.id, enterpriseId));
  const rows = await byAccount
    .union(bySelf(sql`${enterprises.address} = ${other.address} and ${other.address} <> ''`))
    .union(bySelf(sql`${enterprises.representativeDigest} = ${other.representativeDigest}`));
  return rows.map((row) => row.id).filter((id) => id !== enterpriseId);
}

const LIVE = sql`${claims.state} not in ('rejected','declined','expired','withdrawn','cancelled','clawedBack')`;

/**
 * 关联办件: enterprises with the same address, representative or account, and what they have under the same policy. Those outside the reader's
 * scope are only counted.
 */
export async function listRelatedEnterprises(
  db: Db,
  scope: Scope,
  { enterpriseId, policyCode }: Pick<Claim, "enterpriseId" | "policyCode">,
): Promise<{ rows: RelatedEnterprise[]; outside: number }> {
  const ids = await sharing(db, enterpriseId);
  if (ids.length === 0) return { rows: [], outside: 0 };
  const ofPolicy = and(eq(claims.enterpriseId, enterprises.id), eq(claims.policyCode, policyCode), LIVE);
  const rows = await db
    .select({
      id: enterprises.id,
      name: enterprises.name,
      uscc: enterprises.uscc,
      address: sql<boolean>`coalesce(${enterprises.address} = ${other.address} and ${other.address} <> '', false)`,
      representative: sql<boolean>`coalesce(${enterprises.representativeDigest} = ${other.representativeDigest}, false)`,
      account: sharesAccount,
      samePolicy: sql<number>`count(${claims.id})::int`,
      samePolicyFen: sql<string>`coalesce(sum(${claims.amountFen}), 0)`,
    })
    .from(enterprises)
    .innerJoin(other, eq(other.id, enterpriseId))
    .leftJoin(claims, ofPolicy)
    .where(and(inArray(enterprises.id, ids), enterprisesInScope(scope)))
    .groupBy(enterprises.id, other.id)
    .orderBy(desc(sql`count(${claims.id})`), asc(enterprises.uscc))
    .limit(20);
  const shown = rows.map(({ id, name, uscc, address, representative, account, samePolicy, samePolicyFen }) => {
    const traits = { address, representative, account };
    const shares = (["address", "representative", "account"] as const).filter((trait) => traits[trait]);
    return { id, name, uscc, shares, samePolicy, samePolicyFen: Number(samePolicyFen) as Fen };
  });
  const [seen] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(enterprises)
    .where(and(inArray(enterprises.id, ids), or(enterprisesInScope(scope) ?? sql`true`)));
  return { rows: shown, outside: ids.length - (seen?.n ?? 0) };
}
