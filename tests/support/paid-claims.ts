import { signApproved } from "@/db/approvals";
import { exportBatch, importReturn } from "@/db/bank-exchange";
import { prepareBatch } from "@/db/disbursements";
import { closeDue, publishWaiting } from "@/db/notices";
import { releaseBatch } from "@/db/payment-release";
import type { Db } from "@/db/types";
import { answerBankFile } from "@/inngest/bank/simulated-bank";
import { addDays, dayOf, type Instant, instantAt } from "@/lib/kernel/plain-date";
import { type Company, claimInNotice, type makeClaim, on, type Staff } from "./fixtures";

export const granted = <Value>(result: { ok: true; value: Value } | { ok: false; reason: unknown }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  return result.value;
};

/** Three working days after Monday 07-13 is Thursday 07-16; Friday is the first day after it. */
export const PAYING = on("2026-07-17", "10:00");

/** Claims whose notice has run out and whose list the leader has signed. */
export async function signedClaims(db: Db, staff: Staff, count: number, options: Parameters<typeof makeClaim>[2] = {}) {
  const made: { company: Company; claimId: string }[] = [];
  for (let index = 0; index < count; index++) made.push(await claimInNotice(db, options));
  await publishWaiting(db, on("2026-07-13", "11:00"));
  await closeDue(db, on("2026-07-17", "00:20"));
  granted(await signApproved(db, { claimIds: made.map((one) => one.claimId), actor: staff.leader, opinion: "同意", at: on("2026-07-17", "09:30") }));
  return made;
}

/** Made, released, sent, and paid by the bank three days later. */
export async function payBatch(db: Db, staff: Staff, claimIds: readonly string[], at: Instant): Promise<void> {
  const prepared = granted(await prepareBatch(db, { claimIds, actor: staff.maker, at }));
  const batchId = prepared.batches[0]?.batchId ?? "";
  granted(await releaseBatch(db, { batchId, actor: staff.releaser, at }));
  const file = granted(await exportBatch(db, { batchId, actor: staff.maker, at }));
  const answered = instantAt(addDays(dayOf(at), 3), "15:00");
  granted(await importReturn(db, { batchId, filename: "r.csv", text: answerBankFile(file.text), actor: staff.maker, at: answered }));
}

/** Claims that the bank has paid on Monday 07-20. */
export async function paidClaims(db: Db, staff: Staff, count: number, options: Parameters<typeof makeClaim>[2] = {}) {
  const made = await signedClaims(db, staff, count, options);
  await payBatch(
    db,
    staff,
    made.map((one) => one.claimId),
    PAYING,
  );
  return made;
}
