import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { inject } from "vitest";
import * as schema from "@/db/schema";
import type { Db } from "@/db/types";

process.env["DATA_KEY"] ??= Buffer.alloc(32, 7).toString("base64url");

/** A migrated database of its own, in this process. Close it in afterAll. */
export async function freshDatabase(): Promise<{ db: Db; close: () => Promise<void> }> {
  const client = await PGlite.create({ loadDataDir: new Blob([new Uint8Array(readFileSync(inject("snapshot")))]) });
  return { db: drizzle(client, { schema, casing: "snake_case" }), close: () => client.close() };
}
