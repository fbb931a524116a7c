import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consumeNonce, findKey, issueKey, listKeys, revokeKey } from "@/db/api-keys";
import { setBusinessNow } from "@/db/clock";
import { apiKeys, apiNonces, auditLog } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { askServer, socketPath, startCommandServer } from "@/inngest/ops/command-socket";
import { freshDatabase } from "../support/database";
import { on } from "../support/fixtures";

const AT = on("2026-07-15");
const dataDir = mkdtempSync(path.join(tmpdir(), "keys-"));
let db: Db;
let close: () => Promise<void>;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  await setBusinessNow(db, AT);
  stop = await startCommandServer(db, { echo: async (_db, input) => ({ ok: true, value: input }) }, dataDir);
});
afterAll(async () => {
  await stop();
  await close();
  rmSync(dataDir, { recursive: true, force: true });
});

test("a key belongs to a department that delivers data; its secret rests encrypted and is shown once", async () => {
  const issued = await issueKey(db, { departmentId: "tax", label: "金税系统", createdBy: null, at: AT });
  if (!issued.ok) throw new Error(issued.reason);
  const { keyId, secret } = issued.value;
  expect(secret).toMatch(/^[\w-]{43}$/);
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.keyId, keyId));
  expect(JSON.stringify(row)).not.toContain(secret);
  expect(await findKey(db, keyId)).toEqual({ keyId, departmentId: "tax", secret });
  expect(JSON.stringify(await listKeys(db))).not.toContain(secret);
  const [audit] = await db.select().from(auditLog).where(eq(auditLog.subjectId, keyId));
  expect(audit).toMatchObject({ action: "apiKey.issued", detail: { departmentId: "tax", label: "金税系统" } });
  expect(JSON.stringify(audit)).not.toContain(secret);
  expect(await issueKey(db, { departmentId: "nobody", label: "", createdBy: null, at: AT })).toEqual({ ok: false, reason: "departmentUnknown" });
  expect(await issueKey(db, { departmentId: "finance", label: "", createdBy: null, at: AT })).toEqual({ ok: false, reason: "notASourceDepartment" });

  expect(await revokeKey(db, { keyId, by: null, at: AT })).toBe(true);
  expect(await revokeKey(db, { keyId, by: null, at: AT })).toBe(false);
  expect(await findKey(db, keyId)).toBeNull();
});

test("a ciphertext that was moved to another key does not open", async () => {
  const [one, two] = await Promise.all(["tax", "hrss"].map((departmentId) => issueKey(db, { departmentId, label: "", createdBy: null, at: AT })));
  if (!one?.ok || !two?.ok) throw new Error("no keys");
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.keyId, one.value.keyId));
  await db.update(apiKeys).set({ secretCipher: row!.secretCipher }).where(eq(apiKeys.keyId, two.value.keyId));
  await expect(findKey(db, two.value.keyId)).rejects.toThrow();
});

test("a nonce is good once per key, for as long as its timestamp could be", async () => {
  const start = Date.parse("2026-07-15T02:00:00Z");
  const at = (seconds: number) => new Date(start + seconds * 1000);
  expect(await consumeNonce(db, "k1", "nonce-0001", at(0))).toBe(true);
  expect(await consumeNonce(db, "k1", "nonce-0001", at(1))).toBe(false);
  expect(await consumeNonce(db, "k2", "nonce-0001", at(1))).toBe(true);
  // A timestamp 300 s ahead is accepted until 600 s later: the nonce is still remembered then
  expect(await consumeNonce(db, "k1", "nonce-0001", at(600))).toBe(false);
  expect(await consumeNonce(db, "k1", "nonce-0002", at(700))).toBe(true);
  expect((await db.select().from(apiNonces)).map((row) => [row.keyId, row.nonce])).toEqual([["k1", "nonce-0002"]]);
  const race = await Promise.all(Array.from({ length: 8 }, () => consumeNonce(db, "k1", "nonce-race", at(701))));
  expect(race.filter(Boolean).length).toBe(1);
});

test("the socket answers commands of its owner only, in one line each way", async () => {
  expect(statSync(socketPath(dataDir)).mode & 0o777).toBe(0o600);
  expect(await askServer(dataDir, { command: "ping" })).toEqual({ ok: true, value: "pong" });
  expect(await askServer(dataDir, { command: "echo", x: 1 })).toEqual({ ok: true, value: { command: "echo", x: 1 } });
  expect(await askServer(dataDir, { command: "toString" })).toMatchObject({ ok: false });
  expect(await askServer(dataDir, { command: "keys.issue" })).toEqual({ ok: false, message: "命令的写法不对" });
  expect(await askServer(dataDir, { command: "keys.issue", dept: "nobody" })).toEqual({ ok: false, message: "没有这个部门编号：nobody" });
  expect(await askServer(path.join(dataDir, "nowhere"), { command: "ping" })).toBeNull();
  const reply = await new Promise<string>((resolve) => {
    const socket = createConnection(socketPath(dataDir), () => socket.write("no json\n"));
    socket.setEncoding("utf8").on("data", (text) => resolve(String(text)));
  });
  expect(JSON.parse(reply)).toEqual({ ok: false, message: "命令的写法不对" });
  const deep = path.join(dataDir, "x".repeat(120));
  expect(Buffer.byteLength(socketPath(deep))).toBeLessThanOrEqual(100);
});

const command = (folder: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, ["--conditions=react-server", "--import", "tsx", "inngest/ops/keys-issue.ts", ...args], {
    env: { PATH: process.env["PATH"], DATA_DIR: folder, NODE_ENV: "test" },
  });

test("keys:issue asks the running server and prints id and secret", async () => {
  const { stdout } = await command(dataDir, "--dept", "ndrc", "--label", "信用平台");
  const printed = JSON.parse(stdout) as { keyId: string; secret: string };
  expect(await findKey(db, printed.keyId)).toMatchObject({ departmentId: "ndrc", secret: printed.secret });
  await expect(command(dataDir, "--dept", "nobody")).rejects.toMatchObject({ code: 1, stderr: "没有这个部门编号：nobody\n" });
  await expect(command(dataDir)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^用法/) });
});

test("without a server keys:issue opens the database itself, with the secrets of the data folder", async () => {
  const folder = path.join(dataDir, "alone");
  mkdirSync(folder);
  await expect(command(folder, "--dept", "tax")).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/DATA_KEY/) });
  writeFileSync(path.join(folder, "secrets.json"), JSON.stringify({ DATA_KEY: Buffer.alloc(32, 9).toString("base64url") }));
  // A new database has no departments yet
  await expect(command(folder, "--dept", "tax")).rejects.toMatchObject({ code: 1, stderr: "没有这个部门编号：tax\n" });
});
