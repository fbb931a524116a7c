import { renderToReadableStream } from "react-dom/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { createPerson } from "@/db/people";
import { seedCatalogue } from "@/db/seed/catalogue";
import { plainDate } from "@/lib/kernel/plain-date";
import { makeUsccOf } from "@/lib/standards/uscc";
import { freshDatabase } from "../support/database";
import { deliver } from "../support/deliveries";
import { on } from "../support/fixtures";
import { navigation, requestHeaders } from "../support/sign-in";

/** 关联核对 as the data officers of two departments see it: the words and marks of the page, rendered for real. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", () => navigation);
vi.mock("next/headers", () => requestHeaders);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("@/inngest/client", () => ({ isEmbedded: true, inngest: { send: async () => ({ ids: [] }), createFunction: () => ({}) } }));

const codeOf = (body: string) => makeUsccOf("91529901", body);
const [A, B, C, D] = [codeOf("MADE0001"), codeOf("MADE0002"), codeOf("MADE0003"), codeOf("MADE0004")];
const REGISTER = [
  "统一社会信用代码,企业名称,登记状态,企业类型,行业代码,住所,法定代表人,联系电话",
  `${A},青禾县绿源食品加工有限公司,存续,有限责任公司,1392,青禾县城关镇人民路18号,张三丰,16000000001`,
  `${B},青禾县绿原食品加工有限公司,存续,有限责任公司,1392,青禾县工业园二号路6号,李四光,16000000002`,
  `${C},青禾县宏达建筑材料有限公司,存续,有限责任公司,3012,青禾县河口镇滨河路3号,王五福,16000000003`,
  `${D},青禾县宏大建筑材料有限公司,存续,有限责任公司,3012,青禾县河口镇滨河路3号,王五福,16000000003`,
].join("\n");

let close: () => Promise<void>;
const officers = new Map<string, string>();
beforeAll(async () => {
  const fresh = await freshDatabase();
  const { db } = fresh;
  close = fresh.close;
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", ...fresh });
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  await setBusinessNow(db, on("2026-07-15"));
  for (const departmentId of ["samr", "tax"]) {
    const membership = { role: "dataOfficer" as const, departmentId, validFrom: plainDate("2026-01-01") };
    const person = { displayName: "宋岚", username: `officer-${departmentId}`, password: "unused", memberships: [membership] };
    officers.set(departmentId, await createPerson(db, person, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" }));
  }
  await deliver(db, { dataset: "bizRegistration", period: "snapshot", content: REGISTER });
  const credit = ["纳税人识别号,纳税人名称,评价年度,信用级别", `${A},青禾县绿原食品加工有限公司,2025,A`];
  await deliver(db, { dataset: "taxCredit", period: "2025", content: credit.join("\n") });
});
afterAll(() => close());

/** The text of the page with its marks in square brackets. */
async function shown(departmentId: string, search: Record<string, string>): Promise<string> {
  session.personId = officers.get(departmentId) ?? null;
  const { default: Page } = await import("@/app/(admin)/data/links/page");
  const stream = await renderToReadableStream(await Page({ searchParams: Promise.resolve(search) }));
  await stream.allReady;
  const html = (await new Response(stream).text()).replace(/<(svg|script)[\s\S]*?<\/\1>/g, "");
  return html
    .replace(/<mark[^>]*>/g, "[")
    .replace(/<\/mark>/g, "]")
    .replace(/<[^>]+>/g, "|")
    .replace(/\|+/g, "|");
}

test("a row stands beside the enterprise of its code, what differs is marked, and the contradiction is said", async () => {
  const text = await shown("tax", {});
  expect(text).toContain("名称|青禾县绿[原]食品加工有限公司|青禾县绿[源]食品加工有限公司|只差一个字");
  expect(text).toContain(`信用代码|${A}|${A}|相同`);
  expect(text).toContain("信用代码是这一家的，名称却是另一家的");
  expect(text).toContain("是同一家|不是同一家|以后再说");
  expect(text).not.toMatch(/null|undefined|LINK_|张三丰|16000000001/);
});

test("nothing of another department's rows, and only the register's department sees its twins", async () => {
  expect(await shown("samr", {})).toContain("没有要核对的关联");
  expect(await shown("samr", { view: "twins" })).toContain("名称|青禾县宏[达]建筑材料有限公司|青禾县宏[大]建筑材料有限公司|只差一个字");
  expect(await shown("tax", { view: "twins" })).toContain("没有疑似重复的企业");
  expect(await shown("tax", { view: "decided" })).toContain("还没有核对过");
});
