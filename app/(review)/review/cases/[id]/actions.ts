"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser, scopeFor } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { loadCalendar } from "@/db/calendar";
import { endCase } from "@/db/case-end";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { checkSeenOpinion } from "@/db/opinion-checks";
import type { ReviewAct } from "@/db/opinions";
import { giveOverdueReason } from "@/db/overdue-reasons";
import { handleCase, requestSupplement, resumeCase, signAsChief, suspendCase } from "@/db/reviews";
import { orderSupervision, replySupervision } from "@/db/supervisions";
import { takeBackOpinion } from "@/db/take-back";
import { inngest } from "@/inngest/client";
import { claimConfirmed, claimsReadyForNotice } from "@/inngest/events";
import type { Permission } from "@/lib/access/permissions";
import { END_GROUND_CODES } from "@/lib/claim/case-end";
import { OVERDUE_REASON_CODES, SHORTEST_REASON } from "@/lib/claim/overdue-reason";
import { parseYuan } from "@/lib/kernel/fen";
import { PlainDate } from "@/lib/kernel/plain-date";
import { OVERDUE_REFUSALS, REPLY_REFUSALS, REVIEW_REFUSALS, SUPERVISION_REFUSALS, TAKE_BACK_REFUSALS } from "../../../parts/texts";

const Place = { id: z.uuid(), version: z.coerce.number().int().positive() };
const Opinion = z.string().trim().min(2, "请写意见，至少两个字。").max(500, "意见不能超过 500 字。");
const Many = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));

async function actOf(user: SessionUser, permission: Permission, { id, version }: { id: string; version: number }) {
  const db = await getDb();
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const act: ReviewAct = { claimId: id, departmentId: user.department?.id ?? "", actor: actorFor(user, permission), at, calendar, expectedVersion: version };
  return { db, act };
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: keyof typeof REVIEW_REFUSALS };

/** Back to the case, which says what was done; a refusal stays in the form with what was typed. */
function leave(id: string, done: string, outcome: Outcome): FormState {
  if (!outcome.ok) return { status: "refused", message: REVIEW_REFUSALS[outcome.reason] };
  revalidatePath("/review", "layout");
  redirect(`/review/cases/${id}?done=${done}`);
}

const Handling = z.object({
  ...Place,
  choice: z.enum(["approve", "reject", "supplement", "suspend"], "请选一个结论。"),
  text: Opinion,
  /** 常用意见 that filled the text; what counts is the text. */
  template: z.string().max(500).optional(),
  clause: z.string().trim().max(300).optional(),
  asked: Many.optional(),
  /** 核定金额 in yuan, where the rule could not compute it or the handler would give less (核减). */
  amount: z
    .string()
    .trim()
    .regex(/^(\d{1,9}(\.\d{1,2})?)?$/, "核定金额只写数字，最多两位小数，如 30960.00。")
    .optional(),
  reductionReason: z.string().trim().max(300).optional(),
  reason: z.enum(["dataCorrection", "creditRepair", "siteVisit", "sourceCorrection", "litigation", "bankruptcy"]).optional(),
});
type Handling = z.output<typeof Handling>;

async function handle(user: SessionUser, input: Handling): Promise<Outcome> {
  const { db, act } = await actOf(user, "claim.handle", input);
  const { choice, text, clause, asked, reason, amount, reductionReason = "" } = input;
  if (choice === "supplement") return requestSupplement(db, act, asked ?? [], text);
  if (choice === "suspend") return reason ? suspendCase(db, act, { reason, resumeCondition: text }) : { ok: false, reason: "pauseReasonMissing" };
  if (choice === "reject") return handleCase(db, act, { decision: choice, opinion: text, clauseId: clause || undefined });
  const amountFen = amount ? (parseYuan(amount) ?? undefined) : undefined;
  return handleCase(db, act, { decision: choice, opinion: text, amountFen, ...(clause && { reduction: { clauseId: clause, reason: reductionReason } }) });
}

const HANDLED: Record<Handling["choice"], string> = { approve: "opinion", reject: "opinion", supplement: "supplement", suspend: "suspended" };

/** 经办: 同意, 不同意 with its clause, 补正 once, 中止 with the way back. */
export const handleAction = formAction("claim.handle", Handling, async (input, user) => leave(input.id, HANDLED[input.choice], await handle(user, input)));

const Checking = z.object({
  ...Place,
  handlerId: z.uuid(),
  seen: z.enum(["approve", "reject"]),
  choice: z.enum(["agree", "giveBack"], "请选一个结论。"),
  text: Opinion,
});

/** 复核 of the opinion that was on the screen. */
export const checkAction = formAction("claim.check", Checking, async (input, user) => {
  const { db, act } = await actOf(user, "claim.check", input);
  const agree = input.choice === "agree";
  const checked = await checkSeenOpinion(db, act, { handlerId: input.handlerId, decision: input.seen }, { agree, opinion: input.text });
  if (checked.ok && checked.value.state === "notice") await inngest.send(claimsReadyForNotice.create({ claimIds: [input.id] }));
  return leave(input.id, agree ? "checked" : "givenBack", checked);
});

