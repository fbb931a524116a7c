"use client";

import { useActionState } from "react";
import { TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Disclosure } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { END_GROUNDS, type EndGround } from "@/lib/claim/case-end";
import { FormMessage } from "../../../parts/form-message";
import { endAction } from "./actions";

type EndInput = { id: string; version: number; grounds: readonly EndGround[] };

/** 终止办件: folded away, because it is the rare end of a case. */
export function EndForm({ id, version, grounds }: EndInput) {
  const [state, action] = useActionState(endAction, IDLE);
  return (
    <Disclosure summary="终止办件" open={state.values !== undefined}>
      <form action={action} className="grid gap-3">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <Select
          label="为什么终止"
          name="ground"
          required
          placeholder="请选"
          options={grounds.map((value) => ({ value, label: END_GROUNDS[value] }))}
          defaultValue={state.values?.["ground"]}
          error={errorOf(state, "ground")}
        />
        <TextArea
          label="依据"
          hint="写明文件或登记信息。与其他资金重复的，请选“不同意”并写明条款"
          name="text"
          rows={2}
          required
          maxLength={300}
          defaultValue={state.values?.["text"]}
          error={errorOf(state, "text")}
        />
        <FormMessage state={state} />
        <SubmitButton wide tone="plain">
          终止这件
        </SubmitButton>
      </form>
    </Disclosure>
  );
}
