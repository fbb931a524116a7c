import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { personDigest, sealText } from "@/db/crypto";
import { createPerson, loadAccess } from "@/db/people";
import { completeRegistration, type Facts, listRegistrations, startRegistration } from "@/db/registrations";
import { auditLog, enterprises, memberships, people, registrations } from "@/db/schema";
import { signIn } from "@/db/sign-in";
import type { Db } from "@/db/types";
import { plainDate } from "@/lib/kernel/plain-date";
import { identityCheckChar } from "@/lib/standards/identity-number";
import { maskPhone } from "@/lib/standards/mask";
import { makeUscc } from "@/lib/standards/uscc";
import { freshDatabase } from "../support/database";
import { DAY, makeCompany, on, refusedBy, seedOffice } from "../support/fixtures";

const AT = on("2026-07-15");
const PASSWORD = "long-enough-9";
const PHONE = "13800001234";
let db: Db;
let close: () => Promise<void>;
let serial = 0;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-24T04:00:00Z") });
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
});
afterAll(async () => {
  vi.useRealTimers();
  await close();
});

const numberOf = (order: number): string => {
  const body = `529901199001${String(10_000 + order)}`;
  return `${body}${identityCheckChar(body)}`;
};

/** An enterprise as the register knows it, without anybody who signs in for it. */
async function registered(options: { name?: string; number?: string | null; phone?: string | null; status?: string } = {}) {
  serial += 1;
  const { name = "张伟", number = numberOf(serial), phone = PHONE, status = "active" } = options;
  const uscc = makeUscc(`91529901MADE1${String(serial).padStart(4, "0")}`);
  const { id, owner } = await makeCompany(db, { withoutAccount: true });
  await db.delete(memberships).where(eq(memberships.personId, owner.personId ?? ""));
  const values = {
    uscc,
    regStatus: status,
    representativeCipher: sealText(name, `enterprises.representative|${uscc}`),
    representativeDigest: number && personDigest(number),
    phoneMask: phone && maskPhone(phone),
    phoneCipher: phone && sealText(phone, `enterprises.phone|${uscc}`),
  };
  await db.update(enterprises).set(values).where(eq(enterprises.id, id));
  return { id, facts: { creditCode: uscc, representativeName: name, identityNumber: number ?? numberOf(serial) } satisfies Facts };
}

const start = (facts: Facts) => startRegistration(db, facts, { at: AT, keepCode: false });
const complete = (registrationId: string, code: string) => completeRegistration(db, { registrationId, code, password: PASSWORD, at: AT });
async function through(facts: Facts) {
  const { registrationId, delivery } = await start(facts);
  return complete(registrationId, delivery?.code ?? "no code was sent");
}
const otherThan = (code: string): string => (code === "000000" ? "000001" : "000000");

test("credit code, name, identity number and the code to the registered telephone open a sign-in for the legal representative", async () => {
  const { id, facts } = await registered();
  const typed = { creditCode: ` ${facts.creditCode.toLowerCase()} `, representativeName: "张 伟", identityNumber: facts.identityNumber };
  const { registrationId, delivery } = await start(typed);
  expect(delivery?.phone).toBe(PHONE);
  expect(delivery?.code).toMatch(/^\d{6}$/);
  const username = facts.creditCode.toLowerCase();
  expect(await complete(registrationId, delivery?.code ?? "")).toEqual({ ok: true, value: { outcome: "opened", username } });
  const signedIn = await signIn(db, { username, password: PASSWORD, at: AT });
  if (!signedIn.ok) throw new Error(signedIn.reason);
  const access = await loadAccess(db, signedIn.value, DAY);
  expect(access?.memberships).toMatchObject([{ role: "legalRepresentative", enterpriseId: id }]);
  expect(await db.select().from(memberships).where(eq(memberships.personId, signedIn.value))).toMatchObject([{ basis: "register", rights: null }]);
  const log = await db.select().from(auditLog);
  expect(log.filter((row) => row.subjectId === registrationId).map((row) => row.action)).toEqual(["registration.started", "registration.completed"]);
  const secrets = [facts.identityNumber, PHONE, delivery?.code ?? "", PASSWORD];
  for (const row of log.filter((one) => one.subjectType === "registration")) for (const secret of secrets) expect(row.canonical).not.toContain(`"${secret}"`);
  expect(JSON.stringify(log)).not.toContain(facts.identityNumber);
});

