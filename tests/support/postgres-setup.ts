import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "@/db/client";
import { startNeonProxy, startPostgres } from "./postgres";

declare module "vitest" {
  export interface ProvidedContext {
    postgresPort: number;
    neonProxy: string;
  }
}

/** One PostgreSQL for all files, with a migrated template; each file gets a database of its own, over TCP or through Neon's driver. */
export default async function setup(project: TestProject) {
  process.env["DATA_KEY"] = Buffer.alloc(32, 7).toString("base64url");
  const server = await startPostgres();
  const admin = new pg.Client({ connectionString: server.urlOf("postgres") });
  await admin.connect();
  await admin.query("create database platform_template");
  await admin.end();
  const { close } = await openDatabase({ kind: "pg", url: server.urlOf("platform_template") });
  await close();
  const proxy = await startNeonProxy(server.port);
  project.provide("postgresPort", server.port);
  project.provide("neonProxy", proxy.address);
  return async () => {
    await proxy.close();
    await server.close();
  };
}
