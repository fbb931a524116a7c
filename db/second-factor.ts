import "server-only";
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { isFreshStep, readCode } from "@/lib/access/sign-in-rules";
import { dayOf, type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { blindIndex, openText, sealText } from "./crypto";
import { holdsDuty } from "./duties";
import { recoveryCode } from "./one-time-secrets";
import { raiseSession } from "./people";
import { people, recoveryCodes, secondFactors } from "./schema";
import { matchStep, newSeed } from "./totp";
import type { Db } from "./types";
import { wallNow } from "./wall-clock";

/** 备用码 handed out at enrolment. */
const RECOVERY_CODES = 10;

const seedPlace = (personId: string): string => `secondFactors.seed|${personId}`;
const digestOf = (personId: string, code: string): string => blindIndex(`recovery|${personId}|${code}`);

type Factor = typeof secondFactors.$inferSelect;
const openSeed = ({ seedCipher, personId }: Factor): string => openText(seedCipher, seedPlace(personId));

/** Does sign-in ask this person for a code? */
export async function hasSecondFactor(db: Db, personId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: secondFactors.personId })
    .from(secondFactors)
    .where(and(eq(secondFactors.personId, personId), isNotNull(secondFactors.confirmedAt)));
  return row !== undefined;
}

/** 待绑定密钥: the seed offered to the person, the same until it is confirmed; null when a seed is in force already. */
export async function offerSeed(db: Db, personId: string, at: Instant): Promise<string | null> {
  await db
    .insert(secondFactors)
    .values({ personId, seedCipher: sealText(newSeed(), seedPlace(personId)), offeredAt: at })
    .onConflictDoNothing();
  const [factor] = await db.select().from(secondFactors).where(eq(secondFactors.personId, personId));
  return factor && factor.confirmedAt === null ? openSeed(factor) : null;
}

async function handOutCodes(tx: Db, personId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ personId, digest: digestOf(personId, code) })));
  return codes;
}

const record = (tx: Db, personId: string, { at, actor }: { at: Instant; actor?: Actor }, action: string) =>
  appendAudit(tx, [
    { at, actorId: actor?.personId ?? personId, actorRole: actor?.role ?? "person", action, subjectType: "person", subjectId: personId, detail: {} },
  ]);

export type ConfirmRefusal = "notOffered" | "alreadyConfirmed" | "codeWrong";

/** 绑定: one right code puts the offered seed in force. Every session of the person ends; the recovery codes are in the answer and nowhere else. */
export function confirmSecondFactor(db: Db, input: { readonly personId: string; readonly code: string; readonly at: Instant }) {
  const { personId, at } = input;
  return atomically<{ recoveryCodes: readonly string[] }, ConfirmRefusal>(db, async (tx) => {
    const [factor] = await tx.select().from(secondFactors).where(eq(secondFactors.personId, personId)).for("update");
    if (!factor) return refused("notOffered");
    if (factor.confirmedAt) return refused("alreadyConfirmed");
    const code = readCode(input.code);
    const step = code && matchStep(openSeed(factor), code, wallNow().getTime());
    if (!step) return refused("codeWrong");
    await tx.update(secondFactors).set({ confirmedAt: at, lastStep: step }).where(eq(secondFactors.personId, personId));
    const codes = await handOutCodes(tx, personId);
    await raiseSession(tx, personId);
    await record(tx, personId, input, "secondFactor.confirmed");
    return ok({ recoveryCodes: codes });
  });
}

/** What a typed text would use up: a step of the authenticator, or one recovery code. */
export type CodeUse = { readonly step: number } | { readonly digest: string };

/** Looks a typed code up under the lock of the person's factor; null when it is wrong, stale or used. Nothing is used up yet. */
export async function findCode(tx: Db, personId: string, typed: string): Promise<CodeUse | null> {
  const [factor] = await tx
    .select()
    .from(secondFactors)
    .where(and(eq(secondFactors.personId, personId), isNotNull(secondFactors.confirmedAt)))
    .for("update");
  if (!factor) return null;
  const code = readCode(typed);
  if (code) {
    const step = matchStep(openSeed(factor), code, wallNow().getTime());
    return step !== null && isFreshStep(step, factor.lastStep) ? { step } : null;
  }
  const digest = digestOf(personId, typed.normalize("NFKC").trim().toLowerCase());
  const [unused] = await tx
    .select({ digest: recoveryCodes.digest })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.personId, personId), eq(recoveryCodes.digest, digest), isNull(recoveryCodes.usedAt)));
  return unused ? { digest } : null;
}

/** Uses a found code up, in the transaction that found it. */
export async function spendCode(tx: Db, personId: string, use: CodeUse, at: Instant): Promise<void> {
  if ("step" in use) {
    await tx.update(secondFactors).set({ lastStep: use.step }).where(eq(secondFactors.personId, personId));
    return;
  }
  await tx
    .update(recoveryCodes)
    .set({ usedAt: at })
    .where(and(eq(recoveryCodes.personId, personId), eq(recoveryCodes.digest, use.digest)));
  await record(tx, personId, { at }, "secondFactor.recoveryUsed");
}

/** 换一组备用码; the caller has verified a code in the same transaction. The old ones end. */
export async function renewRecoveryCodes(tx: Db, personId: string, at: Instant): Promise<readonly string[]> {
  const codes = await handOutCodes(tx, personId);
  await record(tx, personId, { at }, "secondFactor.recoveryRenewed");
  return codes;
}

export const unusedRecoveryCodes = async (db: Db, personId: string): Promise<number> =>
  (
    await db
      .select({ digest: recoveryCodes.digest })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.personId, personId), isNull(recoveryCodes.usedAt)))
  ).length;

export type FactorHolder = { readonly personId: string; readonly displayName: string; readonly username: string; readonly confirmedAt: Instant };

/** Everybody whose sign-in asks for a code, by name, for the security administrator. */
export async function listFactorHolders(db: Db): Promise<FactorHolder[]> {
  const rows = await db
    .select({ personId: people.id, displayName: people.displayName, username: people.username, confirmedAt: secondFactors.confirmedAt })
    .from(secondFactors)
    .innerJoin(people, eq(people.id, secondFactors.personId))
    .where(isNotNull(secondFactors.confirmedAt))
    .orderBy(asc(people.username));
  return rows.flatMap(({ confirmedAt, ...row }) => (confirmedAt ? [{ ...row, confirmedAt: instant(confirmedAt) }] : []));
}

export type ResetRefusal = "notSecurityAdmin" | "ownAccount" | "notBound";

/** 解除绑定 by the security administrator, when telephone and recovery codes are lost: sessions end, the next enrolment has a new seed. */
export function resetSecondFactor(db: Db, input: { readonly personId: string; readonly actor: Actor; readonly at: Instant }) {
  const { personId, actor, at } = input;
  return atomically<{ personId: string }, ResetRefusal>(db, async (tx): Promise<Result<{ personId: string }, ResetRefusal>> => {
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: ["securityAdmin"], day: dayOf(at) }))) return refused("notSecurityAdmin");
    if (personId === actor.personId) return refused("ownAccount");
    const gone = await tx
      .delete(secondFactors)
      .where(and(eq(secondFactors.personId, personId), isNotNull(secondFactors.confirmedAt)))
      .returning({ id: secondFactors.personId });
    if (gone.length === 0) return refused("notBound");
    await raiseSession(tx, personId);
    await record(tx, personId, input, "secondFactor.reset");
    return ok({ personId });
  });
}
