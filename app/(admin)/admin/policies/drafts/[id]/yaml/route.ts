import { notFound } from "next/navigation";
import { z } from "zod";
import { policyYaml, yamlFile } from "@/app/_server/export/policy-yaml";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { findDraft } from "@/db/policy-draft-queries";

/** 导出 of a draft as it was saved. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const user = await requirePermission("policy.simulate");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const draft = await findDraft(await getDb(), scopeFor(user, "policy.simulate"), id.data);
  return draft ? yamlFile(draft.policyCode, policyYaml(draft.typed)) : notFound();
}
