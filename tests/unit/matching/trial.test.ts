import { expect, test } from "vitest";
import { type Fen, fen } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { addTried, exhaustionOf, NO_TRIAL, trialLine, trialReport } from "@/lib/matching/trial";
import { decideOn, shipped } from "../policy/shipped";

/** 3,000 yuan for each of at least ten hired by a small firm. */
const HIRE = shipped("EMP-002");
const hired = (count: number) => decideOn(HIRE, { enterpriseScale: "small", newHireContract12mCount: count, insuredCount: 40 });

test("what changes for one enterprise: gained, lost, more, less, the same", () => {
  expect(trialLine(hired(9), hired(10)).change).toBe("gained");
  expect(trialLine(null, hired(10)).change).toBe("gained");
  expect(trialLine(hired(10), hired(9)).change).toBe("lost");
  expect(trialLine(hired(10), hired(12))).toMatchObject({ change: "more", beforeFen: 3_000_000, afterFen: 3_600_000 });
  expect(trialLine(hired(12), hired(10)).change).toBe("less");
  expect(trialLine(hired(10), hired(10)).change).toBe("same");
  expect(trialLine(hired(3), hired(4)).change).toBe("same");
});

test("near a threshold is within 5 % of it, the border included, on both sides", () => {
  const revenue = (yuan: number) => {
    const policy = { ...HIRE, conditions: { id: "EMP-002.c1", ind: "annualRevenue", op: "gte" as const, value: 1_000_000, clause: "营业收入" } };
    return trialLine(null, decideOn(policy, { annualRevenue: yuan })).near;
  };
  expect(revenue(950_000)).toEqual([{ id: "EMP-002.c1", actual: "950000", threshold: 1_000_000, met: false }]);
  expect(revenue(1_050_000)).toMatchObject([{ met: true }]);
  expect(revenue(949_999.99)).toEqual([]);
  expect(revenue(1_050_000.01)).toEqual([]);
});

const need = (outstanding: number, before: number, after: number) => ({ outstandingFen: fen(outstanding), beforeFen: fen(before), afterFen: fen(after) });
const budget = (amount: number, used: number): { amountFen: Fen; usedFen: Fen } => ({ amountFen: fen(amount), usedFen: fen(used) });

test("the budget is enough, short with its day at this year's pace, or short without one", () => {
  const today = plainDate("2026-04-10"); // the 100th day of the year
  expect(exhaustionOf(null, need(1, 1, 1), today)).toEqual({ kind: "none" });
  expect(exhaustionOf(budget(1000, 400), need(600, 500, 500), today)).toEqual({ kind: "enough", leftFen: 0 });
  // 400 in 100 days is 4 a day; twice the cost makes 8; the 600 left last 75 days: 24 June
  expect(exhaustionOf(budget(1000, 400), need(900, 500, 1000), today)).toEqual({ kind: "short", shortFen: 300, day: "2026-06-24" });
  expect(exhaustionOf(budget(1000, 0), need(1200, 500, 500), today)).toEqual({ kind: "short", shortFen: 200, day: null });
});

test("the report counts each enterprise once and leaves out what has been granted", () => {
  const tried = [
    { before: hired(9), after: hired(10), alreadyGranted: false },
    { before: hired(10), after: hired(12), alreadyGranted: true },
    { before: hired(10), after: hired(3), alreadyGranted: false },
  ].map((one) => ({ ...one, line: trialLine(one.before, one.after) }));
  const report = trialReport(tried.reduce(addTried, NO_TRIAL), budget(10_000_000, 0), plainDate("2026-07-15"));
  expect(report).toMatchObject({ enterprises: 3, eligibleBefore: 2, eligibleAfter: 2, gained: 1, more: 1, lost: 1, less: 0 });
  // 30,000 + 30,000 before; 30,000 + 36,000 after, of which the 36,000 are granted
  expect(report).toMatchObject({ beforeFen: 6_000_000, afterFen: 6_600_000, outstandingFen: 3_000_000, exhaustion: { kind: "enough", leftFen: 7_000_000 } });
});
