import { and, count, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET as readState, POST as send } from "@/app/api/v1/uploads/[target]/route";
import { GET as readRows } from "@/app/api/v1/uploads/[target]/rows/route";
import { issueKey, revokeKey } from "@/db/api-keys";
import { setBusinessNow } from "@/db/clock";
import { apiNonces, auditLog, enterprises, indicatorValues, uploadChunks, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { inngest } from "@/inngest/client";
import { drainRunner, stopEmbeddedRunner } from "@/inngest/embedded";
import { uploadsProcess, uploadsSweep } from "@/inngest/functions/uploads/process";
import { freshDatabase } from "../support/database";
import { type Credentials, signedRequest } from "../support/department-client";
import { on } from "../support/fixtures";
import { faults, startTrial } from "./embedded/harness";

const NOW = on("2026-07-15", "10:00");
let db: Db;
let close: () => Promise<void>;
const keys: Record<string, Credentials> = {};
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  await setBusinessNow(db, NOW);
  for (const departmentId of ["samr", "tax", "hrss", "ndrc"]) {
    const issued = await issueKey(db, { departmentId, label: "接口测试", createdBy: null, at: NOW });
    if (!issued.ok) throw new Error(issued.reason);
    keys[departmentId] = issued.value;
  }
  await startTrial(db, inngest as never, [uploadsProcess, uploadsSweep]);
});
afterAll(async () => {
  await stopEmbeddedRunner();
  await close();
});

const CODE = "91529901MADE00011M";
const NAME = "青禾县示例食品有限公司";
const WHO = `${CODE},${NAME}`;
const csv = (head: string, ...lines: string[]) => `${[head, ...lines].join("\n")}\n`;
const REGISTER = csv("统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码", `${WHO},存续,2018-06-01,有限责任公司,529901,1392`);
const HEAD = "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码";

type Options = NonNullable<Parameters<typeof signedRequest>[3]>;
const post = (department: string, dataset: string, period: string, body: string, options: Options = {}) => {
  const request = signedRequest(keys[department]!, "POST", `/api/v1/uploads/${dataset}?period=${encodeURIComponent(period)}`, { body, ...options });
  return send(request, { params: Promise.resolve({ target: dataset }) });
};
const state = (department: string, id: string) =>
  readState(signedRequest(keys[department]!, "GET", `/api/v1/uploads/${id}`), { params: Promise.resolve({ target: id }) });
const rows = async (department: string, id: string) => {
  const response = await readRows(signedRequest(keys[department]!, "GET", `/api/v1/uploads/${id}/rows`), { params: Promise.resolve({ target: id }) });
  return {
    response,
    lines:
      response.status === 200
        ? (await response.text())
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line))
        : [],
  };
};
const stored = async () => (await db.select({ n: count() }).from(uploads))[0]!.n;

/** Sends a file and lets it be processed; answers with what the interface then says of it. */
async function deliver(department: string, dataset: string, period: string, body: string) {
  const response = await post(department, dataset, period, body);
  expect(response.status).toBe(202);
  const { uploadId } = (await response.json()) as { uploadId: string };
  await drainRunner();
  expect(faults).toEqual([]);
  return { uploadId, ...((await (await state(department, uploadId)).json()) as { state: string; rows: Record<string, number> }) };
}

async function indicators(uscc = CODE): Promise<Record<string, unknown>> {
  const found = await db
    .select({ id: indicatorValues.indicatorId, period: indicatorValues.period, value: sql<string>`${indicatorValues.value}::text` })
    .from(indicatorValues)
    .innerJoin(enterprises, eq(enterprises.id, indicatorValues.enterpriseId))
    .where(and(eq(enterprises.uscc, uscc), eq(indicatorValues.subject, ""), isNull(indicatorValues.supersededAt)));
  return Object.fromEntries(found.map((one) => [one.period === "snapshot" ? one.id : `${one.id}@${one.period}`, JSON.parse(one.value ?? "null")]));
}

