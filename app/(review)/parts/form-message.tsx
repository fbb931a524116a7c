import type { FormState } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";

/** What came of the form: a refusal in red, a success in green. Nothing before it was sent. */
export function FormMessage({ state }: { state: FormState }) {
  if (state.status === "idle" || !state.message) return null;
  return state.status === "done" ? <Message tone="green" live="status" title={state.message} /> : <Message tone="red" live="alert" title={state.message} />;
}
