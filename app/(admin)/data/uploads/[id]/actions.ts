"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { type SessionUser, scopeFor } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { announceUpload } from "@/app/api/v1/uploads/announce";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { cancelUpload, retryUpload } from "@/db/upload-runs";

const Act = z.object({ uploadId: z.uuid("请刷新页面后再试。") });

const REFUSALS = {
  notFound: "没有这份文件，或它不由您所在的部门报送。",
  notFailed: "这份文件已经在处理或已处理完，请刷新页面看结果。",
  ended: "这份文件已经处理完，不能再取消。请刷新页面看结果。",
} as const;

type Run = (act: Parameters<typeof cancelUpload>[1]) => Promise<{ ok: true } | { ok: false; reason: keyof typeof REFUSALS }>;

async function run({ uploadId }: z.output<typeof Act>, user: SessionUser, act: Run): Promise<FormState> {
  const db = await getDb();
  const done = await act({ uploadId, scope: scopeFor(user, "upload.send"), by: user.personId, at: await businessNow(db) });
  if (!done.ok) return { status: "refused", message: REFUSALS[done.reason] };
  revalidatePath(`/data/uploads/${uploadId}`);
  return { status: "done" };
}

/** 再处理一次 of a file that was set aside. */
export const retry = formAction("upload.send", Act, async (input, user) => {
  const db = await getDb();
  const state = await run(input, user, (act) => retryUpload(db, act));
  if (state.status === "done") await announceUpload(input.uploadId);
  return state;
});

/** 取消 of a file that has not been applied. */
export const cancel = formAction("upload.send", Act, async (input, user) => {
  const db = await getDb();
  return run(input, user, (act) => cancelUpload(db, act));
});