test("a signed file is taken in, processed, and answered row by row", async () => {
  const request = await post("samr", "bizRegistration", "snapshot", REGISTER, {
    headers: { "content-disposition": "attachment; filename*=UTF-8''%E7%99%BB%E8%AE%B0.csv" },
  });
  expect(request.status).toBe(202);
  const { uploadId } = (await request.json()) as { uploadId: string };
  const waiting = (await (await state("samr", uploadId)).json()) as Record<string, unknown>;
  expect(waiting).toMatchObject({
    uploadId,
    dataset: "bizRegistration",
    period: "snapshot",
    state: "received",
    filename: "登记.csv",
    receivedAt: "2026-07-15T10:00:00+08:00",
    finishedAt: null,
  });
  expect((await rows("samr", uploadId)).response.status).toBe(409);

  await drainRunner();
  const done = (await (await state("samr", uploadId)).json()) as Record<string, unknown>;
  expect(done).toMatchObject({
    state: "applied",
    finishedAt: "2026-07-15T10:00:00+08:00",
    rows: { total: 2, accepted: 1, corrected: 0, quarantined: 0, duplicate: 0, ignored: 1 },
  });
  const { response, lines } = await rows("samr", uploadId);
  expect(response.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
  expect(lines).toEqual([
    {
      row: 1,
      fate: "ignored",
      enterpriseId: null,
      uscc: null,
      link: { fate: "none", confidence: null, candidates: [] },
      corrections: [],
      reasons: [expect.objectContaining({ message: "表头行" })],
    },
    {
      row: 2,
      fate: "accepted",
      enterpriseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      uscc: CODE,
      link: { fate: "exact", confidence: 1, candidates: [CODE] },
      corrections: [],
      reasons: [],
    },
  ]);
  // Bytes may hold personal data: none are kept once the rows are
  expect(await db.select().from(uploadChunks)).toEqual([]);
  const [audit] = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "upload.received"), eq(auditLog.subjectId, uploadId)));
  expect(audit).toMatchObject({ actorRole: "departmentSystem", detail: { keyId: keys["samr"]!.keyId, period: "snapshot" } });
});

test("files of five feeds become the enterprise's indicators", async () => {
  const annual = "纳税人识别号,纳税人名称,申报表种,税款所属期止,营业收入,利润总额,资产总额（万元）,从业人数,是否小型微利企业,六税两费应纳税额（减征前）";
  expect(
    await deliver(
      "tax",
      "taxReturn",
      "2025",
      csv(annual, `${WHO},企业所得税A类年度,2025-12,"12,000,000",800000,900,86,是,`, `${WHO},财产和行为税,2025-12,,,,,,6642.5`),
    ),
  ).toMatchObject({
    state: "applied",
    rows: { total: 3, accepted: 1, corrected: 1, quarantined: 0, duplicate: 0, ignored: 1 },
  });
  await deliver(
    "tax",
    "taxPayment",
    "2025-04",
    csv(
      "纳税人识别号,纳税人名称,税票号码,征收项目,税款所属期,实缴金额,欠税余额,入库日期",
      `${WHO},1,增值税,2025-03,1000,500,2025-04-10`,
      `${WHO},2,增值税,2025-04,200,300,2025-05-10`,
    ),
  );
  await deliver("tax", "taxCredit", "2025", csv("纳税人识别号,纳税人名称,评价年度,信用级别", `${WHO},2025,A`));
  await deliver("tax", "rdDeduction", "2025", csv("纳税人识别号,纳税人名称,所属年度,研发费用合计,加计扣除比例", `${WHO},2025,60万元,100%`));
  await deliver(
    "ndrc",
    "titleRegistry",
    "snapshot",
    csv("统一社会信用代码,企业名称,资质名称,认定日期,有效期至,状态", `${WHO},专精特新中小企业,2025-03-01,2028-02-28,有效`),
  );
  expect(await indicators()).toMatchObject({
    regStatus: "active",
    establishedDate: "2018-06-01",
    entityType: "company_ltd",
    industryCode: "1392",
    // Money in fen: 12,000,000.00 yuan; 9,000,000.00 from the column in 万元
    "annualRevenue@2025": 1_200_000_000,
    "totalProfit@2025": 80_000_000,
    "totalAssets@2025": 900_000_000,
    "employeeCount@2025": 86,
    // 86 people and 12 million yuan of revenue in industry C: small
    "enterpriseScale@2025": "small",
    "sixTaxesTwoFeesPayable@2025": 664_250,
    // 1,000 + 200 yuan paid in 2025; the newest balance of the tax is 300
    "annualTaxPaid@2025": 120_000,
    taxArrears: 30_000,
    "taxCreditGrade@2025": "A",
    "rdExpense@2025": 60_000_000,
    // 600,000 ÷ 12,000,000
    "rdIntensity@2025": "0.05",
  });
});