test("whatever does not fit is answered alike, and no code leads on from it", async () => {
  const { facts } = await registered();
  const fitting = await start(facts);
  const wrong = [
    { ...facts, creditCode: makeUscc("91529901MADE19999") },
    { ...facts, creditCode: "nonsense" },
    { ...facts, representativeName: "张玮" },
    { ...facts, representativeName: "" },
    { ...facts, identityNumber: numberOf(900) },
    { ...facts, identityNumber: personDigest(facts.identityNumber) },
    { ...facts, identityNumber: "" },
  ];
  for (const one of wrong) {
    const started = await start(one);
    expect(started.delivery).toBeNull();
    expect(Object.keys(started)).toEqual(Object.keys(fitting));
    expect(await complete(started.registrationId, fitting.delivery?.code ?? "")).toEqual({ ok: false, reason: "codeWrong" });
  }
  expect(await complete(fitting.registrationId, otherThan(fitting.delivery?.code ?? ""))).toEqual({ ok: false, reason: "codeWrong" });
});

test.each([
  ["names no identity number", { number: null }],
  ["knows no telephone", { phone: null }],
  ["has struck it off", { status: "deregistered" }],
])("an enterprise is not opened where the register %s", async (_what, options) => {
  const { facts } = await registered(options);
  expect((await start(facts)).delivery).toBeNull();
});

test("five wrong codes end a try, ten minutes of wall time as well; neither the right code nor a second use helps", async () => {
  const first = await start((await registered()).facts);
  const code = first.delivery?.code ?? "";
  for (let n = 0; n < 4; n++) expect(await complete(first.registrationId, otherThan(code))).toEqual({ ok: false, reason: "codeWrong" });
  expect(await complete(first.registrationId, otherThan(code))).toEqual({ ok: false, reason: "expired" });
  expect(await complete(first.registrationId, code)).toEqual({ ok: false, reason: "expired" });
  const decoy = await start({ creditCode: "x", representativeName: "x", identityNumber: "x" });
  for (let n = 0; n < 4; n++) expect(await complete(decoy.registrationId, "000000")).toEqual({ ok: false, reason: "codeWrong" });
  expect(await complete(decoy.registrationId, "000000")).toEqual({ ok: false, reason: "expired" });
  const second = await start((await registered()).facts);
  vi.setSystemTime(Date.now() + 10 * 60_000);
  expect(await complete(second.registrationId, second.delivery?.code ?? "")).toEqual({ ok: false, reason: "expired" });
  const third = await start((await registered()).facts);
  expect(await complete(third.registrationId, third.delivery?.code ?? "")).toMatchObject({ ok: true });
  expect(await complete(third.registrationId, third.delivery?.code ?? "")).toEqual({ ok: false, reason: "expired" });
  expect(await complete("00000000-0000-4000-8000-000000000000", "000000")).toEqual({ ok: false, reason: "expired" });
});

test("one code used by ten at once opens one sign-in", async () => {
  const { id, facts } = await registered();
  const { registrationId, delivery } = await start(facts);
  const answers = await Promise.all(Array.from({ length: 10 }, () => complete(registrationId, delivery?.code ?? "")));
  expect(answers.filter((one) => one.ok)).toHaveLength(1);
  expect(await db.select().from(memberships).where(eq(memberships.enterpriseId, id))).toHaveLength(1);
});

test("who is the representative already is told the sign-in, and its password stays as it is", async () => {
  const { facts } = await registered();
  await through(facts);
  const { registrationId, delivery } = await start(facts);
  const again = await completeRegistration(db, { registrationId, code: delivery?.code ?? "", password: "another-long-8", at: AT });
  expect(again).toEqual({ ok: true, value: { outcome: "alreadyOpen", username: facts.creditCode.toLowerCase() } });
  expect(await signIn(db, { username: facts.creditCode, password: PASSWORD, at: AT })).toMatchObject({ ok: true });
});

