import { expect, test } from "vitest";
import { type AutoCheckInput, routeAutoCheck } from "@/lib/claim/auto-check";
import { fen, fenFromYuan } from "@/lib/kernel/fen";

const clean: AutoCheckInput = {
  benefitKind: "cash",
  verdict: "eligible",
  route: "auto",
  manualReasons: [],
  amountFen: fenFromYuan(30_960),
  failedConditions: [],
  unknownData: [],
  negativeList: [{ item: "N1", name: "严重失信主体名单", hit: "clear", fresh: true, expected: true }],
  staleDatasets: [],
  linkConfidence: 1,
  unconfirmedLegalConstraints: [],
  individualBusinessAccount: false,
  sampled: false,
};
const route = (part: Partial<AutoCheckInput>) => {
  const { to, reasons } = routeAutoCheck({ ...clean, ...part });
  return [to, ...reasons.map(({ code }) => code)];
};
const list = (part: object) => [{ item: "N1", name: "严重失信主体名单", hit: "clear" as const, fresh: true, expected: true, ...part }];

test("everything in order goes straight to the notice", () => {
  expect(route({})).toEqual(["notice"]);
});

test("each doubt alone sends a claim to a person", () => {
  expect(route({ manualReasons: ["房租发票与合同不一致"], route: "manual" })).toEqual(["manualReview", "ruleAsks"]);
  expect(route({ route: "manual" })).toEqual(["manualReview", "ruleAsks"]);
  expect(route({ amountFen: null })).toEqual(["manualReview", "amountPending"]);
  expect(route({ amountFen: fen(0) })).toEqual(["manualReview", "amountZero"]);
  expect(route({ linkConfidence: 0.97 })).toEqual(["manualReview", "weakLink"]);
  expect(route({ unconfirmedLegalConstraints: ["规模以上统计单位"] })).toEqual(["manualReview", "legalConstraint"]);
  expect(route({ individualBusinessAccount: true })).toEqual(["manualReview", "individualAccount"]);
  expect(route({ sampled: true })).toEqual(["manualReview", "sampled"]);
  expect(route({ benefitKind: "taxReduction" })).toEqual(["manualReview", "taxReduction"]);
  expect(route({ negativeList: list({ hit: "unknown" }) })).toEqual(["manualReview", "negativeUnknown"]);
  expect(route({ negativeList: list({ hit: "hit" }) })).toEqual(["manualReview", "negativeHit"]);
  expect(route({ verdict: "undetermined", unknownData: ["裁员率"] })).toEqual(["manualReview", "unknownData"]);
  expect(route({ verdict: "undetermined" })).toEqual(["manualReview", "undetermined"]);
});

test("the automatic ceiling is 500,000 yuan, inclusive", () => {
  expect(route({ amountFen: fenFromYuan(500_000) })).toEqual(["notice"]);
  expect(route({ amountFen: fenFromYuan("500000.01") })).toEqual(["manualReview", "overCeiling"]);
  expect(route({ amountFen: fenFromYuan(100), ceilingFen: fenFromYuan("99.99") })).toEqual(["manualReview", "overCeiling"]);
});

const late = { dataset: "vat", name: "税务局 6月数据", expected: true };

test("a late delivery stops everything and refuses nobody", () => {
  expect(routeAutoCheck({ ...clean, staleDatasets: [late] })).toEqual({
    to: "waiting",
    reasons: [{ code: "waitingForData", text: "税务局 6月数据还没到，先不下结论" }],
  });
  const failedConditions = [{ id: "x.c1", clause: "裁员率不高于 20%", authoritative: true }];
  expect(route({ verdict: "ineligible", failedConditions, staleDatasets: [late] })).toEqual(["waiting", "waitingForData"]);
  expect(route({ verdict: "undetermined", staleDatasets: [late] })).toEqual(["waiting", "waitingForData"]);
  expect(route({ negativeList: list({ fresh: false }) })).toEqual(["waiting", "waitingForData"]);
});

test("data without a rhythm are not waited for: a person looks", () => {
  expect(route({ staleDatasets: [{ ...late, expected: false }] })).toEqual(["manualReview", "staleOnDemand"]);
  expect(route({ negativeList: list({ fresh: false, expected: false }) })).toEqual(["manualReview", "negativeStale"]);
});

test("a refusal needs an authoritative, uncontested false condition, or a hit", () => {
  const failed = (authoritative: boolean) => [{ id: "x.c1", clause: "裁员率不高于 20%", authoritative }];
  expect(route({ verdict: "ineligible", failedConditions: failed(true) })).toEqual(["rejected", "conditionFalse"]);
  expect(route({ verdict: "ineligible", failedConditions: failed(false) })).toEqual(["manualReview", "conditionFalse", "falseButContested"]);
  expect(route({ verdict: "ineligible", failedConditions: failed(true), linkConfidence: 0.9 })).toEqual(["manualReview", "conditionFalse", "weakLink"]);
  expect(route({ verdict: "ineligible", negativeList: list({ hit: "hit" }) })).toEqual(["rejected", "negativeHit"]);
  expect(route({ verdict: "ineligible" })).toEqual(["manualReview", "falseButContested"]);
});

test("a sample or an account never saves a claim from its refusal", () => {
  const failedConditions = [{ id: "x.c1", clause: "裁员率不高于 20%", authoritative: true }];
  expect(route({ verdict: "ineligible", failedConditions, sampled: true, individualBusinessAccount: true })).toEqual(["rejected", "conditionFalse"]);
});
