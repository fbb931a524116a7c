import { expect, test } from "vitest";
import { admitObjection, isRealName, objectionNumber, objectorForStaff } from "@/lib/notice/objection";
import { at, built, CAL } from "./support";

const notice = built();
const line = { status: "shown" as const, endsOn: notice.endsOn };
const good = { realName: "李某明", contact: "13900000000", lineNo: 1, content: "这家企业去年裁员超过两成，与公示不符。", receivedAt: at("2026-07-17") };
const answer = (part: Partial<typeof good>, on: Parameters<typeof admitObjection>[2] = line) => {
  const result = admitObjection(CAL, notice, on, { ...good, ...part });
  return result.ok ? "ok" : result.reason;
};

test("a receipt number is counted per year", () => {
  expect(objectionNumber(2026, 12)).toBe("异2026-0012");
});

test("a real name, a way to answer, a reason, in time, against an open line", () => {
  expect(admitObjection(CAL, notice, line, good)).toEqual({
    ok: true,
    value: { lineNo: 1, receivedOn: "2026-07-17", answerBy: "2026-07-20", decideBy: "2026-07-24" },
  });
  expect(answer({ realName: "" })).toBe("anonymous");
  expect(answer({ realName: "匿名" })).toBe("anonymous");
  expect(answer({ realName: "热心市民王先生" })).toBe("anonymous");
  expect(answer({ realName: "123" })).toBe("anonymous");
  expect(answer({ contact: "无" })).toBe("contactMissing");
  expect(answer({ content: "不公平" })).toBe("contentTooShort");
  expect(answer({ lineNo: 2 })).toBe("lineUnknown");
  expect(answer({ receivedAt: at("2026-07-22", "18:00") })).toBe("ok");
  expect(answer({ receivedAt: at("2026-07-22", "18:01") })).toBe("noticeOver");
  expect(answer({}, { ...line, status: "withdrawn" })).toBe("lineNotOpen");
  expect(answer({}, { ...line, status: "objected" })).toBe("ok");
});

test("real names of the peoples of the county are names", () => {
  for (const name of ["王芳", "欧阳娜娜", "阿卜杜拉·买买提", "John O'Neil"]) expect(isRealName(name)).toBe(true);
  for (const name of ["王", "13900000000", "<b>王芳</b>", "佚名"]) expect(isRealName(name)).toBe(false);
});

test("even the staff's list masks the objector", () => {
  expect(objectorForStaff("李某明")).toBe("李*");
});
