import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { decideTake, drawHandler, type Lot, standInFor, type TakeRefusal } from "@/lib/claim/assignment";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { type AuditEntry, appendAudit } from "./audit";
import { type Claim, lockClaim } from "./claims";
import { sha256Hex } from "./crypto";
import { barredFrom, handlersOn, type NamedHandler } from "./handlers";
import type { ReviewAct } from "./opinions";
import { isRecused } from "./recusals";
import { claims, recusals } from "./schema";
import type { Db } from "./types";

export type AssignRefusal = TakeRefusal | "notFound" | "changedMeanwhile" | "notYours" | "nobodyElse" | "reasonMissing" | "tookPart" | "notAHandler" | "away";

/** 分办的签: belongs to the case and its round, so that nobody can choose and a repeat draws the same. */
const lotOf = ({ number, version }: Pick<Claim, "number" | "version">): number =>
  Number.parseInt(sha256Hex(`assign|${number}|${version}`).slice(0, 8), 16) / 0x1_0000_0000;

const waits = (claim: Claim): boolean => claim.state === "manualReview" && claim.handlerId === null;

type Given = {
  readonly claim: Pick<Claim, "id" | "number">;
  readonly to: string | null;
  readonly from: string | null;
  readonly how: string;
  readonly reason?: string;
};
type Who = { readonly personId: string | null; readonly role: string };

const entryOf = ({ claim, to, from, how, reason }: Given, who: Who, at: Instant): AuditEntry => ({
  at,
  actorId: who.personId,
  actorRole: who.role,
  action: "claim.assigned",
  subjectType: "claim",
  subjectId: claim.id,
  detail: { number: claim.number, how, from, to, ...(reason && { reason }) },
});

async function give(tx: Db, given: Given, who: Who, at: Instant): Promise<void> {
  await tx.update(claims).set({ assignedTo: given.to }).where(eq(claims.id, given.claim.id));
  await appendAudit(tx, [entryOf(given, who, at)]);
}

/** Cases that wait for an opinion and have nobody present who would write it. */
async function unheld(tx: Db, handlers: ReadonlyMap<string, readonly NamedHandler[]>) {
  const rows = await tx
    .select({
      id: claims.id,
      number: claims.number,
      version: claims.version,
      departmentId: claims.departmentId,
      enterpriseId: claims.enterpriseId,
      assignedTo: claims.assignedTo,
    })
    .from(claims)
    .where(and(eq(claims.state, "manualReview"), isNull(claims.handlerId)))
    .orderBy(asc(claims.number))
    .for("update", { skipLocked: true });
  return rows.filter((row) => {
    const holder = handlers.get(row.departmentId)?.find((one) => one.personId === row.assignedTo);
    return row.assignedTo === null || holder === undefined || holder.away;
  });
}

/** 分办: every case without somebody present goes by lot to a handler of its department; of those on leave first to the deputy. */
export async function assignWaiting(db: Db, at: Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const handlers = new Map([...(await handlersOn(tx, dayOf(at)))].map(([id, list]) => [id, [...list]]));
    const open = await unheld(tx, handlers);
    const barred = await barredFrom(tx, open);
    const entries: AuditEntry[] = [];
    for (const one of open) {
      const office = handlers.get(one.departmentId) ?? [];
      const holder = office.find(({ personId }) => personId === one.assignedTo);
      const to = standInFor(holder, office, { barred: barred.get(one.id) ?? new Set(), lot: lotOf(one) });
      if (to === null || to === one.assignedTo) continue;
      handlers.set(
        one.departmentId,
        office.map((handler) => (handler.personId === to ? { ...handler, waiting: handler.waiting + 1 } : handler)),
      );
      await tx.update(claims).set({ assignedTo: to }).where(eq(claims.id, one.id));
      entries.push(entryOf({ claim: one, to, from: one.assignedTo, how: holder?.deputyId === to ? "deputy" : "lot" }, { personId: null, role: "system" }, at));
    }
    await appendAudit(tx, entries);
    return entries.length;
  });
}

type Held = { readonly claim: Claim; readonly office: readonly NamedHandler[]; readonly barred: ReadonlySet<string> };

/** The case of the own department under its lock, with the handlers who could have it. */
async function lockHeld(tx: Db, act: ReviewAct): Promise<Result<Held, "notFound" | "changedMeanwhile">> {
  const claim = await lockClaim(tx, act.claimId);
  if (!claim || claim.departmentId !== act.departmentId) return refused("notFound");
  if (claim.version !== act.expectedVersion) return refused("changedMeanwhile");
  const office = (await handlersOn(tx, dayOf(act.at), act.departmentId)).get(act.departmentId) ?? [];
  return ok({ claim, office, barred: (await barredFrom(tx, [claim])).get(claim.id) ?? new Set() });
}

const isAway = (office: readonly NamedHandler[], personId: string | null): boolean => {
  const holder = office.find((one) => one.personId === personId);
  return holder === undefined || holder.away;
};

