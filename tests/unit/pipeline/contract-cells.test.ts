import { expect, test } from "vitest";
import { cleanRow } from "@/lib/pipeline/clean/clean-row";
import { reducePersons } from "@/lib/pipeline/collect/person";
import { linkPlan, linkRow } from "@/lib/pipeline/link/link-row";
import { buildLookups } from "@/lib/pipeline/link/lookups";
import { dataset, testDigest } from "./catalogue";
import { TODAY, walk } from "./walk";

const A = "91529901MADE00011M";
const B = "91529901MADE0002XD";
const WHO = { uscc: A, name: "青禾县绿源食品有限公司" };
/** The rest of a row that has nothing wrong with it. */
const REST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bizRegistration: { ...WHO, regStatus: "存续" },
  taxReturn: { ...WHO, formType: "企业所得税A类年度", periodEnd: "2025-12" },
  taxPayment: { ...WHO, voucherNo: "352016260000012345", taxType: "增值税" },
  rdDeduction: { ...WHO, year: "2025", rdExpense: "1000" },
  unemploymentBenefit: { ...WHO, year: "2025" },
  vatInvoice: { ...WHO, invoiceNo: "24522000000012345678", lineNo: "1" },
  laborContract: { ...WHO, idCardHash: "x", idCardMask: "y", contractStart: "2025-01-01" },
  intellectualProperty: { ...WHO, ipNo: "ZL202110123456.X" },
  foreignTrade: { ...WHO, customsCode: "5219960001", year: "2025" },
  marketExpansion: { ...WHO, eventName: "农博会", eventDate: "2025-10-01" },
  titleRegistry: { ...WHO, titleName: "专精特新中小企业", titleCode: "SRDI_PROVINCIAL", titleAwardDate: "2025-01-01" },
};
const clean = (id: string, cells: Record<string, string>) => cleanRow(dataset(id), { ...REST[id], ...cells }, { today: TODAY });

test.for([
  // 量纲: a yuan has a hundred fen
  ["taxReturn", "annualRevenue", "234.5678", "UNIT_SCALE"],
  ["taxReturn", "totalProfit", "-87.6543", "UNIT_SCALE"],
  ["vatInvoice", "amountExclTax", "1,234.5678", "UNIT_SCALE"],
  // 丢位: zeros from the sixteenth digit on
  ["vatInvoice", "invoiceNo", "24522000000012300000", "SCI"],
  ["taxPayment", "voucherNo", "352016261000000000", "SCI"],
  ["bizRegistration", "uscc", "915299011234567000", "SCI"],
  // 前导零: no region begins with zero, a registration number has its check digit
  ["bizRegistration", "registrationRegion", "29901", "LEAD_ZERO"],
  ["bizRegistration", "registrationRegion", "029901", "LEAD_ZERO"],
  ["bizRegistration", "legacyRegNo", "29901100000018", "LEAD_ZERO"],
  // 比例: 1.2 may be 120 % or 1.2 %
  ["rdDeduction", "deductRate", "1.2", "PERCENT"],
  ["rdDeduction", "deductRate", "1", "PERCENT"],
  // 一格多值 without an agreed way to split it
  ["taxReturn", "name", "青禾县绿源食品有限公司、青禾县宏达建材有限公司", "MULTI_VALUE"],
  ["bizRegistration", "legalRepName", "张三、李四", "MULTI_VALUE"],
  // 越界: the bounds of the indicators
  ["taxReturn", "annualRevenue", "100000000001", "RANGE"],
  ["taxReturn", "totalAssetsWan", "100000001", "RANGE"],
  ["taxReturn", "totalProfit", "-10000000001", "RANGE"],
  ["marketExpansion", "exhibitionFee", "10000001", "RANGE"],
  ["taxPayment", "taxArrears", "1000000001", "RANGE"],
] as const)("%s: %s %s waits as %s", ([id, field, raw, pattern]) => {
  const row = clean(id, { [field]: raw });
  expect(row.fate).toBe("quarantined");
  expect(row.reasons).toMatchObject([{ field, pattern }]);
});

