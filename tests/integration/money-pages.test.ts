import { eq } from "drizzle-orm";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadCalendar } from "@/db/calendar";
import type { Actor } from "@/db/claims";
import { answerClawback } from "@/db/clawback-answers";
import { decideClawback } from "@/db/clawback-decision";
import { confirmReceipt, enterReceipt } from "@/db/clawback-receipts";
import { openExamination, tellClawback } from "@/db/clawbacks";
import { setBusinessNow } from "@/db/clock";
import { monthlyStatement } from "@/db/monthly-statement";
import { loadDossier } from "@/db/payment-dossier";
import { paymentOrders } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { fenFromYuan as yuan } from "@/lib/kernel/fen";
import { plainDate as D, type Instant } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { type Company, on, type Staff, seedOffice } from "../support/fixtures";
import { granted, paidClaims } from "../support/paid-claims";
import { Interrupt, navigation, personPerRole, requestHeaders } from "../support/sign-in";

/** The screens of the money as each role sees them: nothing breaks, no raw code, no machine's word, no other's case. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", () => ({
  ...navigation,
  useRouter: () => ({ push: () => undefined, replace: () => undefined, refresh: () => undefined, prefetch: () => undefined }),
  usePathname: () => "/",
  useSearchParams: () => new URLSearchParams(),
}));
vi.mock("next/headers", () => requestHeaders);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let people: ReadonlyMap<Role, string>;
let calendar: WorkCalendar;
let made: { company: Company; claimId: string }[];
let orders: string[];
const scope = { kind: "county" } as const;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  staff = await seedOffice(db);
  people = await personPerRole(db);
  calendar = await loadCalendar(db);
  made = await paidClaims(db, staff, 2);
  orders = await Promise.all(
    made.map(async ({ claimId }) => (await db.select({ id: paymentOrders.id }).from(paymentOrders).where(eq(paymentOrders.claimId, claimId)))[0]!.id),
  );
});
afterAll(() => close());

const actor = (role: Role): Actor => ({ personId: people.get(role) ?? "", roles: [role], isSystem: false, role });
const by = (role: Role, at: Instant) => ({ scope, actor: actor(role), at, calendar });

type Page = (props: { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string>> }) => Promise<ReactNode>;
const PAGES = {
  list: () => import("../../app/(admin)/audit/clawbacks/page"),
  one: () => import("../../app/(admin)/audit/clawbacks/[id]/page"),
  mine: () => import("../../app/(enterprise)/my/claims/[id]/page"),
  payment: () => import("../../app/(admin)/finance/payments/[id]/page"),
  voucher: () => import("../../app/(admin)/finance/payments/[id]/voucher/page"),
  monthly: () => import("../../app/(admin)/finance/monthly/page"),
} as const;
type Place = keyof typeof PAGES;

async function shown(place: Place, personId: string, id = "", search: Record<string, string> = {}): Promise<string> {
  session.personId = personId;
  const page = (await PAGES[place]()) as { default: Page };
  const html = renderToStaticMarkup(await page.default({ params: Promise.resolve({ id }), searchParams: Promise.resolve(search) }));
  const words = html.replace(/<script.*?<\/script>/gs, "").replace(/<[^>]+>/g, " ");
  expect(words).not.toMatch(/\bnull\b|undefined|NaN|\[object|\d{4}-\d\d-\d\dT|postAudit|clawback|systemError|countyTreasury|5299010000\d{7}/);
  return words;
}
const closed = (place: Place, personId: string, id = "") =>
  shown(place, personId, id).then(
    () => "open",
    (error: unknown) => (error instanceof Interrupt ? error.kind : Promise.reject(error)),
  );

const READERS = ["auditor", "leaderInCharge", "paymentMaker", "paymentChecker"] as const;

test("a clawback from its first day to its last, as each of those concerned sees it", async () => {
  const { company, claimId } = made[0]!;
  const owner = company.owner.personId ?? "";
  const each = async (id: string, expected: Readonly<Record<(typeof READERS)[number], string>>) => {
    for (const role of READERS) expect([role, await shown("one", people.get(role) ?? "", id)]).toEqual([role, expect.stringContaining(expected[role])]);
  };
  await setBusinessNow(db, on("2026-07-21", "09:00"));
  expect(await shown("list", people.get("auditor") ?? "")).toContain("没有在办的核查");
  const opened = await openExamination(db, { claimId, ...by("auditor", on("2026-07-21", "09:00")), origin: "report", ground: "举报称证书已失效" });
  const id = granted(opened);
  await each(id, { auditor: "发追回告知", leaderInCharge: "审计正在核查", paymentMaker: "审计正在核查", paymentChecker: "审计正在核查" });
  expect(await shown("mine", owner, claimId)).not.toContain("举报");

  const telling = { clawbackId: id, faultKind: "systemError" as const, factsText: "多计一年，多付 60,000 元", toldFen: yuan(60_000) };
  granted(await tellClawback(db, { ...telling, ...by("auditor", on("2026-07-21", "10:00")) }));
  await each(id, { auditor: "等企业说明", leaderInCharge: "作出追回决定", paymentMaker: "等企业说明、领导决定", paymentChecker: "等企业说明、领导决定" });
  expect(await shown("mine", owner, claimId)).toMatch(/拟请您退回.*60,000\s*\.00.*多计一年.*我要求听证/s);
  const person = { ...company.owner, personId: owner };
  const said = { claimId, enterpriseId: company.id, actor: person, at: on("2026-07-21", "11:00"), calendar };
  granted(await answerClawback(db, { ...said, kind: "waiver", words: "没有意见" }));

  granted(
    await decideClawback(db, { clawbackId: id, ...by("leaderInCharge", on("2026-07-21", "15:00")), decidedFen: yuan(60_000), parts: 2, text: "应当退回" }),
  );
  await each(id, { auditor: "暂停执行", leaderInCharge: "缴款计划", paymentMaker: "登记到账", paymentChecker: "没有待核对的到账登记" });
  expect(await shown("mine", owner, claimId)).toMatch(/请退回.*附言.*追决〔2026〕1号.*行政复议/s);

  const slip = { receivedOn: D("2026-07-22"), payerName: "试验公司", bankReference: "P1", amountFen: yuan(60_000) };
  const receiptId = granted(await enterReceipt(db, { clawbackId: id, ...by("paymentMaker", on("2026-07-22")), ...slip }));
  await each(id, { auditor: "暂停执行", leaderInCharge: "待核对", paymentMaker: "待核对", paymentChecker: "核对 60,000.00元" });
  granted(await confirmReceipt(db, { receiptId, ...by("paymentChecker", on("2026-07-22", "15:00")) }));
  await each(id, { auditor: "已办结", leaderInCharge: "已足额退回", paymentMaker: "已办结", paymentChecker: "已办结" });
  expect(await shown("mine", owner, claimId)).toContain("已经退清");
  expect(await shown("list", people.get("auditor") ?? "", "", { view: "closed" })).toContain("已足额退回");
});

test("the file of a payment gathers what stands behind it, and the voucher says the sum in capitals", async () => {
  const dossier = await loadDossier(db, scope, orders[1] ?? "");
  expect(dossier).toMatchObject({ amountWords: "人民币贰拾万元整", account: expect.stringMatching(/^\*{4}\d{4}$/) });
  expect(dossier?.files.map((file) => file.direction)).toEqual(["out", "in"]);
  expect(dossier?.entries.reduce((sum, entry) => sum + entry.amountFen, 0)).toBe(0);
  // Seven moves of the claim from its opening to the money, and four acts on its batch, in their order.
  expect(dossier?.audit.map((row) => row.action)).toEqual([
    ...["claim.new>matched", "claim.matched>pendingConfirm", "claim.pendingConfirm>autoCheck", "claim.autoCheck>notice", "claim.notice>approved"],
    ...["claim.approved>disbursing", "batch.prepared", "batch.released", "batch.exported", "claim.disbursing>settled", "return.imported"],
  ]);
  const words = await shown("payment", people.get("auditor") ?? "", orders[1]);
  for (const part of ["一、支付", "三、条件与数据来源", "五、公示", "已列支", "导出支付文件", "拨付凭证"]) expect(words).toContain(part);
  expect(await shown("voucher", people.get("paymentMaker") ?? "", orders[1])).toMatch(/金额（大写）\s*人民币贰拾万元整/);
  expect(await loadDossier(db, { kind: "department", departmentId: "housing" }, orders[1] ?? "")).toBeNull();
});

test("the month in the ledger: 400,000 sent and paid in July, 60,000 claimed back and received; nothing in June", async () => {
  await setBusinessNow(db, on("2026-07-23"));
  const rows = await monthlyStatement(db, D("2026-07-09"));
  expect(rows).toMatchObject([
    { sentFen: 40_000_000, paidCount: 2, paidFen: 40_000_000, returnedFen: 0, claimedBackFen: 6_000_000, recoveredFen: 6_000_000, paidInYearFen: 40_000_000 },
  ]);
  expect(await monthlyStatement(db, D("2026-06-01"))).toEqual([]);
  expect(await shown("monthly", people.get("paymentMaker") ?? "")).toContain("2026年7月财政月报");
  expect(await shown("monthly", people.get("paymentMaker") ?? "", "", { month: "2026-06" })).toContain("这个月没有拨付");
});

test("closed to everybody else, and empty where there is nothing", async () => {
  const handler = people.get("handler") ?? "";
  const nobody = "00000000-0000-4000-8000-000000000000";
  expect(await closed("list", handler)).toBe("forbidden");
  expect(await closed("one", handler, nobody)).toBe("forbidden");
  expect(await closed("one", people.get("auditor") ?? "", nobody)).toBe("notFound");
  expect(await closed("one", people.get("auditor") ?? "", "x")).toBe("notFound");
  expect(await closed("payment", handler, orders[0])).toBe("forbidden");
  expect(await closed("payment", people.get("auditor") ?? "", nobody)).toBe("notFound");
  expect(await closed("voucher", people.get("auditor") ?? "", nobody)).toBe("notFound");
  expect(await closed("monthly", handler)).toBe("forbidden");
});