test("the second enterprise of the same person comes to the person's own sign-in; of a namesake it does not", async () => {
  const first = await registered({ name: "李娜" });
  await through(first.facts);
  const second = await registered({ name: "李娜", number: first.facts.identityNumber });
  expect(await through(second.facts)).toEqual({ ok: true, value: { outcome: "added", username: first.facts.creditCode.toLowerCase() } });
  const namesake = await registered({ name: "李娜" });
  expect(await through(namesake.facts)).toMatchObject({ value: { outcome: "opened", username: namesake.facts.creditCode.toLowerCase() } });
});

test("a new representative ends the right of the one before", async () => {
  const { id, facts } = await registered({ name: "王强" });
  await through(facts);
  const [before] = await db.select().from(people).where(eq(people.username, facts.creditCode.toLowerCase()));
  const number = numberOf(700);
  const change = { representativeCipher: sealText("赵敏", `enterprises.representative|${facts.creditCode}`), representativeDigest: personDigest(number) };
  await db.update(enterprises).set(change).where(eq(enterprises.id, id));
  expect((await start(facts)).delivery).toBeNull();
  const done = await through({ ...facts, representativeName: "赵敏", identityNumber: number });
  expect(done).toEqual({ ok: true, value: { outcome: "opened", username: `${facts.creditCode.toLowerCase()}-2` } });
  expect((await loadAccess(db, before?.id ?? "", DAY))?.memberships).toEqual([]);
  expect((await loadAccess(db, before?.id ?? "", DAY))?.sessionVersion).toBeGreaterThan(before?.sessionVersion ?? 99);
});

test("a right that an officer granted is not ended by a registration", async () => {
  const { id, facts } = await registered();
  const membership = { role: "legalRepresentative" as const, enterpriseId: id, validFrom: plainDate("2026-01-01") };
  const other = await createPerson(
    db,
    { displayName: "某代表", username: `other-${serial}`, password: null, memberships: [membership] },
    { at: AT, actorId: null },
  );
  expect(await through(facts)).toMatchObject({ value: { outcome: "opened" } });
  expect((await loadAccess(db, other, DAY))?.memberships).toHaveLength(1);
});

test("the administrator sees the tries; a code only in a demo county, as long as it is good", async () => {
  const { facts } = await registered();
  const open = await startRegistration(db, facts, { at: on("2026-07-20"), keepCode: true });
  const [row] = await listRegistrations(db, 1);
  expect(row).toMatchObject({ id: open.registrationId, state: "open", code: open.delivery?.code, phoneMask: "138****1234" });
  const [stored] = await db.select().from(registrations).where(eq(registrations.id, open.registrationId));
  expect(stored?.codeCipher).toMatch(/^v1\./);
  await complete(open.registrationId, open.delivery?.code ?? "");
  expect((await listRegistrations(db, 1))[0]).toMatchObject({ state: "completed", code: null });
  const silent = await startRegistration(db, facts, { at: on("2026-07-21"), keepCode: false });
  expect((await listRegistrations(db, 1))[0]).toMatchObject({ id: silent.registrationId, code: null });
});

test("the database keeps a try to its enterprise and code, and finishes it once", async () => {
  const { id, facts } = await registered();
  const decoy = await start({ ...facts, representativeName: "别人" });
  const where = eq(registrations.id, decoy.registrationId);
  const [person] = await db.select().from(people).limit(1);
  const finished = { completedAt: AT, personId: person?.id ?? "" };
  expect(await refusedBy(() => db.update(registrations).set({ enterpriseId: id }).where(where))).toBe("registrations_fixed");
  expect(await refusedBy(() => db.update(registrations).set(finished).where(where))).toBe("registrations_completed_is_proven");
  const { registrationId } = await start(facts);
  const own = eq(registrations.id, registrationId);
  expect(await refusedBy(() => db.update(registrations).set({ completedAt: AT }).where(own))).toBe("registrations_completed_for_somebody");
  expect(
    await refusedBy(() =>
      db
        .update(registrations)
        .set({ codeDigest: "0".repeat(64) })
        .where(own),
    ),
  ).toBe("registrations_fixed");
  expect(await refusedBy(() => db.update(registrations).set({ codeCipher: "123456" }).where(own))).toBe("registrations_code_sealed");
  await db.update(registrations).set(finished).where(own);
  expect(await refusedBy(() => db.update(registrations).set({ failures: 1 }).where(own))).toBe("registrations_fixed");
});
