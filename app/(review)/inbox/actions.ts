"use server";

import { revalidatePath } from "next/cache";
import { requireUser } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { markRead } from "@/db/notifications";

/** 全部标为已读; the mailbox is the reader's own. */
export async function markAllRead(): Promise<void> {
  const user = await requireUser();
  const db = await getDb();
  await markRead(db, { personId: user.personId, enterpriseId: null }, await businessNow(db));
  revalidatePath("/inbox", "layout");
}
