import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { registerAccount } from "@/db/accounts";
import { signApproved } from "@/db/approvals";
import { exportBatch, importReturn } from "@/db/bank-exchange";
import type { Sweep } from "@/db/claims";
import { sha256Hex } from "@/db/crypto";
import { prepareBatch } from "@/db/disbursements";
import { answerSurvey, confirmClaim, declineClaim, type EnterpriseAct, remainingMaterials } from "@/db/enterprise-acts";
import { decideObjection, raiseObjection } from "@/db/objections";
import { releaseBatch } from "@/db/payment-release";
import { findVersion } from "@/db/policies";
import { checkCase, handleCase, resumeCase, signAsChief, suspendCase } from "@/db/reviews";
import { claims, enterprises, noticeLines, objections, surveys } from "@/db/schema";
import type { World } from "@/db/seed/world/world";
import type { Db } from "@/db/types";
import { workdaysBetween } from "@/lib/calendar/workdays";
import { DEFAULT_CLAIM_SETTINGS } from "@/lib/claim/settings";
import { dayOf } from "@/lib/kernel/plain-date";
import { answerBankFile, type Bounce } from "../../bank/simulated-bank";
import type { Cast } from "./people";

/** 演示办理: what people of the county do on a working day. Everything goes through the same acts as the pages. */
export type Stage = { readonly db: Db; readonly world: World; readonly cast: Cast };

/** A share of 0–1 that belongs to a thing for good. */
export const lot = (text: string): number => Number.parseInt(sha256Hex(text).slice(0, 8), 16) / 0xffff_ffff;
const firmOf = (world: World) => new Map(world.enterprises.map((one) => [one.uscc, one]));

/** One page of a paper, for policies that still ask for one. */
const PAPER = new TextEncoder().encode(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
);

type Waiting = {
  readonly claimId: string;
  readonly number: string;
  readonly versionId: string;
  readonly uscc: string;
  readonly enterpriseId: string;
  readonly offeredOn: Sweep["at"];
  readonly amountFen: number | null;
};

const waitingClaims = (db: Db): Promise<Waiting[]> =>
  db
    .select({
      claimId: claims.id,
      number: claims.number,
      versionId: claims.policyVersionId,
      uscc: enterprises.uscc,
      enterpriseId: claims.enterpriseId,
      offeredOn: claims.stageEnteredAt,
      amountFen: claims.amountFen,
    })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(eq(claims.state, "pendingConfirm"))
    .orderBy(asc(claims.number));

/** What an enterprise does with an offer today: its nature decides; a named firm always leaves one offer to the visitor. */
function conductToday({ world }: Stage, claim: Waiting, { at, calendar }: Sweep, isLast: boolean): "confirms" | "declines" | "waits" {
  const firm = world.enterprises.find((one) => one.uscc === claim.uscc);
  if (!firm) return "waits";
  const { confirms, confirmsAfterWorkdays } = world.behaviour(firm);
  if (confirms === "never" || workdaysBetween(calendar, dayOf(claim.offeredOn), dayOf(at)) < confirmsAfterWorkdays) return "waits";
  if (firm.showcase !== null && isLast) return "waits";
  return confirms === "declines" ? "declines" : "confirms";
}

/** 企业确认 on a working day. */
export async function enterprisesAct(stage: Stage, sweep: Sweep): Promise<void> {
  const { db, cast } = stage;
  const { at, calendar } = sweep;
  const waiting = await waitingClaims(db);
  const lastOf = new Map(waiting.map((claim) => [claim.uscc, claim.claimId]));
  for (const claim of waiting) {
    const does = conductToday(stage, claim, sweep, lastOf.get(claim.uscc) === claim.claimId);
    const owner = does === "waits" ? null : await cast.representative(claim.uscc, at);
    if (!owner) continue;
    const act = { claimId: claim.claimId, enterpriseId: owner.enterpriseId, actor: owner.person, at, calendar };
    if (does === "declines") await declineClaim(db, { ...act, confirmedTwice: true });
    else await confirmOne(stage, claim, act);
  }
}

