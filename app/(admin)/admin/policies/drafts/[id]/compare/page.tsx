import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { EmptyState } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { findStaffVersion } from "@/db/admin-queries";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { loadLibrary } from "@/db/policies";
import { findDraft } from "@/db/policy-draft-queries";
import { differencesOf } from "@/lib/policy/difference";
import { readDraft } from "@/lib/policy/draft";
import { parsePolicy } from "@/lib/policy/resolve";
import { DifferenceTable } from "../../../_parts/difference-table";
import { draftTitle } from "../../../_parts/draft-title";

export const generateMetadata = ({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> => draftTitle("与现行版本比较", params);

export default async function DraftComparePage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("policy.simulate");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const db = await getDb();
  const draft = await findDraft(db, scopeFor(user, "policy.simulate"), id.data);
  if (!draft || draft.baseNumber === null) notFound();
  const [base, library] = await Promise.all([findStaffVersion(db, draft.policyCode, draft.baseNumber), loadLibrary(db)]);
  const before = base ? parsePolicy(base.document) : null;
  const after = readDraft({ typed: draft.typed, groups: draft.groups }, library);
  const words = await loadWords(db, { ...base?.resolved.names, ...(after.ok ? after.value.resolved.names : {}) });
  return (
    <>
      <PageHead
        title={`草稿与第 ${draft.baseNumber} 版的不同`}
        note={draft.name}
        crumbs={[
          ["政策库", "/admin/policies"],
          [draft.name, `/admin/policies/drafts/${draft.id}`],
        ]}
        here="比较"
      />
      {before?.ok && after.ok ? (
        <DifferenceTable
          differences={differencesOf(before.value, after.value.document, { words, library })}
          before={`第 ${draft.baseNumber} 版`}
          after="草稿"
        />
      ) : (
        <EmptyState level={2} title="草稿还有系统读不懂的地方">
          改好并保存后，这里会逐条列出不同。
        </EmptyState>
      )}
    </>
  );
}
