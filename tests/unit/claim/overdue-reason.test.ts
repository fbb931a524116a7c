import { expect, test } from "vitest";
import type { Role } from "@/lib/access/roles";
import { type DelayedStep, decideOverdueReason, explainers, type OverdueReasonInput } from "@/lib/claim/overdue-reason";
import { plainDate } from "@/lib/kernel/plain-date";
import { at } from "./support";

const step = (part: Partial<DelayedStep> = {}): DelayedStep => ({ state: "manualReview", signed: false, opinionWritten: false, suspension: null, ...part });
const ask = (roles: readonly Role[], part: Partial<OverdueReasonInput> = {}, departmentId: string | null = "miit") => {
  const decided = decideOverdueReason({
    step: step(),
    departmentId: "miit",
    late: { why: "limit", workdays: 2 },
    actor: { roles, departmentId },
    words: "等现场核验结果",
    expectedOn: plainDate("2026-07-17"),
    now: at("2026-07-15"),
    ...part,
  });
  return decided.ok ? decided.value : decided.reason;
};

test("whose step it is explains; the section chief for the steps of the own desk", () => {
  expect(explainers(step())).toEqual(["handler", "sectionChief"]);
  expect(explainers(step({ opinionWritten: true }))).toEqual(["checker", "sectionChief"]);
  expect(explainers(step({ state: "objection" }))).toEqual(["handler", "sectionChief"]);
  expect(explainers(step({ state: "approved" }))).toEqual(["leaderInCharge"]);
  expect(explainers(step({ state: "approved", signed: true }))).toEqual(["paymentMaker"]);
  expect(explainers(step({ state: "disbursing", signed: true }))).toEqual(["paymentMaker"]);
  expect(explainers(step({ state: "postAudit" }))).toEqual(["auditor"]);
  expect(explainers(step({ state: "suspended", suspension: { from: "approved", reason: "budget" } }))).toEqual(["paymentMaker"]);
});

test("the reason is recorded under the desk that is late", () => {
  expect(ask(["handler"])).toBe("handler");
  expect(ask(["sectionChief"])).toBe("sectionChief");
  expect(ask(["checker"])).toBe("notYours");
  expect(ask(["principalLeader"])).toBe("notYours");
});

test("a colleague of another department explains nothing; the treasury serves all departments", () => {
  expect(ask(["handler"], {}, "agriculture")).toBe("notYours");
  expect(ask(["handler"], {}, null)).toBe("notYours");
  expect(ask(["paymentMaker"], { step: step({ state: "disbursing", signed: true }) }, "finance")).toBe("paymentMaker");
  expect(ask(["leaderInCharge"], { step: step({ state: "approved" }) }, "agriculture")).toBe("notYours");
});

test("only a late case, in words, with a day that is not past", () => {
  expect(ask(["handler"], { late: null })).toBe("notOverdue");
  expect(ask(["handler"], { words: " 忙 " })).toBe("wordsMissing");
  expect(ask(["handler"], { expectedOn: plainDate("2026-07-14") })).toBe("dayPast");
  expect(ask(["handler"], { expectedOn: plainDate("2026-07-15") })).toBe("handler");
  expect(ask(["handler"], { late: { why: "pause", workdays: 1 } })).toBe("handler");
});