async function confirmOne({ db, world }: Stage, claim: Waiting, act: EnterpriseAct): Promise<boolean> {
  const account = world.accounts.get(claim.uscc);
  if (account)
    await registerAccount(db, {
      enterpriseId: act.enterpriseId,
      holderName: account.holder,
      bankName: account.bank,
      cnapsCode: account.cnaps,
      number: account.number,
      kind: account.kind,
      personId: act.actor.personId,
      at: act.at,
    });
  const policy = await findVersion(db, claim.versionId);
  const files = (policy ? remainingMaterials(policy) : []).map((name) => ({ name, filename: `${name}.pdf`, content: PAPER }));
  return (await confirmClaim(db, { ...act, files })).ok;
}

type Case = typeof claims.$inferSelect;

const CLAUSE_FALLBACK = "conditions";

/** 复核: handlers take a case after a day or two, a few are late; checkers follow, the chief signs large sums. */
export async function reviewersAct({ db, cast }: Stage, { at, calendar }: Sweep): Promise<void> {
  const cases: Case[] = await db.select().from(claims).where(eq(claims.state, "manualReview")).orderBy(asc(claims.number));
  for (const one of cases) {
    const waited = workdaysBetween(calendar, dayOf(one.stageEnteredAt), dayOf(at));
    const slow = lot(`slow|${one.number}`) < 0.12;
    const handlerDay = slow ? 5 + Math.floor(lot(`late|${one.number}`) * 6) : Math.floor(lot(`handle|${one.number}`) * 3);
    const act = (role: "handler" | "checker" | "sectionChief") => ({
      claimId: one.id,
      departmentId: one.departmentId,
      actor: cast.desk(one.departmentId, role),
      at,
      calendar,
      expectedVersion: one.version,
    });
    if (one.amountFen === null && waited >= 1)
      await suspendCase(db, act("handler"), { reason: "dataCorrection", resumeCondition: "企业所得税年度申报数据入库后恢复" });
    else if (one.handlerId === null && waited >= handlerDay) await handleOne(db, one, act("handler"));
    else if (one.handlerId !== null && waited > handlerDay) await decideOne(db, one, act);
  }
}

/** 恢复 of what waited for the annual tax returns, once they have come. */
export async function suspendedResume({ db, cast }: Stage, { at, calendar }: Sweep): Promise<void> {
  const waiting = await db
    .select()
    .from(claims)
    .where(and(eq(claims.state, "suspended"), eq(claims.suspensionReason, "dataCorrection")));
  for (const one of waiting)
    await resumeCase(db, {
      claimId: one.id,
      departmentId: one.departmentId,
      actor: cast.desk(one.departmentId, "handler"),
      at,
      calendar,
      expectedVersion: one.version,
    });
}

async function handleOne(db: Db, one: Case, act: Parameters<typeof handleCase>[1]): Promise<void> {
  const refuses = lot(`refuse|${one.number}`) < 0.08;
  await handleCase(
    db,
    act,
    refuses
      ? { decision: "reject", opinion: "经核对原始资料，条款所列条件不能认定，拟不予享受。", clauseId: one.doubts[0]?.code ?? CLAUSE_FALLBACK }
      : { decision: "approve", opinion: one.doubts.length > 0 ? "存疑事项已核实，资料与部门数据一致，拟同意。" : "资料齐全，拟同意。" },
  );
}

async function decideOne(db: Db, one: Case, act: (role: "checker" | "sectionChief") => Parameters<typeof handleCase>[1]): Promise<void> {
  const needsChief = one.handlerDecision === "approve" && (one.amountFen ?? 0) >= DEFAULT_CLAIM_SETTINGS.chiefSignatureFromFen && one.chiefId === null;
  if (needsChief) await signAsChief(db, act("sectionChief"), "同意。");
  await checkCase(db, act("checker"), { agree: true, opinion: "同意经办人意见。" });
}

/** 分管领导签批: each department once a day; one of them is slow. */
export async function leadersAct({ db, cast }: Stage, { at, calendar }: Sweep): Promise<void> {
  const waiting = await db
    .select({ id: claims.id, departmentId: claims.departmentId, since: claims.stageEnteredAt })
    .from(claims)
    .where(and(eq(claims.state, "approved"), isNull(claims.approvalId)));
  const departments = new Set(waiting.map((one) => one.departmentId));
  for (const departmentId of departments) {
    const patience = departmentId === "housing" ? 3 : 0;
    const claimIds = waiting
      .filter((one) => one.departmentId === departmentId && workdaysBetween(calendar, dayOf(one.since), dayOf(at)) >= patience)
      .map((one) => one.id);
    if (claimIds.length > 0) await signApproved(db, { claimIds, actor: cast.desk(departmentId, "leaderInCharge"), opinion: "同意拨付。", at });
  }
}

