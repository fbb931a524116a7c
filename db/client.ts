import "server-only";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { type Config, readConfig } from "./config";
import { lockFolder } from "./folder-lock";
import * as schema from "./schema";
import type { Db } from "./types";

export type DbHandle = { readonly kind: "pglite" | "pg" | "neon"; readonly db: Db; readonly close: () => Promise<void> };

const options = { schema, casing: "snake_case" } as const;
const migrationsFolder = () => path.resolve("db/migrations");
/** Any constant: one migrator at a time on a shared server. */
const MIGRATION_LOCK = 529_901;

async function openPglite(dataDir: string): Promise<DbHandle> {
  const [{ PGlite }, { embeddedPool }, { drizzle }, { migrate }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("./embedded-connection"),
    import("drizzle-orm/node-postgres"),
    import("drizzle-orm/node-postgres/migrator"),
  ]);
  mkdirSync(path.dirname(dataDir), { recursive: true, mode: 0o700 });
  const release = lockFolder(dataDir);
  const client = await PGlite.create(dataDir);
  const pool = embeddedPool(client);
  const db = drizzle(pool, options);
  await migrate(db, { migrationsFolder: migrationsFolder() });
  const close = async () => {
    await pool.end();
    await client.close();
    release();
  };
  return { kind: "pglite", db, close };
}

/** `migrate` takes no lock of its own, so it runs on a pool of one connection under an advisory lock. */
async function migrateLocked(db: Db, migrate: () => Promise<void>): Promise<void> {
  await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
  try {
    await migrate();
  } finally {
    await db.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`);
  }
}

async function openPg(url: string): Promise<DbHandle> {
  const [{ default: pg }, { drizzle }, { migrate }] = await Promise.all([
    import("pg"),
    import("drizzle-orm/node-postgres"),
    import("drizzle-orm/node-postgres/migrator"),
  ]);
  const migrator = new pg.Pool({ connectionString: url, max: 1 });
  const single = drizzle(migrator, options);
  await migrateLocked(single, () => migrate(single, { migrationsFolder: migrationsFolder() }));
  await migrator.end();
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  return { kind: "pg", db: drizzle(pool, options), close: () => pool.end() };
}

async function openNeon(url: string, wsProxy: string | undefined): Promise<DbHandle> {
  const [{ neonConfig, Pool }, { drizzle }, { migrate }] = await Promise.all([
    import("@neondatabase/serverless"),
    import("drizzle-orm/neon-serverless"),
    import("drizzle-orm/neon-serverless/migrator"),
  ]);
  if (wsProxy) {
    neonConfig.wsProxy = () => wsProxy;
    neonConfig.useSecureWebSocket = false;
    neonConfig.pipelineTLS = false;
    neonConfig.pipelineConnect = false;
  }
  if (typeof WebSocket === "undefined") neonConfig.webSocketConstructor = (await import("ws")).default;
  const migrator = new Pool({ connectionString: url, max: 1 });
  const single = drizzle(migrator, options);
  await migrateLocked(single, () => migrate(single, { migrationsFolder: migrationsFolder() }));
  await migrator.end();
  const pool = new Pool({ connectionString: url, max: 10 });
  return { kind: "neon", db: drizzle(pool, options), close: () => pool.end() };
}

/** Opens and migrates the configured database: embedded PGlite, node-postgres, or Neon over WebSocket. */
export function openDatabase(database: Config["database"]): Promise<DbHandle> {
  if (database.kind === "pglite") return openPglite(database.dataDir);
  if (database.kind === "pg") return openPg(database.url);
  return openNeon(database.url, database.wsProxy);
}

const shared = globalThis as typeof globalThis & { platformDatabase?: Promise<DbHandle> | undefined };

/** The one handle of this process, opened at first use; never during `next build`. */
export function getHandle(): Promise<DbHandle> {
  shared.platformDatabase ??= openDatabase(readConfig().database).catch((error: unknown) => {
    shared.platformDatabase = undefined;
    throw error;
  });
  return shared.platformDatabase;
}

export async function getDb(): Promise<Db> {
  return (await getHandle()).db;
}
