"use client";

import { type SubmitEvent, startTransition, useActionState } from "react";
import { type FormAct, IDLE } from "@/app/_ui/form-state";

/**
 * A form that keeps what is in it when it is refused, chosen files included: React empties a form after its action, which no browser lets us undo for
 * files. Without script the plain action runs.
 */
export function useKeptForm(act: FormAct) {
  const [state, send, pending] = useActionState(act, IDLE);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => send(form));
  };
  return { state, pending, form: { action: send, onSubmit } } as const;
}
