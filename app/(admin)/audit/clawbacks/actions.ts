"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser, scopeFor } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { loadCalendar } from "@/db/calendar";
import { officeScope } from "@/db/claim-lights";
import { decideClawback, resumeClawback, suspendClawback, upholdPlea } from "@/db/clawback-decision";
import { announceHearing, considerStatement, recordHearing } from "@/db/clawback-hearing";
import { findPaidClaim } from "@/db/clawback-queries";
import { closeRepaid, confirmReceipt, enterReceipt, refuseReceipt } from "@/db/clawback-receipts";
import { closeExamination, openExamination, tellClawback } from "@/db/clawbacks";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import type { Permission } from "@/lib/access/permissions";
import { AUDIT_ORIGINS, FAULT_KINDS } from "@/lib/disbursement/clawback";
import { parseYuan } from "@/lib/kernel/fen";
import { PlainDate } from "@/lib/kernel/plain-date";
import { clawbackRefusal } from "./texts";

const Id = z.uuid();
const text = (max: number, least = "请至少写 5 个字。") => z.string().trim().min(5, least).max(max);
const Document = z.string().trim().min(2, "请写文书名称和文号。").max(100);
const Yuan = z.string().transform((value, ctx) => {
  const amount = /^[\d,，\s.]+$/.test(value) ? parseYuan(value.replaceAll(/[,，\s]/g, "")) : null;
  if (amount !== null && amount > 0) return amount;
  ctx.addIssue({ code: "custom", message: "请填大于 0 的金额，最多两位小数。" });
  return z.NEVER;
});
const Day = PlainDate.or(z.never("请照 2026-07-20 的样子填日期。"));

/** Database, rows in scope, who and when, of one act. */
async function by(user: SessionUser, permission: Permission) {
  const db = await getDb();
  const [at, calendar, scope] = await Promise.all([businessNow(db), loadCalendar(db), officeScope(db, scopeFor(user, permission))]);
  return { db, input: { scope, actor: actorFor(user, permission), at, calendar } };
}

type Reason = Parameters<typeof clawbackRefusal>[0];
function answer(result: { ok: true } | { ok: false; reason: Reason }, message: string): FormState {
  if (!result.ok) return { status: "refused", message: clawbackRefusal(result.reason) };
  revalidatePath("/audit/clawbacks", "layout");
  return { status: "done", message };
}

/** 启动核查 by the number of the case. */
export const openAct = formAction(
  "claim.postAudit",
  z.object({ number: z.string().trim().min(5, "请照办件编号填，如 兑2026-00012。").max(30), origin: z.enum(AUDIT_ORIGINS), ground: text(300) }),
  async ({ number, origin, ground }, user) => {
    const { db, input } = await by(user, "claim.postAudit");
    const claim = await findPaidClaim(db, input.scope, number);
    if (!claim) return { status: "refused", message: "没有这个编号的办件，请核对。" };
    return answer(await openExamination(db, { ...input, claimId: claim.id, origin, ground }), "已启动核查");
  },
);

export const closeAct = formAction("claim.postAudit", z.object({ clawbackId: Id, text: text(500) }), async (form, user) => {
  const { db, input } = await by(user, "claim.postAudit");
  return answer(await closeExamination(db, { ...input, ...form }), "核查结束，没有发现问题");
});

export const tellAct = formAction(
  "claim.postAudit",
  z.object({ clawbackId: Id, faultKind: z.enum(FAULT_KINDS), factsText: text(1000), amount: Yuan }),
  async ({ amount, ...form }, user) => {
    const { db, input } = await by(user, "claim.postAudit");
    return answer(await tellClawback(db, { ...input, ...form, toldFen: amount }), "已告知企业，10 个工作日内等它说明");
  },
);

export const hearingAct = formAction(
  "claim.postAudit",
  z.object({ clawbackId: Id, hearingOn: Day, place: z.string().trim().min(2, "请写明地点。").max(100) }),
  async (form, user) => {
    const { db, input } = await by(user, "claim.postAudit");
    return answer(await announceHearing(db, { ...input, ...form }), "听证时间已通知企业");
  },
);

export const minutesAct = formAction("claim.postAudit", z.object({ clawbackId: Id, minutes: text(4000) }), async (form, user) => {
  const { db, input } = await by(user, "claim.postAudit");
  return answer(await recordHearing(db, { ...input, ...form }), "听证笔录已记下");
});

export const considerAct = formAction("claim.postAudit", z.object({ clawbackId: Id, text: text(1000) }), async (form, user) => {
  const { db, input } = await by(user, "claim.postAudit");
  return answer(await considerStatement(db, { ...input, ...form }), "已记下，分管领导会收到消息");
});

export const upholdAct = formAction("claim.postAudit", z.object({ clawbackId: Id, document: Document, text: text(500) }), async (form, user) => {
  const { db, input } = await by(user, "claim.postAudit");
  return answer(await upholdPlea(db, { ...input, ...form }), "已告知企业不用退回");
});

const Parts = z.coerce.number().int().min(1).max(24);

export const decideAct = formAction(
  "claim.clawbackDecide",
  z.object({ clawbackId: Id, amount: Yuan, parts: Parts, text: text(500) }),
  async ({ amount, ...form }, user) => {
    const { db, input } = await by(user, "claim.clawbackDecide");
    return answer(await decideClawback(db, { ...input, ...form, decidedFen: amount }), "追回决定已作出，企业和财政都收到了消息");
  },
);

export const restAct = formAction(
  "claim.postAudit",
  z.object({ clawbackId: Id, reason: z.enum(["litigation", "bankruptcy"]), document: Document, until: text(200) }),
  async (form, user) => {
    const { db, input } = await by(user, "claim.postAudit");
    return answer(await suspendClawback(db, { ...input, ...form }), "已暂停执行");
  },
);

export const resumeAct = formAction("claim.postAudit", z.object({ clawbackId: Id, document: Document }), async (form, user) => {
  const { db, input } = await by(user, "claim.postAudit");
  return answer(await resumeClawback(db, { ...input, ...form }), "已恢复追回");
});

const Slip = z.object({
  clawbackId: Id,
  amount: Yuan,
  receivedOn: Day,
  payerName: z.string().trim().min(2, "请照回单写付款人。").max(100),
  bankReference: z.string().trim().min(2, "请照回单写流水号。").max(60),
});

export const receiveAct = formAction("clawback.receive", Slip, async ({ amount, ...form }, user) => {
  const { db, input } = await by(user, "clawback.receive");
  return answer(await enterReceipt(db, { ...input, ...form, amountFen: amount }), "已登记，等财政审核人核对");
});

export const confirmAct = formAction("clawback.confirm", z.object({ receiptId: Id }), async (form, user) => {
  const { db, input } = await by(user, "clawback.confirm");
  const result = await confirmReceipt(db, { ...input, ...form });
  return answer(result, result.ok && result.value.repaidInFull ? "已入账，款已退清" : "已入账");
});

export const refuseAct = formAction("clawback.confirm", z.object({ receiptId: Id, reason: text(200) }), async (form, user) => {
  const { db, input } = await by(user, "clawback.confirm");
  return answer(await refuseReceipt(db, { ...input, ...form }), "已退回登记人");
});

export const finishAct = formAction("clawback.receive", z.object({ clawbackId: Id }), async (form, user) => {
  const { db, input } = await by(user, "clawback.receive");
  return answer(await closeRepaid(db, { ...input, ...form }), "已办结");
});