/** 领办 by a handler: the first who takes it has it. */
export function takeCase(db: Db, act: ReviewAct): Promise<Result<null, AssignRefusal>> {
  return atomically<null, AssignRefusal>(db, async (tx) => {
    const locked = await lockHeld(tx, act);
    if (!locked.ok) return locked;
    const { claim, office, barred } = locked.value;
    const me = act.actor.personId;
    const recused = await isRecused(tx, me, claim.enterpriseId);
    const held = { waits: waits(claim), assignedTo: claim.assignedTo, holderAway: isAway(office, claim.assignedTo) };
    const decided = decideTake(held, me, { recused, decided: barred.has(me) && !recused });
    if (!decided.ok) return decided;
    await give(tx, { claim, to: me, from: claim.assignedTo, how: "taken" }, act.actor, act.at);
    return ok(null);
  });
}

const longEnough = (reason: string): boolean => reason.trim().length >= 4;

/** 退回分办: the holder gives the case back with a reason; another one has it at once. Without another it stays. */
export function giveBackCase(db: Db, act: ReviewAct, reason: string): Promise<Result<string, AssignRefusal>> {
  return atomically<string, AssignRefusal>(db, async (tx) => {
    const locked = await lockHeld(tx, act);
    if (!locked.ok) return locked;
    const { claim, office, barred } = locked.value;
    const me = act.actor.personId;
    if (claim.assignedTo !== me) return refused("notYours");
    if (!waits(claim)) return refused("alreadyHandled");
    if (!longEnough(reason)) return refused("reasonMissing");
    const to = drawHandler(office, { barred: new Set([...barred, me]), lot: lotOf(claim) });
    if (to === null) return refused("nobodyElse");
    await give(tx, { claim, to, from: me, how: "givenBack", reason: reason.trim() }, act.actor, act.at);
    return ok(to);
  });
}

/** Why a handler may not have a case that is given by hand. */
async function unfit(tx: Db, { claim, office, barred }: Held, to: string): Promise<AssignRefusal | null> {
  const next = office.find((one) => one.personId === to);
  if (!next) return "notAHandler";
  if (!waits(claim)) return "alreadyHandled";
  if (next.away) return "away";
  if (!barred.has(to)) return null;
  return (await isRecused(tx, to, claim.enterpriseId)) ? "recused" : "decidedBefore";
}

/** 改派 by the section chief, to a handler who is present and has no part in the case. */
export function reassignCase(db: Db, act: ReviewAct, to: string): Promise<Result<null, AssignRefusal>> {
  return atomically<null, AssignRefusal>(db, async (tx) => {
    const locked = await lockHeld(tx, act);
    if (!locked.ok) return locked;
    const reason = await unfit(tx, locked.value, to);
    if (reason) return refused(reason);
    const { claim } = locked.value;
    await give(tx, { claim, to, from: claim.assignedTo, how: "reassigned" }, act.actor, act.at);
    return ok(null);
  });
}

/** Everybody whose opinion or signature stands on the case. */
const partOf = ({ handlerId, checkerId, chiefId, approverId }: Claim): readonly (string | null)[] => [handlerId, checkerId, chiefId, approverId];

/** 回避声明, made on a case, for every case of its enterprise; the case goes to another one. An opinion that stands is taken back first. */
export function declareRecusal(db: Db, act: ReviewAct, reason: string): Promise<Result<string | null, AssignRefusal>> {
  return atomically<string | null, AssignRefusal>(db, async (tx) => {
    const locked = await lockHeld(tx, act);
    if (!locked.ok) return locked;
    const { claim, office, barred } = locked.value;
    const me = act.actor.personId;
    if (!longEnough(reason)) return refused("reasonMissing");
    if (partOf(claim).includes(me)) return refused("tookPart");
    if (await isRecused(tx, me, claim.enterpriseId)) return refused("recused");
    await tx.insert(recusals).values({ personId: me, enterpriseId: claim.enterpriseId, reason: reason.trim(), declaredAt: act.at });
    const head = { at: act.at, actorId: me, actorRole: act.actor.role };
    await appendAudit(tx, [
      { ...head, action: "recusal.declared", subjectType: "enterprise", subjectId: claim.enterpriseId, detail: { reason: reason.trim() } },
    ]);
    const lot: Lot = { barred: new Set([...barred, me]), lot: lotOf(claim) };
    return ok(await handOver(tx, act, claim, office, lot));
  });
}

/** All cases of the enterprise that wait with the recused officer lose their holder; this one has another at once, the rest with the next assignment. */
async function handOver(tx: Db, act: ReviewAct, claim: Claim, office: readonly NamedHandler[], lot: Lot): Promise<string | null> {
  const me = act.actor.personId;
  const mine = await tx
    .select({ id: claims.id, number: claims.number })
    .from(claims)
    .where(and(eq(claims.enterpriseId, claim.enterpriseId), eq(claims.assignedTo, me), isNull(claims.handlerId)));
  const next = mine.some((one) => one.id === claim.id) ? drawHandler(office, lot) : null;
  for (const one of mine) await give(tx, { claim: one, to: one.id === claim.id ? next : null, from: me, how: "recused" }, act.actor, act.at);
  return next;
}
