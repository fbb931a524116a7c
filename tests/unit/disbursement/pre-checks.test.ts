import { expect, test } from "vitest";
import { checkBeforePayment, outcomeOf, type PrePaymentFacts } from "@/lib/disbursement/pre-checks";
import { fen, fenFromYuan } from "@/lib/kernel/fen";
import { at } from "./support";

const good: PrePaymentFacts = {
  now: at("2026-07-23"),
  registration: "active",
  negativeHits: [],
  negativeUnknown: [],
  duplicates: [],
  amountFen: fenFromYuan(30_960),
  reservedFen: fenFromYuan(30_960),
  enterpriseName: "青禾县嘉禾食品（集团）有限公司",
  formerNames: ["青禾县嘉禾食品厂"],
  accountName: "青禾县嘉禾食品(集团)有限公司",
  operatorAccountApproved: false,
  accountChangedAt: at("2026-07-01"),
  noticeClosesAt: at("2026-07-22", "18:00"),
  openObjections: 0,
  policyStopped: false,
};
const check = (part: Partial<PrePaymentFacts>) => {
  const findings = checkBeforePayment({ ...good, ...part });
  return [outcomeOf(findings), ...findings.map(({ code }) => code)];
};

test("nothing found, may be paid; brackets of another width are the same name", () => {
  expect(check({})).toEqual([null]);
});

test("a company that is gone is not paid", () => {
  expect(check({ registration: "deregistered" })).toEqual(["cancelled", "deregistered"]);
  expect(check({ registration: "revoked" })).toEqual(["cancelled", "revoked"]);
  expect(check({ policyStopped: true })).toEqual(["cancelled", "policyStopped"]);
});

test("no answer is never a pass", () => {
  expect(check({ registration: "unknown" })).toEqual(["wait", "registrationUnknown"]);
  expect(check({ negativeUnknown: ["严重失信主体名单"] })).toEqual(["wait", "negativeUnknown"]);
  expect(check({ accountName: null })).toEqual(["manualReview", "accountMissing"]);
  expect(check({ noticeClosesAt: null })).toEqual(["wait", "noticeNotOver"]);
});

test("a list, a second grant, a foreign account go back to a person; a short budget suspends", () => {
  expect(check({ negativeHits: ["严重失信主体名单"] })).toEqual(["manualReview", "negativeHit"]);
  expect(check({ duplicates: ["省级平台"] })).toEqual(["manualReview", "duplicate"]);
  expect(check({ accountName: "青禾县嘉禾贸易有限公司" })).toEqual(["manualReview", "accountNameDiffers"]);
  expect(check({ accountName: "王小二" })).toEqual(["manualReview", "accountNameDiffers"]);
  expect(check({ accountName: "王小二", operatorAccountApproved: true })).toEqual([null]);
  expect(check({ reservedFen: null })).toEqual(["suspended", "budgetNotReserved"]);
  expect(check({ reservedFen: fen(1) })).toEqual(["suspended", "budgetNotReserved"]);
});

test("an account still in the former name is told what to do", () => {
  const [one] = checkBeforePayment({ ...good, accountName: "青禾县嘉禾食品厂" });
  expect(one?.text).toContain("曾用名");
});

test("twenty-four hours to cool off after a change of account", () => {
  expect(check({ accountChangedAt: at("2026-07-22", "10:01") })).toEqual(["wait", "accountJustChanged"]);
  expect(check({ accountChangedAt: at("2026-07-22", "10:00") })).toEqual([null]);
});

test("no payment inside the notice or beside an open objection", () => {
  expect(check({ now: at("2026-07-22", "18:00") })).toEqual(["wait", "noticeNotOver"]);
  expect(check({ openObjections: 1 })).toEqual(["wait", "objectionOpen"]);
});

test("the gravest consequence wins", () => {
  expect(check({ registration: "deregistered", openObjections: 1, reservedFen: null, duplicates: ["x"] })[0]).toBe("cancelled");
  expect(check({ reservedFen: null, openObjections: 1 })[0]).toBe("suspended");
});
