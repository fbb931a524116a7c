import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import type { Fen } from "@/lib/kernel/fen";
import { dayOf, type Instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { countsByLine, lineIndicators } from "@/lib/matching/project-lines";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { offerClaim } from "./claim-offers";
import type { Actor } from "./claims";
import { loadNamed, nameLines } from "./invoice-projects";
import { matchContext, matchEnterprises } from "./matching";
import { listPublished } from "./policies";
import { claimSubjects, claims, consents, indicatorValues, uploadRows } from "./schema";
import type { Db } from "./types";

/** 发票行 of the own enterprise as it reads it: what was bought, for how much, and which subsidy counts it. */
export type InvoiceLine = {
  /** 发票号码#行号 */
  readonly line: string;
  readonly indicatorId: string;
  readonly amountFen: Fen;
  readonly goods: string;
  readonly seller: string;
  readonly date: PlainDate | null;
  /** Policies with a consent in force that could count it. */
  readonly candidates: readonly string[];
  /** The one it counts for; null while several could and the enterprise has not said. */
  readonly policyCode: string | null;
  /** A claim under way or paid counts it: it stays there. */
  readonly heldBy: { readonly number: string; readonly policyCode: string } | null;
};
export type InvoiceLines = { readonly lines: readonly InvoiceLine[]; readonly policies: readonly Pick<ResolvedPolicy, "code" | "name">[] };

const text = (record: Record<string, unknown> | null, field: string): string => (typeof record?.[field] === "string" ? (record[field] as string) : "");

const storedLines = (db: Db, enterpriseId: string, year: number) =>
  db
    .select({ line: indicatorValues.subject, indicatorId: indicatorValues.indicatorId, value: indicatorValues.value, record: uploadRows.record })
    .from(indicatorValues)
    .leftJoin(uploadRows, eq(uploadRows.id, indicatorValues.sourceRowId))
    .where(
      and(
        eq(indicatorValues.enterpriseId, enterpriseId),
        eq(indicatorValues.period, String(year)),
        isNull(indicatorValues.supersededAt),
        sql`${indicatorValues.subject} <> ''`,
      ),
    )
    .orderBy(asc(indicatorValues.subject));

const heldLines = (db: Db, enterpriseId: string) =>
  db
    .selectDistinct({ line: claimSubjects.subject, number: claims.number, policyCode: claims.policyCode })
    .from(claimSubjects)
    .innerJoin(claims, eq(claims.id, claimSubjects.claimId))
    .where(and(eq(claims.enterpriseId, enterpriseId), eq(claimSubjects.live, true)));

/**
 * 我的发票行 that could count for a subsidy: of the full year, among the policies with a consent in force and, while one is being given, `asked`. Only lines
 * that a consent has opened are read.
 */
export async function listInvoiceLines(db: Db, query: { enterpriseId: string; at: Instant; asked?: string }): Promise<InvoiceLines> {
  const { enterpriseId, at, asked } = query;
  // One after the other: within a transaction there is one connection
  const published = await listPublished(db);
  const given = await db
    .select({ code: consents.policyCode })
    .from(consents)
    .where(and(eq(consents.enterpriseId, enterpriseId), isNull(consents.revokedAt)));
  const stored = await storedLines(db, enterpriseId, yearOf(dayOf(at)) - 1);
  const held = await heldLines(db, enterpriseId);
  const named = await loadNamed(db, [enterpriseId]);
  const codes = new Set([...given.map((row) => row.code), ...(asked ? [asked] : [])]);
  const policies = published.map((one) => one.resolved).filter((policy) => codes.has(policy.code) && countsByLine(policy));
  const heldOf = new Map(held.map(({ line, ...claim }) => [line, claim]));
  const lines = stored.flatMap(({ line, indicatorId, value, record }): InvoiceLine[] => {
    const candidates = policies.filter((policy) => lineIndicators(policy).includes(indicatorId)).map((policy) => policy.code);
    if (candidates.length === 0 || typeof value !== "number") return [];
    const heldBy = heldOf.get(line) ?? null;
    const policyCode = heldBy?.policyCode ?? named.get(enterpriseId)?.[line] ?? (candidates.length === 1 ? (candidates[0] ?? null) : null);
    const date = (text(record, "invoiceDate") || null) as PlainDate | null;
    return [
      {
        line,
        indicatorId,
        amountFen: value as Fen,
        goods: text(record, "goodsName"),
        seller: text(record, "sellerName"),
        date,
        candidates,
        policyCode,
        heldBy,
      },
    ];
  });
  return { lines, policies: policies.map(({ code, name }) => ({ code, name })) };
}

/** 待归项 of one enterprise: how many of its lines wait to be named. */
export async function countOpenLines(db: Db, enterpriseId: string, at: Instant): Promise<number> {
  return (await listInvoiceLines(db, { enterpriseId, at })).lines.filter((one) => one.policyCode === null).length;
}

export type LineRefusal = "lineUnknown" | "lineHeld" | "policyNotConsented";

type Choices = ReadonlyMap<string, string>;

/** What stands against a choice of lines; null when nothing does. */
function refusalOf(lines: readonly InvoiceLine[], choices: Choices): LineRefusal | null {
  const known = new Map(lines.map((one) => [one.line, one]));
  for (const [line, policyCode] of choices) {
    const found = known.get(line);
    if (!found) return "lineUnknown";
    if (!found.candidates.includes(policyCode)) return "policyNotConsented";
    if (found.heldBy && found.heldBy.policyCode !== policyCode) return "lineHeld";
  }
  return null;
}

type Assignment = { readonly enterpriseId: string; readonly choices: Choices; readonly actor: Actor & { readonly personId: string }; readonly at: Instant };

/** Writes the namings of one policy, under its consent. */
async function nameForPolicy(tx: Db, { enterpriseId, actor, at }: Assignment, policyCode: string, lines: readonly string[]): Promise<void> {
  const [consent] = await tx
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.enterpriseId, enterpriseId), eq(consents.policyCode, policyCode), isNull(consents.revokedAt)));
  if (!consent) throw new Error("a candidate without its consent");
  await nameLines(tx, { enterpriseId, policyCode, consentId: consent.id, lines, personId: actor.personId, at });
  const subject = { subjectType: "enterprise", subjectId: enterpriseId, detail: { policyCode, lines } };
  await appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action: "invoice.named", ...subject }]);
}

