import type { FormState } from "@/app/_server/action";

/** Before anything was sent. */
export const IDLE: FormState = { status: "idle" };

/** The first error of a field, if it has one. */
export const errorOf = (state: FormState, field: string): string | undefined => state.fieldErrors?.[field]?.[0];
