import fc from "fast-check";
import { expect, test } from "vitest";
import { decideChiefSignature, decideLeaderSignature, decideMove, decideOpinion } from "@/lib/claim/decide-move";
import type { MoveFacts, MovingActor, MovingClaim } from "@/lib/claim/moving-claim";
import { MOVE_REFUSAL_WORDS } from "@/lib/claim/refusal-words";
import type { ClaimState } from "@/lib/claim/states";
import { fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { aClaim, actor, at, facts, machine } from "./support";

const decide = (claim: Partial<MovingClaim>, to: ClaimState, who: MovingActor, what: Partial<MoveFacts> = {}): string => {
  const result = decideMove({ claim: aClaim(claim), to, actor: who, facts: facts(what) });
  return result.ok ? "ok" : result.reason;
};

const owner = actor("owner", "legalRepresentative");
const handler = actor("h", "handler");
const checker = actor("c", "checker");
const maker = actor("m", "paymentMaker");
const auditor = actor("a", "auditor");

test("a claim opens on an eligible verdict, or when only a late delivery is missing, never for a hint", () => {
  expect(decide({ state: "new" }, "matched", machine, { verdict: "eligible" })).toBe("ok");
  expect(decide({ state: "new" }, "matched", machine, { verdict: "undetermined" })).toBe("verdictOpensNoClaim");
  expect(decide({ state: "new" }, "matched", machine, { verdict: "undetermined", unknownOnlyForLateFeeds: true })).toBe("ok");
  expect(decide({ state: "new" }, "matched", machine, { verdict: "ineligible", unknownOnlyForLateFeeds: true })).toBe("verdictOpensNoClaim");
  expect(decide({ state: "new" }, "matched", machine, { verdict: "eligible", hintOnly: true })).toBe("hintOnly");
  expect(decide({ state: "new" }, "matched", handler, { verdict: "eligible" })).toBe("actorNotAllowed");
});

test("confirmation before: confirm, then check", () => {
  expect(decide({}, "pendingConfirm", machine)).toBe("ok");
  expect(decide({}, "autoCheck", machine)).toBe("wrongConfirmStage");
  const good = { accountNameEqual: true, authorisationValid: true };
  expect(decide({ state: "pendingConfirm" }, "autoCheck", owner, good)).toBe("ok");
  expect(decide({ state: "pendingConfirm" }, "autoCheck", actor("k", "hallClerk"), good)).toBe("ok");
  expect(decide({ state: "pendingConfirm" }, "autoCheck", owner, { ...good, accountNameEqual: false })).toBe("accountNotOwn");
  expect(decide({ state: "pendingConfirm" }, "autoCheck", owner, { authorisationValid: true, operatorAccountConsented: true })).toBe("ok");
  expect(decide({ state: "pendingConfirm" }, "autoCheck", owner, { accountNameEqual: true })).toBe("authorisationInvalid");
  expect(decide({ state: "pendingConfirm" }, "approved", owner, good)).toBe("wrongConfirmStage");
});

test("confirmation after: check and notice first, and the notice must be over when the owner confirms", () => {
  const after = { confirmStage: "after" as const };
  expect(decide(after, "pendingConfirm", machine)).toBe("wrongConfirmStage");
  expect(decide(after, "autoCheck", machine)).toBe("ok");
  const over = { noticeClosesAt: at("2026-07-14", "18:00"), openObjections: 0 };
  expect(decide({ ...after, state: "notice" }, "approved", machine, over)).toBe("wrongConfirmStage");
  expect(decide({ ...after, state: "notice" }, "pendingConfirm", machine, over)).toBe("ok");
  const confirmed = { accountNameEqual: true, authorisationValid: true };
  expect(decide({ ...after, state: "pendingConfirm" }, "approved", owner, { ...confirmed, ...over })).toBe("ok");
  expect(decide({ ...after, state: "pendingConfirm" }, "approved", owner, confirmed)).toBe("noticeNotOver");
  expect(decide({ ...after, state: "pendingConfirm" }, "autoCheck", owner, confirmed)).toBe("wrongConfirmStage");
});

test("no confirmation needs account and authorisation on file, except for a tax reduction", () => {
  expect(decide({ confirmStage: "none" }, "autoCheck", machine)).toBe("authorisationInvalid");
  expect(decide({ confirmStage: "none" }, "autoCheck", machine, { authorisationValid: true, accountNameEqual: true })).toBe("ok");
  expect(decide({ confirmStage: "none", benefitKind: "taxReduction" }, "autoCheck", machine)).toBe("ok");
});

test("giving up needs a second yes; expiry comes after 18:00 of the due day; both can be restored while policy and budget last", () => {
  expect(decide({ state: "pendingConfirm" }, "declined", owner)).toBe("declineNotConfirmed");
  expect(decide({ state: "pendingConfirm" }, "declined", owner, { confirmedTwice: true })).toBe("ok");
  const dueOn = plainDate("2026-07-15");
  expect(decide({ state: "pendingConfirm", dueOn }, "expired", machine, { now: at("2026-07-15", "18:00") })).toBe("notDueYet");
  expect(decide({ state: "pendingConfirm", dueOn }, "expired", machine, { now: at("2026-07-15", "18:01") })).toBe("ok");
  for (const state of ["declined", "expired"] as const) {
    expect(decide({ state }, "pendingConfirm", owner, { policyInForce: true, budgetLeft: true })).toBe("ok");
    expect(decide({ state }, "pendingConfirm", owner, { policyInForce: true, budgetLeft: false })).toBe("budgetExhausted");
    expect(decide({ state }, "pendingConfirm", owner, { budgetLeft: true })).toBe("policyNotInForce");
  }
});

test("out of the first check a claim goes where the check sends it", () => {
  const state = "autoCheck" as const;
  expect(decide({ state }, "notice", machine, { route: "notice" })).toBe("ok");
  expect(decide({ state }, "notice", machine, { route: "manualReview" })).toBe("routeSaysOtherwise");
  expect(decide({ state }, "notice", machine, { route: "waiting" })).toBe("routeSaysOtherwise");
  expect(decide({ state }, "notice", machine)).toBe("routeSaysOtherwise");
  expect(decide({ state, amountFen: null }, "notice", machine, { route: "notice" })).toBe("amountPending");
  expect(decide({ state }, "rejected", machine, { route: "rejected" })).toBe("clauseOrReasonMissing");
  expect(decide({ state }, "rejected", machine, { route: "rejected", clauses: ["第二条"], reasonText: "裁员率 20.83%，高于 20%" })).toBe("ok");
});

test("four eyes: the checker decides on another's opinion", () => {
  const state = "manualReview" as const;
  expect(decide({ state }, "notice", checker)).toBe("opinionMissing");
  expect(decide({ state, handlerId: "c" }, "notice", checker)).toBe("sameHandlerAndChecker");
  expect(decide({ state, handlerId: "h" }, "notice", checker)).toBe("ok");
  expect(decide({ state, handlerId: "x" }, "notice", handler)).toBe("actorNotAllowed");
  expect(decide({ state, handlerId: "h" }, "notice", actor("h", "handler", "checker"))).toBe("sameHandlerAndChecker");
  expect(decide({ state, handlerId: "h" }, "rejected", checker)).toBe("clauseOrReasonMissing");
});

test("from 200,000 yuan on the section chief signs too", () => {
  const review = { state: "manualReview" as const, handlerId: "h" };
  expect(decide({ ...review, amountFen: fenFromYuan("199999.99") }, "notice", checker)).toBe("ok");
  expect(decide({ ...review, amountFen: fenFromYuan(200_000) }, "notice", checker)).toBe("chiefSignatureMissing");
  expect(decide({ ...review, amountFen: fenFromYuan(200_000), chiefId: "s" }, "notice", checker)).toBe("ok");
  expect(decide({ ...review, amountFen: fenFromYuan(200_000), chiefId: "h" }, "notice", checker)).toBe("chiefSignatureMissing");
  expect(decide({ ...review, amountFen: fenFromYuan(200_000) }, "notice", actor("s", "sectionChief"))).toBe("ok");
});

test("after an appeal others look: neither the old handler nor the old checker", () => {
  const again = { state: "manualReview" as const, formerDeciderIds: ["h", "c"] };
  expect(decide({ ...again, handlerId: "h2" }, "notice", checker)).toBe("decidedBefore");
  expect(decide({ ...again, handlerId: "h" }, "notice", actor("c2", "checker"))).toBe("decidedBefore");
  expect(decide({ ...again, handlerId: "h2" }, "notice", actor("c2", "checker"))).toBe("ok");
  expect(decideOpinion(aClaim(again), handler)).toEqual({ ok: false, reason: "decidedBefore" });
});

test("an appeal must come within its fifteen days", () => {
  const appealUntil = plainDate("2026-07-15");
  expect(decide({ state: "rejected" }, "manualReview", owner, { appealUntil })).toBe("ok");
  expect(decide({ state: "rejected" }, "manualReview", owner, { appealUntil, now: at("2026-07-16", "00:00") })).toBe("appealTooLate");
  expect(decide({ state: "rejected" }, "manualReview", owner)).toBe("appealTooLate");
});

test("papers are asked for once, and only those the policy still needs", () => {
  const state = "manualReview" as const;
  const remainingMaterials = ["租赁合同"];
  expect(decide({ state }, "supplement", handler, { askedMaterials: ["租赁合同"], remainingMaterials })).toBe("ok");
  expect(decide({ state, supplementUsed: true }, "supplement", handler, { askedMaterials: ["租赁合同"], remainingMaterials })).toBe("supplementUsed");
  expect(decide({ state }, "supplement", handler, { askedMaterials: ["营业执照"], remainingMaterials })).toBe("nothingToSupplement");
  expect(decide({ state }, "supplement", handler, { askedMaterials: [], remainingMaterials })).toBe("nothingToSupplement");
});

test("a supplement that does not come lets the claim lapse, but not before its time", () => {
  const claim = { state: "supplement" as const, dueOn: plainDate("2026-07-15") };
  expect(decide(claim, "withdrawn", machine, { now: at("2026-07-15", "17:00") })).toBe("notDueYet");
  expect(decide(claim, "withdrawn", machine, { now: at("2026-07-16", "09:00") })).toBe("ok");
  expect(decide(claim, "withdrawn", owner)).toBe("ok");
});

test("a tax reduction ends with the review: no notice, no order", () => {
  const tax = { state: "manualReview" as const, benefitKind: "taxReduction" as const, handlerId: "h" };
  expect(decide(tax, "settled", checker)).toBe("ok");
  expect(decide(tax, "notice", checker)).toBe("taxReductionIsNotPaid");
  expect(decide({ ...tax, benefitKind: "cash" }, "settled", checker)).toBe("onlyForTaxReduction");
  expect(decide({ ...tax, handlerId: "c" }, "settled", checker)).toBe("sameHandlerAndChecker");
  expect(decide({ ...tax, state: "autoCheck" }, "notice", machine, { route: "notice" })).toBe("taxReductionIsNotPaid");
});

test("a notice ends after 18:00 of its last day and with no objection open", () => {
  const state = "notice" as const;
  const noticeClosesAt = at("2026-07-15", "18:00");
  expect(decide({ state }, "approved", machine, { noticeClosesAt, openObjections: 0, now: at("2026-07-15", "18:00") })).toBe("noticeNotOver");
  expect(decide({ state }, "approved", machine, { noticeClosesAt, openObjections: 0, now: at("2026-07-15", "18:01") })).toBe("ok");
  expect(decide({ state }, "approved", machine, { noticeClosesAt, openObjections: 1, now: at("2026-07-16") })).toBe("objectionOpen");
  expect(decide({ state }, "approved", machine, { noticeClosesAt, now: at("2026-07-16") })).toBe("objectionOpen");
});

test("an objection: admissible in, answered out", () => {
  const visitor = { personId: null, roles: ["public"], isSystem: false };
  expect(decide({ state: "notice" }, "objection", visitor, { objectionAdmissible: true })).toBe("ok");
  expect(decide({ state: "notice" }, "objection", visitor)).toBe("objectionNotAdmissible");
  expect(decide({ state: "objection" }, "notice", handler)).toBe("objectorNotAnswered");
  expect(decide({ state: "objection" }, "notice", handler, { objectorAnswered: true })).toBe("ok");
  expect(decide({ state: "objection" }, "rejected", handler, { objectorAnswered: true })).toBe("clauseOrReasonMissing");
});

const payable = { noticeClosesAt: at("2026-07-14", "18:00"), openObjections: 0, preCheckFindings: 0, orderNumber: "付20260715-000001" };

test("finance pays only what the leader signed, after the checks of the day, under a new number", () => {
  const signed = { state: "approved" as const, handlerId: "h", checkerId: "c", leaderId: "l" };
  expect(decide(signed, "disbursing", maker, payable)).toBe("ok");
  expect(decide({ ...signed, leaderId: null }, "disbursing", maker, payable)).toBe("leaderSignatureMissing");
  expect(decide({ ...signed, leaderId: "c" }, "disbursing", maker, payable)).toBe("leaderTookPart");
  expect(decide(signed, "disbursing", actor("l", "paymentMaker"), payable)).toBe("makerTookPart");
  expect(decide(signed, "disbursing", actor("h", "paymentMaker"), payable)).toBe("makerTookPart");
  expect(decide(signed, "disbursing", maker, { ...payable, preCheckFindings: 1 })).toBe("preCheckFailed");
  expect(decide(signed, "disbursing", maker, { ...payable, formerOrderNumbers: [payable.orderNumber] })).toBe("orderNumberNotNew");
  expect(decide({ ...signed, hasLiveOrder: true }, "disbursing", maker, payable)).toBe("orderExists");
  expect(decide(signed, "disbursing", maker, { ...payable, openObjections: 1 })).toBe("objectionOpen");
  expect(decide(signed, "disbursing", actor("r", "paymentChecker"), payable)).toBe("actorNotAllowed");
});

test("money has arrived only when the bank names the same amount", () => {
  const amount = fenFromYuan(30_960);
  expect(decide({ state: "disbursing" }, "settled", machine, { orderAmountFen: amount, returnAmountFen: amount })).toBe("ok");
  expect(decide({ state: "disbursing" }, "settled", machine, { orderAmountFen: amount, returnAmountFen: fenFromYuan("30960.01") })).toBe("returnAmountDiffers");
  expect(decide({ state: "disbursing" }, "paymentFailed", machine)).toBe("returnCodeMissing");
});

test("a bounced payment is paid again after two persons looked at the account and the money is back", () => {
  const claim = { state: "paymentFailed" as const, handlerId: "h", checkerId: "c", leaderId: "l" };
  const again = {
    ...payable,
    accountNameEqual: true,
    accountEnteredBy: "owner",
    accountCheckedBy: "r",
    accountCorrectionsInDay: 1,
    fundsBack: true,
    formerOrderNumbers: ["付20260714-000001"],
  };
  expect(decide(claim, "disbursing", maker, again)).toBe("ok");
  expect(decide(claim, "disbursing", maker, { ...again, accountCheckedBy: "owner" })).toBe("accountNeedsTwoPersons");
  expect(decide(claim, "disbursing", maker, { ...again, accountCorrectionsInDay: 2 })).toBe("tooManyCorrections");
  expect(decide(claim, "disbursing", maker, { ...again, fundsBack: false })).toBe("fundsNotBack");
  expect(decide(claim, "disbursing", maker, { ...again, formerOrderNumbers: [payable.orderNumber] })).toBe("orderNumberNotNew");
});

test("an owner withdraws until there is an order, and not out of a clawback", () => {
  for (const state of ["autoCheck", "manualReview", "notice", "objection", "approved"] as const) {
    expect(decide({ state }, "withdrawn", owner)).toBe("ok");
    expect(decide({ state, hasLiveOrder: true }, "withdrawn", owner)).toBe("orderExists");
  }
  const since = plainDate("2026-07-01");
  expect(decide({ state: "suspended", suspension: { from: "notice", reason: "sourceCorrection", since } }, "withdrawn", owner)).toBe("ok");
  expect(decide({ state: "suspended", suspension: { from: "clawback", reason: "litigation", since } }, "withdrawn", owner)).toBe("suspendedByClawback");
});

test("a suspended claim goes back only where it came from", () => {
  const since = plainDate("2026-07-01");
  const from = (state: ClaimState, reason: "budget" | "sourceCorrection" | "preCheck" | "litigation" | "siteVisit") => ({
    state: "suspended" as const,
    suspension: { from: state, reason, since },
  });
  expect(decide(from("approved", "budget"), "approved", maker, { preCheckFindings: 0 })).toBe("ok");
  expect(decide(from("approved", "preCheck"), "approved", maker, { preCheckFindings: 0 })).toBe("wrongSuspensionOrigin");
  expect(decide(from("notice", "sourceCorrection"), "notice", machine, { resultUnchanged: true })).toBe("ok");
  expect(decide(from("notice", "sourceCorrection"), "notice", machine, { resultUnchanged: false })).toBe("resultChanged");
  expect(decide(from("manualReview", "siteVisit"), "notice", machine, { resultUnchanged: true })).toBe("wrongSuspensionOrigin");
  expect(decide(from("clawback", "litigation"), "clawback", auditor, { documentRef: "终字1号" })).toBe("ok");
  expect(decide(from("notice", "sourceCorrection"), "clawback", auditor, { documentRef: "终字1号" })).toBe("wrongSuspensionOrigin");
  expect(decide(from("clawback", "litigation"), "autoCheck", handler, { dataRefreshed: true })).toBe("suspendedByClawback");
  expect(decide(from("manualReview", "siteVisit"), "autoCheck", handler, { dataRefreshed: true })).toBe("ok");
});

test("a suspension ends the claim after more than 90 days or with its policy", () => {
  const suspended = (since: string) => ({
    state: "suspended" as const,
    suspension: { from: "manualReview" as const, reason: "siteVisit" as const, since: plainDate(since) },
  });
  // 2026-04-16 + 90 days = 2026-07-15: not yet over; one day earlier it is.
  expect(decide(suspended("2026-04-16"), "cancelled", handler, { ground: "满期", policyInForce: true })).toBe("suspensionNotOver");
  expect(decide(suspended("2026-04-15"), "cancelled", handler, { ground: "满期", policyInForce: true })).toBe("ok");
  expect(decide(suspended("2026-07-10"), "cancelled", handler, { ground: "政策失效", policyInForce: false })).toBe("ok");
});

test("nobody suspends without a reason and a way back", () => {
  expect(decide({ state: "manualReview" }, "suspended", handler, { pauseReason: "siteVisit" })).toBe("pauseReasonMissing");
  expect(decide({ state: "manualReview" }, "suspended", handler, { pauseReason: "siteVisit", resumeCondition: "现场核验完成" })).toBe("ok");
});

test("clawback: told first, heard, decided by a leader, paid in full", () => {
  const dueOn = plainDate("2026-07-20");
  const leader = actor("l", "leaderInCharge");
  expect(decide({ state: "postAudit" }, "clawbackNotice", auditor, { ground: "人数不实" })).toBe("faultKindMissing");
  expect(decide({ state: "postAudit" }, "clawbackNotice", auditor, { ground: "人数不实", faultKind: "fraud" })).toBe("ok");
  expect(decide({ state: "clawbackNotice", dueOn }, "clawback", leader, { documentRef: "决〔2026〕1号" })).toBe("statementNotHeard");
  expect(decide({ state: "clawbackNotice", dueOn }, "clawback", leader, { documentRef: "决〔2026〕1号", statementHeard: true })).toBe("ok");
  expect(decide({ state: "clawbackNotice", dueOn }, "clawback", leader, { documentRef: "决〔2026〕1号", now: at("2026-07-21") })).toBe("ok");
  expect(decide({ state: "clawbackNotice", dueOn }, "clawback", auditor, { documentRef: "决〔2026〕1号", statementHeard: true })).toBe("actorNotAllowed");
  const owed = { owedFen: fenFromYuan(100), documentRef: "缴款书1号" };
  expect(decide({ state: "clawback" }, "clawedBack", maker, { ...owed, repaidFen: fenFromYuan("99.99") })).toBe("notFullyRepaid");
  expect(decide({ state: "clawback" }, "clawedBack", maker, { ...owed, repaidFen: fenFromYuan(100) })).toBe("ok");
});

test("whoever signs as leader took no part before, and signs once", () => {
  const claim = aClaim({ state: "approved", handlerId: "h", checkerId: "c", chiefId: "s" });
  const lead = (id: string) => decideLeaderSignature(claim, actor(id, "leaderInCharge"));
  expect(lead("l")).toEqual({ ok: true, value: { leaderId: "l" } });
  for (const id of ["h", "c", "s"]) expect(lead(id)).toEqual({ ok: false, reason: "tookPart" });
  expect(decideLeaderSignature({ ...claim, leaderId: "l" }, actor("l2", "principalLeader"))).toEqual({ ok: false, reason: "alreadySigned" });
  expect(decideLeaderSignature({ ...claim, state: "notice" }, actor("l", "leaderInCharge"))).toEqual({ ok: false, reason: "wrongState" });
  expect(decideLeaderSignature(claim, handler)).toEqual({ ok: false, reason: "actorNotAllowed" });
  expect(decideChiefSignature({ ...claim, state: "manualReview", chiefId: null }, actor("h", "sectionChief"))).toEqual({
    ok: false,
    reason: "sameHandlerAndChecker",
  });
});

test("a payment goes through if and only if four different hands were at work, though each person holds every role", () => {
  const person = fc.constantFrom("p1", "p2", "p3", "p4", "p5");
  const who = (id: string) => actor(id, "handler", "checker", "sectionChief", "leaderInCharge", "paymentMaker");
  fc.assert(
    fc.property(person, person, person, person, (h, c, l, m) => {
      const checked = decideMove({ claim: aClaim({ state: "manualReview", handlerId: h }), to: "notice", actor: who(c), facts: facts({}) });
      const approved = aClaim({ state: "approved", handlerId: h, checkerId: c });
      const signed = decideLeaderSignature(approved, who(l));
      const paid = decideMove({ claim: { ...approved, leaderId: l }, to: "disbursing", actor: who(m), facts: facts(payable) });
      expect(checked.ok && signed.ok && paid.ok).toBe(new Set([h, c, l, m]).size === 4);
    }),
    { numRuns: 500 },
  );
});

const pay = (part: Partial<MoveFacts>) => ({
  ...payable,
  accountNameEqual: true,
  accountEnteredBy: "owner",
  accountCheckedBy: "r",
  accountCorrectionsInDay: 0,
  fundsBack: true,
  ...part,
});
const reviewed = { state: "manualReview" as const, handlerId: "h" };
const taxReview = { ...reviewed, benefitKind: "taxReduction" as const };
const suspendedFrom = (from: ClaimState, reason: "budget" | "siteVisit" | "litigation", since = "2026-07-01") => ({
  state: "suspended" as const,
  suspension: { from, reason, since: plainDate(since) },
});
const bounced = { state: "paymentFailed" as const, handlerId: "h", checkerId: "c", leaderId: "l", dueOn: plainDate("2026-07-14") };
const noticed = { state: "notice" as const, confirmStage: "after" as const };
const pause = { pauseReason: "preCheck" as const, resumeCondition: "核实账户" };
const refusedBecause = { clauses: ["第二条"], reasonText: "裁员率高于 20%" };
const overSince = { noticeClosesAt: at("2026-07-14", "18:00"), openObjections: 0 };

/** A move that is allowed, and the same move with one thing missing. */
test.each<[ClaimState, Partial<MovingClaim>, MovingActor, Partial<MoveFacts>, string, Partial<MovingClaim>, Partial<MoveFacts>]>([
  ["manualReview", { state: "autoCheck" }, machine, { route: "manualReview" }, "routeSaysOtherwise", {}, { route: "notice" }],
  ["rejected", { state: "autoCheck" }, machine, { route: "rejected", ...refusedBecause }, "routeSaysOtherwise", {}, { route: "manualReview" }],
  ["notice", reviewed, checker, {}, "amountPending", { amountFen: null }, {}],
  ["rejected", reviewed, checker, refusedBecause, "sameHandlerAndChecker", { handlerId: "c" }, {}],
  ["rejected", reviewed, checker, refusedBecause, "decidedBefore", { formerDeciderIds: ["c"] }, {}],
  ["settled", taxReview, checker, {}, "decidedBefore", { formerDeciderIds: ["c"] }, {}],
  ["settled", taxReview, checker, {}, "chiefSignatureMissing", { amountFen: fenFromYuan(300_000) }, {}],
  ["settled", taxReview, checker, {}, "amountPending", { amountFen: null }, {}],
  ["suspended", { state: "notice" }, machine, { ...pause, changedFields: ["参保人数"] }, "changedFieldsMissing", {}, { changedFields: [] }],
  ["rejected", { state: "objection" }, handler, { objectorAnswered: true, ...refusedBecause }, "objectorNotAnswered", {}, { objectorAnswered: false }],
  ["disbursing", { state: "approved", leaderId: "l" }, maker, payable, "taxReductionIsNotPaid", { benefitKind: "taxReduction" }, {}],
  ["suspended", { state: "approved" }, maker, { ...pause, preCheckFindings: 1 }, "preCheckNotFailed", {}, { preCheckFindings: 0 }],
  ["disbursing", bounced, maker, pay({}), "accountNotOwn", {}, { accountNameEqual: false }],
  ["disbursing", bounced, maker, pay({}), "leaderSignatureMissing", { leaderId: null }, {}],
  ["disbursing", bounced, maker, pay({}), "preCheckFailed", {}, { preCheckFindings: 1 }],
  ["suspended", bounced, machine, { ...pause, fundsBack: true }, "notDueYet", { dueOn: plainDate("2026-07-15") }, {}],
  ["suspended", bounced, machine, { ...pause, fundsBack: true }, "fundsNotBack", {}, { fundsBack: false }],
  ["autoCheck", suspendedFrom("manualReview", "siteVisit"), handler, { dataRefreshed: true }, "dataNotRefreshed", {}, { dataRefreshed: false }],
  ["approved", suspendedFrom("approved", "budget"), maker, { preCheckFindings: 0 }, "preCheckFailed", {}, { preCheckFindings: 1 }],
  [
    "cancelled",
    suspendedFrom("manualReview", "siteVisit", "2026-01-05"),
    handler,
    { ground: "满期" },
    "suspendedByClawback",
    suspendedFrom("clawback", "litigation", "2026-01-05"),
    {},
  ],
  ["cancelled", suspendedFrom("manualReview", "siteVisit", "2026-01-05"), handler, { ground: "满期" }, "groundMissing", {}, { ground: " " }],
  ["withdrawn", suspendedFrom("manualReview", "siteVisit"), owner, {}, "orderExists", { hasLiveOrder: true }, {}],
  ["clawbackNotice", { state: "postAudit" }, auditor, { ground: "人数不实", faultKind: "fraud" }, "groundMissing", {}, { ground: "" }],
  [
    "clawback",
    { state: "clawbackNotice" },
    actor("l", "leaderInCharge"),
    { statementHeard: true, documentRef: "决1号" },
    "documentMissing",
    {},
    { documentRef: "" },
  ],
  [
    "clawedBack",
    { state: "clawback" },
    maker,
    { owedFen: fenFromYuan(1), repaidFen: fenFromYuan(1), documentRef: "缴1号" },
    "documentMissing",
    {},
    { documentRef: "" },
  ],
  ["suspended", { state: "clawback" }, auditor, { ...pause, documentRef: "裁定1号" }, "pauseReasonMissing", {}, { resumeCondition: "" }],
  ["clawback", suspendedFrom("clawback", "litigation"), auditor, { documentRef: "终1号" }, "documentMissing", {}, { documentRef: "" }],
  ["pendingConfirm", noticed, machine, overSince, "wrongConfirmStage", { confirmStage: "none" }, {}],
  ["pendingConfirm", noticed, machine, overSince, "objectionOpen", {}, { openObjections: 1 }],
  [
    "approved",
    { ...noticed, state: "pendingConfirm" },
    owner,
    { ...overSince, accountNameEqual: true, authorisationValid: true },
    "accountNotOwn",
    {},
    { accountNameEqual: false },
  ],
  [
    "approved",
    { ...noticed, state: "pendingConfirm" },
    owner,
    { ...overSince, accountNameEqual: true, authorisationValid: true },
    "authorisationInvalid",
    {},
    { authorisationValid: false },
  ],
])("to %s: allowed, until one thing is missing (case %#)", (to, claim, who, enough, reason, brokenClaim, brokenFacts) => {
  expect(decide(claim, to, who, enough)).toBe("ok");
  expect(decide({ ...claim, ...brokenClaim }, to, who, { ...enough, ...brokenFacts })).toBe(reason);
});

test("every refusal has its words", () => {
  for (const words of Object.values(MOVE_REFUSAL_WORDS)) expect(words).toMatch(/\p{Script=Han}{3,}/u);
});
