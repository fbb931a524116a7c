import "server-only";
import { isNull } from "drizzle-orm";
import { decideBlindCheck, drawBlindChecks } from "@/db/blind-checks";
import type { Sweep } from "@/db/claims";
import { blindChecks } from "@/db/schema";
import { lot, type Stage } from "./conduct";

/** 盲审 on a Monday: what was drawn a week ago is decided, nearly always as before; then the week before is drawn. */
export async function blindlyChecked({ db, cast }: Stage, { at }: Sweep): Promise<void> {
  const open = await db
    .select({ id: blindChecks.id, claimId: blindChecks.claimId, departmentId: blindChecks.departmentId })
    .from(blindChecks)
    .where(isNull(blindChecks.verdict));
  for (const { id, claimId, departmentId } of open) {
    const unsure = lot(`blind|${claimId}`) < 0.04;
    const decision = unsure
      ? { verdict: "undetermined" as const, amountFen: null, note: "参保人数的时点和条文写的不一致，判不出。" }
      : { verdict: "eligible" as const, amountFen: null, note: "" };
    const scope = { kind: "department", departmentId } as const;
    const decided = await decideBlindCheck(db, { id, scope, actor: cast.desk(departmentId, "checker"), at, decision });
    if (!decided.ok) throw new Error(`a blind check was refused: ${decided.reason}`);
  }
  await drawBlindChecks(db, at);
}
