"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { openNotification } from "@/db/my-acts";
import { markRead } from "@/db/notifications";
import { requireOwner, workingTime } from "../_parts/owner";

const Id = z.uuid();

/** 打开消息: marks it as read and leads to what it speaks of. */
export async function open(form: FormData): Promise<void> {
  const { user, enterprise } = await requireOwner("enterprise.viewOwn");
  const id = Id.safeParse(form.get("id"));
  if (!id.success) notFound();
  const { db, at } = await workingTime();
  const opened = await openNotification(db, { personId: user.personId, enterpriseId: enterprise.id }, id.data, at);
  if (!opened) notFound();
  revalidatePath("/my", "layout");
  redirect((opened.href?.startsWith("/") ? opened.href : "/my/messages") as Route);
}

/** 全部标为已看. */
export async function readAll(): Promise<void> {
  const { user, enterprise } = await requireOwner("enterprise.viewOwn");
  const { db, at } = await workingTime();
  await markRead(db, { personId: user.personId, enterpriseId: enterprise.id }, at);
  revalidatePath("/my", "layout");
}
