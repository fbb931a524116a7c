import "server-only";
import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { AGENT_RIGHTS, type AgentRight } from "@/lib/access/agent-rights";
import { sameName } from "@/lib/access/registration-rules";
import { dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { oneTimePassword } from "./one-time-secrets";
import { createPerson, raiseSession } from "./people";
import { representedBy } from "./representatives";
import { memberships, people } from "./schema";
import type { Db } from "./types";

type Act = { readonly enterpriseId: string; readonly actor: Actor; readonly at: Instant };

const inForce = (at: Instant) => and(lte(memberships.validFrom, dayOf(at)), or(isNull(memberships.validTo), gt(memberships.validTo, dayOf(at))));
const agentsOf = (enterpriseId: string, at: Instant) =>
  and(eq(memberships.enterpriseId, enterpriseId), eq(memberships.role, "enterpriseAgent"), isNull(people.disabledAt), inForce(at));

export type Agent = {
  readonly membershipId: string;
  readonly displayName: string;
  readonly username: string;
  readonly rights: readonly AgentRight[];
  readonly validFrom: PlainDate;
  /** First day without the mandate; null: until it is taken back. */
  readonly validTo: PlainDate | null;
};

/** 经办人 of an enterprise, by name. */
export async function listAgents(db: Db, enterpriseId: string, at: Instant): Promise<Agent[]> {
  const rows = await db
    .select({
      membershipId: memberships.id,
      displayName: people.displayName,
      username: people.username,
      rights: memberships.rights,
      validFrom: memberships.validFrom,
      validTo: memberships.validTo,
    })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(agentsOf(enterpriseId, at))
    .orderBy(asc(people.displayName), asc(memberships.id));
  return rows.map((row) => ({ ...row, rights: row.rights ?? AGENT_RIGHTS }));
}

/** Only who represents the enterprise today may appoint for it. */
async function represents(tx: Db, { enterpriseId, actor, at }: Act): Promise<boolean> {
  return actor.personId !== null && (await representedBy(tx, actor.personId, at)).some((one) => one.enterpriseId === enterpriseId);
}

const record = (tx: Db, { enterpriseId, actor, at }: Act, personId: string, { action, detail }: { action: string; detail: Record<string, unknown> }) =>
  appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action, subjectType: "person", subjectId: personId, detail: { enterpriseId, ...detail } },
  ]);

export type NewAgent = Act & {
  readonly displayName: string;
  readonly username: string;
  readonly rights: readonly AgentRight[];
  readonly validTo: PlainDate | null;
};
export type AppointRefusal =
  | "notRepresentative"
  | "nameMissing"
  | "usernameInvalid"
  | "usernameTaken"
  | "rightsMissing"
  | "endsInPast"
  | "ownAccount"
  | "alreadyAppointed";
export type Appointed = { readonly username: string /** Null for somebody who has a sign-in already. */; readonly password: string | null };

const USERNAME = /^[a-z0-9][a-z0-9-]{5,39}$/;

function formFault({ displayName, username, rights, validTo, at }: NewAgent): AppointRefusal | null {
  if (displayName.trim() === "") return "nameMissing";
  if (!USERNAME.test(username.trim().toLowerCase())) return "usernameInvalid";
  if (rights.length === 0) return "rightsMissing";
  return validTo !== null && validTo <= dayOf(at) ? "endsInPast" : null;
}

type Found = { readonly personId: string; readonly password: string | null };

