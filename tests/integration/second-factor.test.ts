import { eq, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { changePassword, createPerson, loadAccess } from "@/db/people";
import { auditLog, people, recoveryCodes, secondFactors } from "@/db/schema";
import { confirmSecondFactor, hasSecondFactor, listFactorHolders, offerSeed, resetSecondFactor, unusedRecoveryCodes } from "@/db/second-factor";
import { checkPassword, renewCodes, signIn } from "@/db/sign-in";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DAY, on, refusedBy } from "../support/fixtures";

const AT = on("2026-07-15");
const PASSWORD = "long-enough-9";
const NOON = Date.parse("2026-11-24T04:00:00Z");
const STEP_MS = 30_000;

let db: Db;
let close: () => Promise<void>;
let counter = 0;

async function officer(role: Role): Promise<{ personId: string; username: string }> {
  counter += 1;
  const username = `officer-${counter}`;
  const membership = { role, validFrom: plainDate("2026-01-01") };
  const personId = await createPerson(db, { displayName: username, username, password: PASSWORD, memberships: [membership] }, { at: AT, actorId: null });
  return { personId, username };
}

/** What an authenticator shows for a seed, `steps` codes from now. */
const shown = (seed: string, steps = 0): string => TOTP.generate({ secret: Secret.fromBase32(seed), timestamp: Date.now() + steps * STEP_MS });
const wrongFor = (seed: string): string => {
  const right = [-1, 0, 1].map((step) => shown(seed, step));
  return ["000000", "111111", "222222", "333333"].find((code) => !right.includes(code)) ?? "";
};

async function enrolled(role: Role = "hallClerk") {
  const one = await officer(role);
  const seed = (await offerSeed(db, one.personId, AT)) ?? "";
  const done = await confirmSecondFactor(db, { personId: one.personId, code: shown(seed), at: AT });
  if (!done.ok) throw new Error(done.reason);
  return { ...one, seed, codes: done.value.recoveryCodes };
}

const actorOf = (personId: string, role: Role) => ({ personId, roles: [role], isSystem: false, role }) as const;
const versionOf = async (personId: string) => (await db.select().from(people).where(eq(people.id, personId)))[0]?.sessionVersion ?? 0;
const actionsOf = async (personId: string) => (await db.select().from(auditLog).where(eq(auditLog.subjectId, personId))).map((row) => row.action);
const tick = (steps: number) => vi.setSystemTime(Date.now() + steps * STEP_MS);

beforeAll(async () => {
  // Only the wall clock stands still: timers of the database go on
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  ({ db, close } = await freshDatabase());
});
afterAll(async () => {
  vi.useRealTimers();
  await close();
});

test("who has not bound an authenticator signs in with the password alone", async () => {
  const { personId, username } = await officer("hallClerk");
  await offerSeed(db, personId, AT);
  expect(await signIn(db, { username, password: PASSWORD, at: AT })).toEqual({ ok: true, value: personId });
  expect(await hasSecondFactor(db, personId)).toBe(false);
});

test("the seed offered stays the same until a right code confirms it, and lies in the database as ciphertext only", async () => {
  const { personId } = await officer("hallClerk");
  const before = await versionOf(personId);
  const seed = (await offerSeed(db, personId, AT)) ?? "";
  expect(seed).toMatch(/^[A-Z2-7]{32}$/);
  expect(await offerSeed(db, personId, AT)).toBe(seed);
  const [stored] = await db.select().from(secondFactors).where(eq(secondFactors.personId, personId));
  expect(stored?.seedCipher).toMatch(/^v1\./);
  expect(stored?.seedCipher).not.toContain(seed);
  expect(await confirmSecondFactor(db, { personId, code: wrongFor(seed), at: AT })).toEqual({ ok: false, reason: "codeWrong" });
  expect(await versionOf(personId)).toBe(before);
  const done = await confirmSecondFactor(db, { personId, code: shown(seed), at: AT });
  if (!done.ok) throw new Error(done.reason);
  expect(new Set(done.value.recoveryCodes).size).toBe(10);
  expect(await versionOf(personId)).toBe(before + 1);
  expect((await loadAccess(db, personId, DAY))?.secondFactor).toBe(true);
  expect(await offerSeed(db, personId, AT)).toBeNull();
  expect(await confirmSecondFactor(db, { personId, code: shown(seed, 1), at: AT })).toEqual({ ok: false, reason: "alreadyConfirmed" });
  expect(await actionsOf(personId)).toContain("secondFactor.confirmed");
  const log = await db.select().from(auditLog);
  for (const secret of [seed, ...done.value.recoveryCodes]) expect(log.some((row) => row.canonical.includes(secret))).toBe(false);
});

