"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { KEPT_FORM } from "@/app/_server/form-words";
import type { FormState } from "@/app/_ui/form-state";
import { type AnswerRefusal, answerClawback } from "@/db/clawback-answers";
import { answerSurvey, appealClaim, declineClaim, resumeClaim, withdrawClaim } from "@/db/enterprise-acts";
import { deliverSupplement } from "@/db/my-acts";
import { ownAct } from "../../_parts/owner";
import { refusalText } from "../../_parts/texts";
import { MaterialUpload, materialFiles } from "../../_parts/uploads";

type Refusal = Parameters<typeof refusalText>[0];

const settled = (result: { ok: true } | { ok: false; reason: Refusal }, done: string): FormState => {
  if (!result.ok) return { status: "refused", message: refusalText(result.reason) };
  revalidatePath("/my", "layout");
  return { status: "done", message: done };
};

const Id = z.uuid();
const Reason = z.string().trim().min(5, "请至少写 5 个字，说明为什么。").max(500, "请在 500 字以内说明。");

/** 不需要这笔, said twice. */
export const decline = formAction("enterprise.decline", z.object({ claimId: Id, twice: z.string().optional() }), async ({ claimId, twice }, user) => {
  const { db, act } = await ownAct(user, "enterprise.decline", claimId);
  return settled(await declineClaim(db, { ...act, confirmedTwice: twice === "yes" }), "已放弃。政策有效期内可以恢复。");
});

/** 恢复 a declined or expired one. */
export const resume = formAction("enterprise.confirm", z.object({ claimId: Id }), async ({ claimId }, user) => {
  const { db, act } = await ownAct(user, "enterprise.confirm", claimId);
  return settled(await resumeClaim(db, act), "已恢复，请核对账户并确认。");
});

/** 撤回 while no payment order exists. */
export const withdraw = formAction("enterprise.withdraw", z.object({ claimId: Id, reason: Reason }), async ({ claimId, reason }, user) => {
  const { db, act } = await ownAct(user, "enterprise.withdraw", claimId);
  return settled(await withdrawClaim(db, act, reason), "已撤回。");
});

/** 申请复核 of a refusal. */
export const appeal = formAction("enterprise.appeal", z.object({ claimId: Id, reason: Reason }), async ({ claimId, reason }, user) => {
  const { db, act } = await ownAct(user, "enterprise.appeal", claimId);
  return settled(await appealClaim(db, act, reason), "已收到复核申请，换人再看。");
});

/** 补正: the one delivery of what was asked for. */
export const supplement = formAction("enterprise.uploadMaterial", MaterialUpload, async (input, user) => {
  const { db, act } = await ownAct(user, "enterprise.uploadMaterial", input.claimId);
  return settled(await deliverSupplement(db, { ...act, files: await materialFiles(input) }), "材料已交，主管部门接着办。");
});

const ANSWER_REFUSED: Readonly<Record<AnswerRefusal, string>> = {
  notFound: "没有找到这笔补贴。",
  answerTooLate: "说明的期限已经过了。有新情况请打主管部门电话。",
  hearingAskedBefore: "您已经要求过听证，等通知就可以。",
  nothingToAnswer: "这笔补贴的办理情况刚刚变了，请刷新后再看。",
};
const Words = z.string().trim().max(1000, "请在 1,000 字以内说明。");

/** 陈述申辩、要求听证、没有意见: the answer to a notice of clawback. */
export const answer = formAction(
  "enterprise.appeal",
  z.object({ claimId: Id, kind: z.enum(["statement", "hearing", "waiver"]), words: Words }),
  async ({ claimId, kind, words }, user) => {
    if (kind !== "waiver" && words.length < 5) return { status: "refused", message: KEPT_FORM, fieldErrors: { words: ["请至少写 5 个字，说明哪里不对。"] } };
    const { db, act } = await ownAct(user, "enterprise.appeal", claimId);
    const result = await answerClawback(db, { ...act, kind, words: words === "" ? "没有意见" : words });
    if (!result.ok) return { status: "refused", message: ANSWER_REFUSED[result.reason] };
    revalidatePath("/my", "layout");
    return { status: "done", message: kind === "hearing" ? "已收到，定下时间会通知您。" : "已收到，会认真看。" };
  },
);

const Score = z.coerce.number().int().min(1, "请选一项。").max(5, "请选一项。");

/** 评价一下: one question, once. */
export const survey = formAction(
  "enterprise.viewOwn",
  z.object({ claimId: Id, score: Score, comment: z.string().trim().max(300, "请在 300 字以内说明。").optional() }),
  async ({ claimId, score, comment }, user) => {
    const { db, act } = await ownAct(user, "enterprise.viewOwn", claimId);
    const { enterpriseId, at } = act;
    const stored = await answerSurvey(db, { claimId, enterpriseId, personId: user.personId, score, comment: comment ? comment : null, at });
    if (!stored) return { status: "refused", message: "这笔已经评价过，或者还没有到账。" };
    revalidatePath("/my", "layout");
    return { status: "done", message: "谢谢，已经记下。" };
  },
);
