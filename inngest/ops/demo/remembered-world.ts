import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { settings } from "@/db/schema";
import { makeWorld, type World } from "@/db/seed/world/world";
import type { Db } from "@/db/types";

const KEY = "demoWorld";
const Remembered = z.object({ seed: z.int(), size: z.int() });

/** Which world a demo county was made from: its departments go on delivering from the same one. */
export async function rememberWorld(db: Db, value: z.infer<typeof Remembered>): Promise<void> {
  await db.insert(settings).values({ key: KEY, value }).onConflictDoUpdate({ target: settings.key, set: { value } });
}

/** The mark of a 演示县: it stands from the first moment of its making. */
export async function isDemoCounty(db: Db): Promise<boolean> {
  return (await db.select({ key: settings.key }).from(settings).where(eq(settings.key, KEY))).length > 0;
}

const shared = globalThis as typeof globalThis & { demoWorld?: World };

/** Null in a real county. Made once per process. */
export async function rememberedWorld(db: Db): Promise<World | null> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY));
  if (!row) return null;
  shared.demoWorld ??= makeWorld(Remembered.parse(row.value));
  return shared.demoWorld;
}
