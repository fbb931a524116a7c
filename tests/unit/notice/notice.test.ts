import fc from "fast-check";
import { expect, test } from "vitest";
import { isWorkday } from "@/lib/calendar/work-calendar";
import { addWorkdays, workdaysBetween } from "@/lib/calendar/workdays";
import { fenFromYuan } from "@/lib/kernel/fen";
import { addDays, plainDate } from "@/lib/kernel/plain-date";
import {
  archiveOn,
  buildNotice,
  canClose,
  closesAt,
  countdown,
  frozenText,
  NOTICE_LINE_FIELDS,
  noticeNumber,
  noticePeriodText,
  remainingWorkdays,
  resumedEnd,
} from "@/lib/notice/notice";
import { at, built, CAL, company, input } from "./support";

test("the number has the county's word, the year in square brackets, the sequence", () => {
  expect(noticeNumber("青", 2026, 12)).toBe("青惠公示〔2026〕12号");
  expect(() => noticeNumber("青", 2026, 0)).toThrow(RangeError);
});

test("five working days after the day of publication, closed at 18:00", () => {
  // Wednesday 15 July: 16, 17, 20, 21, 22.
  const notice = built();
  expect(notice).toMatchObject({ publishedOn: "2026-07-15", endsOn: "2026-07-22", provisional: false });
  expect(closesAt(notice.endsOn)).toBe("2026-07-22T10:00:00.000Z");
  expect(noticePeriodText(notice)).toBe("7月15日—7月22日");
  expect(archiveOn(notice.endsOn)).toBe("2027-07-22");
});

test("a public line holds the white list and nothing else, whatever the claim brings", () => {
  const nosy = {
    ...company,
    account: "6222020000001234567",
    phone: "13800001234",
    taxPayable: 200_000,
    legalRepresentative: "张三",
    idNumber: "530102199001011234",
  };
  const notice = built({ sources: [nosy] });
  expect(NOTICE_LINE_FIELDS).toEqual(["lineNo", "enterpriseName", "uscc", "policyName", "amountFen", "basis"]);
  for (const line of notice.lines) expect(Object.keys(line).sort()).toEqual([...NOTICE_LINE_FIELDS].sort());
  const everything = JSON.stringify(notice) + frozenText(notice);
  for (const secret of ["6222020000001234567", "13800001234", "张三", "530102199001011234", "200000", "c1"]) expect(everything).not.toContain(secret);
});

test("an individual business shows its trade name, never its operator", () => {
  const shown = (part: object) => built({ sources: [{ ...company, isIndividualBusiness: true, operatorName: "王小二", ...part }] }).lines[0]?.enterpriseName;
  expect(shown({ enterpriseName: "青禾县王小二餐馆", tradeName: "悦来餐馆" })).toBe("悦来餐馆");
  expect(shown({ enterpriseName: "青禾县王小二餐馆" })).toBe("青禾县王*餐馆");
  expect(shown({ enterpriseName: "王小二" })).not.toContain("王小二");
  expect(shown({ enterpriseName: "悦来餐馆", tradeName: "悦来餐馆", formerName: "王小二面馆" })).toBe("悦来餐馆");
});

test("a renamed company keeps its old name in brackets; persons are counted, not named", () => {
  const [line] = built({ sources: [{ ...company, formerName: "青禾县嘉禾食品厂", headcount: 12 }] }).lines;
  expect(line?.enterpriseName).toBe("青禾县嘉禾食品有限公司（曾用名：青禾县嘉禾食品厂）");
  expect(line?.basis).toBe("《青禾县支持企业稳岗扩岗若干措施》第二条（涉及 12 人）");
});

test("a notice is refused rather than published with a hole in it", () => {
  const refusal = (part: Parameters<typeof input>[0]) => {
    const result = buildNotice(CAL, input(part));
    return result.ok ? "ok" : result.reason;
  };
  expect(refusal({ sources: [] })).toBe("noLines");
  expect(refusal({ workingDays: 0 })).toBe("noticeTooShort");
  expect(refusal({ channels: { phone: "", url: "/x", address: "y" } })).toBe("channelMissing");
  expect(refusal({ sources: [company, company] })).toBe("claimTwice");
  expect(refusal({ sources: [{ ...company, basis: " " }] })).toBe("basisMissing");
  expect(refusal({ sources: [{ ...company, amountFen: fenFromYuan(-1) }] })).toBe("amountNegative");
});

