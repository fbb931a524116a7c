import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { z } from "zod";
import { requirePermission, type SessionUser, scopeFor } from "@/app/_server/session";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { Tag } from "@/app/_ui/tag";
import { findStaffVersion } from "@/db/admin-queries";
import { listDefinitions } from "@/db/calculations";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { loadLibrary } from "@/db/policies";
import { type DraftPage, findDraft, latestTrial, latestTrialRun } from "@/db/policy-draft-queries";
import { loadLintContext } from "@/db/policy-gate";
import { listDatasetNotes } from "@/db/policy-queries";
import { may } from "@/lib/access/permissions";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { differencesOf } from "@/lib/policy/difference";
import { checkDraft } from "@/lib/policy/draft";
import { parsePolicy } from "@/lib/policy/resolve";
import { when } from "../../../_parts/when";
import { draftTitle } from "../../_parts/draft-title";
import { save } from "./actions";
import type { Shelf } from "./editor/context";
import { Editor } from "./editor/editor";
import { AuthorActs, DraftLinks, PublisherActs, TrialPart } from "./gate";
import { Reading } from "./reading";
import { DIMENSIONS, DRAFT_STATES } from "./texts";

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

/** What is read instead of the editor: the draft in words, beside the version in force. Null while it cannot be run. */
async function readingOf(draft: DraftPage): Promise<ReactNode> {
  const db = await getDb();
  const context = await loadLintContext(db);
  const check = checkDraft({ typed: draft.typed, groups: draft.groups }, context);
  if (!check.runs) return null;
  const base = draft.baseNumber === null ? null : await findStaffVersion(db, draft.policyCode, draft.baseNumber);
  const before = base ? parsePolicy(base.document) : null;
  const words = await loadWords(db, { ...base?.resolved.names, ...check.read.resolved.names });
  const differences = before?.ok ? differencesOf(before.value, check.read.document, { words, library: context.library }) : null;
  return <Reading check={check} words={words} differences={differences} base={draft.baseNumber} />;
}

async function shelfOf(): Promise<Shelf> {
  const db = await getDb();
  const [library, definitions, feeds] = await Promise.all([loadLibrary(db), listDefinitions(db), listDatasetNotes(db)]);
  return { definitions, dimensions: DIMENSIONS, library, feeds: feeds.map(({ id, name }) => ({ id, name })) };
}

export const generateMetadata = ({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> => draftTitle("起草政策", params);

export default async function DraftPageView({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("policy.simulate");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const db = await getDb();
  const [draft, trial, run, today] = await Promise.all([
    findDraft(db, scopeFor(user, "policy.simulate"), id.data),
    latestTrial(db, id.data),
    latestTrialRun(db, id.data),
    businessToday(db),
  ]);
  if (!draft) notFound();
  const rights = rightsOf(draft, user);
  const reading = rights.writes ? null : await readingOf(draft);
  const acts = (
    <>
      <TrialPart draft={draft} trial={trial} run={run} today={today} canTry={rights.tries} />
      {rights.acts ? <AuthorActs draft={draft} /> : null}
      {rights.decides ? <PublisherActs draft={draft} needsBudget={draft.baseVersionId === null && pays(draft.typed)} /> : null}
    </>
  );
  return (
    <>
      <DraftHead draft={draft} today={today} />
      {reading ? (
        <div className="grid items-start gap-8 rail:grid-cols-[minmax(0,1fr)_360px]">
          {reading}
          <div className="grid gap-6">{acts}</div>
        </div>
      ) : (
        <Editor key={draft.id} draft={{ ...draft, code: draft.policyCode }} shelf={await shelfOf()} readOnly={!rights.writes} save={save}>
          {acts}
        </Editor>
      )}
    </>
  );
}

function DraftHead({ draft, today }: { draft: DraftPage; today: PlainDate }) {
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
      {draft.state === "published" ? (
        <Message tone="green" title={`${draft.decidedByName ?? ""} 已发布，当晚起匹配`} className="mb-4">
          <Link href={`/admin/policies/${draft.policyCode}`}>看现行版本</Link>
        </Message>
      ) : null}
      {draft.state === "returned" && draft.answer ? (
        <Message tone="amber" title={`${draft.decidedByName ?? "发布人"} 退回：${draft.answer}`} className="mb-4" />
      ) : null}
    </>
  );
}
