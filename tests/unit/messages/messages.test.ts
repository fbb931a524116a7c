import { describe, expect, test } from "vitest";
import { ANNOUNCED_YEARS } from "@/lib/calendar/announced-calendar";
import { calendarOf } from "@/lib/calendar/work-calendar";
import { type Instant, instantAt, type PlainDate } from "@/lib/kernel/plain-date";
import { TOPICS, tellsGroup, topicOf } from "@/lib/messages/channels";
import { MOST_ATTEMPTS, mayLeaveNow, nextTryAfter } from "@/lib/messages/delivery-rules";
import { outwardWords } from "@/lib/messages/wording";

const at = (day: string, time: string): Instant => instantAt(day as PlainDate, time);

describe("topics", () => {
  test.each([
    ["reminder.yellow", "deadline"],
    ["reminder.enterprise", "deadline"],
    ["claim.supervised", "supervision"],
    ["supervision.replied", "supervision"],
    ["report.weekly", "report"],
    ["claim.offered", "progress"],
    ["correction.requested", "progress"],
  ])("%s is of %s", (kind, topic) => expect(topicOf(kind)).toBe(topic));

  test("a group hears of red and of orders, not of yellow, of replies or of an enterprise's affairs", () => {
    expect(["reminder.red", "reminder.redOver5", "claim.supervised"].filter(tellsGroup)).toHaveLength(3);
    expect(["reminder.yellow", "reminder.enterprise", "supervision.replied", "claim.offered", "report.weekly"].filter(tellsGroup)).toEqual([]);
  });
});

describe("quiet hours", () => {
  const cal = calendarOf(ANNOUNCED_YEARS);
  test.each([
    ["Wednesday at nine", at("2026-07-15", "09:00"), true],
    ["Wednesday before nine", at("2026-07-15", "08:59"), false],
    ["Wednesday at six in the evening", at("2026-07-15", "18:00"), false],
    ["Saturday", at("2026-07-18", "10:00"), false],
    ["National Day, a Thursday", at("2026-10-01", "10:00"), false],
  ])("escalation on %s", (_name, now, may) => {
    for (const topic of ["deadline", "supervision", "report"] as const) expect(mayLeaveNow(cal, topic, now)).toBe(may);
  });
  test("progress leaves on a Saturday, but not at night", () => {
    expect(mayLeaveNow(cal, "progress", at("2026-07-18", "10:00"))).toBe(true);
    expect(mayLeaveNow(cal, "progress", at("2026-07-18", "07:59"))).toBe(false);
    expect(mayLeaveNow(cal, "progress", at("2026-07-18", "20:59"))).toBe(true);
    expect(mayLeaveNow(cal, "progress", at("2026-07-18", "21:00"))).toBe(false);
  });
});

describe("retries", () => {
  test("grow from a minute to a day, then the message is given up", () => {
    const waits = Array.from({ length: MOST_ATTEMPTS }, (_, n) => nextTryAfter(n + 1, { fault: "unreachable" }));
    expect(waits).toEqual([60, 300, 900, 3600, 14_400, 43_200, 86_400, null]);
  });
  test("wait as long as the provider asks, a day at most", () => {
    expect(nextTryAfter(1, { fault: "rateLimited", retryAfterSeconds: 120 })).toBe(120);
    expect(nextTryAfter(1, { fault: "rateLimited", retryAfterSeconds: 10 })).toBe(60);
    expect(nextTryAfter(1, { fault: "rateLimited", retryAfterSeconds: 9_999_999 })).toBe(86_400);
  });
  test("are spared where they change nothing", () => {
    expect(nextTryAfter(1, { fault: "badAddress" })).toBeNull();
    expect(nextTryAfter(1, { fault: "noAddress" })).toBeNull();
    expect(nextTryAfter(1, { fault: "badCredentials" })).toBe(60);
  });
});

describe("what leaves the platform", () => {
  test("says number and state of the case", () => {
    const { subject, text, sms } = outwardWords({ topic: "deadline", kind: "reminder.redOver1", claimNumber: "兑2026-00042" }, "青禾县企业服务平台");
    expect(subject).toBe("【青禾县企业服务平台】期限提醒：兑2026-00042");
    expect(text).toBe("【青禾县企业服务平台】办件 兑2026-00042 超期 1 天以上，请填超期原因。请登录平台办理。");
    expect(sms).toEqual({ template: "caseDeadline", params: { number: "兑2026-00042", state: "超期 1 天以上，请填超期原因" } });
  });
  test("is a whole Chinese sentence for every topic, with and without a case", () => {
    for (const topic of TOPICS)
      for (const claimNumber of ["兑2026-00042", null]) {
        const { text } = outwardWords({ topic, kind: "x", claimNumber }, "平台");
        expect(text).toMatch(/^【平台】[^a-z]*。$/);
        expect(text).not.toMatch(/null|undefined/);
      }
  });
});
