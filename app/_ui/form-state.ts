/** What a form shows after it was sent. `values` gives back what was typed, so that nothing is lost. */
export type FormState = {
  readonly status: "idle" | "done" | "refused";
  readonly message?: string;
  readonly fieldErrors?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly values?: Readonly<Record<string, string>>;
};
export type FormAct = (previous: FormState, form: FormData) => Promise<FormState>;

/** A form that has not been sent yet. */
export const IDLE: FormState = { status: "idle" };

/** The first error of a field, if it has one. */
export const errorOf = (state: FormState, field: string): string | undefined => state.fieldErrors?.[field]?.[0];
