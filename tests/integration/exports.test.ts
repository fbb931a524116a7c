import { eq } from "drizzle-orm";
import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { auditLog, enterprises } from "@/db/schema";
import type { Db } from "@/db/types";
import { openArchive } from "@/inngest/files/archive";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import { fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, on, seedOffice } from "../support/fixtures";
import { makeCase } from "../support/review-fixtures";

type Signed = { personId: string | null; roles: readonly Role[]; departmentId: string };
const signedIn: { user: (Signed & { unfinished: string | null }) | null } = { user: null };
vi.mock("@/app/_server/session", () => ({
  currentUser: async () => signedIn.user,
  scopeFor: (user: Signed): Scope => ({ kind: "department", departmentId: user.departmentId }),
  actorFor: (user: Signed) => ({ personId: user.personId, roles: user.roles, isSystem: false, role: user.roles[0] }),
}));
const { GET } = await import("@/app/api/exports/[table]/route");

let db: Db;
let close: () => Promise<void>;
let personId: string | null;
const as = (roles: readonly Role[], departmentId = DEPARTMENT) => {
  signedIn.user = { personId, roles, departmentId, unfinished: null };
};
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  const staff = await seedOffice(db);
  personId = staff.handler.personId;
  await setBusinessNow(db, on("2026-07-15"));
  const late = await makeCase(db, { name: "青禾县恒铸机械有限公司", initials: "qhxhzjxyxgs", enteredAt: on("2026-07-09"), amountFen: fenFromYuan(180_000.5) });
  await makeCase(db, { name: "青禾县清泉阀门厂", initials: "qhxqqfmc", amountFen: fenFromYuan(36_800) });
  await db.update(enterprises).set({ town: '=HYPERLINK("http://x.invalid")' }).where(eq(enterprises.id, late.company.id));
});
afterAll(async () => {
  signedIn.user = null;
  await close();
});

const take = (table: string, search = "") => GET(new Request(`http://localhost/api/exports/${table}${search}`), { params: Promise.resolve({ table }) });
const sheetOf = async (response: Response) => (await readXlsx(new Uint8Array(await response.arrayBuffer()))).sheets[0]!.rows;

test("the queue leaves as a workbook: title line, heads, one row per case, money as a number", async () => {
  as(["handler"]);
  const response = await take("cases", "?sort=due");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-disposition")).toContain(encodeURIComponent("待办复核2026-07-15.xlsx"));
  const [title, heads, first, ...rest] = await sheetOf(response);
  expect(title?.[0]).toBe("待办复核（2026年7月15日，2 件）");
  expect(heads?.slice(0, 3)).toEqual(["件号", "企业", "统一社会信用代码"]);
  expect(first?.[1]).toBe("青禾县恒铸机械有限公司");
  expect(first?.[6]).toBe("超期");
  expect(first?.at(-1)).toBe(180000.5);
  expect(rest).toHaveLength(1);
});

test("the filters of the page hold for the file", async () => {
  as(["handler"]);
  const rows = await sheetOf(await take("cases", "?light=red"));
  expect(rows.slice(2).map((row) => row[1])).toEqual(["青禾县恒铸机械有限公司"]);
});

test("another department's file has none of the rows", async () => {
  as(["handler"], "samr");
  expect((await sheetOf(await take("cases"))).slice(2)).toEqual([]);
});

test("what looks like a formula stays text", async () => {
  as(["auditor"]);
  const rows = await sheetOf(await take("enterprises"));
  const row = rows.find((one) => one[0] === "青禾县恒铸机械有限公司");
  expect(row?.[3]).toBe('=HYPERLINK("http://x.invalid")');
  const bytes = new Uint8Array(await (await take("enterprises")).arrayBuffer());
  const archive = await openArchive(bytes);
  let sheet = "";
  for await (const part of archive.text("xl/worksheets/sheet1.xml")) sheet += part;
  archive.close();
  expect(sheet).toContain("<row");
  expect(sheet).not.toContain("<f>");
});

test.each(["?q=%00x", "?q=%25%5F", `?q=${"9".repeat(5000)}`, "?sort=drop&light=purple&min=-1&step=x", "?q=a&q=b", "?days=NaN"])(
  "strange filters %s are no fault",
  async (search) => {
    as(["handler"]);
    expect((await take("cases", search)).status).toBe(200);
    as(["hallClerk"]);
    expect((await take("unclaimed", search)).status).toBe(200);
  },
);

test("each export is on record with its filters and its number of rows", async () => {
  as(["handler"]);
  await take("cases", "?light=red");
  const rows = await db.select().from(auditLog).where(eq(auditLog.action, "table.exported"));
  expect(rows.at(-1)).toMatchObject({ chain: "reads", actorId: personId, subjectId: "cases", detail: { rows: 1, filters: { light: "red" } } });
});

test.each([
  ["nobody", null, "cases", 401],
  ["a handler asks for the finance list", ["handler"], "payable", 403],
  ["a system administrator asks for the queue", ["systemAdmin"], "cases", 403],
  ["no such table", ["handler"], "constructor", 404],
] as const)("%s: %j %s → %d, nothing on record", async (_name, roles, table, status) => {
  if (roles) as(roles);
  else signedIn.user = null;
  const before = await db.$count(auditLog);
  const response = await take(table);
  expect(response.status).toBe(status);
  expect(await response.text()).toMatch(/[一-龥]/u);
  expect(await db.$count(auditLog)).toBe(before);
});
