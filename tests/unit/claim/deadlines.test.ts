import fc from "fast-check";
import { expect, test } from "vitest";
import { ANNOUNCED_CALENDAR as CAL } from "@/lib/calendar/announced-calendar";
import {
  appealUntil,
  type ClaimEvent,
  claimDurations,
  claimLight,
  latenessOf,
  overdueByParty,
  pausedWorkdays,
  stageDue,
  stageLimit,
} from "@/lib/claim/deadlines";
import { movesFrom } from "@/lib/claim/moves";
import type { ClaimState } from "@/lib/claim/states";
import { instant, plainDate } from "@/lib/kernel/plain-date";
import { at } from "./support";

test("the policy's own limits go before the table's", () => {
  expect(stageLimit("manualReview")).toBe(3);
  expect(stageLimit("manualReview", { manualReviewWorkingDays: 2 })).toBe(2);
  expect(stageLimit("notice")).toBeNull();
  expect(stageLimit("notice", { noticeWorkingDays: 5 })).toBe(5);
  expect(stageLimit("disbursing", { disbursementWorkingDays: 1 })).toBe(1);
  expect(stageLimit("settled")).toBeNull();
});

test("the day of entry does not count, 端午 does not either", () => {
  // Entered Wednesday 17 June 2026: Thursday 18 is 1, Friday 19 to Sunday 21 are off, Monday 22 is 2, Tuesday 23 is 3.
  expect(stageDue(CAL, "manualReview", at("2026-06-17"))).toEqual({ on: "2026-06-23", at: "2026-06-23T10:00:00.000Z", provisional: false });
});

test("a make-up Saturday is a working day", () => {
  expect(stageDue(CAL, "autoCheck", at("2026-05-08"))?.on).toBe("2026-05-09");
  // 30 September: 8 October is 1, 9 October is 2, Saturday 10 October is 3.
  expect(stageDue(CAL, "manualReview", at("2026-09-30"))?.on).toBe("2026-10-10");
});

test("a due day in a year without a notice is provisional", () => {
  // 30 December 2026: 31 is 1; 1 January is off; 4, 5, 6, 7 January are 2 to 5.
  expect(stageDue(CAL, "suspended", at("2026-12-30"))).toMatchObject({ on: "2027-01-07", provisional: true });
});

test("a state without time of its own that begins on a rest day is due on the next working day", () => {
  expect(stageDue(CAL, "matched", at("2026-07-15"))?.on).toBe("2026-07-15");
  expect(stageDue(CAL, "matched", at("2026-07-18"))?.on).toBe("2026-07-20");
  expect(stageDue(CAL, "rejected", at("2026-07-15"))).toBeNull();
});

test("the appeal's fifteen days are calendar days; a last day on a weekend moves to Monday", () => {
  expect(appealUntil(CAL, plainDate("2026-07-15"))).toBe("2026-07-30");
  expect(appealUntil(CAL, plainDate("2026-07-10"))).toBe("2026-07-27");
});

const history = (...steps: readonly [ClaimState, string, string?][]): ClaimEvent[] =>
  steps.map(([to, day, time], index) => ({ from: index === 0 ? ("new" as const) : (steps[index - 1]?.[0] ?? "matched"), to, at: at(day, time) }));

const NOW = at("2026-07-31");

test("the county's own example: confirmed Monday, notice of one day, paid on Thursday", () => {
  const events = history(
    ["matched", "2026-07-10"],
    ["pendingConfirm", "2026-07-10"],
    ["autoCheck", "2026-07-13", "09:00"],
    ["notice", "2026-07-13", "11:00"],
    ["approved", "2026-07-14", "18:01"],
    ["disbursing", "2026-07-15"],
    ["settled", "2026-07-16"],
  );
  // End to end: 14, 15, 16 = 3. The 14th belongs to the notice. Processing: 15 and 16.
  expect(claimDurations(CAL, events, "before", NOW)).toMatchObject({ startedOn: "2026-07-13", endedOn: "2026-07-16", processingDays: 2, endToEndDays: 3 });
});