/** 财政: makes, releases and exports what can be paid. The bank answers the next day. */
export async function financeActs({ db, world, cast }: Stage, { at }: Sweep): Promise<{ batchId: string; text: string }[]> {
  const maker = cast.desk("finance", "paymentMaker");
  const checker = cast.desk("finance", "paymentChecker");
  const payable = await db
    .select({ id: claims.id })
    .from(claims)
    .where(and(eq(claims.state, "approved"), isNotNull(claims.approvalId)));
  if (payable.length === 0) return [];
  const prepared = await prepareBatch(db, { claimIds: payable.map((one) => one.id), actor: maker, at });
  if (!prepared.ok) return [];
  const sent: { batchId: string; text: string }[] = [];
  for (const { batchId } of prepared.value.batches) {
    await releaseBatch(db, { batchId, actor: checker, at });
    const file = await exportBatch(db, { batchId, actor: maker, at });
    if (file.ok) sent.push({ batchId, text: answerBankFile(file.value.text, bouncesOf(world)) });
  }
  return sent;
}

const bouncesOf = (world: World): Bounce[] => [...world.accounts.values()].filter((one) => one.outcome === "bounces").map((one) => ({ payee: one.holder }));

export async function bankAnswers({ db, cast }: Stage, { at }: Sweep, answers: readonly { batchId: string; text: string }[]): Promise<void> {
  for (const [index, { batchId, text }] of answers.entries())
    await importReturn(db, { batchId, filename: `回盘-${dayOf(at)}-${index + 1}.csv`, text, actor: cast.desk("finance", "paymentMaker"), at });
}

/** 评价 of those who have been paid. */
export async function enterprisesRate({ db, world, cast }: Stage, { at }: Sweep): Promise<void> {
  const firms = firmOf(world);
  const settled = await db
    .select({ claimId: claims.id, uscc: enterprises.uscc, enterpriseId: claims.enterpriseId })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .leftJoin(surveys, eq(surveys.claimId, claims.id))
    .where(and(eq(claims.state, "settled"), isNull(surveys.claimId)));
  for (const { claimId, uscc, enterpriseId } of settled) {
    const firm = firms.get(uscc);
    const score = firm && firm.showcase === null ? world.behaviour(firm).satisfaction : null;
    const owner = score === null ? null : await cast.representative(uscc, at);
    if (score && owner) await answerSurvey(db, { claimId, enterpriseId, personId: owner.person.personId, score, comment: null, at });
  }
}

/** 异议 that the public raises against a few lines. */
export async function publicObjects({ db, world }: Stage, { at }: Sweep): Promise<void> {
  const firms = firmOf(world);
  const lines = await db
    .select({ id: noticeLines.id, uscc: noticeLines.uscc })
    .from(noticeLines)
    .innerJoin(claims, eq(claims.id, noticeLines.claimId))
    .where(and(eq(claims.state, "notice"), inArray(noticeLines.state, ["listed"])));
  const objected = lines.filter(({ uscc }) => {
    const firm = firms.get(uscc);
    return firm !== undefined && world.behaviour(firm).filesObjection;
  });
  for (const { id } of objected)
    if (lot(`objection|${id}`) < 0.3)
      await raiseObjection(db, { noticeLineId: id, name: "严家和", contact: "0529-0000991", content: "该企业申报的设备在公示前已转让，请核实。", at });
}

/** 异议核实: the handler answers after three working days. */
export async function objectionsAnswered({ db, cast }: Stage, { at, calendar }: Sweep): Promise<void> {
  const open = await db
    .select({ id: objections.id, receivedAt: objections.receivedAt, departmentId: claims.departmentId })
    .from(objections)
    .innerJoin(claims, eq(claims.id, objections.claimId))
    .where(eq(objections.state, "open"));
  for (const { id, receivedAt, departmentId } of open) {
    if (workdaysBetween(calendar, dayOf(receivedAt), dayOf(at)) < 3) continue;
    await decideObjection(db, {
      objectionId: id,
      actor: cast.desk(departmentId, "handler"),
      decision: "dismissed",
      answer: "经现场核实，设备仍在用，异议不成立。",
      at,
    });
  }
}
