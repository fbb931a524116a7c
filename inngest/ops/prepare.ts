import "server-only";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type DbHandle, openDatabase } from "@/db/client";
import { businessNow, fixedBusinessTime, setBusinessNow } from "@/db/clock";
import { type Config, readConfig } from "@/db/config";
import { oneTimePassword } from "@/db/one-time-secrets";
import { createPerson } from "@/db/people";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { dayOf, instantAt, plainDate, yearOf } from "@/lib/kernel/plain-date";
import { countyFault, hasPeople } from "./county-kind";
import { makeDemoCounty } from "./demo/county";

const say = (text: string) => process.stdout.write(`${text}\n`);

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
  const fault = await countyFault(db, config);
  if (fault) throw new Error(fault);
  if (config.businessDate && (await fixedBusinessTime(db)) === null && !config.demo)
    await setBusinessNow(db, instantAt(plainDate(config.businessDate), "09:00"));
  const known = await hasPeople(db);
  if (config.demo && !known) return makeDemoCounty(db, config, say);
  const at = await businessNow(db);
  await seedCatalogue(db, at, [yearOf(dayOf(at))]);
  if (!known) await beginEmptyCounty(db, config);
}

/** The configuration, or its sentences and the end: a stack says nothing to an operator. */
function configured(): Config {
  try {
    return readConfig();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : "配置有误"}\n`);
    process.exit(1);
  }
}

/** A first preparation that was broken off is begun anew; what it left is put aside, so that no missing mark ever costs a county its data. */
function putAside(folder: string): void {
  if (!existsSync(folder)) return;
  const aside = `${folder}-aside`;
  rmSync(aside, { recursive: true, force: true });
  renameSync(folder, aside);
}

const config = configured();
if (!config.demo) rmSync(path.join(config.dataDir, "sign-ins.json"), { force: true });
// Written last: an embedded database whose first preparation was broken off is begun anew
const ready = path.join(config.dataDir, "county-ready");
if (config.database.kind === "pglite" && !existsSync(ready)) {
  putAside(config.database.dataDir);
  putAside(path.join(config.dataDir, "audit-checkpoints.jsonl"));
}
try {
  const handle = await openDatabase(config.database);
  try {
    await prepare(handle, config);
    writeFileSync(ready, config.demo ? "demo" : "real");
    if (config.demo && config.database.kind === "pglite") rmSync(`${config.database.dataDir}-aside`, { recursive: true, force: true });
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