const LONG = history(
  ["matched", "2026-06-30"],
  ["pendingConfirm", "2026-06-30"],
  ["autoCheck", "2026-07-01"],
  ["manualReview", "2026-07-01", "11:00"],
  ["supplement", "2026-07-03"],
  ["manualReview", "2026-07-08"],
  ["notice", "2026-07-09"],
  ["approved", "2026-07-16", "18:01"],
  ["disbursing", "2026-07-17"],
  ["settled", "2026-07-20"],
);

test("supplement and notice are left out of the processing time, and the parts add up", () => {
  // Review 2, 3 · supplement 6, 7, 8 · review 9 · notice 10, 13, 14, 15, 16 · approved 17 · payment 20.
  expect(claimDurations(CAL, LONG, "before", NOW)).toEqual({
    startedOn: "2026-07-01",
    endedOn: "2026-07-20",
    processingDays: 5,
    endToEndDays: 13,
    byClock: { run: 5, enterprise: 0, paused: 3, excluded: 5, separate: 0 },
  });
  expect(pausedWorkdays(CAL, LONG, NOW)).toBe(3);
});

test("a bounced payment: the correction of the account is not processing time", () => {
  const events = history(
    ["matched", "2026-07-01"],
    ["pendingConfirm", "2026-07-01"],
    ["autoCheck", "2026-07-01"],
    ["notice", "2026-07-01"],
    ["approved", "2026-07-02", "18:01"],
    ["disbursing", "2026-07-03"],
    ["paymentFailed", "2026-07-06"],
    ["disbursing", "2026-07-09"],
    ["settled", "2026-07-10"],
  );
  // Notice 2 · approved 3 · payment 6 · correction 7, 8, 9 · payment 10.
  expect(claimDurations(CAL, events, "before", NOW)).toMatchObject({ processingDays: 3, endToEndDays: 7 });
});

test("when the enterprise confirms last, the clock starts there; when it need not confirm, at the match", () => {
  const after = history(
    ["matched", "2026-07-01"],
    ["autoCheck", "2026-07-01"],
    ["notice", "2026-07-02"],
    ["pendingConfirm", "2026-07-07"],
    ["approved", "2026-07-09"],
    ["disbursing", "2026-07-10"],
    ["settled", "2026-07-13"],
  );
  expect(claimDurations(CAL, after, "after", NOW)).toMatchObject({ startedOn: "2026-07-09", processingDays: 2, endToEndDays: 2 });
  const none = history(
    ["matched", "2026-07-01"],
    ["autoCheck", "2026-07-01"],
    ["notice", "2026-07-02"],
    ["approved", "2026-07-07"],
    ["disbursing", "2026-07-08"],
    ["settled", "2026-07-09"],
  );
  expect(claimDurations(CAL, none, "none", NOW)).toMatchObject({ startedOn: "2026-07-01", processingDays: 3, endToEndDays: 6 });
});

test("before the confirmation no clock runs; on the way it runs to the day of asking", () => {
  expect(claimDurations(CAL, LONG.slice(0, 2), "before", NOW)).toBeNull();
  expect(claimDurations(CAL, LONG.slice(0, 4), "before", at("2026-07-03"))).toMatchObject({ endedOn: null, processingDays: 2, endToEndDays: 2 });
});

test("a later audit does not lengthen a claim that was paid", () => {
  const audited = [...LONG, { from: "settled" as const, to: "postAudit" as const, at: at("2026-07-22") }];
  expect(claimDurations(CAL, audited, "before", NOW)?.endToEndDays).toBe(13);
});