/** 科室负责人签字. */
export const chiefAction = formAction("claim.chiefSign", z.object({ ...Place, text: Opinion }), async (input, user) => {
  const { db, act } = await actOf(user, "claim.chiefSign", input);
  return leave(input.id, "signed", await signAsChief(db, act, input.text));
});

/** 撤回 one's own last opinion, handler's or section chief's; the law asks whose it is. */
export const takeBackAction = formAction("claim.queue", z.object(Place), async (input, user) => {
  const { db, act } = await actOf(user, "claim.queue", input);
  const taken = await takeBackOpinion(db, act);
  if (!taken.ok) return { status: "refused", message: TAKE_BACK_REFUSALS[taken.reason] };
  revalidatePath("/review", "layout");
  redirect(`/review/cases/${input.id}?done=takenBack`);
});

const Ending = z.object({
  ...Place,
  ground: z.enum(END_GROUND_CODES, "请选终止的依据。"),
  text: z.string().trim().min(4, "请写明依据的文件或登记，至少四个字。").max(300, "依据不能超过 300 字。"),
});

/** 终止: the enterprise is gone, the policy stopped, or the suspension has lasted too long. */
export const endAction = formAction("claim.end", Ending, async ({ ground, text, ...place }, user) => {
  const { db, act } = await actOf(user, "claim.end", place);
  return leave(place.id, "ended", await endCase(db, act, { ground, text }));
});

/** 恢复: the check reads the data anew. */
export const resumeAction = formAction("claim.suspend", z.object(Place), async (input, user) => {
  const { db, act } = await actOf(user, "claim.suspend", input);
  const resumed = await resumeCase(db, act);
  if (resumed.ok) await inngest.send(claimConfirmed.create({ claimId: input.id }));
  return leave(input.id, "resumed", resumed);
});

const Order = z.object({
  id: z.uuid(),
  content: z.string().trim().min(4, "请写明要求办什么，至少四个字。").max(500),
  replyDueOn: PlainDate.or(z.string()).pipe(z.iso.date("日期写成 2026-06-15 这样。")),
});

/** 督办: the officers find it in their mailbox; their answer comes back to the leader. */
export const superviseAction = formAction("claim.supervise", Order, async ({ id, content, replyDueOn }, user) => {
  const db = await getDb();
  const actor = actorFor(user, "claim.supervise");
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const ordered = await orderSupervision(db, { claimId: id, actor, content, replyDueOn: PlainDate.parse(replyDueOn), at, calendar });
  if (!ordered.ok) return { status: "refused", message: SUPERVISION_REFUSALS[ordered.reason] };
  revalidatePath(`/review/cases/${id}`);
  revalidatePath("/leader", "layout");
  redirect(`/review/cases/${id}?done=supervised`);
});

const Reason = z.object({
  ...Place,
  code: z.enum(OVERDUE_REASON_CODES, "请选一个原因。"),
  words: z.string().trim().min(SHORTEST_REASON, "请把原因写具体，至少四个字。").max(500, "不能超过 500 字。"),
  expectedOn: z.iso.date("日期写成 2026-06-15 这样。").pipe(PlainDate),
});

/** 填超期原因, by whose step it is. */
export const giveReasonAction = formAction("claim.giveOverdueReason", Reason, async ({ id, version, ...reason }, user) => {
  const db = await getDb();
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  const actor = { personId: user.personId, roles: user.roles, departmentId: user.department?.id ?? null };
  const scope = scopeFor(user, "claim.giveOverdueReason");
  const given = await giveOverdueReason(db, { claimId: id, expectedVersion: version, scope, actor, clock: { at, calendar }, ...reason });
  if (!given.ok) return { status: "refused", message: OVERDUE_REFUSALS[given.reason] };
  revalidatePath("/review", "layout");
  revalidatePath("/leader", "layout");
  redirect(`/review/cases/${id}?done=explained`);
});

const Reply = z.object({ supervisionId: z.uuid(), reply: z.string().trim().min(4, "请写明办到哪一步、几时办结。").max(500) });

/** 督办答复 by the department, or by whoever was told of the order. */
export const replyAction = formAction("claim.replySupervision", Reply, async ({ supervisionId, reply }, user) => {
  const db = await getDb();
  const input = {
    id: supervisionId,
    departmentId: user.department?.id ?? null,
    actor: actorFor(user, "claim.replySupervision"),
    reply,
    at: await businessNow(db),
  };
  const replied = await replySupervision(db, input);
  if (!replied.ok) return { status: "refused", message: REPLY_REFUSALS[replied.reason] };
  revalidatePath("/review", "layout");
  revalidatePath("/leader", "layout");
  redirect(replied.value.claimId === null ? "/review/supervisions?done=replied" : `/review/cases/${replied.value.claimId}?done=replied`);
});
