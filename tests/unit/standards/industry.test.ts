import { describe, expect, test } from "vitest";
import { divisionOf, fallsUnder, INDUSTRY_DIVISIONS, INDUSTRY_SECTIONS, normaliseIndustry, sectionOf } from "../../../lib/standards/industry";

describe("GB/T 4754-2017", () => {
  test("20 sections A–T, 97 divisions 01–97 without a gap", () => {
    expect(INDUSTRY_SECTIONS.map((section) => section.id).join("")).toBe("ABCDEFGHIJKLMNOPQRST");
    expect(INDUSTRY_DIVISIONS.map((division) => division.code)).toEqual(Array.from({ length: 97 }, (_, index) => String(index + 1).padStart(2, "0")));
  });

  test("the names of 05 and 11 are those of 2017", () => {
    expect(divisionOf("05")?.name).toBe("农、林、牧、渔专业及辅助性活动");
    expect(divisionOf("1190")?.name).toBe("开采专业及辅助性活动");
  });

  test.each([
    ["0511", "A"],
    ["1392", "C"],
    ["4610", "D"],
    ["5920", "G"],
    ["7010", "K"],
    ["9700", "T"],
    ["9800", null],
    ["0000", null],
  ])("%s lies in section %s", (code, section) => {
    expect(sectionOf(code)).toBe(section);
  });

  test("entries of any depth", () => {
    expect(fallsUnder("5920", "G")).toBe(true);
    expect(fallsUnder("5920", "592")).toBe(true);
    expect(fallsUnder("5920", "591")).toBe(false);
    expect(fallsUnder("5920", "C")).toBe(false);
  });
});

describe("行业代码 spellings", () => {
  test.each([
    ["C1392", "1392", "asSent"],
    ["1392", "1392", "asSent"],
    ["ｃ１３９２", "1392", "asSent"],
    ["C-1392", "1392", "asSent"],
    [" 1392 ", "1392", "asSent"],
    ["392", "0392", "zeroRestored"],
    ["111", "0111", "zeroRestored"],
    ["A111", "0111", "zeroRestored"],
    ["C392", "3920", "groupFilled"],
    ["111.0", "0111", "zeroRestored"],
  ])("%s is %s (%s)", (text, code, how) => {
    expect(normaliseIndustry(text)).toMatchObject({ ok: true, value: { code, how, section: sectionOf(code) } });
  });

  test.each([
    ["", "form"],
    ["13", "form"],
    ["13920", "form"],
    ["制造业", "form"],
    ["X1392", "form"],
    ["9811", "unknownDivision"],
    ["0012", "unknownDivision"],
    ["012", "unknownDivision"],
    ["A1392", "sectionMismatch"],
    ["F392", "sectionMismatch"],
  ])("%s is refused: %s", (text, reason) => {
    expect(normaliseIndustry(text)).toEqual({ ok: false, reason });
  });
});
