import { sql } from "drizzle-orm";
import { getHandle } from "@/db/client";

/** 健康检查: says that the database answers; nothing about what is in it. */
export async function GET() {
  const { db, kind } = await getHandle();
  await db.execute(sql`select 1`);
  return Response.json({ status: "ok", database: kind }, { headers: { "cache-control": "no-store" } });
}
