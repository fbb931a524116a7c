import { describe, expect, test } from "vitest";
import { fen, plainYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { cleanCode, cleanDocNo, cleanIndustry, cleanUscc } from "@/lib/pipeline/clean/codes";
import { cleanDate } from "@/lib/pipeline/clean/dates";
import { cleanMoney, moneyUnit } from "@/lib/pipeline/clean/money";
import { cleanCount, cleanNumber, cleanRatio, type RatioForm } from "@/lib/pipeline/clean/numbers";
import type { Cleaned } from "@/lib/pipeline/clean/outcome";
import { cleanPeriod, cleanYear } from "@/lib/pipeline/clean/periods";
import { cleanBool, cleanEnum, cleanList, cleanName, wordIndex } from "@/lib/pipeline/clean/words";
import { compareNames, nameKey } from "@/lib/pipeline/link/name-key";
import { repairCandidates } from "@/lib/pipeline/link/repair";
import vectors from "./cleaning-vectors.json";

type Vector = { fn: string; raw: string; columnHint?: string; expected: { v?: string | null; err?: string; warn?: string; from?: string; meaning?: string } };

const CLEANERS: Record<string, (raw: string, hint: string) => Cleaned> = {
  uscc: (raw) => cleanUscc(raw),
  money: (raw, hint) => cleanMoney(raw, moneyUnit(hint)),
  date: (raw) => cleanDate(raw),
  period: (raw) => cleanPeriod(raw),
  ratio: (raw, hint) => cleanRatio(raw, hint as RatioForm),
  count: (raw) => cleanCount(raw),
  nameKey: (raw) => ({ ok: true, value: nameKey(raw), patterns: [] }),
};

describe("the published cleaning vectors", () => {
  test.for(vectors as Vector[])("$fn $raw → $expected", ({ fn, raw, columnHint = "", expected }) => {
    const answer = CLEANERS[fn]!(raw, columnHint);
    if (expected.err !== undefined) {
      expect(answer).toMatchObject({ ok: false, code: expected.err });
      return;
    }
    const value = answer.ok ? answer.value : "refused";
    const shown = fn === "money" && typeof value === "number" ? plainYuan(fen(value)) : value;
    expect(typeof shown === "number" ? String(shown) : shown).toBe(expected.v);
    expect(answer).toMatchObject({
      ok: true,
      ...(expected.warn && { warning: expected.warn }),
      ...(expected.from && { from: expected.from }),
      ...(expected.meaning && { meaning: expected.meaning }),
    });
  });
});

const value = (answer: Cleaned) => (answer.ok ? answer.value : answer.code);
const patterns = (answer: Cleaned) => (answer.ok ? answer.patterns : [answer.pattern]);

describe("money", () => {
  test.for([
    ["(1,234.00)", "元", "-1234.00", ["THOUSAND", "NEG_PAREN"]],
    ["（1，234.00）", "元", "-1234.00", ["FULLWIDTH", "THOUSAND", "NEG_PAREN"]],
    ["1234-", "元", "-1234.00", ["NEG_PAREN"]],
    ["500万人民币", "万元", "5000000.00", ["UNIT_TEXT"]],
    ["0.5万", "万元", "5000.00", ["UNIT_TEXT"]],
    ["123.4567万元", "元", "1234567.00", ["UNIT_TEXT"]],
    ["3,000元", "元", "3000.00", ["THOUSAND", "UNIT_TEXT"]],
    ["12.345", "千元", "12345.00", []],
    ["0.005", "元", "0.01", []],
    ["-0.005", "元", "-0.01", []],
    ["0.004", "元", "0.00", []],
    ["1234567890.12", "元", "1234567890.12", []],
  ] as const)("%s in a column of %s is %s", ([raw, unit, expected, flaws]) => {
    const answer = cleanMoney(raw, moneyUnit(unit));
    expect(answer.ok && answer.value !== null ? plainYuan(fen(answer.value)) : answer).toBe(expected);
    expect(patterns(answer)).toEqual(flaws);
  });

  test("placeholders are nothing, zero is zero", () => {
    for (const raw of ["/", "-", "—", "无", "暂无", "NULL", "#N/A", "0000"])
      expect(cleanMoney(raw, moneyUnit("元"))).toEqual({ ok: true, value: null, patterns: ["PLACEHOLDER"] });
    expect(value(cleanMoney("0.00", moneyUnit("元")))).toBe(0);
  });

  test.for([
    ["12.5万美元", "元", "CURRENCY"],
    ["80万元", "万美元", "CURRENCY"],
    ["1.23E+05", "元", "SCI"],
    ["10；12", "元", "MULTI_VALUE"],
    ["1,23", "元", "NOT_NUMBER"],
    ["12.3.4", "元", "NOT_NUMBER"],
    ["(12", "元", "NOT_NUMBER"],
    ["张三", "元", "NOT_NUMBER"],
  ] as const)("%s in a column of %s is refused: %s", ([raw, unit, code]) => {
    expect(cleanMoney(raw, moneyUnit(unit))).toMatchObject({ ok: false, code });
  });

  test("ten thousand dollars are a million cents", () => {
    expect(value(cleanMoney("1.2345", moneyUnit("万美元")))).toBe(1_234_500);
  });
});

test.for([
  ["12.5万千瓦时", "125000"],
  ["1,234.50", "1234.5"],
  ["86.50", "86.5"],
  ["1.2MWh", "1200"],
  ["-5", "-5"],
] as const)("number %s is %s", ([raw, expected]) => {
  expect(value(cleanNumber(raw))).toBe(expected);
});

test.for([
  ["1年", 12],
  ["十二个月", 12],
  ["两年", 24],
  ["36个月", 36],
  ["24", 24],
] as const)("%s of contract are %i months", ([raw, expected]) => {
  expect(value(cleanCount(raw, true))).toBe(expected);
});

test.for([
  ["100%", "either", "1"],
  ["100", "either", "1"],
  ["0.75", "either", "0.75"],
  ["1", "either", "PERCENT_AMBIGUOUS"],
  ["1", "percent", "PERCENT_AMBIGUOUS"],
  ["5.50", "percent", "0.055"],
  ["180%", "percent", "1.8"],
  ["1", "fraction", "1"],
  ["5.5", "fraction", "PERCENT_AMBIGUOUS"],
] as const)("ratio %s in a column of %s is %s", ([raw, form, expected]) => {
  expect(value(cleanRatio(raw, form))).toBe(expected);
});

test.for([
  ["2024/1/5", "2024-01-05"],
  ["2024.1.5", "2024-01-05"],
  ["２０２４－０１－０５", "2024-01-05"],
  ["2024-02-30", "DATE_BAD"],
  ["1900-01-00", "DATE_BAD"],
  ["2026-07-16", "DATE_BAD"],
  ["2999-12-31", null],
  ["长期", null],
  ["0000", null],
  ["2024-01-04T16:00:00Z", "2024-01-05"],
  ["1/5/2024", "DATE_AMBIGUOUS"],
  ["2024年1月", "DATE_BAD"],
  ["1234", "DATE_BAD"],
] as const)("date %s is %s", ([raw, expected]) => {
  expect(value(cleanDate(raw, { today: plainDate("2026-07-15") }))).toBe(expected);
});

test("day numbers follow the system the workbook declares", () => {
  expect(cleanDate("43834", { epoch: "1904" })).toMatchObject({ value: "2024-01-05", from: "excel1904" });
  expect(cleanDate("45292")).toMatchObject({ value: "2024-01-01", from: "excel1900" });
});

test.for([
  ["202403", "2024-03"],
  ["2024年3月", "2024-03"],
  ["2024Q1", "2024-Q1"],
  ["2024年度", "2024"],
  ["2024-03-31", "2024-03"],
  ["3月", "PERIOD_BAD"],
  ["2024-Q5", "PERIOD_BAD"],
] as const)("period %s is %s", ([raw, expected]) => {
  expect(value(cleanPeriod(raw))).toBe(expected);
});

test("a year may carry its unit", () => {
  expect(cleanYear("2024年度")).toEqual({ ok: true, value: "2024", patterns: ["UNIT_TEXT"] });
  expect(cleanYear("24")).toMatchObject({ ok: false });
});

describe("codes", () => {
  test.for([
    ['="91529901MADE00011M"', "91529901MADE00011M", ["APOS"]],
    ["91529901made00011m", "91529901MADE00011M", ["CASE_DUP"]],
    ["９１５２９９０１ＭＡＤＥ０００１１Ｍ", "91529901MADE00011M", ["FULLWIDTH"]],
    [" 91529901MADE00011M　", "91529901MADE00011M", ["SPACE"]],
  ] as const)("credit code %s", ([raw, expected, flaws]) => {
    expect(cleanUscc(raw)).toMatchObject({ ok: true, value: expected, patterns: flaws });
  });

  test.for([
    ["91529901MADE0001IM", "OCR", "CHARSET"],
    ["91529901MADE00012M", "OCR", "CHECK18"],
    ["91529901MADE0001", "OCR", "LENGTH"],
    ["915299010000001", "LEGACY_ID", "LEGACY_REGNO"],
    ["915299010000000000", "SCI", "SCI"],
  ] as const)("credit code %s is refused: %s %s", ([raw, pattern, code]) => {
    expect(cleanUscc(raw)).toMatchObject({ ok: false, pattern, code });
  });

  test("invoice numbers keep all digits", () => {
    expect(cleanCode('="24522000000012345678"')).toMatchObject({ value: "24522000000012345678", patterns: ["APOS"] });
    expect(cleanCode("2.4522E+19")).toMatchObject({ ok: false, pattern: "SCI" });
  });

  test("fixed-length codes get their leading zeros back", () => {
    expect(cleanCode("529901", { length: 6 })).toMatchObject({ value: "529901", patterns: [] });
    expect(cleanCode("530960123", { length: 10 })).toMatchObject({ value: "0530960123", patterns: ["LEAD_ZERO"] });
    expect(cleanCode("12", { length: 6 })).toMatchObject({ ok: false, pattern: "LEAD_ZERO" });
  });

  test.for([
    ["111", "0111", "LEAD_ZERO"],
    ["132", "0132", "LEAD_ZERO"],
    ["C1392", "1392", "ENUM_ALIAS"],
  ] as const)("industry %s is %s", ([raw, expected, pattern]) => {
    expect(cleanIndustry(raw)).toMatchObject({ value: expected, patterns: [pattern] });
  });

  test("an industry without a division is refused", () => {
    expect(cleanIndustry("9900")).toMatchObject({ ok: false });
  });

  test.for([
    ["（2024）12号", "〔2024〕12号"],
    ["X工信函[2024]35号", "X工信函〔2024〕35号"],
    ["X工信函〔2024〕35号", "X工信函〔2024〕35号"],
  ] as const)("document number %s is %s", ([raw, expected]) => {
    const answer = cleanDocNo(raw);
    expect(value(answer)).toBe(expected);
    expect(patterns(answer)).toEqual(raw === expected ? [] : ["BRACKET"]);
  });
});

describe("words", () => {
  const status = wordIndex([
    { code: "active", labels: ["存续（在营、开业、在册）", "存续"], aliases: ["在业", "开业"] },
    { code: "deregistered", labels: ["注销"] },
  ]);

  test("a code or official label is no correction, an alias is", () => {
    expect(cleanEnum("存续", status)).toEqual({ ok: true, value: "active", patterns: [] });
    expect(cleanEnum("在业", status)).toEqual({ ok: true, value: "active", patterns: ["ENUM_ALIAS"] });
    expect(cleanEnum("存续(在营、开业、在册)", status)).toEqual({ ok: true, value: "active", patterns: ["ENUM_ALIAS"] });
    expect(cleanEnum(" 存续 ", status)).toEqual({ ok: true, value: "active", patterns: ["SPACE"] });
  });

  test("an unknown wording is refused, with the accepted ones", () => {
    expect(cleanEnum("歇了", status)).toMatchObject({ ok: false, pattern: "ENUM_ALIAS", message: expect.stringContaining("注销") });
    expect(cleanEnum("简易注销", status)).toMatchObject({ ok: false, proposal: "deregistered" });
  });

  test.for([
    ["是", true],
    ["Y", true],
    ["1", true],
    ["√", true],
    ["否", false],
    ["0", false],
    ["/", null],
  ] as const)("%s is %s", ([raw, expected]) => {
    expect(value(cleanBool(raw))).toBe(expected);
  });

  test("names keep their registered brackets and lose blanks", () => {
    expect(cleanName(" 示例 食品有限公司　")).toEqual({ ok: true, value: "示例食品有限公司", patterns: ["SPACE"] });
    expect(value(cleanName("示例（529）食品有限公司"))).toBe("示例（529）食品有限公司");
    expect(value(cleanName("Green Valley Foods (Qinghe) Ltd"))).toBe("Green Valley Foods (Qinghe) Ltd");
    expect(cleanName("示例□食品有限公司")).toMatchObject({ ok: false, pattern: "RARE_CHAR" });
    expect(cleanName("王?")).toMatchObject({ ok: false, pattern: "RARE_CHAR" });
  });

  test("former names are split by the agreed marks", () => {
    expect(value(cleanList("甲厂；乙厂、甲厂"))).toEqual(["甲厂", "乙厂"]);
  });
});

describe("names and confused codes", () => {
  test("an abbreviation is not another name, another name is", () => {
    expect(compareNames("青禾县绿源食品加工有限公司", "绿源食品加工")).toBe("short");
    expect(compareNames("青禾县绿源食品有限公司", "青禾县绿源食品有限责任公司")).toBe("same");
    expect(compareNames("青禾县绿源食品有限公司", "青禾县宏达建材有限公司")).toBe("different");
  });

  test("only readings that pass both checks are candidates", () => {
    expect(repairCandidates("91529901MADEOOO11M")).toEqual(["91529901MADE00011M"]);
    expect(repairCandidates("91529901MADEOOO12M")).toEqual([]);
  });
});
