import "server-only";
import { randomUUID } from "node:crypto";
import { and, desc, eq, gt, isNull, like, lte, ne, or, sql } from "drizzle-orm";
import { CODE_TRIES, codeEnds, firstFreeName, isOpen, mayRegister, sameName } from "@/lib/access/registration-rules";
import { dayOf, type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { classifyIdentityNumber } from "@/lib/standards/identity-number";
import { normaliseCode } from "@/lib/standards/uscc";
import { queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { blindIndex, openText, personDigest, sealText } from "./crypto";
import { messageCode } from "./one-time-secrets";
import { createPerson, hashPassword, raiseSession } from "./people";
import { addRepresented } from "./representatives";
import { enterprises, memberships, people, registrations } from "./schema";
import type { Db } from "./types";
import { wallNow } from "./wall-clock";

export type Facts = { readonly creditCode: string; readonly representativeName: string; readonly identityNumber: string };
/** A code on its way to the registered telephone. It leaves this module once, for the channel. */
export type CodeDelivery = { readonly phone: string; readonly code: string };
export type Started = { readonly registrationId: string; readonly delivery: CodeDelivery | null };
type Enterprise = typeof enterprises.$inferSelect;

const codePlace = (registrationId: string): string => `registrations.code|${registrationId}`;
const digestOf = (registrationId: string, code: string): string => blindIndex(`registration|${registrationId}|${code}`);

/** Does all that was typed equal the register? A register without the number or the telephone proves nobody. */
function fits(enterprise: Enterprise, { representativeName, identityNumber }: Facts): boolean {
  const { uscc, regStatus, representativeCipher, representativeDigest, phoneCipher } = enterprise;
  if (!mayRegister(regStatus) || !representativeCipher || !representativeDigest || !phoneCipher) return false;
  const typed = classifyIdentityNumber(identityNumber.normalize("NFKC").replace(/\s/g, ""));
  return (
    typed.kind === "valid" &&
    personDigest(typed.number) === representativeDigest &&
    sameName(representativeName, openText(representativeCipher, `enterprises.representative|${uscc}`))
  );
}

/**
 * 企业注册, first step (B12): credit code, the representative's name and identity number against the register. Every try is answered alike and
 * leaves a row alike; a code is on its way only where all three fit. `keepCode` keeps the code readable for a demo county without telephones.
 */
export async function startRegistration(db: Db, facts: Facts, { at, keepCode }: { at: Instant; keepCode: boolean }): Promise<Started> {
  const [found] = await db
    .select()
    .from(enterprises)
    .where(eq(enterprises.uscc, normaliseCode(facts.creditCode)));
  const enterprise = found && fits(found, facts) ? found : null;
  const [id, code] = [randomUUID(), messageCode()];
  const phone = enterprise?.phoneCipher ? openText(enterprise.phoneCipher, `enterprises.phone|${enterprise.uscc}`) : null;
  await db.transaction(async (tx) => {
    await tx.insert(registrations).values({
      id,
      enterpriseId: enterprise?.id ?? null,
      phoneMask: enterprise?.phoneMask ?? null,
      codeDigest: digestOf(id, code),
      codeCipher: enterprise && keepCode ? sealText(code, codePlace(id)) : null,
      expiresAt: codeEnds(wallNow()),
      startedAt: at,
    });
    const detail = { enterpriseId: enterprise?.id ?? null, fits: enterprise !== null };
    await record(tx, { at, actorId: null, registrationId: id }, "registration.started", detail);
  });
  return { registrationId: id, delivery: phone === null ? null : { phone, code } };
}

type RecordContext = { readonly at: Instant; readonly actorId: string | null; readonly registrationId: string };
const record = (tx: Db, { at, actorId, registrationId }: RecordContext, action: string, detail: Record<string, unknown>) =>
  appendAudit(tx, [{ at, actorId, actorRole: actorId ? "person" : "public", action, subjectType: "registration", subjectId: registrationId, detail }]);

/** What came of a proven registration: a new sign-in, an enterprise more for the person's own, or one that was open already. */
export type Completed = { readonly outcome: "opened" | "added" | "alreadyOpen"; readonly username: string };
export type CompleteRefusal = "codeWrong" | "expired";

const inForce = (at: Instant) => and(lte(memberships.validFrom, dayOf(at)), or(isNull(memberships.validTo), gt(memberships.validTo, dayOf(at))));

/** Who represents the enterprise today. */
const representativesOf = (tx: Db, enterpriseId: string, at: Instant) =>
  tx
    .select({ personId: people.id, username: people.username, displayName: people.displayName })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(and(eq(memberships.role, "legalRepresentative"), eq(memberships.enterpriseId, enterpriseId), isNull(people.disabledAt), inForce(at)));

/** A predecessor who had proven the same enterprise is its representative no longer. */
async function endPredecessors(tx: Db, enterpriseId: string, at: Instant): Promise<void> {
  const ended = await tx
    .update(memberships)
    .set({ validTo: dayOf(at) })
    .where(and(eq(memberships.enterpriseId, enterpriseId), eq(memberships.role, "legalRepresentative"), eq(memberships.basis, "register"), inForce(at)))
    .returning({ personId: memberships.personId });
  for (const { personId } of ended) await raiseSession(tx, personId);
}

/** The person who has proven another enterprise with the same identity number, if any. */
async function samePerson(tx: Db, enterprise: Enterprise, at: Instant) {
  const [own] = await tx
    .select({ personId: people.id, username: people.username })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(enterprises, eq(enterprises.id, memberships.enterpriseId))
    .where(
      and(
        eq(memberships.role, "legalRepresentative"),
        eq(memberships.basis, "register"),
        eq(enterprises.representativeDigest, enterprise.representativeDigest ?? ""),
        ne(enterprises.id, enterprise.id),
        isNull(people.disabledAt),
        inForce(at),
      ),
    );
  return own;
}

async function freeName(tx: Db, uscc: string): Promise<string> {
  await queueFor(tx, "people.username");
  const rows = await tx
    .select({ username: sql<string>`lower(${people.username})` })
    .from(people)
    .where(like(sql`lower(${people.username})`, `${uscc.toLowerCase()}%`));
  return firstFreeName(uscc, new Set(rows.map((row) => row.username)));
}

type Proven = { readonly enterprise: Enterprise; readonly passwordHash: string; readonly at: Instant };

async function openAccount(tx: Db, { enterprise, passwordHash, at }: Proven): Promise<{ personId: string } & Completed> {
  const name = openText(enterprise.representativeCipher ?? "", `enterprises.representative|${enterprise.uscc}`);
  const held = await representativesOf(tx, enterprise.id, at);
  const already = held.find((one) => sameName(one.displayName, name));
  if (already) return { personId: already.personId, outcome: "alreadyOpen", username: already.username };
  await endPredecessors(tx, enterprise.id, at);
  const enterpriseIds = [enterprise.id];
  const own = await samePerson(tx, enterprise, at);
  if (own) {
    await addRepresented(tx, { personId: own.personId, enterpriseIds, basis: "register", at });
    return { ...own, outcome: "added" };
  }
  const username = await freeName(tx, enterprise.uscc);
  const personId = await createPerson(tx, { displayName: name, username, password: null, memberships: [] }, { at, actorId: null, passwordHash });
  await addRepresented(tx, { personId, enterpriseIds, basis: "register", at });
  return { personId, outcome: "opened", username };
}

export type Completion = { readonly registrationId: string; readonly code: string; readonly password: string; readonly at: Instant };

/**
 * 企业注册, second step: the code that went to the registered telephone. Wrong codes count, five end the try; a try without an enterprise
 * behind it answers like a wrong code.
 */
export async function completeRegistration(db: Db, { registrationId, code, password, at }: Completion): Promise<Result<Completed, CompleteRefusal>> {
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx): Promise<Result<Completed, CompleteRefusal>> => {
    const [one] = await tx.select().from(registrations).where(eq(registrations.id, registrationId)).for("update");
    if (!one || !isOpen(one, wallNow())) return refused("expired");
    const [enterprise] = one.enterpriseId === null ? [] : await tx.select().from(enterprises).where(eq(enterprises.id, one.enterpriseId)).for("no key update");
    if (!enterprise || digestOf(registrationId, code.normalize("NFKC").replace(/\s/g, "")) !== one.codeDigest) {
      const failures = one.failures + 1;
      await tx.update(registrations).set({ failures }).where(eq(registrations.id, registrationId));
      await record(tx, { at, actorId: null, registrationId }, "registration.codeWrong", { failures });
      return refused(failures >= CODE_TRIES ? "expired" : "codeWrong");
    }
    const { personId, ...completed } = await openAccount(tx, { enterprise, passwordHash, at });
    await tx.update(registrations).set({ completedAt: at, personId, codeCipher: null }).where(eq(registrations.id, registrationId));
    await record(tx, { at, actorId: personId, registrationId }, "registration.completed", { enterpriseId: enterprise.id, outcome: completed.outcome });
    return ok(completed);
  });
}

