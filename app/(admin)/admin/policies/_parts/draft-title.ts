import type { Metadata } from "next";
import { z } from "zod";
import { allowed, currentUser, scopeFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { findDraft } from "@/db/policy-draft-queries";

/** 页面标题 with the draft's name, for those only who may read the draft. */
export async function draftTitle(what: string, params: Promise<{ id: string }>): Promise<Metadata> {
  const user = await currentUser();
  const id = z.uuid().safeParse((await params).id);
  if (!user || user.unfinished || !allowed(user, "policy.simulate") || !id.success) return { title: what };
  const draft = await findDraft(await getDb(), scopeFor(user, "policy.simulate"), id.data);
  return { title: draft ? `${what}：${draft.name}` : what };
}