/** A new sign-in with a one-time password, or that of somebody who acts for another enterprise already and bears the name that was typed. */
async function agentAccount(tx: Db, { displayName, username, enterpriseId, actor, at }: NewAgent): Promise<Result<Found, AppointRefusal>> {
  const name = username.trim().toLowerCase();
  await queueFor(tx, "people.username");
  const [known] = await tx.select().from(people).where(sql`lower(${people.username}) = ${name}`);
  if (!known) {
    const password = oneTimePassword();
    const person = { displayName: displayName.trim(), username: name, password, mustChangePassword: true, memberships: [] };
    return ok({ personId: await createPerson(tx, person, { at, actorId: actor.personId, actorRole: actor.role }), password });
  }
  if (known.id === actor.personId) return refused("ownAccount");
  const held = await tx
    .select({ role: memberships.role, enterpriseId: memberships.enterpriseId })
    .from(memberships)
    .where(and(eq(memberships.personId, known.id), inForce(at)));
  if (held.some((one) => one.enterpriseId === enterpriseId)) return refused("alreadyAppointed");
  const actsForOthers = held.length > 0 && held.every((one) => one.role === "enterpriseAgent" || one.role === "legalRepresentative");
  return actsForOthers && known.disabledAt === null && sameName(displayName, known.displayName)
    ? ok({ personId: known.id, password: null })
    : refused("usernameTaken");
}

/** 指定经办人: the legal representative leaves some of the enterprise's acts to another person, for a time or until it is taken back. */
export function appointAgent(db: Db, input: NewAgent): Promise<Result<Appointed, AppointRefusal>> {
  const { enterpriseId, rights, validTo, actor, at } = input;
  return atomically<Appointed, AppointRefusal>(db, async (tx) => {
    if (!(await represents(tx, input))) return refused("notRepresentative");
    const fault = formFault(input);
    if (fault) return refused(fault);
    const found = await agentAccount(tx, input);
    if (!found.ok) return found;
    const { personId, password } = found.value;
    const kept = AGENT_RIGHTS.filter((right) => rights.includes(right));
    await tx.insert(memberships).values({
      personId,
      role: "enterpriseAgent",
      enterpriseId,
      basis: "appointed",
      rights: kept,
      validFrom: dayOf(at),
      validTo,
      grantedBy: actor.personId,
      createdAt: at,
    });
    await raiseSession(tx, personId);
    await record(tx, input, personId, { action: "agent.appointed", detail: { rights: kept, validTo } });
    return ok({ username: input.username.trim().toLowerCase(), password });
  });
}

export type AgentAct = Act & { readonly membershipId: string };
export type AgentRefusal = "notRepresentative" | "notFound" | "rightsMissing";

async function lockAgent(tx: Db, { membershipId, enterpriseId, at }: AgentAct) {
  const [one] = await tx
    .select()
    .from(memberships)
    .where(and(eq(memberships.id, membershipId), eq(memberships.enterpriseId, enterpriseId), eq(memberships.role, "enterpriseAgent"), inForce(at)))
    .for("update");
  return one;
}

/** 调整经办权限; what the agent may no longer do ends with its next request. */
export function changeAgentRights(db: Db, input: AgentAct & { readonly rights: readonly AgentRight[] }): Promise<Result<null, AgentRefusal>> {
  return atomically<null, AgentRefusal>(db, async (tx) => {
    if (!(await represents(tx, input))) return refused("notRepresentative");
    const one = await lockAgent(tx, input);
    if (!one) return refused("notFound");
    const rights = AGENT_RIGHTS.filter((right) => input.rights.includes(right));
    if (rights.length === 0) return refused("rightsMissing");
    await tx.update(memberships).set({ rights }).where(eq(memberships.id, one.id));
    await raiseSession(tx, one.personId);
    await record(tx, input, one.personId, { action: "agent.rightsChanged", detail: { before: one.rights, rights } });
    return ok(null);
  });
}

/** 收回经办: from today. */
export function revokeAgent(db: Db, input: AgentAct): Promise<Result<null, AgentRefusal>> {
  return atomically<null, AgentRefusal>(db, async (tx) => {
    if (!(await represents(tx, input))) return refused("notRepresentative");
    const one = await lockAgent(tx, input);
    if (!one) return refused("notFound");
    await tx
      .update(memberships)
      .set({ validTo: dayOf(input.at) })
      .where(eq(memberships.id, one.id));
    await raiseSession(tx, one.personId);
    await record(tx, input, one.personId, { action: "agent.revoked", detail: { membershipId: one.id } });
    return ok(null);
  });
}
