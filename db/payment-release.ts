import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { decideRelease, type ReleaseRefusal } from "@/lib/disbursement/orders";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { sha256Hex } from "./crypto";
import { holdsDuty } from "./duties";
import { auditLog, bankAccounts, claims, paymentBatches, paymentOrders } from "./schema";
import type { Db } from "./types";

type Fixed = Pick<typeof paymentOrders.$inferSelect, "number" | "claimId" | "accountId" | "amountFen"> & { readonly numberIndex: string };

/** 批次指纹: what was handed over for release — order, claim, account and amount. A changed account number changes it. */
export const batchHash = (rows: readonly Fixed[]): string =>
  sha256Hex(
    [...rows]
      .sort((a, b) => (a.number < b.number ? -1 : 1))
      .map(({ number, claimId, accountId, amountFen, numberIndex }) => `${number}|${claimId}|${accountId}|${amountFen}|${numberIndex}`)
      .join("\n"),
  );

export type ReleaseInput = { readonly batchId: string; readonly actor: Actor; readonly at: Instant };

/** 审核放行 by a second person of finance: neither the maker nor anybody who examined or signed one of the claims, and only what was handed over. */
export function releaseBatch(db: Db, { batchId, actor, at }: ReleaseInput): Promise<Result<{ batchId: string }, ReleaseRefusal | "notFound">> {
  return atomically<{ batchId: string }, ReleaseRefusal | "notFound">(db, async (tx) => {
    const [batch] = await tx.select().from(paymentBatches).where(eq(paymentBatches.id, batchId)).for("update");
    if (!batch) return refused("notFound");
    const holds = await holdsDuty(tx, { personId: actor.personId, roles: ["paymentChecker"], day: dayOf(at) });
    if (!holds || actor.personId === null) return refused("roleMissing");
    const orders = await tx
      .select({ order: paymentOrders, claim: claims, numberIndex: bankAccounts.numberIndex })
      .from(paymentOrders)
      .innerJoin(claims, eq(claims.id, paymentOrders.claimId))
      .innerJoin(bankAccounts, eq(bankAccounts.id, paymentOrders.accountId))
      .where(eq(paymentOrders.batchId, batchId));
    const decided = decideRelease({
      makerId: batch.makerId,
      actor: { personId: actor.personId, roles: actor.roles },
      deciderIds: orders.flatMap(({ claim }) => [claim.handlerId, claim.checkerId, claim.chiefId, claim.approverId].filter((id) => id !== null)),
      orderCount: orders.length,
      handedOverHash: await handedOver(tx, batchId),
      currentHash: batchHash(orders.map(({ order, numberIndex }) => ({ ...order, numberIndex }))),
      released: batch.state !== "prepared",
    });
    if (!decided.ok) return decided;
    await tx.update(paymentBatches).set({ state: "released", releaserId: decided.value.releaserId, releasedAt: at }).where(eq(paymentBatches.id, batchId));
    const detail = { number: batch.number, orderCount: batch.orderCount, totalFen: batch.totalFen };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "batch.released", subjectType: "paymentBatch", subjectId: batchId, detail },
    ]);
    return ok({ batchId });
  });
}

async function handedOver(tx: Db, batchId: string): Promise<string> {
  const [row] = await tx
    .select({ hash: sql<string | null>`${auditLog.detail}->>'hash'` })
    .from(auditLog)
    .where(and(eq(auditLog.subjectType, "paymentBatch"), eq(auditLog.subjectId, batchId), eq(auditLog.action, "batch.prepared")));
  return row?.hash ?? "";
}
