import type { FormState } from "@/app/_server/action";

/** A form before it was sent, for client components: the action's module itself is the server's. */
export const idle: FormState = { status: "idle" };
