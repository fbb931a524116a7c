"use client";

import { startTransition, useActionState, useEffect, useRef } from "react";
import { Button, ButtonLink } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PrintButton } from "@/app/_ui/print-button";
import { PageHead } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { Tag } from "@/app/_ui/tag";
import { notify } from "@/app/_ui/toast";
import { calculateForm } from "./actions";
import { Chevron } from "./chevron";
import type { CalculatorStart, CalculatorState } from "./compute";
import { ALL_FINE, CLEAN_ALL, fieldId, noneOf, type QuestionGroup, VARY, type Values } from "./question";
import { QuestionField } from "./question-field";
import { type FieldOf, Results } from "./results";
import { compareHref, keptHref } from "./scenarios";
import { shareHref } from "./values";
import { WhatIfPanel } from "./what-if-panel";

const WAIT_MS = 350;
/** Ties the radios of the what-if, which stand among the results, to the form. */
const FORM_ID = "calculator";
/** Names in the form that are no figures. */
const isFigure = (id: string): boolean => id !== VARY;

const answered = (group: QuestionGroup, { values }: CalculatorState): number =>
  group.questions.filter((one) => values[one.id] || values[noneOf(one.id)]).length;

const ALL_FINE_LABEL = "在本县登记、正常营业，没有失信、处罚、欠税、欠薪等问题";

/** A head that folds its questions: works without script, and says how many are answered. */
function Group({ group, state, first }: { group: QuestionGroup; state: CalculatorState; first: boolean }) {
  const hasClean = group.questions.some((one) => one.kind === "clean");
  const done = answered(group, state);
  return (
    <details open={first} className="group/part mb-6 border-ink border-t-2 pt-2">
      <summary className="flex min-h-10 list-none items-center gap-2 max-desk:min-h-11 [&::-webkit-details-marker]:hidden">
        <Chevron className="text-qing group-open/part:rotate-90" />
        <h2>{group.title}</h2>
        <span className="ml-auto text-ink-3 text-note">
          {done > 0 ? `已填 ${done} ÷ ${group.questions.length} 项` : `${group.questions.length} 项，都可不填`}
        </span>
      </summary>
      <div className="grid gap-4 pt-2 pb-2">
        {first ? <Checkbox name={ALL_FINE} value="yes" label={ALL_FINE_LABEL} defaultChecked={state.values[ALL_FINE] !== undefined} /> : null}
        {hasClean ? <Checkbox name={CLEAN_ALL} value="yes" label="下面这些都没有" defaultChecked={state.values[CLEAN_ALL] !== undefined} /> : null}
        {group.questions.map((question) => (
          <QuestionField key={question.id} question={question} values={state.values} error={state.errors[question.id]} />
        ))}
      </div>
    </details>
  );
}

/** The running answer under the thumb, at phone width only. The same sum is announced where it stands. */
function Dock({ state }: { state: CalculatorState }) {
  return (
    <div
      data-noprint
      className="sticky bottom-0 z-3 -mx-4 flex min-h-16 items-center justify-between gap-4 border-line border-t bg-paper px-4 py-2 shadow-over desk:hidden"
    >
      <span className="text-ink-2 text-work">
        最多可得 <b className="text-ink">{state.view ? <Money fen={state.view.totalFen} /> : "还没有填"}</b>
      </span>
      <ButtonLink href="#results" tone="go">
        看结果
      </ButtonLink>
    </div>
  );
}

/** 计算器: every change is computed after a short rest; without script the button at the end does the same. */
export function CalculatorForm({ start, first }: { start: CalculatorStart; first: Values | null }) {
  const [state, dispatch] = useActionState(calculateForm, start.state);
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (from: HTMLFormElement) => startTransition(() => dispatch(new FormData(from)));
  const later = (from: HTMLFormElement) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(from), WAIT_MS);
  };
  const share = async () => {
    const figures = Object.fromEntries(Object.entries(state.values).filter(([id]) => isFigure(id)));
    await navigator.clipboard.writeText(new URL(shareHref(figures), location.href).href);
    notify("链接已复制。打开就是您现在填的数，里面没有企业名称。");
  };
  const fieldOf: FieldOf = (indicator) => {
    const question = start.groups.flatMap((group) => group.questions).find((one) => one.indicator === indicator);
    return question ? { href: `#${fieldId(question.id)}`, label: question.label } : null;
  };
  return (
    <>
      <PageHead
        title="政策模拟计算器"
        note="填您知道的，不知道的空着。结果马上出来，不会保存。"
        actions={
          <>
            <Button size="small" onClick={share}>
              复制链接
            </Button>
            {first === null && state.view ? (
              <ButtonLink href={keptHref(state.values)} size="small">
                再改一份来比
              </ButtonLink>
            ) : null}
            <PrintButton size="small">打印或存成 PDF</PrintButton>
          </>
        }
      />
      {first === null ? null : (
        <Message
          title="第一种情况已经记住"
          className="mb-6"
          actions={
            <ButtonLink href={compareHref(first, state.values)} tone="go" size="small">
              看对比
            </ButtonLink>
          }
        >
          现在改下面的数，改好以后看两种情况差多少。
        </Message>
      )}
      <div className="grid items-start gap-x-12 desk:grid-cols-[336px_minmax(0,1fr)]">
        <form
          id={FORM_ID}
          ref={form}
          action={dispatch}
          aria-label="企业情况"
          noValidate
          onInput={(event) => later(event.currentTarget)}
          onSubmit={(event) => {
            event.preventDefault();
            clearTimeout(timer.current);
            send(event.currentTarget);
          }}
        >
          {start.enterprise === null ? null : (
            <Message title={`已按${start.enterprise}的档案填好 ${start.filled} 项`} className="mb-6">
              数据来自各部门共享，可以改着试算，改动不影响档案。
            </Message>
          )}
          {start.groups.map((group, at) => (
            <Group key={group.title} group={group} state={state} first={at === 0} />
          ))}
          <SubmitButton wide size="big" busyText="正在算…">
            算一算
          </SubmitButton>
        </form>
        <div id="results" className="max-desk:mt-8">
          {state.notes.length > 0 ? (
            <p className="mb-3 flex flex-wrap gap-2">
              {state.notes.map((note) => (
                <Tag key={note} tone="qing">
                  {note}
                </Tag>
              ))}
            </p>
          ) : null}
          <Results view={state.view} year={start.year} fieldOf={fieldOf}>
            {state.whatIf ? (
              <WhatIfPanel
                key={`${state.whatIf.questionId}.${state.whatIf.now}.${state.whatIf.points.length}`}
                whatIf={state.whatIf}
                formId={FORM_ID}
                onVary={() => form.current && send(form.current)}
              />
            ) : null}
          </Results>
        </div>
        <Dock state={state} />
      </div>
    </>
  );
}