test("the first step never tells whether the password was right", async () => {
  const { username } = await enrolled();
  expect(await signIn(db, { username, password: PASSWORD, at: AT })).toEqual({ ok: false, reason: "codeNeeded" });
  expect(await signIn(db, { username, password: "something else", at: AT })).toEqual({ ok: false, reason: "codeNeeded" });
});

test("password and code are answered as one; the code of the enrolment and a code once used are refused", async () => {
  const { personId, username, seed } = await enrolled();
  const wrong = { ok: false, reason: "unknown" };
  expect(await signIn(db, { username, password: PASSWORD, code: shown(seed), at: AT })).toEqual(wrong);
  tick(1);
  const code = shown(seed);
  expect(await signIn(db, { username, password: "something else", code, at: AT })).toEqual(wrong);
  // A right code beside a wrong password is not used up
  expect(await signIn(db, { username, password: PASSWORD, code, at: AT })).toEqual({ ok: true, value: personId });
  expect(await signIn(db, { username, password: PASSWORD, code, at: AT })).toEqual(wrong);
  expect(await signIn(db, { username, password: PASSWORD, code: shown(seed, -1), at: AT })).toEqual(wrong);
  tick(1);
  expect(await signIn(db, { username: username.toUpperCase(), password: PASSWORD, code: ` ${shown(seed)} `, at: AT })).toEqual({ ok: true, value: personId });
});

test("twenty sign-ins at once with one code let one in", async () => {
  const { username, seed } = await enrolled();
  tick(1);
  const code = shown(seed);
  const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(db, { username, password: PASSWORD, code, at: AT })));
  expect(answers.filter((one) => one.ok)).toHaveLength(1);
});

test("wrong codes and wrong passwords count into one lock-out of fifteen minutes of wall time", async () => {
  const { personId, username, seed } = await enrolled();
  tick(2);
  for (let n = 0; n < 2; n++) await signIn(db, { username, password: "wrong", code: shown(seed), at: AT });
  for (let n = 0; n < 3; n++) await signIn(db, { username, password: PASSWORD, code: wrongFor(seed), at: AT });
  const right = () => signIn(db, { username, password: PASSWORD, code: shown(seed), at: AT });
  expect(await right()).toEqual({ ok: false, reason: "locked" });
  expect(await signIn(db, { username, password: PASSWORD, at: AT })).toEqual({ ok: false, reason: "locked" });
  vi.setSystemTime(Date.now() + 15 * 60_000 - 1);
  expect(await right()).toEqual({ ok: false, reason: "locked" });
  vi.setSystemTime(Date.now() + 1);
  expect(await right()).toEqual({ ok: true, value: personId });
});

test("twenty wrong passwords at once are twenty attempts: the right one afterwards is locked out", async () => {
  const { username } = await officer("hallClerk");
  await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(db, { username, password: `guess-${n}`, at: AT })));
  expect(await signIn(db, { username, password: PASSWORD, at: AT })).toEqual({ ok: false, reason: "locked" });
  expect(await checkPassword(db, username, PASSWORD, AT)).toEqual({ ok: false, reason: "locked" });
});

test("a recovery code opens once; a new set ends the old one", async () => {
  const { personId, username, seed, codes } = await enrolled();
  const [first = "", second = ""] = codes;
  const by = (code: string) => signIn(db, { username, password: PASSWORD, code, at: AT });
  expect(await by(first.toUpperCase())).toEqual({ ok: true, value: personId });
  expect(await by(first)).toEqual({ ok: false, reason: "unknown" });
  expect(await unusedRecoveryCodes(db, personId)).toBe(9);
  tick(1);
  expect(await renewCodes(db, { personId, code: wrongFor(seed), at: AT })).toEqual({ ok: false, reason: "unknown" });
  const renewed = await renewCodes(db, { personId, code: shown(seed), at: AT });
  if (!renewed.ok) throw new Error(renewed.reason);
  expect(await by(second)).toEqual({ ok: false, reason: "unknown" });
  expect(await by(renewed.value.recoveryCodes[0] ?? "")).toEqual({ ok: true, value: personId });
  expect(await actionsOf(personId)).toEqual(expect.arrayContaining(["secondFactor.recoveryUsed", "secondFactor.recoveryRenewed"]));
});

