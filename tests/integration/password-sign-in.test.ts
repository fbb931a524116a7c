// Gives Next the asynchronous storage of its request scope, before anything of it is loaded
import "next/dist/server/node-environment-baseline.js";
import { Secret, TOTP } from "otpauth";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { currentUser } from "@/app/_server/session";
import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { signInError } from "@/app/sign-in/texts";
import { setBusinessNow } from "@/db/clock";
import { createPerson } from "@/db/people";
import { confirmSecondFactor, offerSeed } from "@/db/second-factor";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import { plainDate } from "@/lib/kernel/plain-date";
import { Browser } from "../support/browser";
import { freshDatabase } from "../support/database";
import { makeCompany, on, seedOffice } from "../support/fixtures";

const ORIGIN = "http://localhost:3999";
const AT = on("2026-07-15");
const PASSWORD = "long-enough-9";
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
  await setBusinessNow(db, AT);
  Object.assign(process.env, { NEXTAUTH_URL: ORIGIN, AUTH_SECRET: "a secret of the tests, long enough for it" });
});
afterEach(() => {
  delete process.env["STAFF_SECOND_FACTOR"];
});
afterAll(() => close());

async function person(username: string, role: Role, enterpriseId?: string): Promise<string> {
  const membership = { role, validFrom: plainDate("2026-01-01"), ...(enterpriseId && { enterpriseId }) };
  return createPerson(db, { displayName: username, username, password: PASSWORD, memberships: [membership] }, { at: AT, actorId: null });
}

/** What the form does: next-auth's own token, then the credentials. The error is what the form maps to words. */
async function signIn(input: Record<string, string>) {
  const browser = new Browser(ORIGIN);
  const { csrfToken } = (await (await browser.call(GET, "/api/auth/csrf", { nextauth: ["csrf"] })).json()) as { csrfToken: string };
  const form = { ...input, csrfToken, callbackUrl: `${ORIGIN}/start`, json: "true" };
  const answer = await browser.call(POST, "/api/auth/callback/password", { nextauth: ["callback", "password"] }, form);
  const { url } = (await answer.json()) as { url: string };
  return { error: new URL(url).searchParams.get("error"), user: await browser.within(() => currentUser()) };
}

test("user name and password are enough for whoever has bound nothing", async () => {
  const personId = await person("plain-clerk", "hallClerk");
  expect(await signIn({ username: "plain-clerk", password: PASSWORD })).toMatchObject({ error: null, user: { personId, unfinished: null } });
  expect(await signIn({ username: "plain-clerk", password: "wrong" })).toEqual({ error: "unknown", user: null });
  expect(signInError("unknown")).toContain("用户名或密码不对");
});

test("a bound person is asked for the code first, and comes in with it", async () => {
  const personId = await person("bound-clerk", "hallClerk");
  const seed = (await offerSeed(db, personId, AT)) ?? "";
  const code = (steps: number) => TOTP.generate({ secret: Secret.fromBase32(seed), timestamp: Date.now() + steps * 30_000 });
  expect(await confirmSecondFactor(db, { personId, code: code(-1), at: AT })).toMatchObject({ ok: true });
  const input = { username: "bound-clerk", password: PASSWORD };
  expect(await signIn(input)).toEqual({ error: "codeNeeded", user: null });
  expect(await signIn({ ...input, password: "wrong" })).toEqual({ error: "codeNeeded", user: null });
  expect(await signIn({ ...input, code: code(-1) })).toEqual({ error: "unknown", user: null });
  expect(await signIn({ ...input, code: code(1) })).toMatchObject({ error: null, user: { personId, secondFactor: true } });
});

test("where the county requires it, staff are led to bind one before anything else; an enterprise's people are not", async () => {
  const company = await makeCompany(db, { withoutAccount: true });
  await person("required-clerk", "hallClerk");
  await person("required-owner", "legalRepresentative", company.id);
  process.env["STAFF_SECOND_FACTOR"] = "required";
  expect((await signIn({ username: "required-clerk", password: PASSWORD })).user?.unfinished).toBe("/account");
  expect((await signIn({ username: "required-owner", password: PASSWORD })).user?.unfinished).toBeNull();
  delete process.env["STAFF_SECOND_FACTOR"];
  expect((await signIn({ username: "required-clerk", password: PASSWORD })).user?.unfinished).toBeNull();
});