test("every row of a dirty file has exactly one fate, and corrections say what was changed", async () => {
  const file = csv(
    HEAD,
    "９１５２９９０１ＭＡＤＥ０００２ＸＤ,青禾县第二食品有限公司,存续,2019-05-01,有限责任公司,529901,1392",
    `${WHO},存续,2018-06-01,有限责任公司,529901,1392`,
    "91529901MADE0001XX,青禾县第三食品有限公司,存续,2019-02-30,有限责任公司,529901,1392",
    "合计,3,,,,,",
    "",
  );
  const { uploadId, rows: counts } = await deliver("samr", "bizRegistration", "2026-07-15", file);
  const { lines } = await rows("samr", uploadId);
  expect(lines.map((line) => [line.row, line.fate])).toEqual([
    [1, "ignored"],
    [2, "corrected"],
    [3, "duplicate"],
    [4, "quarantined"],
    [5, "ignored"],
    [6, "ignored"],
  ]);
  const { total, ...fates } = counts;
  expect(Object.values(fates).reduce((sum, n) => sum + n, 0)).toBe(total);
  expect(lines[1]).toMatchObject({
    uscc: "91529901MADE0002XD",
    corrections: [{ field: "uscc", from: "９１５２９９０１ＭＡＤＥ０００２ＸＤ", to: "91529901MADE0002XD", pattern: "FULLWIDTH" }],
  });
  expect(lines[2].reasons).toMatchObject([{ pattern: "DUP_ROW" }]);
  expect(lines[3]).toMatchObject({ enterpriseId: null, link: { fate: "none" } });
  expect(lines[3].reasons).toContainEqual(expect.objectContaining({ field: "establishedDate", pattern: "DATE_BAD" }));
});

test("the same bytes for the same dataset and period are the first upload again and change nothing", async () => {
  const before = [await stored(), await indicators(), (await db.select({ n: count() }).from(indicatorValues))[0]!.n];
  const again = await post("samr", "bizRegistration", "snapshot", REGISTER);
  expect(again.status).toBe(200);
  const [first] = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.datasetId, "bizRegistration"), eq(uploads.period, "snapshot")));
  expect(await again.json()).toEqual({ uploadId: first!.id, duplicate: true });
  await drainRunner();
  expect([await stored(), await indicators(), (await db.select({ n: count() }).from(indicatorValues))[0]!.n]).toEqual(before);
  // The same bytes of another day are another delivery: every row is a repeat
  const repeat = await deliver("samr", "bizRegistration", "2026-07-14", REGISTER);
  expect(repeat.rows).toEqual({ total: 2, accepted: 0, corrected: 0, quarantined: 0, duplicate: 1, ignored: 1 });
  expect(await indicators()).toEqual(before[1]);
});

const refusedAs = async (response: Response, status: number, code: string) => {
  const body = (await response.json()) as { error: { code: string; message: string } };
  expect([response.status, body.error.code]).toEqual([status, code]);
  expect(body.error.message).toMatch(/[\u4e00-\u9fff]/);
};
const NEW = csv(HEAD, "91529901MADE00038D,青禾县别家有限公司,存续,2019-05-01,有限责任公司,529901,1392");