export type RegistrationRow = {
  readonly id: string;
  readonly startedAt: Instant;
  readonly enterpriseName: string | null;
  readonly phoneMask: string | null;
  readonly state: "open" | "expired" | "completed" | "unfit";
  readonly username: string | null;
  /** In a demo county, as long as it is good. */
  readonly code: string | null;
};

function stateOf(row: typeof registrations.$inferSelect): RegistrationRow["state"] {
  if (row.completedAt) return "completed";
  if (row.enterpriseId === null) return "unfit";
  return isOpen(row, wallNow()) ? "open" : "expired";
}

/** The last registrations, newest first, for the system administrator. */
export async function listRegistrations(db: Db, limit: number): Promise<RegistrationRow[]> {
  const rows = await db
    .select({ row: registrations, enterpriseName: enterprises.name, username: people.username })
    .from(registrations)
    .leftJoin(enterprises, eq(enterprises.id, registrations.enterpriseId))
    .leftJoin(people, eq(people.id, registrations.personId))
    .orderBy(desc(registrations.startedAt), desc(registrations.expiresAt))
    .limit(limit);
  return rows.map(({ row, enterpriseName, username }) => {
    const state = stateOf(row);
    const code = state === "open" && row.codeCipher ? openText(row.codeCipher, codePlace(row.id)) : null;
    return { id: row.id, startedAt: instant(row.startedAt), enterpriseName, phoneMask: row.phoneMask, state, username, code };
  });
}
