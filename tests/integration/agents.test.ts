import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appointAgent, changeAgentRights, listAgents, revokeAgent } from "@/db/agents";
import type { Actor } from "@/db/claims";
import { createPerson, loadAccess } from "@/db/people";
import { auditLog, memberships, people } from "@/db/schema";
import { signIn } from "@/db/sign-in";
import type { Db } from "@/db/types";
import { mayBy } from "@/lib/access/agent-rights";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { type Company, DAY, makeCompany, on, refusedBy, type Staff, seedOffice } from "../support/fixtures";

const AT = on("2026-07-15");
let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let company: Company;
let other: Company;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  [company, other] = [await makeCompany(db, { withoutAccount: true }), await makeCompany(db, { withoutAccount: true })];
});
afterAll(() => close());

type New = Parameters<typeof appointAgent>[1];
const appoint = (username: string, more: Partial<New> = {}) =>
  appointAgent(db, { enterpriseId: company.id, actor: company.owner, at: AT, displayName: "陈经办", username, rights: ["confirm"], validTo: null, ...more });
const personOf = async (username: string) => (await db.select().from(people).where(eq(people.username, username)))[0];
const membershipOf = async (username: string, at = AT) =>
  (await listAgents(db, company.id, at)).find((one) => one.username === username)?.membershipId ?? "00000000-0000-4000-8000-000000000000";

test("an appointed agent signs in with a one-time password and may do what was left to it, for this enterprise only", async () => {
  const done = await appoint("Chen-Agent", { rights: ["data", "confirm", "confirm"] });
  if (!done.ok) throw new Error(done.reason);
  expect(done.value.username).toBe("chen-agent");
  const signedIn = await signIn(db, { username: "chen-agent", password: done.value.password ?? "", at: AT });
  if (!signedIn.ok) throw new Error(signedIn.reason);
  const access = await loadAccess(db, signedIn.value, DAY);
  expect(access).toMatchObject({ mustChangePassword: true, memberships: [{ role: "enterpriseAgent", enterpriseId: company.id, rights: ["confirm", "data"] }] });
  const held = access?.memberships ?? [];
  expect([mayBy(held, "enterprise.confirm"), mayBy(held, "enterprise.manageAccount"), mayBy(held, "enterprise.appointAgent")]).toEqual([true, false, false]);
  const [entry] = (await db.select().from(auditLog).where(eq(auditLog.subjectId, signedIn.value))).filter((row) => row.action === "agent.appointed");
  expect(entry).toMatchObject({ actorId: company.owner.personId, actorRole: "legalRepresentative" });
  expect((await db.select().from(auditLog)).some((row) => row.canonical.includes(done.value.password ?? "none"))).toBe(false);
});

test("only the enterprise's own representative appoints", async () => {
  const refused = { ok: false, reason: "notRepresentative" };
  expect(await appoint("agent-by-other", { actor: other.owner })).toEqual(refused);
  expect(await appoint("agent-by-staff", { actor: staff.handler })).toEqual(refused);
  const agent = await personOf("chen-agent");
  const asAgent: Actor = { personId: agent?.id ?? null, roles: ["enterpriseAgent"], isSystem: false, role: "enterpriseAgent" };
  expect(await appoint("agent-by-agent", { actor: asAgent })).toEqual(refused);
  const membershipId = await membershipOf("chen-agent");
  const foreign = { membershipId, enterpriseId: other.id, actor: other.owner, at: AT };
  expect(await revokeAgent(db, foreign)).toEqual({ ok: false, reason: "notFound" });
  expect(await changeAgentRights(db, { ...foreign, enterpriseId: company.id, rights: ["account"] })).toEqual(refused);
});

test.each([
  ["agent-no-name", { displayName: " " }, "nameMissing"],
  ["ab", {}, "usernameInvalid"],
  ["agent-no-right", { rights: [] }, "rightsMissing"],
  ["agent-past", { validTo: DAY }, "endsInPast"],
  ["chen-agent", {}, "alreadyAppointed"],
  ["handler", { displayName: "handler" }, "usernameTaken"],
] as const)("%s with %j is refused: %s", async (username, more, reason) => {
  expect(await appoint(username, more)).toEqual({ ok: false, reason });
});

