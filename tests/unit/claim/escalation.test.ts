import { expect, test } from "vitest";
import { ANNOUNCED_CALENDAR as CAL } from "@/lib/calendar/announced-calendar";
import { type EscalationClaim, enterpriseReminderFor, reminderFor, responsibleRole, sendingTime } from "@/lib/claim/escalation";
import { plainDate } from "@/lib/kernel/plain-date";
import { at } from "./support";

const late = (dueOn: string, part: Partial<EscalationClaim> = {}): EscalationClaim => ({
  claimId: "c1",
  claimNumber: "兑2026-00001",
  state: "manualReview",
  dueOn: plainDate(dueOn),
  light: "red",
  signed: false,
  ...part,
});
const told = (claim: EscalationClaim, day: string) => {
  const reminder = reminderFor(CAL, claim, at(day));
  return (
    reminder && [
      reminder.level,
      reminder.recipients.map(({ role, mode }) => (mode === "cc" ? `${role}(cc)` : role)).join(" "),
      reminder.reasonRequired,
      reminder.kind,
    ]
  );
};

test("the chain, for a review that was due on Monday 13 July", () => {
  const claim = late("2026-07-13");
  expect(told(claim, "2026-07-14")).toEqual(["red", "handler leaderInCharge sectionChief(cc)", false, "reminder"]);
  expect(told(claim, "2026-07-15")).toEqual(["redOver1", "handler leaderInCharge", true, "reminder"]);
  expect(told(claim, "2026-07-16")?.[0]).toBe("redOver1");
  expect(told(claim, "2026-07-17")).toEqual(["redOver3", "handler principalLeader dataBureau", true, "supervision"]);
  expect(told(claim, "2026-07-20")?.[0]).toBe("redOver3");
  expect(told(claim, "2026-07-21")).toEqual(["redOver5", "handler countyOffice", true, "inspection"]);
});

test("yellow goes to the handler alone; green and blue to nobody", () => {
  expect(told(late("2026-07-16", { light: "yellow" }), "2026-07-15")).toEqual(["yellow", "handler", false, "reminder"]);
  expect(told(late("2026-07-20", { light: "green" }), "2026-07-15")).toBeNull();
  expect(told(late("2026-07-20", { light: "blue", state: "supplement" }), "2026-07-15")).toBeNull();
});

test("an approved claim is the leader's, and the payment maker's after the signature", () => {
  expect(responsibleRole("approved", false)).toBe("leaderInCharge");
  expect(responsibleRole("approved", true)).toBe("paymentMaker");
  expect(told(late("2026-07-14", { state: "approved" }), "2026-07-15")).toEqual(["red", "leaderInCharge sectionChief(cc)", false, "reminder"]);
});

test("a suspension is the handler's, but the payment maker's for want of budget and the auditor's when a clawback rests", () => {
  expect(responsibleRole("suspended", false, { from: "manualReview", reason: "siteVisit" })).toBe("handler");
  expect(responsibleRole("suspended", true, { from: "approved", reason: "budget" })).toBe("paymentMaker");
  expect(responsibleRole("suspended", true, { from: "approved", reason: "preCheck" })).toBe("handler");
  expect(responsibleRole("suspended", true, { from: "clawback", reason: "litigation" })).toBe("auditor");
});

test("a claim paused too long climbs the chain by what its pauses exceed, not by the due day of its stage", () => {
  const paused = late("2026-06-05", { state: "suspended", late: { why: "pause", workdays: 1 }, suspension: { from: "manualReview", reason: "siteVisit" } });
  expect(told(paused, "2026-07-15")).toEqual(["red", "handler leaderInCharge sectionChief(cc)", false, "reminder"]);
  // Judged on Friday evening, sent on Monday: one working day more.
  expect(reminderFor(CAL, paused, at("2026-07-17", "19:00"))?.level).toBe("redOver1");
  expect(reminderFor(CAL, paused, at("2026-07-15"))?.text).toBe("兑2026-00001 中止，累计暂停过久，超期 1 个工作日");
});

test("one reminder per claim, level and day", () => {
  const first = reminderFor(CAL, late("2026-07-14"), at("2026-07-15", "09:05"));
  expect(first?.key).toBe("c1|red|2026-07-15");
  expect(reminderFor(CAL, late("2026-07-14"), at("2026-07-15", "15:00"), new Set([first?.key ?? ""]))).toBeNull();
  expect(reminderFor(CAL, late("2026-07-14"), at("2026-07-16", "09:05"), new Set([first?.key ?? ""]))?.key).toBe("c1|redOver1|2026-07-16");
});

test("nothing goes out at night, at the weekend or over a holiday", () => {
  expect(sendingTime(CAL, at("2026-07-15", "08:59"))).toBe(at("2026-07-15", "09:00"));
  expect(sendingTime(CAL, at("2026-07-15", "12:30"))).toBe(at("2026-07-15", "12:30"));
  expect(sendingTime(CAL, at("2026-07-15", "18:00"))).toBe(at("2026-07-16", "09:00"));
  expect(sendingTime(CAL, at("2026-07-18", "10:00"))).toBe(at("2026-07-20", "09:00"));
  expect(sendingTime(CAL, at("2026-06-18", "20:00"))).toBe(at("2026-06-22", "09:00"));
  expect(sendingTime(CAL, at("2026-05-09", "10:00"))).toBe(at("2026-05-09", "10:00"));
});

test("a postponed reminder is counted for the day on which it is read, and not sent twice", () => {
  // Due Friday 17 July; at 19:00 it is overdue, the office is closed.
  const night = reminderFor(CAL, late("2026-07-17"), at("2026-07-17", "19:00"));
  expect(night).toMatchObject({ key: "c1|red|2026-07-20", sendAt: at("2026-07-20", "09:00"), text: "兑2026-00001 人工复核，超期 1 个工作日" });
  expect(reminderFor(CAL, late("2026-07-17"), at("2026-07-20", "09:05"), new Set([night?.key ?? ""]))).toBeNull();
});

test("a claim that was paused too long is red before it is overdue", () => {
  expect(told(late("2026-07-20", { state: "supplement" }), "2026-07-15")).toEqual(["red", "handler leaderInCharge sectionChief(cc)", false, "reminder"]);
});

test("the owner is reminded three and one working days before the time runs out", () => {
  const claim = { claimId: "c1", state: "pendingConfirm" as const, dueOn: plainDate("2026-07-20") };
  expect(enterpriseReminderFor(CAL, claim, at("2026-07-14"))).toBeNull();
  expect(enterpriseReminderFor(CAL, claim, at("2026-07-15"))).toMatchObject({ daysLeft: 3, text: "还剩 3 个工作日（7月20日 18:00 前）" });
  expect(enterpriseReminderFor(CAL, claim, at("2026-07-16"))).toBeNull();
  expect(enterpriseReminderFor(CAL, claim, at("2026-07-17"))?.daysLeft).toBe(1);
  expect(enterpriseReminderFor(CAL, claim, at("2026-07-17"), new Set(["c1|enterprise1|2026-07-17"]))).toBeNull();
  expect(enterpriseReminderFor(CAL, { ...claim, state: "manualReview" }, at("2026-07-15"))).toBeNull();
});
