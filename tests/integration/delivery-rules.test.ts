import { writeXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { makeUsccOf, normaliseCode } from "@/lib/standards/uscc";
import { freshDatabase } from "../support/database";
import { currentValue, type Delivered, deliver, endState, receive, workOff } from "../support/deliveries";
import { on } from "../support/fixtures";

const codeOf = (body: string) => makeUsccOf("91529901", body);
const A = codeOf("MADE0001");
const B = codeOf("MADE0002");
const TWIN = codeOf("MADE0003");
const OTHER_TWIN = codeOf("MADE0004");
const BRANCH = codeOf("MADE0005");
const SHOP = makeUsccOf("92529901", "MADE0006");
const NAME = "青禾县绿源食品有限公司";
const LONGER = "青禾县绿源食品科技有限公司";

const csv = (head: string, ...lines: string[]) => `${[head, ...lines].join("\r\n")}\r\n`;
const REGISTER = csv(
  "统一社会信用代码,注册号,企业名称,曾用名,登记状态,企业类型,行业代码,住所",
  `${A},529901100000018,${NAME},青禾县绿源食品厂,存续,有限责任公司,1392,青禾县城关镇一号`,
  `${B},,${LONGER},,存续,有限责任公司,1392,`,
  `${TWIN},,青禾县宏达建材有限公司,,存续,有限责任公司,3012,`,
  `${OTHER_TWIN},,青禾县宏达建材有限公司,,存续,有限责任公司,3012,`,
  `${BRANCH},,${NAME}城东分公司,,存续,分支机构,5211,`,
  `${SHOP},,青禾县城关镇张记面馆（个体工商户）,,存续,个体工商户,6210,`,
);
const CREDIT = "纳税人识别号,纳税人名称,评价年度,信用级别";
const RETURNS = "纳税人识别号,纳税人名称,申报表种,税款所属期止,营业收入,利润总额,申报日期";
const filed = (year: number, revenue: string, more = ",", who = `${A},${NAME}`) => `${who},企业所得税A类年度,${year}-12,${revenue}${more}`;

let db: Db;
let close: () => Promise<void>;
const county = async () => {
  const fresh = await freshDatabase();
  await seedCatalogue(fresh.db, on("2026-01-05"), [2026]);
  return fresh;
};
beforeAll(async () => {
  ({ db, close } = await county());
  await deliver(db, { dataset: "bizRegistration", period: "snapshot", content: REGISTER });
});
afterAll(() => close());

const row = (delivered: Delivered, number: number) => delivered.rows.find((one) => one.row === number);
const brief = (delivered: Delivered, number: number) => {
  const found = row(delivered, number);
  return {
    fate: found?.fate,
    link: found?.linkFate,
    uscc: found?.uscc,
    patterns: [...(found?.corrections ?? []), ...(found?.reasons ?? [])].map((one) => one.pattern),
  };
};
/** One row of credit grades; each case takes a year of its own, so that none repeats another. */
let year = 1950;
async function credited(uscc: string, name: string) {
  const delivered = await deliver(db, { dataset: "taxCredit", period: "2025", content: csv(CREDIT, `${uscc},${name},${year++},A`) });
  return { ...brief(delivered, 2), candidates: row(delivered, 2)?.linkCandidates ?? [], confidence: row(delivered, 2)?.linkConfidence };
}

describe("whose row it is", () => {
  test.for([
    ["code and name", A, NAME, "accepted", "exact"],
    ["legal suffix", A, "青禾县绿源食品有限责任公司", "corrected", "exact"],
    ["full-width letters in the code", "９１５２９９０１ＭＡＤＥ０００１１Ｍ", NAME, "corrected", "exact"],
    ["former name with the code", A, "青禾县绿源食品厂", "accepted", "exact"],
    ["abbreviation with the code", A, "绿源食品", "accepted", "auto"],
    ["former name without a code", "", "青禾县绿源食品厂", "corrected", "auto"],
    ["15-digit registration number", "529901100000018", NAME, "corrected", "auto"],
    ["organisation code with a hyphen", "MADE0001-1", NAME, "corrected", "auto"],
    ["one confused character", A.replace("0", "O"), NAME, "corrected", "auto"],
    ["brackets of an individual business", SHOP, "青禾县城关镇张记面馆(个体工商户)", "corrected", "exact"],
    ["a branch by its own code and name", BRANCH, `${NAME}城东分公司`, "accepted", "exact"],
  ] as const)("%s", async ([, uscc, name, fate, link]) => {
    const found = await credited(uscc, name);
    expect(found).toMatchObject({ fate, link });
    expect(found.uscc).toBe(uscc === BRANCH || uscc === SHOP ? uscc : A);
    if (link === "auto") expect(found.confidence).toBeLessThan(1);
    else expect(found.confidence).toBe(1);
  });

  test.for([
    ["another company's valid code", A, LONGER, "review", [A, B]],
    ["a company's code under its branch's name", A, `${NAME}城东分公司`, "review", [A, BRANCH]],
    ["a branch's code under the company's name", BRANCH, NAME, "review", [BRANCH, A]],
    ["a confused code whose name disagrees", A.replace("0", "O"), "青禾县宏达建材有限公司", "review", [A, TWIN, OTHER_TWIN]],
    ["two companies of one name and no code", "", "青禾县宏达建材有限公司", "review", [TWIN, OTHER_TWIN]],
    ["nobody's registration number", "529901100000026", "某某商店", "none", []],
    ["two names in one cell", A, `${NAME}；${LONGER}`, "review", [A]],
  ] as const)("%s waits for a person, with whom it may mean", async ([, uscc, name, link, candidates]) => {
    const found = await credited(uscc, name);
    expect(found).toMatchObject({ fate: "quarantined", link, uscc: null });
    expect(found.candidates).toEqual(candidates);
  });

  test("a row held for another reason still tells whose it is", async () => {
    const delivered = await deliver(db, { dataset: "taxReturn", period: "2026-05", content: csv(RETURNS, filed(2001, "123.4567")) });
    expect(brief(delivered, 2)).toMatchObject({ fate: "quarantined", link: "exact", uscc: A, patterns: ["UNIT_SCALE"] });
    expect(row(delivered, 2)?.reasons?.[0]?.proposal).toBe("123.4567万元");
    expect(row(delivered, 2)?.record).toBeNull();
  });

  test("the name is kept as the register writes it", async () => {
    const delivered = await deliver(db, { dataset: "taxCredit", period: "2025", content: csv(CREDIT, `${SHOP},青禾县城关镇张记面馆(个体工商户),1949,A`) });
    expect(row(delivered, 2)?.record).toMatchObject({ name: "青禾县城关镇张记面馆（个体工商户）" });
    expect(row(delivered, 2)?.corrections).toEqual([
      { field: "name", from: "青禾县城关镇张记面馆(个体工商户)", to: "青禾县城关镇张记面馆（个体工商户）", pattern: "BRACKET" },
    ]);
  });

  test("a row that waits does not push out the good row of the same record", async () => {
    const delivered = await deliver(db, { dataset: "taxCredit", period: "2025", content: csv(CREDIT, `${A},${NAME},1948,A`, `${A},${LONGER},1948,D`) });
    expect([brief(delivered, 2).fate, brief(delivered, 3).fate]).toEqual(["accepted", "quarantined"]);
  });
});

describe("units and totals", () => {
  test("a year's revenue off by 10⁴ against the other years is held with a proposal; the years themselves stand", async () => {
    const content = csv(RETURNS, filed(2011, "20000000"), filed(2012, "2100"), filed(2013, "24000000"));
    const delivered = await deliver(db, { dataset: "taxReturn", period: "2026-05", content });
    expect([2, 3, 4].map((number) => brief(delivered, number).fate)).toEqual(["accepted", "quarantined", "accepted"]);
    expect(row(delivered, 3)?.reasons).toMatchObject([{ field: "annualRevenue", pattern: "UNIT_SCALE", proposal: "21000000.00元" }]);
  });

  test("a corrected delivery may mend the unit of the very same year", async () => {
    await deliver(db, { dataset: "taxReturn", period: "2026-05", content: csv(RETURNS, filed(2021, "3000", ",,2022-05-01", `${B},${LONGER}`)) });
    const mended = await deliver(db, {
      dataset: "taxReturn",
      period: "2026-05",
      content: csv(RETURNS, filed(2021, "30000000", ",,2022-06-01", `${B},${LONGER}`)),
    });
    expect(brief(mended, 2).fate).toBe("accepted");
  });

  test("a unit in the cell that is not the column's is taken and remarked", async () => {
    const delivered = await deliver(db, { dataset: "taxReturn", period: "2026-05", content: csv(RETURNS, filed(2002, "128万元")) });
    expect(row(delivered, 2)).toMatchObject({
      fate: "corrected",
      record: { annualRevenue: 128_000_000 },
      reasons: [{ field: "annualRevenue", code: "UNIT_CONFLICT" }],
    });
  });

  test("a total that is not the sum says so on its own row", async () => {
    const content = csv(RETURNS, filed(2003, "1000"), filed(2004, "2000"), "合计,,,,3500,,", "城关镇小计,,,,3000,,");
    const delivered = await deliver(db, { dataset: "taxReturn", period: "2026-05", content });
    expect([4, 5].map((number) => row(delivered, number)?.fate)).toEqual(["ignored", "ignored"]);
    const wrong = csv(RETURNS, filed(2005, "1000"), filed(2006, "2000"), "合计,,,,3500,,");
    const told = await deliver(db, { dataset: "taxReturn", period: "2026-05", content: wrong });
    expect(row(told, 4)?.reasons).toMatchObject([
      { code: "TOTAL" },
      { code: "TOTAL_MISMATCH", field: "annualRevenue", message: expect.stringContaining("3500.00") },
    ]);
  });
});

describe("rows and their numbers", () => {
  test("empty rows of a sheet count, as they do in WPS", async () => {
    const rows = [["青禾县纳税信用汇总表"], [], CREDIT.split(","), [A, NAME, "1947", "A"], [], [A, NAME, "1946", "B"]];
    const delivered = await deliver(db, { dataset: "taxCredit", period: "2025", content: await writeXlsx({ sheets: [{ name: "表", rows }] }) });
    expect(delivered.rows.map((one) => [one.row, one.fate])).toEqual([
      [1, "ignored"],
      [2, "ignored"],
      [3, "ignored"],
      [4, "accepted"],
      [5, "ignored"],
      [6, "accepted"],
    ]);
  });

  test("a comma too many is a shift even where the last cell is empty", async () => {
    const head = "统一社会信用代码,企业名称,登记状态,经营范围,联系电话";
    const content = csv(head, `${A},${NAME},存续,食品生产,食品销售,`, `${B},${LONGER},存续,食品生产,`);
    const delivered = await deliver(db, { dataset: "bizRegistration", period: "2026-07-14", content });
    expect(brief(delivered, 2)).toMatchObject({ fate: "quarantined", patterns: ["COL_SHIFT"] });
    expect(brief(delivered, 3).fate).toBe("accepted");
  });

  test("a comma at the end of every line is a habit, not a shift", async () => {
    const content = csv(`${CREDIT},`, `${A},${NAME},1945,A,`, `${A},${NAME},1944,B,`);
    const delivered = await deliver(db, { dataset: "taxCredit", period: "2025", content });
    expect([brief(delivered, 2).fate, brief(delivered, 3).fate]).toEqual(["accepted", "accepted"]);
  });

  test("totals in JSON are no data either", async () => {
    const records = [
      { 纳税人识别号: A, 纳税人名称: NAME, 评价年度: 1943, 信用级别: "A" },
      { 纳税人识别号: "", 纳税人名称: "合计", 评价年度: null, 信用级别: 1 },
    ];
    const delivered = await deliver(db, { dataset: "taxCredit", period: "2025", content: JSON.stringify(records) });
    expect(delivered.rows.map((one) => [one.row, one.fate])).toEqual([
      [1, "accepted"],
      [2, "ignored"],
    ]);
  });
});

describe("one delivery after another", () => {
  test("a re-sent file changes nothing, even where it says one record twice", async () => {
    const lines = [`${A},${NAME},1942,A`, `${A},${NAME},1942,B`];
    await deliver(db, { dataset: "taxCredit", period: "2025", content: csv(CREDIT, ...lines) });
    const before = await endState(db);
    const again = await deliver(db, { dataset: "taxCredit", period: "2025", content: csv(CREDIT, ...lines, "") });
    expect([2, 3].map((number) => brief(again, number).fate)).toEqual(["duplicate", "duplicate"]);
    expect(await endState(db)).toEqual(before);
  });

  test("an older statement of a record does not undo a newer one", async () => {
    const sent = (revenue: string, day: string) =>
      deliver(db, { dataset: "taxReturn", period: "2026-05", content: csv(RETURNS, filed(2030 - 1990 + 1960, revenue, `,,${day}`)) });
    await sent("500", "2026-05-20");
    expect(brief(await sent("400", "2026-04-20"), 2)).toMatchObject({ fate: "duplicate", patterns: ["DUP_ROW"] });
    expect(brief(await sent("600", "2026-06-20"), 2).fate).toBe("accepted");
  });

  test("what came first is older, though it is worked off last", async () => {
    const file = (grade: string) => ({ dataset: "taxCredit", period: "2025", content: csv(CREDIT, `${A},${NAME},1941,${grade}`) });
    const [first, second] = [await receive(db, file("A")), await receive(db, file("D"))];
    expect(brief(await workOff(db, second), 2).fate).toBe("accepted");
    expect(brief(await workOff(db, first), 2).fate).toBe("duplicate");
  });

  test("a correction leaves the values of untouched rows as they were known", async () => {
    const send = (revenue: string) =>
      deliver(db, {
        dataset: "taxReturn",
        period: "2026-05",
        content: csv(RETURNS, filed(2024, "30000000", ",100,2025-05-01"), filed(2025, revenue, ",200,2026-05-01")),
      });
    await send("40000000");
    await endState(db);
    const before = [await currentValue(db, A, "annualRevenue", "2024"), await currentValue(db, A, "totalProfit", "2024")];
    const corrected = await send("41000000");
    expect([2, 3].map((number) => brief(corrected, number).fate)).toEqual(["duplicate", "accepted"]);
    await endState(db);
    expect([await currentValue(db, A, "annualRevenue", "2024"), await currentValue(db, A, "totalProfit", "2024")]).toEqual(before);
    expect((await currentValue(db, A, "annualRevenue", "2025"))?.value).toBe(4_100_000_000);
  });

  test("it does not matter whether the register or a department comes first", async () => {
    const files = [
      { dataset: "bizRegistration", period: "snapshot", content: REGISTER },
      { dataset: "taxReturn", period: "2026-05", content: csv(RETURNS, filed(2025, '"1,000.00"'), filed(2024, "900", ",", `529901100000018,${NAME}`)) },
      { dataset: "taxCredit", period: "2025", content: csv(CREDIT, `${A},${NAME},2025,A`, `${A.replace("0", "O")},${NAME},2024,B`, `${B},${LONGER},2025,C`) },
    ];
    const ends: unknown[] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const fresh = await county();
      for (const index of order) await deliver(fresh.db, files[index]!);
      ends.push(await endState(fresh.db));
      await fresh.close();
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
    expect((ends[0] as { records: unknown[] }).records).toHaveLength(11);
  });
});

test("the codes of these tests are what they should be", () => {
  expect(A).toBe("91529901MADE00011M");
  expect(normaliseCode("９１５２９９０１ＭＡＤＥ０００１１Ｍ")).toBe(A);
});
