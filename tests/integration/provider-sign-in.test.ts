// Gives Next the asynchronous storage of its request scope, before anything of it is loaded
import "next/dist/server/node-environment-baseline.js";
import { generateKeyPairSync } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { currentUser } from "@/app/_server/session";
import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { signInError } from "@/app/sign-in/texts";
import { setBusinessNow } from "@/db/clock";
import { createPerson } from "@/db/people";
import { disablePerson } from "@/db/people-acts";
import { auditLog, enterprises, memberships, people } from "@/db/schema";
import type { Db } from "@/db/types";
import { plainDate } from "@/lib/kernel/plain-date";
import { makeUscc } from "@/lib/standards/uscc";
import { Browser } from "../support/browser";
import { freshDatabase } from "../support/database";
import { makeCompany, on, seedOffice } from "../support/fixtures";
import { OpenIdProvider } from "../support/openid-provider";

const ORIGIN = "http://localhost:3999";
const AT = on("2026-07-15");
const CODE = "91529901MADE00011M";
const FAULT = "没有登录上，不是您填错了。请再试一次；还不行，请打惠企热线。";

let db: Db;
let close: () => Promise<void>;
let provider: OpenIdProvider;
let counter = 0;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
  await setBusinessNow(db, AT);
  await db
    .update(enterprises)
    .set({ uscc: CODE })
    .where(eq(enterprises.id, (await makeCompany(db)).id));
  provider = await OpenIdProvider.start();
  Object.assign(process.env, {
    NEXTAUTH_URL: ORIGIN,
    AUTH_SECRET: "a secret of the tests, long enough for it",
    OIDC_ISSUER: `${provider.issuer}/`,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  });
});
afterAll(async () => {
  await provider.stop();
  await close();
});
beforeEach(() => {
  provider.bearer = { sub: `subject-${++counter}`, name: "试用人" };
  provider.userinfo = {};
  provider.mischief = {};
  provider.userinfoAsked = 0;
});

const route = (action: string) => ({ nextauth: [action, "province"] });
const locationOf = (response: Response): string => response.headers.get("location") ?? "";

/** The form's button, the provider's page, and the way back: where the browser stands before it returns to us. */
async function toProvider(browser: Browser): Promise<string> {
  const csrf = (await (await browser.call(GET, "/api/auth/csrf", { nextauth: ["csrf"] })).json()) as { csrfToken: string };
  const form = { csrfToken: csrf.csrfToken, callbackUrl: `${ORIGIN}/start` };
  const sent = await browser.call(POST, "/api/auth/signin/province", route("signin"), form);
  expect(locationOf(sent)).toMatch(new RegExp(`^${provider.issuer}/authorize`));
  const answered = await fetch(locationOf(sent), { redirect: "manual" });
  expect(answered.status).toBe(302);
  return locationOf(answered);
}

/** The way back, through every redirection of ours, to the page that is shown. */
async function comeBack(browser: Browser, address: string): Promise<string> {
  let url = new URL(address);
  for (let hops = 0; url.pathname.startsWith("/api/auth/") && hops < 5; hops++) {
    const nextauth = url.pathname.split("/").slice(3);
    url = new URL(locationOf(await browser.call(GET, `${url.pathname}${url.search}`, { nextauth })), ORIGIN);
  }
  return url.href;
}

async function signIn(browser = new Browser(ORIGIN)) {
  const location = await comeBack(browser, await toProvider(browser));
  const error = new URL(location).searchParams.get("error");
  return { browser, location, error, user: await browser.within(() => currentUser()) };
}

const says = (error: string | null): string => (error === null ? "" : signInError(error));
const find = async (username: string) => (await db.select().from(people).where(eq(people.username, username)))[0];

async function staff(username: string): Promise<string> {
  const membership = { role: "hallClerk" as const, validFrom: plainDate("2026-01-01") };
  return createPerson(db, { displayName: username, username, password: null, memberships: [membership] }, { at: AT, actorId: null });
}

test("a member of staff comes in by the account that the claim names, and is bound to the provider's account", async () => {
  const personId = await staff("clerk-one");
  provider.bearer = { ...provider.bearer, entitlement: ["staff:clerk-one", "hospital:doctor"] };
  const first = await signIn();
  expect(first.location).toBe(`${ORIGIN}/start`);
  expect(first.user).toMatchObject({ personId, roles: ["hallClerk"], unfinished: null });
  expect((await find("clerk-one"))?.oidcSubject).toBe(`${provider.issuer}|${provider.bearer.sub}`);
  expect(provider.userinfoAsked).toBe(0);
  // From now on the account itself is enough
  provider.bearer = { sub: provider.bearer.sub };
  expect((await signIn()).user?.personId).toBe(personId);
  const actions = (await db.select().from(auditLog).where(eq(auditLog.subjectId, personId))).map((row) => row.action);
  expect(actions).toEqual(["person.created", "person.providerBound", "signIn.succeeded", "signIn.succeeded"]);
});

test("a claim that is told at userinfo only counts as well, if userinfo speaks of the same subject", async () => {
  const personId = await staff("clerk-two");
  provider.userinfo = { entitlement: "staff:clerk-two" };
  provider.mischief = { userinfoSubject: "somebody-else" };
  expect(says((await signIn()).error)).toBe(FAULT);
  provider.mischief = {};
  const { user } = await signIn();
  expect(user?.personId).toBe(personId);
});

