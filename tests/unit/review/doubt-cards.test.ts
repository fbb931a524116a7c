import { expect, test } from "vitest";
import { doubtCards } from "@/app/(review)/parts/doubt-cards";
import { instant, plainDate } from "@/lib/kernel/plain-date";
import type { Facts } from "@/lib/policy/facts";
import { decideOn, shipped } from "../policy/shipped";
import { wordsFor } from "../policy/words";

const FITS = { industryCode: "3311", enterpriseScale: "small", annualTaxPaid: { 2024: 120_000 }, annualElectricity: { 2024: 20_000 } };
const ELECTRICITY = "上年度用电量1万千瓦时及以上（在产）";

/** A case under the rent policy with these facts, as its page has it. */
function input(facts: Facts, without: string[] = []) {
  const policy = shipped("RENT-002");
  const source = { datasetId: "electricity", dataset: "企业用电量", department: "供电公司", asOf: plainDate("2025-06-30") };
  const evidence = {
    asOf: plainDate("2025-11-15"),
    takenAt: instant("2025-11-15T02:00:00.000Z"),
    fullYear: 2024,
    factsHash: "",
    facts,
    decision: decideOn(policy, facts, { without }),
    sources: { annualElectricity: source },
  };
  return { policy, evidence, words: wordsFor(policy) };
}
const cards = (doubts: { code: string; text: string }[], facts: Facts, canAsk = true, without: string[] = []) =>
  doubtCards({ doubts }, input(facts, without), canAsk);

test("missing data: the open requirement, its clause and what each source says; papers are asked for while they may be", () => {
  const { annualElectricity: _gone, ...rest } = { ...FITS, annualRentPaid: { 2024: 50_000 } };
  const doubts = [{ code: "unknownData", text: "缺少数据：年用电量" }];
  const [card] = cards(doubts, rest, true, ["annualElectricity"]);
  expect(card).toMatchObject({ title: "缺少数据", details: ["缺少数据：年用电量"], clauses: [ELECTRICITY], act: { choice: "supplement" } });
  expect(cards(doubts, rest, false, ["annualElectricity"])[0]?.act).toEqual({ choice: "suspend", reason: "dataCorrection" });
});

test("a condition that fails: only the failed one, with value, source and day", () => {
  const facts = { ...FITS, annualElectricity: { 2024: 500 }, annualRentPaid: { 2024: 50_000 } };
  const [card] = cards([{ code: "falseButContested", text: "来源不一致" }], facts);
  expect(card?.clauses).toEqual([ELECTRICITY]);
  expect(card?.sides).toEqual([[{ label: "供电公司 企业用电量", value: expect.stringContaining("500"), note: "截至 2025年6月30日" }]]);
  expect(card?.act).toEqual({ choice: "suspend", reason: "sourceCorrection" });
});

test("a negative list touches its item alone; one card per reason, a sentence that is its word is said once", () => {
  const facts = { ...FITS, annualRentPaid: { 2024: 50_000 }, dishonestFlag: true };
  const found = cards(
    [
      { code: "negativeHit", text: "在负面清单上：失信被执行人" },
      { code: "sampled", text: "抽查命中" },
    ],
    facts,
  );
  expect(found.map((card) => [card.code, card.details.length, card.clauses.length])).toEqual([
    ["negativeHit", 1, 1],
    ["sampled", 0, 0],
  ]);
  expect(found[0]?.sides[0]?.[0]?.value).toBe("有");
});

test("every code has its word; one of a later version is said to be looked for, not left blank", () => {
  expect(cards([{ code: "duplicate", text: "同一事项已在别处领取" }], FITS)[0]?.title).toBe("重复享受");
  expect(cards([{ code: "of-a-later-version", text: "一句话" }], FITS)[0]).toMatchObject({ title: "原因待查", details: ["一句话"] });
});
