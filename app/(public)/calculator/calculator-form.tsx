"use client";

import { startTransition, useActionState, useEffect, useRef } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { SubmitButton } from "@/app/_ui/submit-button";
import { Tag } from "@/app/_ui/tag";
import { calculateForm } from "./actions";
import { Chevron } from "./chevron";
import type { CalculatorStart, CalculatorState } from "./compute";
import { CLEAN_ALL, noneOf, type QuestionGroup } from "./question";
import { QuestionField } from "./question-field";
import { Results } from "./results";

const WAIT_MS = 350;
/** Groups that stand open from the start. */
const OPEN_GROUPS = 2;

const answered = (group: QuestionGroup, { values }: CalculatorState): number =>
  group.questions.filter((one) => values[one.id] || values[noneOf(one.id)]).length;

/** A head that folds its questions: works without script, and says how many are answered. */
function Group({ group, state, open }: { group: QuestionGroup; state: CalculatorState; open: boolean }) {
  const hasClean = group.questions.some((one) => one.kind === "clean");
  const done = answered(group, state);
  return (
    <details open={open} className="group/part mb-6 border-ink border-t-2 pt-2">
      <summary className="flex min-h-10 list-none items-center gap-2 max-desk:min-h-11 [&::-webkit-details-marker]:hidden">
        <Chevron className="text-qing group-open/part:rotate-90" />
        <h2>{group.title}</h2>
        <span className="ml-auto text-ink-3 text-note">
          {done > 0 ? `已填 ${done} ÷ ${group.questions.length} 项` : `${group.questions.length} 项，都可不填`}
        </span>
      </summary>
      <div className="grid gap-4 pt-2 pb-2">
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
export function CalculatorForm({ start }: { start: CalculatorStart }) {
  const [state, dispatch] = useActionState(calculateForm, start.state);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (form: HTMLFormElement) => startTransition(() => dispatch(new FormData(form)));
  const later = (form: HTMLFormElement) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(form), WAIT_MS);
  };
  return (
    <div className="grid items-start gap-x-12 desk:grid-cols-[336px_minmax(0,1fr)]">
      <form
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
          <Group key={group.title} group={group} state={state} open={at < OPEN_GROUPS || answered(group, start.state) > 0} />
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
        <Results view={state.view} year={start.year} />
      </div>
      <Dock state={state} />
    </div>
  );
}
