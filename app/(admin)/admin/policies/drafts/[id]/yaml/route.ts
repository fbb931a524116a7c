import { z } from "zod";
import { policyYaml, yamlFile } from "@/app/_server/export/policy-yaml";
import { plainAnswer } from "@/app/_server/plain-answer";
import { currentUser, scopeFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { findDraft } from "@/db/policy-draft-queries";
import { may } from "@/lib/access/permissions";

const NOT_THERE = "没有这份草稿，或者它不归您的部门。";

/** 导出 of a draft as it was saved. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const user = await currentUser();
  if (!user || user.unfinished) return plainAnswer(401, "请先登录。");
  if (!may(user.roles, "policy.simulate")) return plainAnswer(403, "您的岗位不能导出草稿。");
  const id = z.uuid().safeParse((await params).id);
  const draft = id.success ? await findDraft(await getDb(), scopeFor(user, "policy.simulate"), id.data) : null;
  return draft ? yamlFile(draft.policyCode, policyYaml(draft.typed)) : plainAnswer(404, NOT_THERE);
}
