import "server-only";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { Sweep } from "@/db/claims";
import { answerClawback } from "@/db/clawback-answers";
import { decideClawback } from "@/db/clawback-decision";
import { confirmReceipt, enterReceipt } from "@/db/clawback-receipts";
import { openExamination, tellClawback } from "@/db/clawbacks";
import { claims, clawbacks, enterprises } from "@/db/schema";
import { fen } from "@/lib/kernel/fen";
import { dayOf } from "@/lib/kernel/plain-date";
import type { Stage } from "./conduct";

const scope = { kind: "county" } as const;
const must = <Value>(result: { ok: true; value: Value } | { ok: false; reason: unknown }): Value => {
  if (!result.ok) throw new Error(`demo audit: ${String(result.reason)}`);
  return result.value;
};

/** A paid claim of a firm that no visitor signs in as. */
async function paidClaim({ db, world }: Stage) {
  const named = new Set(world.enterprises.filter((one) => one.showcase !== null).map((one) => one.uscc));
  const rows = await db
    .select({ claim: claims, uscc: enterprises.uscc })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(and(eq(claims.state, "settled"), eq(claims.benefitKind, "cash"), isNotNull(claims.approverId)))
    .orderBy(asc(claims.number))
    .limit(40);
  return rows.find(({ uscc, claim }) => !named.has(uscc) && (claim.amountFen ?? 0) >= 1_000_00);
}

type Found = NonNullable<Awaited<ReturnType<typeof paidClaim>>>;

async function told(stage: Stage, { at, calendar }: Sweep, { claim }: Found, ground: string, factsText: string): Promise<string> {
  const by = { scope, actor: stage.cast.desk("", "auditor"), at, calendar };
  const clawbackId = must(await openExamination(stage.db, { ...by, claimId: claim.id, origin: "dataChange", ground }));
  const toldFen = fen(Math.floor((claim.amountFen ?? 0) / 4));
  must(await tellClawback(stage.db, { ...by, clawbackId, faultKind: "systemError", factsText, toldFen }));
  return clawbackId;
}

async function answered(stage: Stage, { at, calendar }: Sweep, { claim, uscc }: Found, kind: "statement" | "waiver", words: string): Promise<void> {
  const owner = await stage.cast.representative(uscc, at);
  if (owner) must(await answerClawback(stage.db, { claimId: claim.id, enterpriseId: owner.enterpriseId, actor: owner.person, at, calendar, kind, words }));
}

/** 多付一笔: found, told, accepted, decided in three parts on the same day. */
async function overpaid(stage: Stage, sweep: Sweep): Promise<void> {
  const found = await paidClaim(stage);
  if (!found) return;
  const clawbackId = await told(stage, sweep, found, "部门补送数据后核对不符", "部门更正后的数据少于当时所用，按更正后的数据重算，多付四分之一。");
  await answered(stage, sweep, found, "waiver", "没有意见，同意退回。");
  const { departmentId, amountFen } = found.claim;
  const decision = { clawbackId, decidedFen: fen(Math.floor((amountFen ?? 0) / 4)), parts: 3, text: "差错不在企业，多付部分退回，分三期缴。" };
  must(await decideClawback(stage.db, { ...decision, scope, actor: stage.cast.desk(departmentId, "leaderInCharge"), at: sweep.at, calendar: sweep.calendar }));
}

/** 第一期到账, entered and confirmed. */
async function firstPart({ db, cast }: Stage, { at, calendar }: Sweep): Promise<void> {
  const [row] = await db
    .select({ clawback: clawbacks, name: enterprises.name })
    .from(clawbacks)
    .innerJoin(enterprises, eq(enterprises.id, clawbacks.enterpriseId))
    .where(isNotNull(clawbacks.decidedAt))
    .limit(1);
  if (!row?.clawback.decidedFen) return;
  const slip = { amountFen: fen(Math.floor(row.clawback.decidedFen / 3)), receivedOn: dayOf(at), payerName: row.name, bankReference: "QH-TH-20260703-01" };
  const receiptId = must(await enterReceipt(db, { clawbackId: row.clawback.id, scope, actor: cast.desk("finance", "paymentMaker"), at, ...slip }));
  must(await confirmReceipt(db, { receiptId, scope, actor: cast.desk("finance", "paymentChecker"), at, calendar }));
}

/** 举报一笔: told the other day, the enterprise has answered, the auditor has not looked at it yet. */
async function reported(stage: Stage, sweep: Sweep): Promise<void> {
  const found = await paidClaim(stage);
  if (!found) return;
  await told(stage, sweep, found, "事后比对发现人数不一致", "事后比对，计算所用的人数比实际多，拟追回多付部分。");
  await answered(stage, sweep, found, "statement", "有两名职工当月调动，社保次月补缴，人数没有多报，附有劳动合同可查。");
}

const DAYS: Readonly<Record<string, (stage: Stage, sweep: Sweep) => Promise<void>>> = {
  "2026-06-11": overpaid,
  "2026-07-03": firstPart,
  "2026-07-13": reported,
};

/** 事后核查: on three days of the history, so that each step has an example. */
export const auditsHappen = async (stage: Stage, sweep: Sweep): Promise<void> => DAYS[dayOf(sweep.at)]?.(stage, sweep);
