import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, type SessionUser, scopeFor } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { Tag } from "@/app/_ui/tag";
import { listDefinitions } from "@/db/calculations";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { loadLibrary } from "@/db/policies";
import { type DraftPage, findDraft, latestTrial } from "@/db/policy-draft-queries";
import { listDatasetNotes } from "@/db/policy-queries";
import { may } from "@/lib/access/permissions";
import { when } from "../../../_parts/when";
import { save } from "./actions";
import { Editor } from "./editor/editor";
import { AuthorActs, DraftLinks, PublisherActs, TrialPart } from "./gate";
import { DIMENSIONS, DRAFT_STATES } from "./texts";

export const metadata: Metadata = { title: "起草政策" };

/** Who may do what with this draft now. The acts ask again. */
function rightsOf(draft: DraftPage, user: SessionUser) {
  const own = draft.authorId === user.personId;
  const open = draft.state === "draft" || draft.state === "returned";
  const publisher = may(user.roles, "policy.publish") && !own;
  return {
    writes: own && open,
    acts: own,
    decides: publisher && draft.state === "inReview",
    tries: (own && open) || (publisher && draft.state === "inReview"),
  };
}

const pays = (typed: unknown): boolean => z.looseObject({ benefitKind: z.literal("cash") }).safeParse(typed).success;

export default async function DraftPageView({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("policy.simulate");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const db = await getDb();
  const [draft, trial, library, definitions, feeds, today] = await Promise.all([
    findDraft(db, scopeFor(user, "policy.simulate"), id.data),
    latestTrial(db, id.data),
    loadLibrary(db),
    listDefinitions(db),
    listDatasetNotes(db),
    businessToday(db),
  ]);
  if (!draft) notFound();
  const rights = rightsOf(draft, user);
  const shelf = { definitions, dimensions: DIMENSIONS, library, feeds: feeds.map(({ id: feed, name }) => ({ id: feed, name })) };
  return (
    <>
      <PageHead
        title={draft.name}
        note={
          <>
            <Tag tone={draft.state === "published" ? "green" : "blue"}>{DRAFT_STATES[draft.state]}</Tag>
            <span className="ml-3">{`${draft.departmentName}　${draft.authorName} 起草　${when(draft.updatedAt, today)} 保存`}</span>
          </>
        }
        crumbs={[
          ["政策库", "/admin/policies"],
          ["起草", "/admin/policies?state=draft"],
        ]}
        here={draft.policyCode}
        actions={<DraftLinks draft={draft} />}
      />
      {draft.state === "returned" && draft.answer ? (
        <Message tone="amber" title={`${draft.decidedByName ?? "发布人"} 退回：${draft.answer}`} className="mb-4" />
      ) : null}
      <Editor draft={{ ...draft, code: draft.policyCode }} shelf={shelf} readOnly={!rights.writes} save={save}>
        <TrialPart draft={draft} trial={trial} today={today} canTry={rights.tries} />
        {rights.acts ? <AuthorActs draft={draft} /> : null}
        {rights.decides ? <PublisherActs draft={draft} needsBudget={draft.baseVersionId === null && pays(draft.typed)} /> : null}
      </Editor>
    </>
  );
}
