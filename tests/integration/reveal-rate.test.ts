import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { auditLog } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import config from "@/next.config";
import { freshDatabase } from "../support/database";
import { type Company, makeCompany, on, seedOffice } from "../support/fixtures";
import { navigation, personPerRole, requestHeaders } from "../support/sign-in";

/** CMP-056: a hidden value is shown for a purpose, on record, and not by the hundred. */
const session: { personId: string | null } = { personId: null };
const wall = { now: new Date("2026-11-25T02:10:00Z") };
vi.mock("@/db/wall-clock", () => ({ wallNow: () => wall.now }));
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", () => navigation);
vi.mock("next/headers", () => requestHeaders);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("@/inngest/client", () => ({ isEmbedded: true, inngest: { send: async () => ({ ids: [] }), createFunction: () => ({}) } }));

let db: Db;
let close: () => Promise<void>;
let company: Company;
let people: ReadonlyMap<Role, string>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
  await setBusinessNow(db, on("2026-07-15"));
  company = await makeCompany(db);
  people = await personPerRole(db);
});
afterAll(() => close());

async function look(role: Role, purpose = "核对户名") {
  session.personId = people.get(role) ?? null;
  const { revealNumber } = await import("@/app/(admin)/finance/accounts/actions");
  const form = new FormData();
  form.set("accountId", company.accountId);
  form.set("purpose", purpose);
  return revealNumber({ status: "idle" }, form);
}

test("sixty within the hour, each on record; the next is refused and leaves no record; a colleague goes on", async () => {
  for (let number = 1; number <= 60; number++) expect((await look("paymentMaker")).status).toBe("done");
  expect(await look("paymentMaker")).toMatchObject({ status: "refused", message: "一小时内最多查看 60 条隐去的内容，请过一会儿再看。" });
  expect((await db.select({ n: count() }).from(auditLog).where(eq(auditLog.action, "account.revealed")))[0]?.n).toBe(60);
  expect((await look("paymentChecker")).status).toBe("done");
  wall.now = new Date("2026-11-25T03:10:00Z");
  expect((await look("paymentMaker")).status).toBe("done");
});

test("notices are told to no search engine (CMP-034)", async () => {
  const rules = (await config.headers?.()) ?? [];
  const told = rules.filter(({ headers }) => headers.some(({ key, value }) => key === "x-robots-tag" && value.includes("noindex"))).map(({ source }) => source);
  expect(told).toEqual(["/notices/:path*", "/api/notices/:path*"]);
});
