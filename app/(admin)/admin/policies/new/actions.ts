"use server";

import { redirect } from "next/navigation";
import { parse } from "yaml";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser } from "@/app/_server/session";
import type { FormState } from "@/app/_ui/form-state";
import { findStaffVersion } from "@/db/admin-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { createDraft, type DraftRefusal, nextCode } from "@/db/policy-drafts";
import { blankPolicy } from "@/lib/policy/editing";

const REFUSALS: Readonly<Record<DraftRefusal, string>> = {
  notAuthor: "您只能起草本部门的政策。",
  unreadable: "内容太长或格式不对。",
  headMissing: "文件里没有编号、名称或牵头部门。",
  noDepartment: "请选有政策职责的部门。",
  alreadyOpen: "这项政策已经有一份没办完的草稿，请先办完那一份。",
};

async function begin(typed: unknown, user: SessionUser): Promise<FormState> {
  const db = await getDb();
  const created = await createDraft(db, { typed, groups: {}, actor: actorFor(user, "policy.author"), at: await businessNow(db) });
  if (!created.ok) return { status: "refused", message: REFUSALS[created.reason] };
  redirect(`/admin/policies/drafts/${created.value.id}`);
}

const From = z.object({ code: z.string().max(20), number: z.coerce.number().int().min(1) });

/** 起草修改 of a policy in the library: the version that is shown is the beginning. */
export const draftFrom = formAction("policy.author", From, async ({ code, number }, user) => {
  const version = await findStaffVersion(await getDb(), code, number);
  return version ? begin(version.document, user) : { status: "refused", message: "没有找到这个版本。" };
});

const Blank = z.object({
  name: z.string().trim().min(1, "请填写名称").max(80, "请写在 80 字以内"),
  dept: z.string().min(1, "请选部门"),
  category: z.string().min(1, "请选类别"),
  prefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2,5}$/, "请用 2 到 5 个字母，如 RENT"),
});

/** 起草新政策: the next free number of its kind. */
export const draftNew = formAction("policy.author", Blank, async ({ prefix, ...head }, user) => {
  const code = await nextCode(await getDb(), prefix);
  return begin(blankPolicy({ code, ...head }), user);
});

const MOST_BYTES = 400_000;
const Upload = z.object({
  file: z
    .instanceof(File, { message: "请选一个文件" })
    .refine((file) => file.size > 0, "请选一个文件")
    .refine((file) => file.size <= MOST_BYTES, "文件太大，请确认是一项政策的 YAML 文件"),
});

/** 从文件起草: a YAML file as the shipped library is written. */
export const draftFromFile = formAction("policy.author", Upload, async ({ file }, user) => {
  let typed: unknown;
  try {
    typed = parse(await file.text());
  } catch {
    return { status: "refused", message: "这个文件读不出来，请检查缩进和引号。" };
  }
  return begin(typed, user);
});