test("a legal representative enters by credit code, is the same person the next time, and loses what the claim no longer names", async () => {
  provider.bearer = { ...provider.bearer, name: "雷某", entitlement: [`enterprise:${CODE}`] };
  const { user } = await signIn();
  expect(user).toMatchObject({ displayName: "雷某", roles: ["legalRepresentative"], hasPassword: false });
  const [company] = await db.select().from(enterprises).where(eq(enterprises.uscc, CODE));
  expect(user?.enterprise?.id).toBe(company?.id);
  const again = await signIn();
  expect(again.user?.personId).toBe(user?.personId);
  const own = eq(memberships.personId, user?.personId ?? "");
  expect(await db.select().from(memberships).where(own)).toMatchObject([{ basis: "provider", validTo: null }]);
  // An older session ends with the right
  provider.bearer = { ...provider.bearer, entitlement: [] };
  const without = await signIn();
  expect(without.user).toMatchObject({ personId: user?.personId, roles: [] });
  expect(await db.select().from(memberships).where(own)).toMatchObject([{ validTo: "2026-07-15" }]);
  expect(await again.browser.within(() => currentUser())).toBeNull();
});

test.each([
  ["nothing about here", {}, "它没有说明您在本平台是谁"],
  ["no enterprise", { entitlement: [] }, "您名下没有企业"],
  ["an enterprise that is not in the register", { entitlement: [`enterprise:${makeUscc("91529901MADE00099")}`] }, "不在本县登记名录里"],
  ["an unknown staff account", { entitlement: ["staff:nobody-here"] }, "在本平台还没有开户"],
  ["staff and enterprise at once", { entitlement: ["staff:clerk-one", `enterprise:${CODE}`] }, "两种身份"],
])("a claim of %s is refused in words, and no session begins", async (_what, claims, words) => {
  provider.bearer = { ...provider.bearer, ...claims };
  const before = (await db.select().from(people)).length;
  const { browser, error, user } = await signIn();
  expect(says(error)).toContain(words);
  expect(user).toBeNull();
  expect([...browser.cookies.keys()].some((name) => name.includes("session-token"))).toBe(false);
  expect((await db.select().from(people)).length).toBe(before);
});

test("an enterprise's sign-in is no staff account, and a bound account takes no second provider account", async () => {
  const [owner] = await db
    .select({ username: people.username })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .where(eq(memberships.role, "legalRepresentative"));
  provider.bearer = { ...provider.bearer, entitlement: [`staff:${owner?.username}`] };
  expect(says((await signIn()).error)).toContain("在本平台还没有开户");
  await staff("clerk-three");
  provider.bearer = { sub: "first-account", entitlement: ["staff:clerk-three"] };
  expect((await signIn()).error).toBeNull();
  provider.bearer = { sub: "second-account", entitlement: ["staff:clerk-three"] };
  expect(says((await signIn()).error)).toContain("绑定了另一个");
  provider.bearer = { sub: "first-account", entitlement: ["staff:clerk-one"] };
  expect(says((await signIn()).error)).toContain("绑定了另一个");
});

test("a disabled person stays out, and an open session ends", async () => {
  const system = await createPerson(
    db,
    { displayName: "系统", username: "sys", password: null, memberships: [{ role: "systemAdmin", validFrom: plainDate("2026-01-01") }] },
    { at: AT, actorId: null },
  );
  const personId = await staff("clerk-four");
  provider.bearer = { ...provider.bearer, entitlement: ["staff:clerk-four"] };
  const { browser } = await signIn();
  await disablePerson(db, { personId, actor: { personId: system, roles: ["systemAdmin"], isSystem: false, role: "systemAdmin" }, at: AT });
  expect(await browser.within(() => currentUser())).toBeNull();
  expect(says((await signIn()).error)).toContain("已停用");
});

test.each([
  ["another nonce", { nonce: "replayed" }],
  ["another issuer", { issuer: "http://127.0.0.1:1" }],
  ["another audience", { audience: "somebody-else" }],
  ["a foreign key", { key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey }],
  ["an expired token", { expired: true }],
] as const)("an id_token with %s opens nothing", async (_what, mischief) => {
  provider.bearer = { ...provider.bearer, entitlement: ["staff:clerk-one"] };
  provider.mischief = mischief;
  const { error, user } = await signIn();
  expect(error).toBe("OAuthCallback");
  expect(says(error)).toBe(FAULT);
  expect(user).toBeNull();
});

test("the way back is good only in the browser that set out, with its own state, and once", async () => {
  await staff("clerk-five");
  provider.bearer = { ...provider.bearer, entitlement: ["staff:clerk-five"] };
  const browser = new Browser(ORIGIN);
  const address = await toProvider(browser);
  const stranger = new Browser(ORIGIN);
  expect(await comeBack(stranger, address)).toContain("error=OAuthCallback");
  expect(await stranger.within(() => currentUser())).toBeNull();
  const other = new URL(address);
  other.searchParams.set("state", "forged");
  const kept = new Map(browser.cookies);
  expect(await comeBack(browser, other.href)).toContain("error=OAuthCallback");
  for (const [name, value] of kept) browser.cookies.set(name, value);
  expect(await comeBack(browser, address)).toBe(`${ORIGIN}/start`);
  for (const [name, value] of kept) browser.cookies.set(name, value);
  expect(await comeBack(browser, address)).toContain("error=OAuthCallback");
});

test("who declines at the provider comes back to the sign-in page", async () => {
  const browser = new Browser(ORIGIN);
  const address = new URL(await toProvider(browser));
  const declined = `${ORIGIN}/api/auth/callback/province?error=access_denied&state=${address.searchParams.get("state")}`;
  const shown = new URL(await comeBack(browser, declined));
  expect(shown.pathname).toBe("/sign-in");
  expect(says(shown.searchParams.get("error"))).toContain("没有完成");
});
