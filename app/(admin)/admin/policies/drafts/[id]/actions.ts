"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { saveDraft } from "@/db/policy-drafts";
import { publishDraft, returnDraft } from "@/db/policy-publication";
import { discardDraft, submitDraft, withdrawDraft } from "@/db/policy-review";
import { requestTrial } from "@/db/policy-trials";
import { inngest } from "@/inngest/client";
import { policyTrialRequested } from "@/inngest/events";
import { PUBLISH, SAVE, SUBMIT, TRIAL, WITHDRAW } from "./texts";

const PATH = "/admin/policies";
const Draft = { id: z.uuid("草稿编号不对"), revision: z.coerce.number().int().positive() };
const done = (id: string) => {
  revalidatePath(`${PATH}/drafts/${id}`);
  revalidatePath(PATH);
};

const json = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "内容没有收全，请再保存一次" });
    return z.NEVER;
  }
};

const Save = z.object({ ...Draft, typed: z.string().max(400_000, "内容太长").transform(json), groups: z.string().max(20_000).transform(json) });

/** 保存草稿. */
export const save = formAction("policy.author", Save, async (input, user) => {
  const db = await getDb();
  const saved = await saveDraft(db, { ...input, actor: actorFor(user, "policy.author"), at: await businessNow(db) });
  if (!saved.ok) return { status: "refused", message: SAVE[saved.reason] };
  done(input.id);
  const { revision, runs } = saved.value;
  const message = runs ? "已保存" : "已保存。还有系统读不懂的地方，改好才能试算和提交";
  return { status: "done", message, values: { revision: String(revision) } };
});

const Open = z.object(Draft);

/** 全县试算 by the author or a publisher: asked for here, worked off apart. A lost event delays it until the sweep, or until it is asked for again. */
export const tryOut = formAction("policy.simulate", z.object({ id: Draft.id }), async ({ id }, user) => {
  const db = await getDb();
  const asked = await requestTrial(db, { id, actor: actorFor(user, "policy.simulate"), at: await businessNow(db) });
  if (!asked.ok) return { status: "refused", message: TRIAL[asked.reason] };
  try {
    await inngest.send(policyTrialRequested.create({ runId: asked.value.runId }));
  } catch {
    process.emitWarning("a trial was asked for but not announced; the sweep will find it");
  }
  done(id);
  return { status: "done", message: "开始试算。算到哪里这里会显示，可以先离开，回来再看" };
});

export const submit = formAction("policy.author", Open, async (input, user) => {
  const db = await getDb();
  const sent = await submitDraft(db, { ...input, actor: actorFor(user, "policy.author"), at: await businessNow(db) });
  if (!sent.ok) return { status: "refused", message: SUBMIT[sent.reason] };
  done(input.id);
  return { status: "done", message: "已提交，等发布人审核" };
});

export const withdraw = formAction("policy.author", Open, async (input, user) => {
  const db = await getDb();
  const back = await withdrawDraft(db, { ...input, actor: actorFor(user, "policy.author"), at: await businessNow(db) });
  if (!back.ok) return { status: "refused", message: WITHDRAW[back.reason] };
  done(input.id);
  return { status: "done", message: "已撤回，可以接着改" };
});

/** 作废 by the author. */
export const discard = formAction("policy.author", Open, async (input, user) => {
  const db = await getDb();
  const gone = await discardDraft(db, { ...input, actor: actorFor(user, "policy.author"), at: await businessNow(db) });
  if (!gone.ok) return { status: "refused", message: WITHDRAW[gone.reason] };
  done(input.id);
  return { status: "done", message: "草稿已作废" };
});

const Publish = z.object({ ...Draft, budgetNumber: z.string().trim().max(60, "请写在 60 字以内").default("") });

/** 发布 by another person than the author. */
export const publish = formAction("policy.publish", Publish, async (input, user) => {
  const db = await getDb();
  const published = await publishDraft(db, { ...input, actor: actorFor(user, "policy.publish"), at: await businessNow(db) });
  if (!published.ok) return { status: "refused", message: PUBLISH[published.reason] };
  done(input.id);
  revalidatePath(`${PATH}/${published.value.policyCode}`);
  return { status: "done", message: `已发布第 ${published.value.number} 版，今晚自动匹配` };
});

const Answer = z.object({ ...Draft, answer: z.string().trim().min(1, "请写明要改什么").max(500, "请写在 500 字以内") });

/** 退回 with what is to be changed. */
export const giveBack = formAction("policy.publish", Answer, async (input, user) => {
  const db = await getDb();
  const back = await returnDraft(db, { ...input, actor: actorFor(user, "policy.publish"), at: await businessNow(db) });
  if (!back.ok) return { status: "refused", message: PUBLISH[back.reason] };
  done(input.id);
  return { status: "done", message: "已退回起草人" };
});
