import type { FormState } from "@/app/_server/action";

export type { FormState } from "@/app/_server/action";
export type FormAct = (previous: FormState, form: FormData) => Promise<FormState>;
/** A form that has not been sent yet. */
export const idle: FormState = { status: "idle" };
