import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Entitlement } from "@/lib/access/entitlement";
import { isEnterpriseRole } from "@/lib/access/roles";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { sha256Hex } from "./crypto";
import { createPerson, raiseSession } from "./people";
import { addRepresented, endUnnamed } from "./representatives";
import { enterprises, memberships, people } from "./schema";
import type { Db } from "./types";

/** What the provider has proven: an account of its own, and what it says its bearer may do here. */
export type ProviderProof = {
  /** `issuer|account id`. */
  readonly subject: string;
  readonly name: string | null;
  readonly entitlement: Entitlement;
  readonly at: Instant;
};
export type ProviderRefusal = "unbound" | "disabled" | "contradictory" | "staffUnknown" | "boundOtherwise" | "enterpriseUnknown" | "notEntitled";
type Person = typeof people.$inferSelect;

const roleKinds = async (tx: Db, personId: string): Promise<{ staff: boolean; enterprise: boolean }> => {
  const held = await tx.select({ role: memberships.role }).from(memberships).where(eq(memberships.personId, personId));
  return { staff: held.some((one) => !isEnterpriseRole(one.role)), enterprise: held.some((one) => isEnterpriseRole(one.role)) };
};

/** The staff account that the provider names, bound to the provider's account at the first sign-in and never to a second one. */
async function bindStaff(tx: Db, { subject, at }: ProviderProof, username: string): Promise<Result<Person, ProviderRefusal>> {
  const [person] = await tx.select().from(people).where(sql`lower(${people.username}) = ${username}`).for("update");
  if (!person || (await roleKinds(tx, person.id)).enterprise) return refused("staffUnknown");
  if (person.disabledAt) return refused("disabled");
  if (person.oidcSubject !== null) return refused("boundOtherwise");
  await tx.update(people).set({ oidcSubject: subject }).where(eq(people.id, person.id));
  await raiseSession(tx, person.id);
  await appendAudit(tx, [
    { at, actorId: person.id, actorRole: "person", action: "person.providerBound", subjectType: "person", subjectId: person.id, detail: {} },
  ]);
  return ok(person);
}

const inRegister = async (tx: Db, creditCodes: readonly string[]): Promise<string[]> =>
  creditCodes.length === 0
    ? []
    : (
        await tx
          .select({ id: enterprises.id })
          .from(enterprises)
          .where(inArray(enterprises.uscc, [...creditCodes]))
      ).map((row) => row.id);

/** 首次登录 of a legal representative: a person without a password, known by the provider's account alone. */
async function enterRepresentative(tx: Db, { subject, name, at }: ProviderProof, enterpriseIds: readonly string[]): Promise<Result<string, ProviderRefusal>> {
  if (enterpriseIds.length === 0) return refused("enterpriseUnknown");
  const username = `province-${sha256Hex(subject).slice(0, 16)}`;
  const personId = await createPerson(
    tx,
    { displayName: name?.trim() || "法定代表人", username, password: null, oidcSubject: subject, memberships: [] },
    { at, actorId: null },
  );
  await addRepresented(tx, { personId, enterpriseIds, basis: "provider", at });
  return ok(personId);
}

async function known(tx: Db, person: Person, { entitlement, at }: ProviderProof): Promise<Result<string, ProviderRefusal>> {
  if (person.disabledAt) return refused("disabled");
  if (entitlement.kind === "absent") return ok(person.id);
  if (entitlement.kind === "staff") return entitlement.username === person.username.toLowerCase() ? ok(person.id) : refused("boundOtherwise");
  const creditCodes = entitlement.kind === "enterprises" ? entitlement.creditCodes : [];
  if ((await roleKinds(tx, person.id)).staff) return creditCodes.length > 0 ? refused("contradictory") : ok(person.id);
  const enterpriseIds = await inRegister(tx, creditCodes);
  await endUnnamed(tx, { personId: person.id, enterpriseIds, at });
  await addRepresented(tx, { personId: person.id, enterpriseIds, basis: "provider", at });
  return ok(person.id);
}

async function unknown(tx: Db, proof: ProviderProof): Promise<Result<string, ProviderRefusal>> {
  const { entitlement } = proof;
  if (entitlement.kind === "absent") return refused("unbound");
  if (entitlement.kind === "contradictory") return refused("contradictory");
  if (entitlement.kind === "enterprises") {
    if (entitlement.creditCodes.length === 0) return refused("notEntitled");
    return enterRepresentative(tx, proof, await inRegister(tx, entitlement.creditCodes));
  }
  const bound = await bindStaff(tx, proof, entitlement.username);
  return bound.ok ? ok(bound.value.id) : bound;
}

/**
 * 统一身份认证登录: the provider's account is the key. Its entitlement claim names one of our staff accounts, or the enterprises whose legal
 * representative the bearer is (B12); what rests on that claim follows it at every sign-in. The password plays no part, nor does our code:
 * the provider answers for the strength of its own sign-in.
 */
export function signInByProvider(db: Db, proof: ProviderProof): Promise<Result<string, ProviderRefusal>> {
  return atomically<string, ProviderRefusal>(db, async (tx) => {
    await queueFor(tx, `provider.${proof.subject}`);
    const [person] = await tx.select().from(people).where(eq(people.oidcSubject, proof.subject)).for("update");
    if (person && proof.entitlement.kind === "contradictory") return refused("contradictory");
    const done = await (person ? known(tx, person, proof) : unknown(tx, proof));
    if (!done.ok) return done;
    await appendAudit(tx, [
      {
        at: proof.at,
        actorId: done.value,
        actorRole: "person",
        action: "signIn.succeeded",
        subjectType: "person",
        subjectId: done.value,
        detail: { by: "provider" },
      },
    ]);
    return done;
  });
}

/** The person of a provider's account, if one is bound and may sign in. */
export async function findByProvider(db: Db, subject: string): Promise<string | null> {
  const [person] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.oidcSubject, subject), isNull(people.disabledAt)));
  return person?.id ?? null;
}