/** Names lines for policies inside the caller's transaction. What is said already changes nothing. */
export async function assignLines(tx: Db, input: Assignment): Promise<Result<null, LineRefusal>> {
  const { enterpriseId, choices, at } = input;
  if (choices.size === 0) return ok(null);
  await queueFor(tx, `invoice-lines|${enterpriseId}`);
  const { lines } = await listInvoiceLines(tx, { enterpriseId, at });
  const refusal = refusalOf(lines, choices);
  if (refusal) return refused(refusal);
  const named = (await loadNamed(tx, [enterpriseId])).get(enterpriseId) ?? {};
  const fresh = [...choices].filter(([line, policyCode]) => named[line] !== policyCode);
  for (const policyCode of new Set(fresh.map(([, code]) => code))) {
    const own = fresh.filter(([, code]) => code === policyCode).map(([line]) => line);
    await nameForPolicy(tx, input, policyCode, own);
  }
  return ok(null);
}

export type NamingAct = {
  readonly enterpriseId: string;
  /** Line → policy. */
  readonly choices: ReadonlyMap<string, string>;
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
  readonly calendar: WorkCalendar;
};

/** 发票归项: the enterprise says which subsidy each line belongs to; what follows from it shows at once. Returns the claims that came of it. */
export function nameInvoiceLines(db: Db, act: NamingAct): Promise<Result<readonly string[], LineRefusal>> {
  const { enterpriseId, at, calendar } = act;
  return atomically<readonly string[], LineRefusal>(db, async (tx) => {
    const done = await assignLines(tx, act);
    if (!done.ok) return done;
    const { opened } = await matchEnterprises(tx, await matchContext(tx, at, calendar), [enterpriseId]);
    for (const { claimId } of opened) await offerClaim(tx, claimId, { at, calendar });
    return ok(opened.map((one) => one.claimId));
  });
}
