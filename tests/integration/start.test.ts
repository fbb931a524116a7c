import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { count } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import { fixedBusinessTime, setBusinessNow } from "@/db/clock";
import { readConfig } from "@/db/config";
import { calendarYears, claims, datasets, departments, enterprises, memberships, people, policyVersions, uploads } from "@/db/schema";
import { countyFault } from "@/inngest/ops/county-kind";
import { rememberWorld } from "@/inngest/ops/demo/remembered-world";
import { freshDatabase } from "../support/database";
import { on, seedOffice } from "../support/fixtures";

/** 启动: what a county is configured with is checked before anything is opened, and refused in sentences that name the variable. */
const KEY = Buffer.alloc(32, 7).toString("base64url");
const PREPARE = ["--conditions=react-server", "--import", "tsx", "inngest/ops/prepare.ts"];
const folder = mkdtempSync(path.join(tmpdir(), "county-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = (extra: Record<string, string>): NodeJS.ProcessEnv => ({ PATH: process.env["PATH"], NODE_ENV: "production", DATA_KEY: KEY, ...extra });

describe("配置", () => {
  test.each<[string, Record<string, string>]>([
    ["DEMO：DEMO 只能是 on 或 off", { DEMO: "maybe" }],
    ["DEMO_SIZE：DEMO_SIZE 必须是 40 到 20000 的整数", { DEMO_SIZE: "3" }],
    ["DEMO_SIZE：DEMO_SIZE 必须是 40 到 20000 的整数", { DEMO_SIZE: "many" }],
    ["DEMO_SIZE：DEMO_SIZE 必须是 40 到 20000 的整数", { DEMO_SIZE: "60.5" }],
    ["BUSINESS_DATE：BUSINESS_DATE 必须是日期，如 2026-07-15", { DEMO: "off", BUSINESS_DATE: "2026-02-30" }],
    ["DATABASE_URL：DATABASE_URL 必须是 postgres:// 开头的地址；不设则用内嵌数据库", { DATABASE_URL: "mysql://localhost/x" }],
    ["AUTH_SECRET：AUTH_SECRET 至少 32 个字符；npm start 会自动生成", { AUTH_SECRET: "short" }],
    ["DATA_KEY：DATA_KEY 必须是 32 字节的 base64url；npm start 会自动生成", { DATA_KEY: "abc" }],
    ["演示县（DEMO=on）不能配置真实支付通道；正式使用请设 DEMO=off", { PAYMENT_CHANNEL: "bank" }],
    ["配置了真实支付通道（PAYMENT_CHANNEL=bank），不能再用 BUSINESS_DATE 固定业务日期", { DEMO: "off", PAYMENT_CHANNEL: "bank", BUSINESS_DATE: "2026-07-15" }],
    ["INNGEST_EVENT_KEY 与 INNGEST_SIGNING_KEY 必须同时设置", { INNGEST_EVENT_KEY: "key" }],
    ["SMS_GATEWAY_URL 与 SMS_GATEWAY_SECRET 必须同时设置", { SMS_GATEWAY_URL: "https://sms.example" }],
    ["设置了 OIDC_ISSUER，还需要 OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET", { OIDC_ISSUER: "https://id.example" }],
    ["无服务器环境里没有磁盘，必须配置 DATABASE_URL", { VERCEL: "1", INNGEST_EVENT_KEY: "key", INNGEST_SIGNING_KEY: "key" }],
    ["无服务器环境里没有常驻进程，必须配置 INNGEST_EVENT_KEY 和 INNGEST_SIGNING_KEY", { VERCEL: "1", DATABASE_URL: "postgres://localhost/x" }],
  ])("%s", (sentence, extra) => {
    expect(() => readConfig(extra)).toThrow(new Error(`配置有误：\n  ${sentence}`));
  });

  test("every variable at fault is named at once; an empty one is not set", () => {
    expect(() => readConfig({ DEMO: "x", DATA_KEY: "x" })).toThrow(/DEMO：[\s\S]*DATA_KEY：/);
    expect(readConfig({ DEMO: "", DATABASE_URL: "" })).toMatchObject({ demo: true, demoSize: 1200, database: { kind: "pglite" }, embeddedRunner: true });
  });

  test("the address chooses the driver, DATABASE_DRIVER overrides it; Inngest's variables switch the embedded runner off", () => {
    const kind = (extra: Record<string, string>) => readConfig(extra).database.kind;
    expect(kind({ DATABASE_URL: "postgres://db.example/x" })).toBe("pg");
    expect(kind({ DATABASE_URL: "postgresql://ep-a.eu.neon.tech/x" })).toBe("neon");
    expect(kind({ DATABASE_URL: "postgres://neon.tech.example/x" })).toBe("pg");
    expect(kind({ DATABASE_URL: "postgres://db.example/x", DATABASE_DRIVER: "neon" })).toBe("neon");
    expect(readConfig({ INNGEST_DEV: "1" }).embeddedRunner).toBe(false);
    expect(readConfig({ INNGEST_EVENT_KEY: "a", INNGEST_SIGNING_KEY: "b" }).embeddedRunner).toBe(false);
  });

  test("the start command prints the sentence and nothing of the program", () => {
    const prepare = spawnSync(process.execPath, PREPARE, { env: environment({ DATA_DIR: folder, DEMO: "maybe" }), encoding: "utf8" });
    expect([prepare.status, prepare.stderr]).toEqual([1, "配置有误：\n  DEMO：DEMO 只能是 on 或 off\n"]);
    const start = spawnSync(process.execPath, ["inngest/ops/start.mjs"], { env: environment({ DATA_DIR: folder, PORT: "80a" }), encoding: "utf8" });
    expect([start.status, start.stderr]).toEqual([1, "PORT 必须是 1 到 65535 的整数，现在是“80a”\n"]);
  });
});

describe("演示县还是正式县", () => {
  test("a real county is not started as a demo, a demo not as a real one, and a clock that stands pays nobody", async () => {
    const { db, close } = await freshDatabase();
    const real = { demo: false, paymentChannel: "file" } as const;
    const demo = { demo: true, paymentChannel: "file" } as const;
    expect([await countyFault(db, real), await countyFault(db, demo)]).toEqual([null, null]);
    await seedOffice(db);
    expect(await countyFault(db, real)).toBeNull();
    expect(await countyFault(db, demo)).toContain("请设 DEMO=off");
    expect(await countyFault(db, { ...real, paymentChannel: "bank" })).toBeNull();
    await setBusinessNow(db, on("2026-07-15"));
    expect(await countyFault(db, { ...real, paymentChannel: "bank" })).toContain("PAYMENT_CHANNEL=bank");
    await rememberWorld(db, { seed: 1, size: 60 });
    expect(await countyFault(db, demo)).toBeNull();
    expect(await countyFault(db, real)).toContain("不能当正式县用");
    await close();
  });

  test("the command that empties a demo county leaves a real one alone", () => {
    const dataDir = path.join(folder, "kept");
    mkdirSync(path.join(dataDir, "pglite"), { recursive: true });
    const reset = (extra: Record<string, string> = {}) =>
      spawnSync(process.execPath, ["inngest/ops/demo-reset.mjs"], { env: environment({ DATA_DIR: dataDir, ...extra }), encoding: "utf8" });
    writeFileSync(path.join(dataDir, "county-ready"), "real");
    expect([reset().status, existsSync(path.join(dataDir, "pglite"))]).toEqual([1, true]);
    writeFileSync(path.join(dataDir, "county-ready"), "demo");
    expect(reset({ DATABASE_URL: "postgres://db.example/x" }).status).toBe(1);
    expect([reset().status, existsSync(path.join(dataDir, "pglite"))]).toEqual([0, false]);
  });
});

describe("空县", () => {
  const dataDir = path.join(folder, "empty");
  const prepare = (extra: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, PREPARE, { env: environment({ DATA_DIR: dataDir, DEMO: "off", BUSINESS_DATE: "2026-03-02", ...extra }) });
  // A folder without the mark of a finished preparation, which a broken-off start or a careless restore leaves
  beforeAll(() => {
    mkdirSync(path.join(dataDir, "pglite"), { recursive: true });
    writeFileSync(path.join(dataDir, "pglite", "found"), "");
    return prepare();
  });

  test("what was found without its mark is put aside, not deleted", () => {
    expect(existsSync(path.join(dataDir, "pglite-aside", "found"))).toBe(true);
    expect(readFileSync(path.join(dataDir, "county-ready"), "utf8")).toBe("real");
  });

  test("rules, catalogues, calendar and the two administrators are there; no enterprise, no claim, no file", async () => {
    const { db, close } = await openDatabase({ kind: "pglite", dataDir: path.join(dataDir, "pglite") });
    const many = async (table: Parameters<ReturnType<typeof db.select>["from"]>[0]) => (await db.select({ n: count() }).from(table))[0]?.n;
    expect([await many(policyVersions), await many(datasets)]).toEqual([37, 18]);
    expect([await many(enterprises), await many(claims), await many(uploads)]).toEqual([0, 0, 0]);
    expect([await many(departments), await many(calendarYears)]).toEqual([expect.toSatisfy((n) => n >= 12), expect.toSatisfy((n) => n >= 1)]);
    expect(await fixedBusinessTime(db)).toBe("2026-03-02T01:00:00.000Z");
    const staff = await db.select({ username: people.username, mustChange: people.mustChangePassword }).from(people).orderBy(people.username);
    expect(staff).toEqual([
      { username: "secadmin", mustChange: true },
      { username: "sysadmin", mustChange: true },
    ]);
    expect((await db.select({ role: memberships.role }).from(memberships)).map(({ role }) => role).sort()).toEqual(["securityAdmin", "systemAdmin"]);
    await close();
    expect(readFileSync(path.join(dataDir, "sign-ins.txt"), "utf8")).toMatch(/用户名 sysadmin {3}一次性口令 \S{8,}/);
  });

  test("it is refused as a demo county", async () => {
    const refusal = await prepare({ DEMO: "on", BUSINESS_DATE: "" }).then(
      () => "started",
      (error: { stderr: string }) => error.stderr,
    );
    expect(refusal).toBe("数据准备没有成功：数据库里是正式县的数据，不能按演示县启动；请设 DEMO=off\n");
  });
});
