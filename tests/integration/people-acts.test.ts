import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPerson, loadAccess } from "@/db/people";
import { createStaffAccount, disablePerson, enablePerson, grantRole, resetPassword, revokeRole } from "@/db/people-acts";
import { listGrants, listPeople } from "@/db/people-queries";
import { auditLog, people } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import { checkPassword } from "@/db/sign-in";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DAY, on } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let system: ReturnType<typeof actorOf>;
let security: ReturnType<typeof actorOf>;
const AT = on("2026-07-15");

const actorOf = (personId: string, role: Role) => ({ personId, roles: [role], isSystem: false, role }) as const;

async function officer(username: string, role: Role, departmentId?: string) {
  const membership = { role, validFrom: plainDate("2026-01-01"), ...(departmentId !== undefined && { departmentId }) };
  const id = await createPerson(
    db,
    { displayName: username, username, password: "unused", memberships: [membership] },
    { at: on("2026-01-05"), actorId: null, passwordHash: "unused" },
  );
  return actorOf(id, role);
}

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  system = await officer("system-admin", "systemAdmin");
  security = await officer("security-admin", "securityAdmin");
});
afterAll(() => close());

const sessionOf = async (personId: string): Promise<number | undefined> => (await db.select().from(people).where(eq(people.id, personId)))[0]?.sessionVersion;
const grant = (personId: string, role: Role, more: Partial<Parameters<typeof grantRole>[1]> = {}) =>
  grantRole(db, { personId, role, departmentId: "miit", validFrom: DAY, validTo: null, actor: security, at: AT, ...more });

test("a new account has no right and a password that must be changed; the name is taken once, whatever its case", async () => {
  const made = await createStaffAccount(db, { displayName: "试用一", username: "trial-one", actor: system, at: AT });
  if (!made.ok) throw new Error(made.reason);
  const access = await loadAccess(db, made.value.personId, DAY);
  expect(access).toMatchObject({ mustChangePassword: true, memberships: [] });
  expect(await checkPassword(db, "trial-one", made.value.password, AT)).toEqual({ ok: true, value: made.value.personId });
  expect(await createStaffAccount(db, { displayName: "试用二", username: "TRIAL-ONE", actor: system, at: AT })).toEqual({ ok: false, reason: "usernameTaken" });
  const rows = await db.select().from(auditLog).where(eq(auditLog.subjectId, made.value.personId));
  expect(rows.some((row) => row.canonical.includes(made.value.password))).toBe(false);
});

test("accounts belong to the system administrator, rights to the security administrator", async () => {
  const one = await officer("plain-handler", "handler", "miit");
  expect(await createStaffAccount(db, { displayName: "某", username: "someone", actor: security, at: AT })).toEqual({ ok: false, reason: "notSystemAdmin" });
  expect(await disablePerson(db, { personId: one.personId, actor: security, at: AT })).toEqual({ ok: false, reason: "notSystemAdmin" });
  expect(await grant(one.personId, "hallClerk", { actor: system })).toEqual({ ok: false, reason: { code: "notSecurityAdmin" } });
  expect(await grant(security.personId, "handler")).toEqual({ ok: false, reason: { code: "ownRights" } });
});

test.each([
  ["handler", "checker", "reviewChain"],
  ["paymentMaker", "paymentChecker", "paymentChain"],
  ["policyAuthor", "policyPublisher", "ruleChain"],
  ["dataOfficer", "dataApprover", "dataChain"],
  ["auditor", "systemAdmin", "threeOfficers"],
  ["handler", "auditor", "officerAndBusiness"],
] as const)("%s and %s are not held by one person (%s)", async (first, second, conflict) => {
  const one = await officer(`pair-${first}-${second}`.toLowerCase(), first, first === "auditor" ? undefined : "miit");
  const before = await sessionOf(one.personId);
  expect(await grant(one.personId, second)).toEqual({ ok: false, reason: { code: "incompatible", held: first, conflict } });
  expect(await sessionOf(one.personId)).toBe(before);
});

test("a role that only begins later conflicts as well; one that ends before does not", async () => {
  const one = await officer("later", "hallClerk");
  expect(await grant(one.personId, "dataOfficer", { validFrom: plainDate("2026-08-01"), validTo: plainDate("2026-09-01") })).toMatchObject({ ok: true });
  expect(await grant(one.personId, "dataApprover")).toMatchObject({ ok: false, reason: { code: "incompatible" } });
  expect(await grant(one.personId, "dataApprover", { validTo: plainDate("2026-08-01") })).toMatchObject({ ok: true });
});

