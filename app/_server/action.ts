import "server-only";
import { z } from "zod";
import type { FormState } from "@/app/_ui/form-state";
import type { Permission } from "@/lib/access/permissions";
import { requirePermission, type SessionUser } from "./session";

const typed = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form.entries()].flatMap(([key, value]) => (typeof value === "string" && !key.startsWith("$") ? [[key, value] as const] : [])));

/** Fields that occur more than once become arrays; Next's own fields are left out. */
function entriesOf(form: FormData): Record<string, unknown> {
  const keys = [...new Set([...form.keys()].filter((key) => !key.startsWith("$")))];
  return Object.fromEntries(keys.map((key) => [key, form.getAll(key).length > 1 ? form.getAll(key) : form.get(key)]));
}

/** A server action that has authorised its caller and parsed its form (strictly) before a line of it runs. */
export function formAction<Schema extends z.ZodObject>(
  permission: Permission,
  schema: Schema,
  run: (input: z.output<Schema>, user: SessionUser) => Promise<FormState>,
) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    const user = await requirePermission(permission);
    const input = schema.strict().safeParse(entriesOf(form));
    if (!input.success) {
      const { fieldErrors, formErrors } = z.flattenError(input.error);
      return { status: "refused", message: formErrors[0] ?? "有几处需要改一下，您填的内容都还在。", fieldErrors, values: typed(form) };
    }
    const state = await run(input.data as z.output<Schema>, user);
    return state.status === "refused" ? { ...state, values: typed(form) } : state;
  };
}
