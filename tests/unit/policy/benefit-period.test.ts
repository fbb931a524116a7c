import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { benefitKey, ladderKey, paidTwice, relevantTitleCodes } from "@/lib/policy/benefit-period";
import { shipped, shippedDocuments } from "./shipped";

const asOf = plainDate("2026-07-15");
const digest = (text: string) => `<${text.replaceAll("\n", "+")}>`;
const title = (code: string, awarded: string) => ({ code, awarded: plainDate(awarded) });
const key = (code: string, source: object = {}) => benefitKey(shipped(code), { asOf, ...source }, digest);

test("yearly grants are of the calendar year and have no subject", () => {
  expect(key("EMP-001")).toEqual({ ok: true, value: { period: "2026", subject: "", members: [] } });
  expect(benefitKey({ ...shipped("EMP-001"), grantCycle: "quarterly" }, { asOf }, digest)).toMatchObject({ value: { period: "2026Q3" } });
  expect(benefitKey({ ...shipped("EMP-001"), grantCycle: "monthly" }, { asOf }, digest)).toMatchObject({ value: { period: "2026-07" } });
});

test("once in a lifetime", () => {
  expect(key("IND-004")).toEqual({ ok: true, value: { period: "once", subject: "", members: [] } });
});

test("a title is its code and its award: the one that pays most, among equals the newest", () => {
  const titles = [
    title("INNOVATIVE_SME", "2025-05-01"),
    title("SRDI_PROVINCIAL", "2024-09-10"),
    title("LITTLE_GIANT", "2026-01-01"),
    title("SRDI_PROVINCIAL", "2025-09-10"),
  ];
  expect(key("IND-001", { titles })).toMatchObject({ value: { period: "once", subject: "SRDI_PROVINCIAL@2025-09-10" } });
  expect(key("IND-002", { titles })).toMatchObject({ value: { subject: "LITTLE_GIANT@2026-01-01" } });
  expect(key("IND-008", { titles })).toEqual({ ok: false, reason: "noTitle" });
});

test("persons, projects and products: one by its own name, several as a batch whose order does not matter", () => {
  expect(key("EMP-003", { persons: ["p2", "p1", "p2"] })).toEqual({ ok: true, value: { period: "once", subject: "batch:<p1+p2>", members: ["p1", "p2"] } });
  expect(key("AGR-001", { projects: ["inv-7#1"] })).toEqual({ ok: true, value: { period: "once", subject: "inv-7#1", members: ["inv-7#1"] } });
  expect(key("IND-006", { products: ["压缩机"] })).toMatchObject({ value: { subject: "压缩机" } });
  expect(key("FIN-002", { stage: "neeq_base" })).toMatchObject({ value: { period: "once", subject: "neeq_base" } });
});

test("without its subject there is no claim, and a declaration is a hint only", () => {
  expect([key("EMP-003"), key("AGR-001"), key("IND-006"), key("FIN-002"), key("TAX-001")].map((one) => !one.ok && one.reason)).toEqual([
    "noPersons",
    "noProject",
    "noProduct",
    "noStage",
    "hintOnly",
  ]);
});

test("the title codes of a policy are those it names", () => {
  expect(relevantTitleCodes(shipped("EMP-006"))).toEqual(["POSTDOC_STATION", "POSTDOC_BASE", "SKILL_MASTER_NATIONAL", "SKILL_MASTER_PROVINCIAL"]);
  expect(relevantTitleCodes(shipped("IND-005"))).toEqual(["TECH_UPGRADE_FILED"]);
  expect(relevantTitleCodes(shipped("FIN-002"))).toEqual([]);
});

test("a ladder is shared by its policies; one of sites is kept per site", () => {
  expect([ladderKey(shipped("IND-001"), null), ladderKey(shipped("IND-002"), "x")]).toEqual(["srdiLadder", "srdiLadder"]);
  expect(ladderKey(shipped("MKT-005"), "青溪谷")).toBe("tourismLadder:青溪谷");
  expect(ladderKey(shipped("MKT-005"), null)).toBe("tourismLadder");
  expect(ladderKey(shipped("EMP-001"), null)).toBeNull();
});

test("a cycle shorter than the period of its base would pay the same figure again; no shipped policy does", () => {
  const periodOf = () => "year" as const;
  for (const { code } of shippedDocuments) expect(paidTwice(shipped(code), periodOf), code).toEqual([]);
  expect(paidTwice({ ...shipped("EMP-004"), grantCycle: "quarterly" }, periodOf)).toEqual(["keyGroupPremiumPaid"]);
  expect(paidTwice({ ...shipped("EMP-001"), grantCycle: "monthly" }, periodOf)).toEqual(["unemploymentPremiumPaid"]);
  expect(paidTwice({ ...shipped("EMP-001"), grantCycle: "monthly" }, () => "latest")).toEqual([]);
});
