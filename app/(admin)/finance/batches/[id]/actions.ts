"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { exportBatch, type Imported, importReturn, readOutgoing } from "@/db/bank-exchange";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { readConfig } from "@/db/config";
import { releaseBatch } from "@/db/payment-release";
import { readBankReturn } from "@/inngest/bank/read-return";
import { answerBankFile } from "@/inngest/bank/simulated-bank";
import { BANK_FORMATS } from "@/lib/disbursement/bank-file";
import { EXPORT_REFUSAL, IMPORT_REFUSAL, RELEASE_REFUSAL } from "../../texts";

const Batch = { batchId: z.uuid() };
const MAX_RETURN_BYTES = 2_000_000;

function done(message: string): FormState {
  revalidatePath("/finance", "layout");
  return { status: "done", message };
}

/** 审核放行 by the second person. */
export const release = formAction("payment.release", z.object(Batch), async ({ batchId }, user) => {
  const db = await getDb();
  const result = await releaseBatch(db, { batchId, actor: actorFor(user, "payment.release"), at: await businessNow(db) });
  return result.ok ? done("已放行，可以导出支付文件") : { status: "refused", message: RELEASE_REFUSAL[result.reason] };
});

/** 生成支付文件, once. The bytes are fetched by the download beside it. */
export const exportFile = formAction("payment.accountReview", z.object({ ...Batch, format: z.enum(BANK_FORMATS) }), async ({ batchId, format }, user) => {
  const db = await getDb();
  const result = await exportBatch(db, { batchId, format, actor: actorFor(user, "payment.accountReview"), at: await businessNow(db) });
  return result.ok ? done("支付文件已生成，请下载后交银行") : { status: "refused", message: EXPORT_REFUSAL[result.reason] };
});

/** Banks write UTF-8 or GB 18030; what is neither is refused by the reader. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function told({ duplicate, paid, returned, findings, reconciled }: Imported): string {
  if (duplicate) return "这份回单以前导入过，没有重复入账";
  const parts = [`到账 ${paid.length} 笔`, ...(returned.length > 0 ? [`退票 ${returned.length} 笔`] : [])];
  const left = findings.length > 0 ? `，${findings.length} 处要人工核对，见下方` : "";
  return `${parts.join("，")}${reconciled ? "，批次已对平" : ""}${left}`;
}

async function importText(user: SessionUser, input: { batchId: string; filename: string; text: string }): Promise<FormState> {
  const db = await getDb();
  const result = await importReturn(db, { ...input, read: readBankReturn, actor: actorFor(user, "payment.reconcile"), at: await businessNow(db) });
  return result.ok ? done(told(result.value)) : { status: "refused", message: IMPORT_REFUSAL[result.reason] };
}

const ReturnUpload = z.object({
  ...Batch,
  file: z
    .instanceof(File, { error: "请选银行给的回单文件" })
    .refine((file) => file.size > 0, "请选银行给的回单文件")
    .refine((file) => file.size <= MAX_RETURN_BYTES, "回单文件不能超过 2 MB，请确认选对了文件"),
});

/** 导入回单 of the bank. */
export const importFile = formAction("payment.reconcile", ReturnUpload, async ({ batchId, file }, user) =>
  importText(user, { batchId, filename: file.name.slice(0, 120), text: textOf(await file.arrayBuffer()) }),
);

const Simulation = z.object({ ...Batch, bounce: z.string().regex(/^(|\d{4})$/, "请从列表里选一笔") });

/** 模拟银行回单: the demo county's bank answers the file. Where real money moves there is no such button and no such answer. */
export const simulateReturn = formAction("payment.reconcile", Simulation, async ({ batchId, bounce }, user) => {
  if (!readConfig().demo) return { status: "refused", message: "只有演示县可以模拟银行回单。" };
  const db = await getDb();
  const actor = actorFor(user, "payment.reconcile");
  const file = await readOutgoing(db, { batchId, actor, purpose: "演示县模拟银行回单", at: await businessNow(db) });
  if (!file.ok) return { status: "refused", message: "还没有支付文件，请先导出。" };
  const text = answerBankFile(file.value.text, bounce ? [{ payee: bounce }] : []);
  return importText(user, { batchId, filename: `回单-${file.value.filename}`, text });
});
