import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { inject } from "vitest";
import { openDatabase } from "@/db/client";
import { embeddedPool } from "@/db/embedded-connection";
import * as schema from "@/db/schema";
import type { Db } from "@/db/types";

process.env["DATA_KEY"] ??= Buffer.alloc(32, 7).toString("base64url");

type Fresh = { db: Db; close: () => Promise<void> };

/** A copy of the migrated template on the PostgreSQL of this run, opened by node-postgres or by Neon's driver. */
async function onPostgres(driver: "pg" | "neon"): Promise<Fresh> {
  const base = `postgres://platform@127.0.0.1:${inject("postgresPort")}`;
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: `${base}/postgres` });
  await admin.connect();
  await admin.query("select pg_advisory_lock(1)");
  await admin.query(`create database ${name} template platform_template`);
  await admin.end();
  const url = `${base}/${name}`;
  return openDatabase(driver === "neon" ? { kind: "neon", url, wsProxy: inject("neonProxy") } : { kind: "pg", url });
}

/** A migrated database of its own. Close it in afterAll. `TEST_DRIVER` tells which of the three drivers the project is about. */
export async function freshDatabase(): Promise<Fresh> {
  const driver = process.env["TEST_DRIVER"];
  if (driver === "pg" || driver === "neon") return onPostgres(driver);
  const client = await PGlite.create({ loadDataDir: new Blob([new Uint8Array(readFileSync(inject("snapshot")))]) });
  const pool = embeddedPool(client);
  const close = async () => {
    await pool.end();
    await client.close();
  };
  return { db: drizzle(pool, { schema, casing: "snake_case" }), close };
}
