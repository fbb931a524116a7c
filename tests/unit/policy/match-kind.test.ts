import { expect, test } from "vitest";
import { matchKind } from "@/lib/policy/match-kind";
import { decideOn, shipped } from "./shipped";

const kind = (code: string, facts: Parameters<typeof decideOn>[1], gaps: { gated?: string[]; late?: string[] } = {}, more = {}) =>
  matchKind(shipped(code), decideOn(shipped(code), facts, more), { consentGated: new Set(gaps.gated), late: new Set(gaps.late) });

const rent = { titleCodes: ["INCUBATED_TENANT"], enterpriseScale: "micro", establishedDate: "2025-02-10" };

test("eligible is a claim, also while its amount is open", () => {
  expect(kind("EMP-002", { enterpriseScale: "small", newHireContract12mCount: 12 })).toBe("claim");
  expect(kind("INN-002", { rdExpense: 600000, rdIntensity: 0.05 })).toBe("claim");
});

test("unknown only for data that need consent is an invitation", () => {
  expect(kind("RENT-001", rent, { gated: ["annualRentPaid"] })).toBe("invitation");
  expect(kind("RENT-001", { ...rent, enterpriseScale: "large" }, { gated: ["annualRentPaid"] })).toBe("none");
});

test("unknown for other data opens nothing, unless only their feed is late", () => {
  const facts = { newHireContract12mCount: 12 };
  expect(kind("EMP-002", facts, { gated: ["annualRentPaid"] })).toBe("none");
  expect(kind("EMP-002", facts, { late: ["enterpriseScale"] })).toBe("waiting");
  expect(kind("EMP-002", facts, { late: ["enterpriseScale"] }, { without: ["wageArrearsFlag"] })).toBe("none");
});

test("consent and a late feed together are neither", () => {
  const { enterpriseScale: _, ...partly } = rent;
  expect(kind("RENT-001", partly, { gated: ["annualRentPaid"], late: ["enterpriseScale"] })).toBe("none");
});

test("a tax reduction by declaration is a hint with its amount, never a claim; the one by review is a claim", () => {
  const halved = { vatTaxpayerType: "small_scale", sixTaxesTwoFeesPayable: 8642.5 };
  expect(kind("TAX-001", halved)).toBe("hint");
  expect(decideOn(shipped("TAX-001"), halved).amountFen).toBe(432_125);
  expect(kind("TAX-001", { vatTaxpayerType: "general", sixTaxesTwoFeesPayable: 1 }, { gated: ["isSmallLowProfit"] })).toBe("none");
  expect(kind("TAX-002", { totalProfit: { "2024": -1 }, revenueGrowthRate: -0.36, industryCode: "3311", propertyLandTaxPayable: 128400 })).toBe("claim");
});

test("ineligible and out of force lead nowhere", () => {
  expect(kind("EMP-002", { enterpriseScale: "small", newHireContract12mCount: 9 })).toBe("none");
  expect(kind("EMP-002", { enterpriseScale: "small", newHireContract12mCount: 12 }, {}, { asOf: "2027-01-01" })).toBe("none");
});
