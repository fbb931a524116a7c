import "server-only";
import { checkDecidedAmount, type FaultKind, type PlannedInstalment, planInstalments, pleadingGap, wasHeard } from "@/lib/disbursement/clawback";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { pleadingOf } from "./clawback-hearing";
import { tellDesks, tellEnterprise } from "./clawback-messages";
import { act, type ClawbackAct, type ClawbackRefusal, type Done, documentNumber, move, type OpenClawback, personOf, write } from "./clawbacks";
import { postLedger } from "./ledger";
import { clawbackInstalments } from "./schema";
import type { Db } from "./types";

/** 申辩成立: nothing is claimed back. Rests on the record of a joint discussion (集体讨论记录). */
export function upholdPlea(db: Db, input: ClawbackAct & { readonly document: string; readonly text: string }): Promise<Done> {
  return act(db, input, ["auditor"], ["clawbackNotice"], async (tx, open) => {
    const gap = pleadingGap(await pleadingOf(tx, open.clawback));
    if (gap) return refused(gap);
    const reasonText = `${input.text}（${input.document}）`;
    const moved = await move(tx, open.claim.id, input, { to: "settled", facts: { documentRef: input.document }, reasonCode: "pleaUpheld", reasonText });
    if (!moved.ok) return moved;
    await tellEnterprise(tx, open.claim, input.at, { kind: "upheld", title: "您的说明成立，不用退回", body: input.text });
    return write(tx, open, { outcome: "pleaUpheld", closingText: reasonText, closedAt: input.at });
  });
}

export type Decision = ClawbackAct & { readonly decidedFen: Fen; readonly parts: number; readonly text: string };

type Ruling = { readonly faultKind: FaultKind; readonly plan: readonly PlannedInstalment[]; readonly heard: boolean };

/** Whether it may be decided so: never more than was told, after the enterprise was heard, and in parts that the fault allows. */
async function ruling(tx: Db, { clawback }: OpenClawback, { decidedFen, parts, at, calendar }: Decision): Promise<Result<Ruling, ClawbackRefusal>> {
  const { faultKind, toldFen } = clawback;
  if (faultKind === null || toldFen === null) return refused("wrongStep");
  const amount = checkDecidedAmount(decidedFen, toldFen);
  if (!amount.ok) return amount;
  const pleading = await pleadingOf(tx, clawback);
  const gap = pleadingGap(pleading);
  if (gap) return refused(gap);
  const plan = planInstalments({ owedFen: decidedFen, parts, faultKind, decidedOn: dayOf(at), calendar });
  return plan.ok ? ok({ faultKind, plan: plan.value, heard: wasHeard(pleading) }) : plan;
}

/** 追回决定 by the leader: never more than was told, after the enterprise was heard or its days have run out; with the plan of payments and the ledger's entry. */
export function decideClawback(db: Db, input: Decision): Promise<Done> {
  const { decidedFen, text, at } = input;
  return act(db, input, ["leaderInCharge"], ["clawbackNotice"], async (tx, open) => {
    const ruled = await ruling(tx, open, input);
    if (!ruled.ok) return ruled;
    const { faultKind, plan, heard } = ruled.value;
    const { claim, clawback } = open;
    const decisionNumber = await documentNumber(tx, "追决", at);
    const moved = await move(tx, claim.id, input, {
      to: "clawback",
      facts: { documentRef: decisionNumber, statementHeard: heard },
      reasonCode: faultKind,
      reasonText: text,
      ...(plan[0] && { dueOn: plan[0].dueOn }),
    });
    if (!moved.ok) return moved;
    await tx.insert(clawbackInstalments).values(plan.map((one) => ({ clawbackId: clawback.id, ...one })));
    const entry = { event: "clawback" as const, fundId: clawback.fundId, orderId: clawback.orderId, claimId: claim.id };
    await postLedger(tx, { ...entry, amountFen: decidedFen, memo: `追回决定 ${decisionNumber}`, at });
    await tellDecision(tx, open, input, { decisionNumber, plan });
    return write(tx, open, { decisionNumber, decidedFen, decisionText: text, decidedBy: personOf(input), decidedAt: at });
  });
}

type Told = { readonly decisionNumber: string; readonly plan: readonly PlannedInstalment[] };

async function tellDecision(tx: Db, { claim, clawback }: OpenClawback, { decidedFen, at }: Decision, { decisionNumber, plan }: Told): Promise<void> {
  const inParts = plan.length > 1 ? `分 ${plan.length} 期，第一期` : "";
  const until = plan[0] ? `${inParts}请在 ${formatDay(plan[0].dueOn)} 18:00 前缴回。` : "";
  await tellEnterprise(tx, claim, at, {
    kind: "decided",
    title: `${decisionNumber}：请退回 ${formatYuan(decidedFen)}元`,
    body: `${until}对决定不服，60 日内可以申请行政复议，6 个月内可以提起行政诉讼。`,
  });
  await tellDesks(tx, claim, at, {
    roles: ["paymentMaker"],
    clawbackId: clawback.id,
    kind: "decided",
    title: `待收追回款：${decisionNumber}`,
    body: `应收 ${formatYuan(decidedFen)}元，到账后请登记。`,
  });
}

export type Resting = ClawbackAct & { readonly reason: "litigation" | "bankruptcy"; readonly document: string; readonly until: string };

/** 中止追回: a review body or court has stopped it, or bankruptcy was opened. */
export function suspendClawback(db: Db, input: Resting): Promise<Done> {
  const { reason, document, until } = input;
  return act(db, input, ["auditor"], ["clawback"], async (tx, open) => {
    const facts = { documentRef: document, pauseReason: reason, resumeCondition: until };
    const moved = await move(tx, open.claim.id, input, { to: "suspended", facts, reasonCode: reason, reasonText: `${until}（${document}）` });
    if (!moved.ok) return moved;
    await tellEnterprise(tx, open.claim, input.at, { kind: `rests.${moved.value.version}`, title: "追回暂停执行", body: `${until}。期间不用缴款。` });
    return ok(open.clawback.id);
  });
}

/** 恢复追回 after the proceedings have ended; the next payment is due fifteen working days on. */
export function resumeClawback(db: Db, input: ClawbackAct & { readonly document: string }): Promise<Done> {
  return act(db, input, ["auditor"], ["suspended"], async (tx, open) => {
    const moved = await move(tx, open.claim.id, input, {
      to: "clawback",
      facts: { documentRef: input.document },
      reasonCode: "resumed",
      reasonText: input.document,
    });
    if (!moved.ok) return moved;
    const until = moved.value.dueOn ? `请在 ${formatDay(moved.value.dueOn)} 前缴回到期的款项。` : "";
    await tellEnterprise(tx, open.claim, input.at, { kind: `resumed.${moved.value.version}`, title: "追回恢复执行", body: `${input.document}。${until}` });
    return ok(open.clawback.id);
  });
}
