"use client";

import { useActionState } from "react";
import { IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { nameLines } from "./actions";

export type LineRow = {
  readonly line: string;
  readonly title: string;
  readonly note: string;
  readonly chosen: string | null;
  /** Number of the claim that counts it already; it stays there. */
  readonly heldBy: string | null;
  readonly options: readonly { readonly code: string; readonly name: string }[];
};

/** 发票归项: one choice per line; what a claim counts already is shown and stays. */
export function LinesForm({ rows }: { rows: readonly LineRow[] }) {
  const [state, send] = useActionState(nameLines, IDLE);
  return (
    <form action={send} className="grid gap-4">
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      {state.status === "done" ? <Message tone="green" live="status" title={state.message} /> : null}
      <ul className="border-ink border-t-2">
        {rows.map((row) => (
          <li key={row.line} className="grid gap-x-6 gap-y-1 border-line border-b py-3 desk:grid-cols-[minmax(0,1fr)_280px]">
            <span>
              {row.title}
              <span className="block text-ink-3 text-small">{row.note}</span>
            </span>
            {row.heldBy ? (
              <span className="text-ink-2 text-list">{`已算在 ${row.heldBy}`}</span>
            ) : (
              <Select
                name="choice"
                label={`${row.title}算哪一项`}
                hideLabel
                placeholder="请选一项"
                defaultValue={row.chosen ? `${row.line}|${row.chosen}` : ""}
                options={row.options.map(({ code, name }) => ({ value: `${row.line}|${code}`, label: name }))}
              />
            )}
          </li>
        ))}
      </ul>
      {rows.some((row) => row.heldBy === null) ? (
        <p>
          <SubmitButton busyText="正在核对…">按这样归项并核对</SubmitButton>
        </p>
      ) : null}
    </form>
  );
}
