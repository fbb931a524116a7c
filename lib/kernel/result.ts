/** An expected outcome that the caller must look at. Faults throw; refusals of the rules return. */
export type Result<Value, Reason> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: Reason };

export const ok = <Value>(value: Value) => ({ ok: true, value }) as const;
export const refused = <const Reason>(reason: Reason) => ({ ok: false, reason }) as const;
