import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    snapshot: string;
  }
}

const MIGRATIONS = "db/migrations";

/** initdb and migrations once per schema version; every test file then loads the dump instead of paying seconds. */
export default async function setup(project: TestProject) {
  const digest = createHash("sha256").update(readFileSync("node_modules/@electric-sql/pglite/package.json"));
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .sort())
    digest.update(readFileSync(`${MIGRATIONS}/${file}`));
  const file = `node_modules/.cache/database-${digest.digest("hex").slice(0, 16)}.tar`;
  if (!existsSync(file)) {
    const client = await PGlite.create("memory://");
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
    const dump = await client.dumpDataDir("none");
    await client.close();
    mkdirSync("node_modules/.cache", { recursive: true });
    writeFileSync(`${file}.part`, Buffer.from(await dump.arrayBuffer()));
    renameSync(`${file}.part`, file);
  }
  process.env["DATA_KEY"] = Buffer.alloc(32, 7).toString("base64url");
  project.provide("snapshot", file);
}