test("a replay, a wrong signature, an old or early time, an unknown and a revoked key are refused and store nothing", async () => {
  const before = await stored();
  const seconds = Math.floor(Date.now() / 1000);
  const signing = { nonce: "replayed-nonce-1", timestamp: seconds };
  const first = await post("samr", "bizRegistration", "2026-07-13", NEW, { signing });
  expect(first.status).toBe(202);
  await refusedAs(await post("samr", "bizRegistration", "2026-07-13", NEW, { signing }), 409, "nonceReused");
  await refusedAs(await post("samr", "bizRegistration", "2026-07-12", NEW, { signing: { signature: "0".repeat(64) } }), 401, "signatureWrong");
  await refusedAs(await post("samr", "bizRegistration", "2026-07-12", NEW, { signing: { timestamp: seconds - 302 } }), 401, "timestampOutOfRange");
  await refusedAs(await post("samr", "bizRegistration", "2026-07-12", NEW, { signing: { timestamp: seconds + 330 } }), 401, "timestampOutOfRange");
  const target = "/api/v1/uploads/bizRegistration?period=2026-07-12";
  const call = (credentials: Credentials, options: Options = {}) =>
    send(signedRequest(credentials, "POST", target, { body: NEW, ...options }), { params: Promise.resolve({ target: "bizRegistration" }) });
  await refusedAs(await call({ keyId: "samr-000000000000", secret: keys["samr"]!.secret }), 401, "keyUnknown");
  await refusedAs(await call({ keyId: keys["samr"]!.keyId, secret: keys["tax"]!.secret }), 401, "signatureWrong");
  await refusedAs(await call(keys["samr"]!, { headers: { "x-nonce": "" } }), 401, "headerMissing");
  const short = await issueKey(db, { departmentId: "samr", label: "停用", createdBy: null, at: NOW });
  if (!short.ok) throw new Error(short.reason);
  await revokeKey(db, { keyId: short.value.keyId, by: null, at: NOW });
  await refusedAs(await call(short.value), 401, "keyUnknown");
  // A request whose signature is wrong must not use up the nonce of an honest one
  const nonce = "honest-nonce-001";
  await refusedAs(await call(keys["samr"]!, { signing: { nonce, signature: "f".repeat(64) } }), 401, "signatureWrong");
  expect((await db.select().from(apiNonces).where(eq(apiNonces.nonce, nonce))).length).toBe(0);
  expect(await stored()).toBe(before + 1);
});

test("a signature holds for its own path, query and body only", async () => {
  const before = await stored();
  const signed = signedRequest(keys["samr"]!, "POST", "/api/v1/uploads/bizRegistration?period=2026-07-11", { body: NEW });
  const moved = new Request("http://county.test/api/v1/uploads/bizRegistration?period=2026-07-10", { method: "POST", headers: signed.headers, body: NEW });
  await refusedAs(await send(moved, { params: Promise.resolve({ target: "bizRegistration" }) }), 401, "signatureWrong");
  const altered = new Request(signed.url, { method: "POST", headers: signed.headers, body: NEW.replace("存续", "注销") });
  await refusedAs(await send(altered, { params: Promise.resolve({ target: "bizRegistration" }) }), 400, "cut");
  expect(await stored()).toBe(before);
});

test("another department's dataset, an unknown one, a wrong period and an empty file are refused and store nothing", async () => {
  const before = await stored();
  await refusedAs(await post("tax", "bizRegistration", "2026-07-11", NEW), 403, "notYourDataset");
  await refusedAs(await post("tax", "noSuchFeed", "2026-07-11", NEW), 404, "datasetUnknown");
  await refusedAs(await post("samr", "bizRegistration", "2026Q2", NEW), 400, "frequency");
  await refusedAs(await post("samr", "bizRegistration", "七月", NEW), 400, "form");
  await refusedAs(await post("samr", "bizRegistration", "2026-07-16", NEW), 400, "future");
  await refusedAs(await post("samr", "bizRegistration", "", NEW), 400, "periodMissing");
  await refusedAs(await post("samr", "bizRegistration", "2026-07-11", ""), 400, "empty");
  expect(await stored()).toBe(before);
});