test("granting and revoking raise the session version; a revoked role is gone the same day", async () => {
  const one = await officer("moves", "hallClerk");
  const before = (await sessionOf(one.personId)) ?? 0;
  const granted = await grant(one.personId, "dataOfficer");
  if (!granted.ok) throw new Error(granted.reason.code);
  expect(await sessionOf(one.personId)).toBe(before + 1);
  expect((await loadAccess(db, one.personId, DAY))?.memberships.map((held) => held.role)).toContain("dataOfficer");
  expect(await grant(one.personId, "dataOfficer")).toEqual({ ok: false, reason: { code: "alreadyHeld" } });
  expect(await revokeRole(db, { membershipId: granted.value.membershipId, actor: security, at: AT })).toEqual({ ok: true, value: { personId: one.personId } });
  expect(await sessionOf(one.personId)).toBe(before + 2);
  expect((await loadAccess(db, one.personId, DAY))?.memberships.map((held) => held.role)).toEqual(["hallClerk"]);
  expect(await revokeRole(db, { membershipId: granted.value.membershipId, actor: security, at: AT })).toEqual({ ok: false, reason: "alreadyEnded" });
  const actions = (await db.select().from(auditLog).where(eq(auditLog.subjectId, one.personId))).map((row) => row.action);
  expect(actions).toEqual(["person.created", "person.roleGranted", "person.roleRevoked"]);
});

test("faults of a grant are refused one by one", async () => {
  const one = await officer("faults", "hallClerk");
  const codeOf = async (role: Role, more: Partial<Parameters<typeof grantRole>[1]>) => {
    const result = await grant(one.personId, role, more);
    return result.ok ? "granted" : result.reason.code;
  };
  expect(await codeOf("dataOfficer", { departmentId: null })).toBe("departmentMissing");
  expect(await codeOf("enterpriseAgent", {})).toBe("enterpriseRole");
  expect(await codeOf("dataOfficer", { validFrom: plainDate("2026-07-14") })).toBe("startsInPast");
  expect(await codeOf("dataOfficer", { validTo: DAY })).toBe("endsBeforeStart");
  expect(await codeOf("dataOfficer", { personId: "00000000-0000-4000-8000-000000000000" })).toBe("notFound");
});

test("a disabled person cannot sign in and gets no role; enabling gives both back", async () => {
  const made = await createStaffAccount(db, { displayName: "停用", username: "to-disable", actor: system, at: AT });
  if (!made.ok) throw new Error(made.reason);
  const { personId, password } = made.value;
  const before = (await sessionOf(personId)) ?? 0;
  expect(await disablePerson(db, { personId, actor: system, at: AT })).toEqual({ ok: true, value: { personId } });
  expect(await sessionOf(personId)).toBe(before + 1);
  expect(await loadAccess(db, personId, DAY)).toBeNull();
  expect(await checkPassword(db, "to-disable", password, AT)).toEqual({ ok: false, reason: "disabled" });
  expect(await grant(personId, "dataOfficer")).toEqual({ ok: false, reason: { code: "disabled" } });
  expect(await resetPassword(db, { personId, actor: system, at: AT })).toEqual({ ok: false, reason: "alreadyDisabled" });
  expect(await disablePerson(db, { personId, actor: system, at: AT })).toEqual({ ok: false, reason: "alreadyDisabled" });
  expect(await disablePerson(db, { personId: system.personId, actor: system, at: AT })).toEqual({ ok: false, reason: "ownAccount" });
  expect(await enablePerson(db, { personId, actor: system, at: AT })).toEqual({ ok: true, value: { personId } });
  const reset = await resetPassword(db, { personId, actor: system, at: AT });
  if (!reset.ok) throw new Error(reset.reason);
  expect(await checkPassword(db, "to-disable", password, AT)).toEqual({ ok: false, reason: "unknown" });
  expect(await checkPassword(db, "to-disable", reset.value.password, AT)).toEqual({ ok: true, value: personId });
});

test("the lists find by part of a name, take a per cent sign literally and page", async () => {
  const filter = { view: "staff" as const, q: "pair-", sort: "username", page: 1, pageSize: 2 };
  const found = await listPeople(db, filter, DAY);
  expect(found.total).toBe(6);
  expect(found.rows.map((row) => row.username)).toEqual(["pair-auditor-systemadmin", "pair-dataofficer-dataapprover"]);
  expect((await listPeople(db, { ...filter, q: "%" }, DAY)).total).toBe(0);
  const ended = await listGrants(db, { q: "moves", departmentId: "", role: "", view: "ended", sort: "", page: 1, pageSize: 20 }, DAY);
  expect(ended.rows.map((row) => [row.role, row.active])).toEqual([["dataOfficer", false]]);
});