test("the total is the sum of the lines", () => {
  const notice = built({ sources: [company, { ...company, claimId: "c2", amountFen: fenFromYuan("0.01") }] });
  expect(notice.totalFen).toBe(3_096_001);
  expect(notice.lines.map(({ lineNo }) => lineNo)).toEqual([1, 2]);
});

test("the frozen text changes with every public fact, and is the same for the same list", () => {
  const base = frozenText(built());
  expect(frozenText(built())).toBe(base);
  const others = [
    built({ sources: [{ ...company, amountFen: fenFromYuan("30960.01") }] }),
    built({ sources: [{ ...company, enterpriseName: "青禾县嘉禾食品厂" }] }),
    built({ sources: [{ ...company, basis: "第三条" }] }),
    built({ workingDays: 3 }),
    built({ version: 2 }),
    built({ channels: { phone: "0000-7654321", url: "/notices/12/objection", address: "青禾县政务服务中心2楼" } }),
  ];
  expect(new Set([base, ...others.map(frozenText)]).size).toBe(7);
});

test("no name can imitate another list in the frozen text", () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "]", "["), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(text, text, text, text, (nameA, policyA, nameB, policyB) => {
      const a = frozenText(built({ sources: [{ ...company, enterpriseName: nameA, policyName: policyA }] }));
      const b = frozenText(built({ sources: [{ ...company, enterpriseName: nameB, policyName: policyB }] }));
      expect(a === b).toBe(nameA === nameB && policyA === policyB);
    }),
  );
});

test("the countdown counts the working days after today", () => {
  const notice = built();
  expect(countdown(CAL, notice, at("2026-07-17"))).toEqual({ phase: "open", workdaysLeft: 3, text: "还剩 3 个工作日（7月22日 18:00 前）" });
  expect(countdown(CAL, notice, at("2026-07-22", "17:59"))).toMatchObject({ phase: "lastDay", text: "今天 18:00 前" });
  expect(countdown(CAL, notice, at("2026-07-22", "18:01"))).toMatchObject({ phase: "over", text: "公示期满" });
  expect(countdown(CAL, { ...notice, provisional: true }, at("2026-07-17")).text).toBe("还剩 3 个工作日（7月22日 18:00 前，暂定）");
});

test("a line closes after its end, and not while an objection is open", () => {
  const notice = built();
  expect(canClose(notice, at("2026-07-22", "18:00"), 0)).toEqual({ ok: false, reason: "notOver" });
  expect(canClose(notice, at("2026-07-22", "18:01"), 1)).toEqual({ ok: false, reason: "objectionOpen" });
  expect(canClose(notice, at("2026-07-22", "18:01"), 0).ok).toBe(true);
});

test("an objection gives back the days that were not served in full", () => {
  const notice = built();
  // Objection on Friday 17: served is the 16th alone, so 4 of 5 days remain. Dismissed on Tuesday 21: 22, 23, 24, 27.
  expect(remainingWorkdays(CAL, notice, plainDate("2026-07-17"))).toBe(4);
  expect(resumedEnd(CAL, notice, plainDate("2026-07-17"), plainDate("2026-07-21"))).toEqual({ endsOn: "2026-07-27", provisional: false });
  // On the day of publication nothing is served; on the last day one day remains.
  expect(remainingWorkdays(CAL, notice, plainDate("2026-07-15"))).toBe(5);
  expect(remainingWorkdays(CAL, notice, plainDate("2026-07-22"))).toBe(1);
});

test("an interrupted notice is never shorter than the policy's days, nor ends before its first end", () => {
  const start = plainDate("2026-01-05");
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 10 }), fc.nat(20), fc.nat(30), (offset, days, stop, hold) => {
      const publishedOn = addDays(start, offset);
      const endsOn = addWorkdays(CAL, publishedOn, days).day;
      const stoppedOn = addDays(publishedOn, stop);
      fc.pre(stoppedOn <= endsOn);
      const resumedOn = addDays(stoppedOn, hold);
      const { endsOn: end } = resumedEnd(CAL, { publishedOn, endsOn }, stoppedOn, resumedOn);
      const before = stoppedOn > publishedOn ? workdaysBetween(CAL, publishedOn, addDays(stoppedOn, -1)) : 0;
      expect(before + workdaysBetween(CAL, resumedOn, end)).toBeGreaterThanOrEqual(days);
      expect(end >= endsOn).toBe(true);
      expect(isWorkday(CAL, end)).toBe(true);
    }),
  );
});
