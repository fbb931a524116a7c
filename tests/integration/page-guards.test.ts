import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { createPerson } from "@/db/people";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import { freshDatabase } from "../support/database";
import { makeCompany, on, seedOffice } from "../support/fixtures";
import { Interrupt, navigation, personPerRole, requestHeaders } from "../support/sign-in";

/** 每一页自己把门: the guard stands in the page, not in a layout or the proxy; whoever has no right is stopped before anything is read. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", async (original) => ({ ...(await original<object>()), ...navigation }));
vi.mock("next/headers", () => requestHeaders);

type Page = (props: { params: Promise<Record<string, string>>; searchParams: Promise<Record<string, string>> }) => unknown;

const pagesUnder = (folder: string): string[] =>
  readdirSync(`app/${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => /(^|\/)page\.tsx$/.test(name))
    .map((name) => `app/${folder}/${name}`)
    .sort();
const STAFF = ["(review)", "(leadership)", "(wall)", "(admin)"].flatMap(pagesUnder);
const ENTERPRISE = pagesUnder("(enterprise)");
/** Of everybody who has signed in, whatever the role: the own mailbox and the own account. */
const EVERYBODY = ["app/(review)/inbox/page.tsx", ...pagesUnder("account")];

let db: Db;
let close: () => Promise<void>;
let roles: ReadonlyMap<Role, string>;
let owner: string;
let nobody: string;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
  await setBusinessNow(db, on("2026-07-15"));
  roles = await personPerRole(db);
  owner = (await makeCompany(db)).owner.personId as string;
  const input = { displayName: "没有岗位", username: "no-role", password: "unused", memberships: [] };
  nobody = await createPerson(db, input, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" });
});
afterAll(() => close());

/** How the page ended for the person: 401, 403, another page, or shown (404 included: that is for those who may ask). */
async function asked(file: string, personId: string | null): Promise<string> {
  session.personId = personId;
  const { default: page } = (await import(`../../${file}`)) as { default: Page };
  const id = randomUUID();
  try {
    await page({ params: Promise.resolve({ id, code: "NONE" }), searchParams: Promise.resolve({}) });
    return "shown";
  } catch (error) {
    if (!(error instanceof Interrupt)) throw new Error(`${file}: ${String(error)}`, { cause: error });
    return error.kind === "notFound" ? "shown" : error.kind;
  }
}

const answers = async (files: readonly string[], personId: string | null): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const file of files) found[file] = await asked(file, personId);
  return found;
};
const all = (files: readonly string[], answer: string) => Object.fromEntries(files.map((file) => [file, answer]));

test("a visitor is asked to sign in on every page but the public ones", async () => {
  const files = [...STAFF, ...ENTERPRISE, ...EVERYBODY];
  expect(await answers(files, null)).toEqual(all(files, "unauthorized"));
});

describe("403", () => {
  const guarded = STAFF.filter((file) => !EVERYBODY.includes(file));

  test("an enterprise's person has no page of the offices", async () => {
    expect(await answers(guarded, owner)).toEqual(all(guarded, "forbidden"));
  });

  test("a person without a role has no page but the own ones", async () => {
    const files = [...guarded, ...ENTERPRISE];
    expect(await answers(files, nobody)).toEqual(all(files, "forbidden"));
  });

  test("no member of staff has a page of an enterprise", async () => {
    for (const role of ["handler", "systemAdmin", "principalLeader", "auditor"] as const)
      expect(await answers(ENTERPRISE, roles.get(role) as string)).toEqual(all(ENTERPRISE, "forbidden"));
  });

  const may = async (file: string, role: Role) => (await asked(`app/${file}/page.tsx`, roles.get(role) as string)) === "shown";
  test.each<[string, Role, readonly Role[]]>([
    ["(admin)/admin/clock", "systemAdmin", ["securityAdmin", "auditor", "handler"]],
    ["(admin)/admin/people", "systemAdmin", ["auditor", "handler", "policyAuthor"]],
    ["(admin)/admin/grants", "securityAdmin", ["systemAdmin", "auditor", "handler"]],
    ["(admin)/audit/log", "auditor", ["systemAdmin", "securityAdmin", "handler"]],
    ["(admin)/finance/payable", "paymentMaker", ["handler", "systemAdmin", "dataOfficer"]],
    ["(review)/review/approvals", "leaderInCharge", ["handler", "checker", "paymentMaker"]],
    ["(admin)/data/uploads/new", "dataOfficer", ["handler", "systemAdmin", "auditor"]],
  ])("三员分立 and 不相容: %s is a page of %s", async (file, holder, others) => {
    expect(await may(file, holder)).toBe(true);
    for (const role of others) expect([role, await may(file, role)]).toEqual([role, false]);
  });
});
