"use client";

import { type ReactNode, useActionState, useDeferredValue, useEffect, useMemo, useState } from "react";
import { Button } from "@/app/_ui/button";
import { type FormState, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Panel, Section } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { Tabs } from "@/app/_ui/tabs";
import type { Words } from "@/lib/policy/describe";
import { describeAmount } from "@/lib/policy/describe-amount";
import { checkDraft, type NewGroups } from "@/lib/policy/draft";
import { getAt, type Typed } from "@/lib/policy/editing";
import { FormulaIn } from "./amount";
import { ConditionTree } from "./condition-tree";
import { EditorProvider, type EditorValue, issuesOf, type Shelf, useEditor } from "./context";
import { ExamplesPart } from "./examples";
import { HeadPart } from "./head";
import { CheckIn, TextIn } from "./inputs";
import { IssueList, Issues } from "./issues";
import { MaterialsPart, RelationsPart, SharedPart } from "./lists";
import { ReviewPart, TermsPart } from "./terms";
import { YamlIn } from "./yaml-in";

export type OpenDraft = { readonly id: string; readonly revision: number; readonly code: string; readonly typed: Typed; readonly groups: NewGroups };
type Props = {
  draft: OpenDraft;
  shelf: Shelf;
  readOnly: boolean;
  save: (previous: FormState, form: FormData) => Promise<FormState>;
  /** What follows the save: trial, submission, decision. */
  children: ReactNode;
};

const countOf = (value: Typed): number | undefined => (Array.isArray(value) ? value.length : undefined);

function wordsOf({ definitions, library }: Shelf): Words {
  const titles = definitions.filter((one) => one.type === "enumSet").map((one) => [one.id, library.titleCodes] as const);
  return { indicators: Object.fromEntries(definitions.map((one) => [one.id, one])), codes: { ...library.codeNames, ...Object.fromEntries(titles) } };
}

/** The draft checked as it stands, a moment behind the typing. */
function useCheck(typed: Typed, groups: NewGroups, { definitions, library, feeds }: Shelf) {
  const [later, laterGroups] = [useDeferredValue(typed), useDeferredValue(groups)];
  const context = useMemo(
    () => ({
      indicators: Object.fromEntries(definitions.map((one) => [one.id, one])),
      library,
      datasets: feeds.map((one) => one.id),
      isPublished: false,
    }),
    [definitions, library, feeds],
  );
  return useMemo(() => checkDraft({ typed: later, groups: laterGroups }, context), [later, laterGroups, context]);
}

function SectionTabs() {
  const { typed } = useEditor();
  const items = [
    { href: "#part-head", text: "条文" },
    { href: "#part-conditions", text: "条件", count: countOf(getAt(typed, "conditions.all")) },
    { href: "#part-amount", text: "金额" },
    { href: "#part-shared", text: "负面清单", count: countOf(getAt(typed, "negativeList")) },
    { href: "#part-materials", text: "材料", count: countOf(getAt(typed, "materials")) },
    { href: "#part-terms", text: "期限与预算" },
    { href: "#part-examples", text: "算例", count: countOf(getAt(typed, "examples")) },
  ];
  return <Tabs label="编辑步骤" items={items} className="mb-6" />;
}

function AmountWords() {
  const { check, words } = useEditor();
  if (!check.runs) return null;
  return <p className="mt-2 text-ink-2 text-small">写出来是：{describeAmount(check.read.document.amount, words)}。四舍五入到分。</p>;
}

