import { expect, test } from "vitest";
import { decideMove } from "@/lib/claim/decide-move";
import type { MoveFacts, MovingActor, MovingClaim } from "@/lib/claim/moving-claim";
import { roundAfter } from "@/lib/claim/rounds";
import type { ClaimState } from "@/lib/claim/states";
import { plainDate } from "@/lib/kernel/plain-date";
import { aClaim, actor, at, facts, machine } from "./support";

/** One step of a story: the law must allow it, and the claim goes on as the round says. */
function step(claim: MovingClaim, to: ClaimState, who: MovingActor, what: Partial<MoveFacts> = {}): MovingClaim {
  const input = { claim, actor: who, facts: facts(what) };
  const decision = decideMove({ ...input, to });
  if (!decision.ok) throw new Error(`${claim.state}>${to}: ${decision.reason}`);
  return { ...claim, ...roundAfter(input, decision.value), state: to };
}

const refusal = (claim: MovingClaim, to: ClaimState, who: MovingActor, what: Partial<MoveFacts> = {}) => {
  const decision = decideMove({ claim, to, actor: who, facts: facts(what) });
  return decision.ok ? "ok" : decision.reason;
};

const owner = actor("owner", "enterpriseAgent");
const because = { clauses: ["第二条"], reasonText: "裁员率高于 20%" };

test("refused, appealed, decided by others", () => {
  const reviewed = aClaim({ state: "manualReview", handlerId: "h" });
  const rejected = step(reviewed, "rejected", actor("c", "checker"), because);
  expect(rejected.checkerId).toBe("c");
  const appealed = step(rejected, "manualReview", owner, { appealUntil: plainDate("2026-07-30") });
  expect(appealed).toMatchObject({ handlerId: null, checkerId: null, formerDeciderIds: ["h", "c"] });
  expect(refusal({ ...appealed, handlerId: "h2" }, "notice", actor("c", "checker"))).toBe("decidedBefore");
  expect(step({ ...appealed, handlerId: "h2" }, "notice", actor("c2", "checker"))).toMatchObject({ state: "notice", checkerId: "c2" });
});

test("papers are asked for once in a claim's round, also after they came in", () => {
  const materials = { askedMaterials: ["租赁合同"], remainingMaterials: ["租赁合同"] };
  const asked = step(aClaim({ state: "manualReview", handlerId: "h" }), "supplement", actor("h", "handler"), materials);
  const back = step(asked, "manualReview", owner);
  expect(back).toMatchObject({ handlerId: "h", supplementUsed: true });
  expect(refusal(back, "supplement", actor("h", "handler"), materials)).toBe("supplementUsed");
});

test("a paused claim remembers where it stood, and forgets it when it goes on", () => {
  const paused = step(aClaim({ state: "notice", checkerId: "c" }), "suspended", machine, {
    pauseReason: "sourceCorrection",
    resumeCondition: "重新核验",
    changedFields: ["参保人数"],
  });
  expect(paused.suspension).toEqual({ from: "notice", reason: "sourceCorrection", since: "2026-07-15" });
  const resumed = step(paused, "notice", machine, { resultUnchanged: true });
  expect(resumed).toMatchObject({ suspension: null, checkerId: "c" });
});

test("the leader's signature survives a wait for budget, but not a new review", () => {
  const signed = aClaim({ state: "approved", handlerId: "h", checkerId: "c", leaderId: "l" });
  const maker = actor("m", "paymentMaker");
  const waiting = step(signed, "suspended", maker, { pauseReason: "budget", resumeCondition: "预算追加", preCheckFindings: 1 });
  expect(step(waiting, "approved", maker, { preCheckFindings: 0 }).leaderId).toBe("l");
  const again = step(signed, "manualReview", machine, { preCheckFindings: 1 });
  expect(again).toMatchObject({ handlerId: null, checkerId: null, leaderId: null });
});

test("what needs words is refused without them", () => {
  const handler = actor("h", "handler");
  const auditor = actor("a", "auditor");
  const maker = actor("m", "paymentMaker");
  const dueOn = plainDate("2026-07-14");
  const pause = { pauseReason: "preCheck" as const, resumeCondition: "核实账户" };
  const rows: readonly [ClaimState, ClaimState, MovingActor, string, Partial<MoveFacts>][] = [
    ["matched", "cancelled", machine, "changedFieldsMissing", { changedFields: ["裁员率"] }],
    ["pendingConfirm", "cancelled", machine, "changedFieldsMissing", { ground: "政策停止执行" }],
    ["manualReview", "cancelled", handler, "groundMissing", { ground: "企业已注销" }],
    ["approved", "cancelled", handler, "groundMissing", { ground: "企业已注销" }],
    ["settled", "postAudit", auditor, "groundMissing", { ground: "抽查" }],
    ["notice", "suspended", machine, "pauseReasonMissing", { ...pause, changedFields: ["参保人数"] }],
    ["approved", "suspended", maker, "pauseReasonMissing", { ...pause, preCheckFindings: 1 }],
    ["approved", "manualReview", machine, "preCheckNotFailed", { preCheckFindings: 2 }],
    ["paymentFailed", "suspended", machine, "pauseReasonMissing", { ...pause, fundsBack: true }],
    ["clawback", "suspended", auditor, "documentMissing", { ...pause, documentRef: "裁定1号" }],
    ["clawbackNotice", "settled", auditor, "documentMissing", { documentRef: "会议纪要1号" }],
    ["objection", "manualReview", handler, "objectorNotAnswered", { objectorAnswered: true }],
    ["disbursing", "paymentFailed", machine, "returnCodeMissing", { returnCode: "01" }],
    ["withdrawn", "matched", machine, "verdictOpensNoClaim", { verdict: "eligible" }],
  ];
  for (const [state, to, who, reason, enough] of rows) {
    const claim = aClaim({ state, dueOn });
    expect([state, to, refusal(claim, to, who)]).toEqual([state, to, reason]);
    expect([state, to, refusal(claim, to, who, enough)]).toEqual([state, to, "ok"]);
  }
});

test("a straight-through claim from the match to the money", () => {
  const confirmed = step(step(step(aClaim({ state: "new" }), "matched", machine, { verdict: "eligible" }), "pendingConfirm", machine), "autoCheck", owner, {
    accountNameEqual: true,
    authorisationValid: true,
  });
  const over = { noticeClosesAt: at("2026-07-14", "18:00"), openObjections: 0 };
  const approved = step(step(confirmed, "notice", machine, { route: "notice" }), "approved", machine, over);
  const paying = step({ ...approved, leaderId: "l" }, "disbursing", actor("m", "paymentMaker"), {
    ...over,
    preCheckFindings: 0,
    orderNumber: "付20260715-000001",
  });
  const amount = paying.amountFen;
  if (amount === null) throw new Error("no amount");
  const settled = step({ ...paying, hasLiveOrder: true }, "settled", machine, { orderAmountFen: amount, returnAmountFen: amount });
  expect(settled).toMatchObject({ state: "settled", handlerId: null, checkerId: null, leaderId: "l" });
});