test("a body that was cut on the way, or breaks off, is refused and stores nothing", async () => {
  const before = await stored();
  const whole = Buffer.from(NEW);
  const signed = signedRequest(keys["samr"]!, "POST", "/api/v1/uploads/bizRegistration?period=2026-07-11", { body: NEW });
  const half = new Request(signed.url, { method: "POST", headers: signed.headers, body: new Uint8Array(whole.subarray(0, whole.length / 2)) });
  await refusedAs(await send(half, { params: Promise.resolve({ target: "bizRegistration" }) }), 400, "cut");
  await refusedAs(await post("samr", "bizRegistration", "2026-07-11", NEW, { headers: { "content-length": String(whole.length + 1) } }), 400, "cut");
  await refusedAs(await post("samr", "bizRegistration", "2026-07-11", NEW, { headers: { "content-length": String(400 * 1024 * 1024) } }), 413, "tooLarge");
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(whole.subarray(0, 20)));
      controller.error(new Error("connection lost"));
    },
  });
  const again = signedRequest(keys["samr"]!, "POST", "/api/v1/uploads/bizRegistration?period=2026-07-11", { body: NEW });
  const lost = new Request(again.url, { method: "POST", headers: again.headers, body: broken, duplex: "half" } as RequestInit);
  await refusedAs(await send(lost, { params: Promise.resolve({ target: "bizRegistration" }) }), 400, "cut");
  expect(await stored()).toBe(before);
});

test("an upload of another department is as if it were not there", async () => {
  const [foreign] = await db.select({ id: uploads.id }).from(uploads).where(eq(uploads.datasetId, "bizRegistration"));
  await refusedAs(await state("tax", foreign!.id), 404, "uploadUnknown");
  await refusedAs((await rows("tax", foreign!.id)).response, 404, "uploadUnknown");
  await refusedAs(await state("tax", "not-an-id"), 404, "uploadUnknown");
});

test("a file that cannot be read is refused as a whole, in words, and has no rows", async () => {
  const { uploadId, ...told } = await deliver("samr", "bizRegistration", "2026-07-09", "姓名,年龄\n甲,1\n");
  expect(told).toMatchObject({ state: "refused", refusal: expect.stringMatching(/表头|缺少/), rows: { total: 0 } });
  expect((await rows("samr", uploadId)).lines).toEqual([]);
});

test("what nobody announced is found by the sweep", async () => {
  await stopEmbeddedRunner();
  const response = await post("samr", "bizRegistration", "2026-07-08", csv(HEAD, `${WHO},存续,2018-06-02,有限责任公司,529901,1392`));
  expect(response.status).toBe(202);
  const { uploadId } = (await response.json()) as { uploadId: string };
  await startTrial(db, inngest as never, [uploadsProcess, uploadsSweep]);
  await drainRunner();
  expect(((await (await state("samr", uploadId)).json()) as { state: string }).state).toBe("received");
  await setBusinessNow(db, on("2026-07-15", "10:10"));
  await drainRunner();
  expect(((await (await state("samr", uploadId)).json()) as { state: string }).state).toBe("applied");
  expect(await indicators()).toMatchObject({ establishedDate: "2018-06-02" });
}, 60_000);

test("a key that sends too much in a minute is told to wait; its file is not taken, other keys are not held up", async () => {
  const before = await stored();
  // The window may turn over while the allowance is being used up
  let response = await post("tax", "taxCredit", "2024", "");
  for (let sent = 1; sent < 400 && response.status !== 429; sent += 1) response = await post("tax", "taxCredit", "2024", "");
  expect(response.headers.get("retry-after")).toBe("60");
  await refusedAs(response, 429, "tooManyRequests");
  await refusedAs(await post("hrss", "unemploymentBenefit", "2024", ""), 400, "empty");
  expect(await stored()).toBe(before);
}, 60_000);