test("who acts for another enterprise keeps the own sign-in, if the name is right", async () => {
  const membership = { role: "enterpriseAgent" as const, enterpriseId: other.id, validFrom: plainDate("2026-01-01") };
  const person = { displayName: "代账会计", username: "bookkeeper", password: "long-enough-9", memberships: [membership] };
  const personId = await createPerson(db, person, { at: AT, actorId: null });
  expect(await appoint("bookkeeper", { displayName: "别的名字" })).toEqual({ ok: false, reason: "usernameTaken" });
  expect(await appoint("bookkeeper", { displayName: "代账会计" })).toEqual({ ok: true, value: { username: "bookkeeper", password: null } });
  const held = (await loadAccess(db, personId, DAY))?.memberships ?? [];
  expect(held.map((one) => [one.enterpriseId, one.rights])).toEqual([
    [other.id, null],
    [company.id, ["confirm"]],
  ]);
  expect(await appoint(`owner-self`, { displayName: "代表" })).toMatchObject({ ok: true });
  const [owner] = await db
    .select()
    .from(people)
    .where(eq(people.id, company.owner.personId ?? ""));
  expect(await appoint(owner?.username ?? "", { displayName: owner?.displayName ?? "" })).toEqual({ ok: false, reason: "ownAccount" });
});

test("changed rights and a revoked mandate end the agent's sessions", async () => {
  await appoint("short-agent", { rights: ["confirm", "account"], validTo: plainDate("2026-08-01") });
  const version = async () => (await personOf("short-agent"))?.sessionVersion ?? 0;
  const before = await version();
  const act = { membershipId: await membershipOf("short-agent"), enterpriseId: company.id, actor: company.owner, at: AT };
  expect(await changeAgentRights(db, { ...act, rights: [] })).toEqual({ ok: false, reason: "rightsMissing" });
  expect(await version()).toBe(before);
  expect(await changeAgentRights(db, { ...act, rights: ["consent"] })).toMatchObject({ ok: true });
  expect(await version()).toBe(before + 1);
  expect((await listAgents(db, company.id, AT)).find((one) => one.username === "short-agent")?.rights).toEqual(["consent"]);
  expect(await revokeAgent(db, act)).toMatchObject({ ok: true });
  expect(await version()).toBe(before + 2);
  const person = await personOf("short-agent");
  expect((await loadAccess(db, person?.id ?? "", DAY))?.memberships).toEqual([]);
  expect(await revokeAgent(db, act)).toEqual({ ok: false, reason: "notFound" });
});

test("a mandate for a time ends by itself", async () => {
  await appoint("timed-agent", { validTo: plainDate("2026-08-01") });
  const person = await personOf("timed-agent");
  expect((await loadAccess(db, person?.id ?? "", plainDate("2026-07-31")))?.memberships).toHaveLength(1);
  expect((await loadAccess(db, person?.id ?? "", plainDate("2026-08-01")))?.memberships).toEqual([]);
  expect((await listAgents(db, company.id, on("2026-08-01"))).map((one) => one.username)).not.toContain("timed-agent");
});

test("the database takes rights of agents only, and an appointment with its appointer", async () => {
  const base = { personId: company.owner.personId ?? "", enterpriseId: company.id, validFrom: DAY, createdAt: AT };
  const insert = (more: object) => refusedBy(() => db.insert(memberships).values({ ...base, role: "enterpriseAgent", ...more }));
  expect(await insert({ role: "legalRepresentative", rights: ["confirm"] })).toBe("memberships_rights_of_agents");
  expect(await insert({ rights: "confirm" })).toBe("memberships_rights_of_agents");
  expect(await insert({ basis: "appointed" })).toBe("memberships_appointed_agents");
  expect(await insert({ basis: "hearsay" })).toBe("memberships_basis_known");
});
