import "server-only";
import { verify } from "@node-rs/argon2";
import { eq, sql } from "drizzle-orm";
import { afterAttempt, isLocked } from "@/lib/access/sign-in-rules";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { hashPassword } from "./people";
import { people } from "./schema";
import { findCode, hasSecondFactor, renewRecoveryCodes, spendCode } from "./second-factor";
import type { Db } from "./types";
import { wallNow } from "./wall-clock";

export type SignInRefusal = "unknown" | "locked" | "disabled" | "codeNeeded";
type Person = typeof people.$inferSelect & { readonly passwordHash: string };
type Fault = "password" | "code";

/** The person of a user name; a name that does not exist is answered as slowly as a wrong password. */
async function findPerson(db: Db, username: string): Promise<Result<Person, "unknown" | "disabled">> {
  const [person] = await db.select().from(people).where(sql`lower(${people.username}) = lower(${username.trim()})`);
  if (!person?.passwordHash) {
    await hashPassword(username);
    return refused("unknown");
  }
  return person.disabledAt ? refused("disabled") : ok({ ...person, passwordHash: person.passwordHash });
}

/**
 * One attempt under the lock of the person, so that twenty guesses at once are twenty guesses. Five faults lock the sign-in for a quarter
 * of an hour of wall time: a lock-out protects against attempts, whatever the business day is.
 */
function attempt(db: Db, personId: string, at: Instant, judge: (tx: Db) => Promise<Fault | null>): Promise<Result<string, "unknown" | "locked">> {
  return db.transaction(async (tx) => {
    const [person] = await tx.select().from(people).where(eq(people.id, personId)).for("update");
    if (!person) return refused("unknown");
    const wall = wallNow();
    if (isLocked(person, wall)) return refused("locked");
    const fault = await judge(tx);
    await tx
      .update(people)
      .set(afterAttempt(person, fault === null, wall))
      .where(eq(people.id, personId));
    const action = fault === null ? "signIn.succeeded" : "signIn.failed";
    const detail = fault === null ? {} : { wrong: fault };
    await appendAudit(tx, [{ at, actorId: personId, actorRole: "person", action, subjectType: "person", subjectId: personId, detail }]);
    return fault === null ? ok(personId) : refused("unknown");
  });
}

/** Checks the password (口令) alone, for somebody who is signed in and changes something about the account. */
export async function checkPassword(db: Db, username: string, password: string, at: Instant): Promise<Result<string, Exclude<SignInRefusal, "codeNeeded">>> {
  const found = await findPerson(db, username);
  if (!found.ok) return found;
  if (isLocked(found.value, wallNow())) return refused("locked");
  const matches = await verify(found.value.passwordHash, password);
  return attempt(db, found.value.id, at, async () => (matches ? null : "password"));
}

export type SignIn = { readonly username: string; readonly password: string; readonly code?: string | undefined; readonly at: Instant };

/**
 * 登录 by password, and by code where the person has bound an authenticator. Such a person is asked for the code before anything is judged,
 * and password and code are answered as one: whoever tries stolen passwords never learns that one was right.
 */
export async function signIn(db: Db, { username, password, code = "", at }: SignIn): Promise<Result<string, SignInRefusal>> {
  const found = await findPerson(db, username);
  if (!found.ok) return found;
  const person = found.value;
  if (isLocked(person, wallNow())) return refused("locked");
  const bound = await hasSecondFactor(db, person.id);
  if (bound && code.trim() === "") return refused("codeNeeded");
  const matches = await verify(person.passwordHash, password);
  return attempt(db, person.id, at, async (tx) => {
    const use = bound ? await findCode(tx, person.id, code) : null;
    if (!matches) return "password";
    if (!bound) return null;
    if (!use) return "code";
    await spendCode(tx, person.id, use, at);
    return null;
  });
}

/** 换一组备用码 against one right code; a wrong one counts like a wrong sign-in. */
export async function renewCodes(db: Db, input: { readonly personId: string; readonly code: string; readonly at: Instant }) {
  const { personId, code, at } = input;
  let codes: readonly string[] = [];
  const done = await attempt(db, personId, at, async (tx) => {
    const use = await findCode(tx, personId, code);
    if (!use) return "code";
    await spendCode(tx, personId, use, at);
    codes = await renewRecoveryCodes(tx, personId, at);
    return null;
  });
  return done.ok ? ok({ recoveryCodes: codes }) : done;
}