test("a code of one person opens nothing for another", async () => {
  const [one, other] = [await enrolled(), await enrolled()];
  expect(await signIn(db, { username: other.username, password: PASSWORD, code: one.codes[0] ?? "", at: AT })).toEqual({ ok: false, reason: "unknown" });
});

test("only a security administrator unbinds, never for themselves; afterwards the password alone is enough and the next seed is a new one", async () => {
  const security = await enrolled("securityAdmin");
  const system = await officer("systemAdmin");
  const one = await enrolled();
  const reset = (personId: string, by: string, role: Role) => resetSecondFactor(db, { personId, actor: actorOf(by, role), at: AT });
  expect(await reset(one.personId, system.personId, "systemAdmin")).toEqual({ ok: false, reason: "notSecurityAdmin" });
  expect(await reset(security.personId, security.personId, "securityAdmin")).toEqual({ ok: false, reason: "ownAccount" });
  expect(await reset(system.personId, security.personId, "securityAdmin")).toEqual({ ok: false, reason: "notBound" });
  expect((await listFactorHolders(db)).map((holder) => holder.personId)).toContain(one.personId);
  const before = await versionOf(one.personId);
  expect(await reset(one.personId, security.personId, "securityAdmin")).toEqual({ ok: true, value: { personId: one.personId } });
  expect(await versionOf(one.personId)).toBe(before + 1);
  expect(await signIn(db, { username: one.username, password: PASSWORD, at: AT })).toEqual({ ok: true, value: one.personId });
  expect(await offerSeed(db, one.personId, AT)).not.toBe(one.seed);
  const [entry] = (await db.select().from(auditLog).where(eq(auditLog.subjectId, one.personId))).filter((row) => row.action === "secondFactor.reset");
  expect(entry).toMatchObject({ actorId: security.personId, actorRole: "securityAdmin" });
});

test("a password changed or reset leaves the second factor in force", async () => {
  const { personId, username } = await enrolled();
  await changePassword(db, personId, "another-long-8", AT);
  expect(await signIn(db, { username, password: "another-long-8", at: AT })).toEqual({ ok: false, reason: "codeNeeded" });
});

test("the database keeps a confirmed seed, rising steps and codes that are used once", async () => {
  const { personId, codes } = await enrolled();
  const where = eq(secondFactors.personId, personId);
  expect(await refusedBy(() => db.update(secondFactors).set({ seedCipher: "v1.other" }).where(where))).toBe("second_factors_fixed");
  expect(await refusedBy(() => db.update(secondFactors).set({ lastStep: 1 }).where(where))).toBe("second_factors_fixed");
  expect(await refusedBy(() => db.update(secondFactors).set({ lastStep: sql`last_step` }).where(where))).toBe("second_factors_fixed");
  expect(await refusedBy(() => db.update(secondFactors).set({ confirmedAt: null, lastStep: null }).where(where))).toBe("second_factors_fixed");
  const other = await officer("hallClerk");
  expect(await refusedBy(() => db.insert(secondFactors).values({ personId: other.personId, seedCipher: "JBSWY3DPEHPK3PXP", offeredAt: AT }))).toBe(
    "second_factors_sealed",
  );
  expect(await refusedBy(() => db.insert(secondFactors).values({ personId: other.personId, seedCipher: "v1.x", offeredAt: AT, confirmedAt: AT }))).toBe(
    "second_factors_confirmed_by_code",
  );
  const own = eq(recoveryCodes.personId, personId);
  expect(await refusedBy(() => db.insert(recoveryCodes).values({ personId, digest: codes[0] ?? "" }))).toBe("recovery_codes_digested");
  await db.update(recoveryCodes).set({ usedAt: AT }).where(own);
  expect(await refusedBy(() => db.update(recoveryCodes).set({ usedAt: null }).where(own))).toBe("recovery_codes_once");
  expect(
    await refusedBy(() =>
      db
        .update(recoveryCodes)
        .set({ usedAt: on("2026-07-16") })
        .where(own),
    ),
  ).toBe("recovery_codes_once");
});