function Parts() {
  return (
    <div className="min-w-0">
      <Section id="part-head" title="条文">
        <HeadPart />
      </Section>
      <Section id="part-conditions" title="享受条件" className="mt-8" aside="每一条都要对上条文">
        <ConditionTree place="conditions" letter="c" />
      </Section>
      <Section title="转人工" level={3} thin className="mt-6">
        <CheckIn place="needsManualReview" label="都要人工复核" />
        <ConditionTree place="routeToManual" letter="m" optional={{ add: "＋ 加转人工的情形", none: "没有另外要转人工的情形。" }} />
      </Section>
      <Section title="交叉核对" level={3} thin className="mt-6" aside="对不上只转人工，不否决，不减钱">
        <ConditionTree place="crossChecks" letter="c" optional={{ add: "＋ 加交叉核对", none: "没有交叉核对。" }} />
        <div className="mt-2">
          <TextIn place="crossChecksNote" label="说明" optional />
        </div>
      </Section>
      <Section id="part-amount" title="金额" className="mt-8">
        <FormulaIn place="amount" title="算法" />
        <AmountWords />
      </Section>
      <Section id="part-shared" title="基本条件和负面清单" className="mt-8">
        <SharedPart />
      </Section>
      <Section title="关联规则" level={3} thin className="mt-6">
        <RelationsPart />
      </Section>
      <Section id="part-materials" title="材料" className="mt-8">
        <MaterialsPart />
      </Section>
      <Section id="part-terms" title="期限与预算" className="mt-8">
        <TermsPart />
      </Section>
      <Section title="公平竞争审查" className="mt-8">
        <ReviewPart />
      </Section>
      <Section id="part-examples" title="算例" className="mt-8" aside="改一个字就重新验算">
        <ExamplesPart />
        <Issues place="" />
      </Section>
    </div>
  );
}

/** Leaving with unsaved changes is asked about. */
function useLeaveWarning(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
}

function useDraft({ draft, shelf, readOnly, save }: Props) {
  const [typed, setTyped] = useState(draft.typed);
  const [groups, setGroups] = useState(draft.groups);
  const [saved, setSaved] = useState<{ typed: Typed; groups: NewGroups; revision: number }>({
    typed: draft.typed,
    groups: draft.groups,
    revision: draft.revision,
  });
  const [state, send] = useActionState(async (previous: FormState, form: FormData) => {
    const next = await save(previous, form);
    const revision = Number(next.values?.["revision"]);
    if (next.status === "done") setSaved({ typed: JSON.parse(String(form.get("typed"))), groups: JSON.parse(String(form.get("groups"))), revision });
    return next;
  }, IDLE);
  const check = useCheck(typed, groups, shelf);
  const words = useMemo(() => wordsOf(shelf), [shelf]);
  const dirty = JSON.stringify([typed, groups]) !== JSON.stringify([saved.typed, saved.groups]);
  useLeaveWarning(dirty);
  const value: EditorValue = { ...shelf, typed, groups, code: draft.code, edit: setTyped, setGroups, check, issues: issuesOf(check), words, readOnly };
  return { value, state, send, dirty, revision: saved.revision };
}

function SaveBar({ state, send, dirty, id, revision }: { state: FormState; send: (form: FormData) => void; dirty: boolean; id: string; revision: number }) {
  const { typed, groups } = useEditor();
  return (
    <form action={send} className="grid gap-2">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="revision" value={revision} />
      <input type="hidden" name="typed" value={JSON.stringify(typed)} />
      <input type="hidden" name="groups" value={JSON.stringify(groups)} />
      {dirty ? <SubmitButton busyText="正在保存…">保存草稿</SubmitButton> : <Button disabledReason="没有没保存的改动">保存草稿</Button>}
      {state.status !== "idle" && state.message ? (
        <Message tone={state.status === "done" ? "green" : "red"} title={state.message} live={state.status === "done" ? "status" : "alert"} />
      ) : null}
    </form>
  );
}

/** 编辑器: everything of a policy on one page; what was typed stays, what is wrong is said where it is wrong. */
export function Editor(props: Props) {
  const { value, state, send, dirty, revision } = useDraft(props);
  const blocked = value.issues.filter((one) => one.tone === "red").length;
  return (
    <EditorProvider value={value}>
      <SectionTabs />
      <div className="grid items-start gap-8 rail:grid-cols-[minmax(0,1fr)_360px]">
        <Parts />
        <div className="grid gap-6 rail:sticky rail:top-[calc(var(--bar)+16px)] rail:max-h-[calc(100vh-var(--bar)-32px)] rail:overflow-y-auto">
          {props.readOnly ? null : (
            <Panel label="保存">
              <SaveBar state={state} send={send} dirty={dirty} id={props.draft.id} revision={revision} />
              <YamlIn replace={value.edit} />
            </Panel>
          )}
          <Section title="能不能发布" aside={blocked === 0 ? "静态分析通过" : `还差 ${blocked} 项`}>
            <IssueList />
          </Section>
          {dirty ? (
            <Message tone="amber" title="有改动还没保存">
              试算和提交只看已经保存的内容。
            </Message>
          ) : null}
          {props.children}
        </div>
      </div>
    </EditorProvider>
  );
}
