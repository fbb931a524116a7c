import fc from "fast-check";
import { expect, test } from "vitest";
import { ANNOUNCED_CALENDAR as calendar } from "@/lib/calendar/announced-calendar";
import { isWorkday } from "@/lib/calendar/work-calendar";
import {
  checkDecidedAmount,
  checkReceipt,
  checkToldAmount,
  clawbackBasis,
  hearingDayFits,
  nextInstalment,
  type PlannedInstalment,
  planInstalments,
  pleadingGap,
  wasHeard,
} from "@/lib/disbursement/clawback";
import { addFen, fen, fenFromYuan as yuan } from "@/lib/kernel/fen";
import { plainDate as D } from "@/lib/kernel/plain-date";

const plan = (owed: number, parts: number, faultKind: "systemError" | "fraud" = "systemError") =>
  planInstalments({ owedFen: yuan(owed), parts, faultKind, decidedOn: D("2026-07-15"), calendar });

test("three parts of 100 yuan: the last takes the odd fen; first fifteen working days on, then monthly, rest days move on", () => {
  // Fifteen working days after Wednesday 07-15 is Wednesday 08-05; 09-05 is a Saturday, so Monday 09-07; 10-05 lies in the National Day holiday, so 10-08.
  expect(plan(100, 3)).toEqual({
    ok: true,
    value: [
      { number: 1, amountFen: 3333, dueOn: "2026-08-05" },
      { number: 2, amountFen: 3333, dueOn: "2026-09-07" },
      { number: 3, amountFen: 3334, dueOn: "2026-10-08" },
    ],
  });
});

test("the 31st of a month becomes the last day of a shorter one", () => {
  // Fifteen working days after Wednesday 2025-12-10 is 12-31; 2026-01-31 is a Saturday, so Monday 02-02; February ends on the 28th, a Saturday that is worked.
  const made = planInstalments({ owedFen: yuan(30), parts: 3, faultKind: "enterpriseFault", decidedOn: D("2025-12-10"), calendar });
  expect(made.ok && made.value.map((one) => one.dueOn)).toEqual(["2025-12-31", "2026-02-02", "2026-02-28"]);
});

test("fraud pays at once; too many parts, or parts of nothing, are no plan", () => {
  expect(plan(100, 2, "fraud")).toEqual({ ok: false, reason: "fraudPaysAtOnce" });
  expect(plan(100, 1, "fraud")).toMatchObject({ ok: true });
  expect(plan(100, 25)).toEqual({ ok: false, reason: "partsInvalid" });
  expect(plan(0.02, 3)).toEqual({ ok: false, reason: "partsInvalid" });
});

test("any plan: its parts are what is owed, its days rise and are worked", () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 10_000_000_00 }), fc.integer({ min: 1, max: 12 }), (owed, parts) => {
      const made = planInstalments({ owedFen: fen(owed), parts, faultKind: "systemError", decidedOn: D("2026-01-15"), calendar });
      if (!made.ok) throw new Error(made.reason);
      expect(addFen(...made.value.map((one) => one.amountFen))).toBe(owed);
      const days = made.value.map((one) => one.dueOn);
      expect([...days].sort()).toEqual(days);
      expect(new Set(days).size).toBe(parts);
      for (const day of days) expect(isWorkday(calendar, day)).toBe(true);
    }),
  );
});

const PARTS: readonly PlannedInstalment[] = [
  { number: 1, amountFen: yuan(40), dueOn: D("2026-08-05") },
  { number: 2, amountFen: yuan(60), dueOn: D("2026-09-07") },
];
test("the next instalment is the first that is not covered, with what is missing of it", () => {
  expect(nextInstalment(PARTS, yuan(0))).toMatchObject({ number: 1, missingFen: 4_000 });
  expect(nextInstalment(PARTS, yuan(15))).toMatchObject({ number: 1, missingFen: 2_500 });
  expect(nextInstalment(PARTS, yuan(40))).toMatchObject({ number: 2, missingFen: 6_000 });
  expect(nextInstalment(PARTS, yuan("99.99"))).toMatchObject({ number: 2, missingFen: 1 });
  expect(nextInstalment(PARTS, yuan(100))).toBeNull();
});

test("a hearing lies more than seven working days after its announcement, on a working day", () => {
  // Seven working days after Wednesday 07-15 is Friday 07-24; the first free day is Monday 07-27.
  expect(hearingDayFits(calendar, D("2026-07-15"), D("2026-07-24"))).toBe(false);
  expect(hearingDayFits(calendar, D("2026-07-15"), D("2026-07-25"))).toBe(false);
  expect(hearingDayFits(calendar, D("2026-07-15"), D("2026-07-27"))).toBe(true);
});

const SILENT = { spoken: false, waived: false, hearingAsked: false, hearingHeld: false, considered: false };
test("heard first: a statement is considered, a hearing held and considered, before anything is decided", () => {
  expect([pleadingGap(SILENT), wasHeard(SILENT)]).toEqual([null, false]);
  expect([pleadingGap({ ...SILENT, waived: true }), wasHeard({ ...SILENT, waived: true })]).toEqual([null, true]);
  expect(pleadingGap({ ...SILENT, spoken: true })).toBe("statementNotConsidered");
  expect(wasHeard({ ...SILENT, spoken: true, considered: true })).toBe(true);
  expect(pleadingGap({ ...SILENT, spoken: true, considered: true, hearingAsked: true })).toBe("hearingNotHeld");
  expect(pleadingGap({ ...SILENT, hearingAsked: true, hearingHeld: true })).toBe("statementNotConsidered");
  expect(wasHeard({ ...SILENT, hearingAsked: true, hearingHeld: true, considered: true })).toBe(true);
});

test("never more than was paid, never more than was told", () => {
  expect(checkToldAmount(yuan(100), yuan(100))).toMatchObject({ ok: true });
  expect(checkToldAmount(yuan("100.01"), yuan(100))).toEqual({ ok: false, reason: "moreThanPaid" });
  expect(checkToldAmount(fen(0), yuan(100))).toEqual({ ok: false, reason: "amountNotPositive" });
  expect(checkDecidedAmount(yuan(60), yuan(60))).toMatchObject({ ok: true });
  expect(checkDecidedAmount(yuan("60.01"), yuan(60))).toEqual({ ok: false, reason: "moreThanTold" });
});

test("money received: in its days and within what is owed", () => {
  const slip = {
    amountFen: yuan(50),
    receivedOn: D("2026-07-20"),
    decidedOn: D("2026-07-15"),
    today: D("2026-07-21"),
    owedFen: yuan(100),
    enteredFen: yuan(50),
  };
  expect(checkReceipt(slip)).toMatchObject({ ok: true });
  expect(checkReceipt({ ...slip, amountFen: yuan("50.01") })).toEqual({ ok: false, reason: "moreThanOwed" });
  expect(checkReceipt({ ...slip, receivedOn: D("2026-07-22") })).toEqual({ ok: false, reason: "dayInFuture" });
  expect(checkReceipt({ ...slip, receivedOn: D("2026-07-14") })).toEqual({ ok: false, reason: "dayBeforeDecision" });
  expect(checkReceipt({ ...slip, amountFen: fen(-1) })).toEqual({ ok: false, reason: "amountNotPositive" });
});

test("insurance money is claimed back under its own law", () => {
  expect(clawbackBasis("fraud", "unemploymentInsurance")).toContain("社会保险法");
  expect(clawbackBasis("fraud", "countyTreasury")).toContain("第十四条");
  expect(clawbackBasis("systemError", "countyTreasury")).toContain("不罚款，可以分期");
});
