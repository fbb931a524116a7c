import "server-only";
import { z } from "zod";
import type { FormState } from "@/app/_ui/form-state";
import type { Permission } from "@/lib/access/permissions";
import { formWords, KEPT_FORM, STALE_FORM } from "./form-words";
import { requirePermission, type SessionUser } from "./session";
import { typedText } from "./typed-text";

const isField = (key: string): boolean => !key.startsWith("$");

const typed = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form.entries()].flatMap(([key, value]) => (typeof value === "string" && isField(key) ? [[key, value] as const] : [])));

const clean = (value: FormDataEntryValue): FormDataEntryValue => (typeof value === "string" ? typedText(value) : value);

/** Fields that occur more than once become arrays; Next's own fields are left out. */
function entriesOf(form: FormData): Record<string, unknown> {
  const keys = [...new Set([...form.keys()].filter(isField))];
  return Object.fromEntries(
    keys.map((key) => {
      const values = form.getAll(key).map(clean);
      return [key, values.length > 1 ? values : values[0]];
    }),
  );
}

/** What is wrong, by field and in one sentence. A page that has gone stale says so above, because the field concerned is not to be seen. */
function faultsOf(error: z.ZodError, form: FormData): FormState {
  const { fieldErrors, formErrors } = z.flattenError(error);
  const all = [...formErrors, ...Object.values(fieldErrors as Record<string, string[] | undefined>).flatMap((messages) => messages ?? [])];
  const stale = all.every((message) => message === STALE_FORM);
  return { status: "refused", message: formErrors[0] ?? (stale ? STALE_FORM : KEPT_FORM), fieldErrors, values: typed(form) };
}

/** A server action that has authorised its caller and parsed its form (strictly) before a line of it runs. */
export function formAction<Schema extends z.ZodObject>(
  permission: Permission,
  schema: Schema,
  run: (input: z.output<Schema>, user: SessionUser) => Promise<FormState>,
) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    const user = await requirePermission(permission);
    const input = schema.strict().safeParse(entriesOf(form), { error: formWords });
    if (!input.success) return faultsOf(input.error, form);
    const state = await run(input.data as z.output<Schema>, user);
    return state.status === "refused" ? { ...state, values: typed(form) } : state;
  };
}