test.for([
  ["taxReturn", "annualRevenue", "100000000000", 10_000_000_000_000],
  ["taxReturn", "totalProfit", "-10000000000", -1_000_000_000_000],
  // What a binary fraction leaves behind is no finer amount
  ["taxReturn", "annualRevenue", "2345678.1000000001", 234_567_810],
  ["taxReturn", "annualRevenue", "0.30000000000000004", 30],
  ["taxReturn", "totalAssetsWan", "234.5678", 234_567_800],
  // A tax category ends in zeros by nature
  ["vatInvoice", "taxCategoryCode", "1090119990000000000", "1090119990000000000"],
  ["rdDeduction", "deductRate", "0.75", "0.75"],
  ["bizRegistration", "registrationRegion", "529901", "529901"],
] as const)("%s: %s %s is taken as it stands", ([id, field, raw, value]) => {
  expect(clean(id, { [field]: raw })).toMatchObject({ fate: "accepted", record: { [field]: value } });
});

test.for([
  ["rdDeduction", "deductRate", "120", "1.2", "PERCENT"],
  ["unemploymentBenefit", "layoffRatioPct", "7.25%", "0.0725", "PERCENT"],
  ["titleRegistry", "mainProductMarketShare", "35.5％", "0.355", "PERCENT"],
  ["bizRegistration", "operationTo", "9999-12-31", null, "DATE_BAD"],
  ["bizRegistration", "operationTo", "2999/12/31", null, "DATE_BAD"],
  ["intellectualProperty", "title", " A Washing  Device ", "A Washing Device", "SPACE"],
  ["marketExpansion", "eventName", "Canton Fair\u3000", "Canton Fair", "SPACE"],
  ["marketExpansion", "eventName", "农 博 会", "农博会", "SPACE"],
  ["foreignTrade", "customsCode", "219960001", "0219960001", "LEAD_ZERO"],
] as const)("%s: %s %s is corrected to %s as %s", ([id, field, raw, value, pattern]) => {
  const row = clean(id, { [field]: raw });
  expect(row).toMatchObject({ fate: "corrected", record: { [field]: value } });
  expect(row.corrections).toContainEqual({ field, from: raw, to: value ?? "长期", pattern });
});

test("a fair is one fair, however its brackets are written", () => {
  const named = (eventName: string) => clean("marketExpansion", { eventName }).recordKey;
  expect(named("广交会（秋季）")).toBe(named("广交会 (秋季)"));
  expect(named("广交会（秋季）")).not.toBe(named("广交会（春季）"));
});

test("a lost character of a person's name is told before the mask hides it", () => {
  const cells: Record<string, string> = { personName: "李□华", idCardNo: "" };
  const flaws = reducePersons(dataset("laborContract"), testDigest)(cells);
  expect(flaws).toMatchObject([{ pattern: "RARE_CHAR", field: "personName" }]);
  expect(cells["personName"]).not.toContain("华");
});

test("a name that goes on where the register's ends is no abbreviation of it", () => {
  const lookups = buildLookups([
    { uscc: A, name: "青禾县绿源食品有限公司" },
    { uscc: B, name: "青禾县宏达建材有限公司" },
  ]);
  const link = (name: string) => linkRow({ uscc: A, name }, linkPlan(dataset("taxCredit")), lookups).fate;
  expect(link("绿源食品")).toBe("auto");
  expect(link("青禾县绿源食品科技有限公司")).toBe("review");
  expect(link("青禾县绿源食品有限公司城东分公司")).toBe("review");
});

test("heads that departments use for one another's columns are known, and what is not known is told", () => {
  const { collected, rows } = walk("rdDeduction", `社会信用代码/注册号,企业名称,年度,研发费用（万元）,陌生列\n${A},青禾县绿源食品有限公司,2025年度,12.5,x\n`);
  expect(collected.unknownColumns).toEqual(["陌生列"]);
  expect(rows).toMatchObject([{ fate: "corrected", record: { uscc: A, year: "2025", rdExpense: 12_500_000 } }]);
});
