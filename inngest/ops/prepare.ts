import "server-only";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { count } from "drizzle-orm";
import { type DbHandle, openDatabase } from "@/db/client";
import { businessNow, fixedBusinessTime, setBusinessNow } from "@/db/clock";
import { type Config, readConfig } from "@/db/config";
import { oneTimePassword } from "@/db/one-time-secrets";
import { createPerson } from "@/db/people";
import { people } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { dayOf, instantAt, plainDate, yearOf } from "@/lib/kernel/plain-date";
import { makeDemoCounty } from "./demo/county";

const say = (text: string) => process.stdout.write(`${text}\n`);

async function hasPeople(db: Db): Promise<boolean> {
  const [row] = await db.select({ n: count() }).from(people);
  return (row?.n ?? 0) > 0;
}

/** A county that begins: rules and catalogues, one administrator pair whose passwords are good for the first sign-in only. */
async function beginEmptyCounty(db: Db, config: Config): Promise<void> {
  const at = await businessNow(db);
  const lines: string[] = [];
  for (const [username, displayName, role] of [
    ["sysadmin", "系统管理员", "systemAdmin"],
    ["secadmin", "安全管理员", "securityAdmin"],
  ] as const) {
    const password = oneTimePassword();
    await createPerson(db, { displayName, username, password, mustChangePassword: true, memberships: [{ role, validFrom: dayOf(at) }] }, { at, actorId: null });
    lines.push(`  ${displayName}：用户名 ${username}   一次性口令 ${password}`);
  }
  writeFileSync(path.join(config.dataDir, "sign-ins.txt"), `首次登录（登录后须改口令）：\n${lines.join("\n")}\n`, { mode: 0o600 });
}

async function prepare({ db }: DbHandle, config: Config): Promise<void> {
  if (config.businessDate && (await fixedBusinessTime(db)) === null && !config.demo)
    await setBusinessNow(db, instantAt(plainDate(config.businessDate), "09:00"));
  const known = await hasPeople(db);
  if (config.demo && !known) return makeDemoCounty(db, config, say);
  const at = await businessNow(db);
  await seedCatalogue(db, at, [yearOf(dayOf(at))]);
  if (!known) await beginEmptyCounty(db, config);
}

const config = readConfig();
if (!config.demo) rmSync(path.join(config.dataDir, "sign-ins.json"), { force: true });
// Written last: an embedded database whose first preparation was broken off is begun anew
const ready = path.join(config.dataDir, "county-ready");
if (config.database.kind === "pglite" && !existsSync(ready)) rmSync(config.database.dataDir, { recursive: true, force: true });
try {
  const handle = await openDatabase(config.database);
  try {
    await prepare(handle, config);
    writeFileSync(ready, "");
  } finally {
    await handle.close();
  }
} catch (error) {
  // A sentence for the operator; parameters of a failed statement never reach the screen
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
  process.stderr.write(`数据准备没有成功：${error instanceof Error && !cause ? error.message : cause}\n`);
  if (process.env["DEBUG"]) process.stderr.write(`${error instanceof Error ? (error.stack ?? "").slice(0, 4000) : ""}\n`);
  process.exit(1);
}