test("overdue days are charged to whoever held the claim", () => {
  const review = history(["manualReview", "2026-07-01"], ["notice", "2026-07-08"]);
  // Due 6 July (2, 3, 6); overdue 7 and 8.
  expect(overdueByParty(CAL, review, NOW, { limits: { noticeWorkingDays: 30 } })).toEqual({ handler: 2 });
  const approved = history(["approved", "2026-07-09"], ["disbursing", "2026-07-16"], ["settled", "2026-07-16"]);
  // Due 10 July; overdue 13, 14, 15, 16: the leader's until the signature, then finance's.
  expect(overdueByParty(CAL, approved, NOW, { signedOn: plainDate("2026-07-14") })).toEqual({ deptLeader: 2, finance: 2 });
  expect(overdueByParty(CAL, approved, NOW)).toEqual({ deptLeader: 4 });
  expect(overdueByParty(CAL, approved, NOW, { signedOn: plainDate("2026-07-10") })).toEqual({ finance: 4 });
});

test("lights: waiting for the owner is blue, a running notice green, a closed claim has none", () => {
  const ask = (state: ClaimState, dueOn: string | null, now = at("2026-07-15"), paused = 0) =>
    claimLight(CAL, { state, enteredOn: plainDate("2026-07-13"), dueOn: dueOn === null ? null : plainDate(dueOn), now, pausedWorkdays: paused });
  expect(ask("supplement", "2026-07-20")).toBe("blue");
  expect(ask("pendingConfirm", "2026-07-27")).toBe("blue");
  expect(ask("supplement", "2026-07-20", at("2026-07-15"), 31)).toBe("red");
  expect(ask("notice", "2026-07-15")).toBe("green");
  expect(ask("notice", "2026-07-14")).toBe("red");
  expect(ask("manualReview", "2026-07-14")).toBe("red");
  expect(ask("manualReview", "2026-07-16")).toBe("yellow");
  expect(ask("manualReview", "2026-07-16", at("2026-07-13"))).toBe("green");
  expect(ask("settled", "2026-07-16")).toBeNull();
  expect(ask("manualReview", null)).toBeNull();
});

test("late by the stage's limit, or by what the pauses exceed thirty working days; a paused claim's due day does not run", () => {
  const ask = (state: ClaimState, dueOn: string, paused = 0, now = at("2026-07-15")) =>
    latenessOf(CAL, { state, enteredOn: plainDate("2026-07-01"), dueOn: plainDate(dueOn), now, pausedWorkdays: paused });
  // Due on Friday 10 July: the 13th, 14th and 15th are late.
  expect(ask("manualReview", "2026-07-10")).toEqual({ why: "limit", workdays: 3 });
  expect(ask("manualReview", "2026-07-15", 0, at("2026-07-15", "18:30"))).toEqual({ why: "limit", workdays: 0 });
  expect(ask("manualReview", "2026-07-16")).toBeNull();
  expect(ask("suspended", "2026-07-08", 30)).toBeNull();
  expect(ask("suspended", "2026-07-08", 34)).toEqual({ why: "pause", workdays: 4 });
  // Back in hand after too long a pause: red from the first day on, and by its own limit once that has passed.
  expect(ask("manualReview", "2026-07-16", 34)).toEqual({ why: "pause", workdays: 4 });
  expect(ask("manualReview", "2026-07-14", 34)).toEqual({ why: "limit", workdays: 1 });
});

test("whatever the history, the clocks add up to the whole duration", () => {
  const walk = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 96 })), { minLength: 3, maxLength: 40 });
  fc.assert(
    fc.property(walk, fc.constantFrom("before" as const, "after" as const, "none" as const), (steps, stage) => {
      const events: ClaimEvent[] = [];
      let state: ClaimState | "new" = "new";
      let hours = Date.parse("2026-01-05T01:00:00Z") / 3_600_000;
      for (const [choice, wait] of steps) {
        const moves = movesFrom(state);
        const move = moves[choice % Math.max(1, moves.length)];
        if (!move) break;
        hours += wait;
        events.push({ from: state, to: move.to, at: instant(hours * 3_600_000) });
        state = move.to;
      }
      const durations = claimDurations(CAL, events, stage, instant((hours + 24) * 3_600_000));
      if (!durations) return;
      const { run, enterprise, paused, excluded, separate } = durations.byClock;
      expect(run + enterprise + paused + excluded + separate).toBe(durations.endToEndDays);
      expect(durations.processingDays).toBe(run);
    }),
  );
});
