import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { unitsOf } from "@/lib/pipeline/clean/clean-row";
import { checkTotals } from "@/lib/pipeline/clean/plausibility";
import { collectTable } from "@/lib/pipeline/collect/collect";
import { readDelimited } from "@/lib/pipeline/collect/delimited";
import { reducePersonNumber } from "@/lib/pipeline/collect/person";
import { countFates } from "@/lib/pipeline/fates";
import { periodFor } from "@/lib/pipeline/period";
import { DATASETS, dataset, testDigest } from "./catalogue";
import { walk } from "./walk";

const CODE = "91529901MADE00011M";
const NAME = "示例食品有限公司";
const rowsOf = (text: string) => [...readDelimited(text)].map(({ row, cells }) => [row, ...cells]);

describe("delimited text", () => {
  test("quotes, doubled quotes and line breaks inside them; blank lines count", () => {
    expect(rowsOf('a,b,c\n1,"x ""y"", z",3\n\n"first\nsecond",2,3\n4,5,6')).toEqual([
      [1, "a", "b", "c"],
      [2, "1", 'x "y", z', "3"],
      [3, ""],
      [4, "first\nsecond", "2", "3"],
      [5, "4", "5", "6"],
    ]);
  });

  test("a stray quote is a character, text after a closing quote is kept", () => {
    expect(rowsOf('a,b\n5"管,2\n"x"y,2')).toEqual([
      [1, "a", "b"],
      [2, '5"管', "2"],
      [3, "xy", "2"],
    ]);
  });

  test("a quote that is never closed costs one line, not the file", () => {
    expect(rowsOf('a,b,c\n1,"open,3\n4,5,6\n7,8,9\n')).toEqual([
      [1, "a", "b", "c"],
      [2, "1", '"open', "3"],
      [3, "4", "5", "6"],
      [4, "7", "8", "9"],
    ]);
  });

  test("a forgotten quote that meets another one further down swallows no rows", () => {
    expect(rowsOf('a,b,c\n1,"open,3\n4,5,6\n7,"shut",9\n')).toEqual([
      [1, "a", "b", "c"],
      [2, "1", '"open', "3"],
      [3, "4", "5", "6"],
      [4, "7", "shut", "9"],
    ]);
  });

  test("tabs, semicolons and old line ends", () => {
    expect(rowsOf("a\tb\r\n1,0\t2\r\n")).toEqual([
      [1, "a", "b"],
      [2, "1,0", "2"],
    ]);
    expect(rowsOf("a;b;c\r1;2;3")).toHaveLength(2);
  });

  test("whatever is written by the rules is read back", () => {
    const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
    const cell = fc.string({ unit: fc.constantFrom("甲", "a", "1", ",", '"', "\n", " ", "\t", ";") });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }), (table) => {
        const text = [["甲", "乙", "丙"], ["1", "2", "3"], ...table].map((line) => line.map(quote).join(",")).join("\n");
        expect([...readDelimited(text)].slice(2).map(({ cells }) => cells)).toEqual(table);
      }),
    );
  });
});

describe("headers", () => {
  const collect = (id: string, text: string) => collectTable(dataset(id), readDelimited(text), { digest: testDigest, delimited: true });

  test("title rows above and aliases in the head", () => {
    const { rows, ignored, headerRows, unknownColumns } = collect(
      "taxCredit",
      `青禾县2025年纳税信用评价结果汇总表,,,,\n,,,,\n序号,税号,纳税人,评价年度,信用等级,备注二\n1,${CODE},${NAME},2025,A,x`,
    );
    expect(headerRows).toEqual([3]);
    expect(ignored.map(({ row, kind }) => [row, kind])).toEqual([
      [1, "title"],
      [2, "blank"],
      [3, "header"],
    ]);
    expect(rows).toEqual([{ row: 4, cells: { uscc: CODE, name: NAME, evalYear: "2025", taxCreditGrade: "A" } }]);
    expect(unknownColumns).toEqual(["备注二"]);
  });

  test("a head of two merged rows", () => {
    const { rows, headerRows, refusals } = collect(
      "unemploymentBenefit",
      `统一社会信用代码,单位名称,年度,失业保险,,裁员率\n,,,新增领取失业保险金人数,失业保险参保缴费月平均人数,（%）\n${CODE},${NAME},2025,3,86,3.49`,
    );
    expect(refusals).toEqual([]);
    expect(headerRows).toEqual([1, 2]);
    expect(rows).toEqual([{ row: 3, cells: { uscc: CODE, name: NAME, year: "2025", newClaimants: "3", avgInsuredCount: "86", layoffRatioPct: "3.49" } }]);
  });

  test("a unit in the head or in the title holds for the column", () => {
    const head = `纳税人识别号,纳税人名称,所属年度`;
    expect(collect("rdDeduction", `${head},研发费用合计（万元）\n${CODE},${NAME},2025,60`).columns.at(-1)).toMatchObject({ field: "rdExpense", unit: "万元" });
    expect(collect("rdDeduction", `研发费用表,,,单位：千元\n${head},研发费用合计\n${CODE},${NAME},2025,60`).columns.at(-1)).toMatchObject({
      field: "rdExpense",
      unit: "千元",
    });
    expect(walk("rdDeduction", `${head},研发费用合计（万元）\n${CODE},${NAME},2025,60`).rows[0]?.record["rdExpense"]).toBe(60_000_000);
  });

  test("a head in another currency is not converted", () => {
    const { rows } = walk("foreignTrade", `海关注册编码,统一社会信用代码,企业名称,年度,出口额（万元）,折算汇率\n5309601234,${CODE},${NAME},2025,100,7.1`);
    expect(rows[0]?.reasons).toMatchObject([{ field: "exportUsdWan", code: "CURRENCY" }]);
  });

  test("a missing required column refuses the file and is named", () => {
    const { refusals, rows } = collect("taxCredit", `纳税人识别号,评价年度,信用级别\n${CODE},2025,A`);
    expect(rows).toEqual([]);
    expect(refusals).toMatchObject([{ code: "missingColumns", fields: ["name"] }]);
    expect(refusals[0]?.message).toContain("纳税人名称");
  });

  test("a file without the head is refused", () => {
    expect(collect("taxCredit", "甲,乙\n1,2").refusals).toMatchObject([{ code: "noHeader" }]);
  });

  test("a head alone is a nil return", () => {
    expect(collect("taxCredit", "纳税人识别号,纳税人名称,评价年度\n")).toMatchObject({ refusals: [], rows: [] });
  });

  test("every dataset finds all of its own columns", () => {
    for (const definition of DATASETS.datasets) {
      const { columns, unknownColumns, refusals } = collectTable(definition, readDelimited(`${definition.fields.map((field) => field.header).join("\t")}\n`), {
        digest: testDigest,
      });
      expect([definition.id, columns.map((column) => column.field), unknownColumns, refusals]).toEqual([
        definition.id,
        definition.fields.map((field) => field.id),
        [],
        [],
      ]);
    }
  });
});

describe("row fates", () => {
  const file = [
    "青禾县研发费用表,,,",
    "纳税人识别号,纳税人名称,所属年度,研发费用合计",
    `${CODE},${NAME},2025,100`,
    `'${CODE},${NAME},2025年,100`,
    `91529901MADE0002XD,甲厂,2025,"1,000元"`,
    `91529901MADE00038D,乙厂,2025,约30万`,
    ",,,",
    "纳税人识别号,纳税人名称,所属年度,研发费用合计",
    "91529901MADE8B058W,丙厂,2025,5",
    "合计,,,1105",
    "注：单位为元,,,",
    "填表人：张某,,,",
  ].join("\n");

  test("every row has exactly one, and they sum to the rows", () => {
    const { collected, rows } = walk("rdDeduction", file);
    expect(rows.map(({ row, fate }) => [row, fate])).toEqual([
      [3, "accepted"],
      [4, "duplicate"],
      [5, "corrected"],
      [6, "quarantined"],
      [9, "accepted"],
    ]);
    expect(collected.ignored.map(({ row, kind }) => [row, kind])).toEqual([
      [1, "title"],
      [2, "header"],
      [7, "blank"],
      [8, "header"],
      [10, "total"],
      [11, "remark"],
      [12, "remark"],
    ]);
    const counts = countFates([...rows.map((row) => row.fate), ...collected.ignored.map(() => "ignored" as const)]);
    expect(counts).toEqual({ accepted: 2, corrected: 1, quarantined: 1, duplicate: 1, ignored: 7 });
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(file.split("\n").length);
  });

  test("the file's own total is compared with its rows", () => {
    const { collected, rows } = walk("rdDeduction", "纳税人识别号,纳税人名称,所属年度,研发费用合计\n91529901MADE00011M,甲,2025,100\n合计,,,101");
    expect(checkTotals(dataset("rdDeduction"), rows, collected.ignored, unitsOf(collected.columns))).toEqual([
      { row: 3, field: "rdExpense", stated: 10_100, summed: 10_000 },
    ]);
  });

  test("an unquoted comma shifts a row, which is refused as one", () => {
    const { rows } = walk("rdDeduction", `纳税人识别号,纳税人名称,所属年度,研发费用合计\n${CODE},示例,食品有限公司,2025,100`);
    expect(rows[0]?.fate).toBe("quarantined");
    expect(rows[0]?.reasons[0]?.pattern).toBe("COL_SHIFT");
  });
});

describe("personal numbers", () => {
  const HEAD = "统一社会信用代码,用人单位,姓名,证件号码,合同开始";

  test("only digest and mask leave the collecting step", () => {
    const { collected, rows } = walk("laborContract", `${HEAD}\n${CODE},${NAME},张某某,529901199001010013,2025-01-01`);
    expect(JSON.stringify([collected.rows, rows])).not.toContain("529901199001010013");
    expect(JSON.stringify(rows)).not.toContain("张某某");
    expect(rows[0]).toMatchObject({
      fate: "accepted",
      record: { personName: "张*", idCardHash: "digest-of-0013", idCardMask: "5299**********0013" },
      recordKey: `${CODE}\u001fdigest-of-0013\u001f2025-01-01`,
    });
  });

  test("one person is one digest in both generations of numbers and both cases", () => {
    const same = reducePersonNumber("529901199001010013", testDigest).digest;
    expect(reducePersonNumber("529901900101001", testDigest).digest).toBe(same);
    expect(reducePersonNumber("5299011990 0101 0013", testDigest).digest).toBe(same);
  });

  test.for([
    ["5.29901E+17", "SCI"],
    ["529901199001010000", "SCI"],
    ["529901199001010014", "OCR"],
    ["5299011990010", "OCR"],
  ] as const)("%s is held: %s", ([number, pattern]) => {
    const { rows } = walk("laborContract", `${HEAD}\n${CODE},${NAME},张某,${number},2025-01-01`);
    expect(rows[0]).toMatchObject({ fate: "quarantined", record: { idCardHash: null } });
    expect(rows[0]?.reasons[0]?.pattern).toBe(pattern);
    expect(JSON.stringify(rows)).not.toContain(number);
  });

  test("a personal number in a code's column is not kept", () => {
    const own = walk("taxCredit", `纳税人识别号,纳税人名称,评价年度\n52990119900101001300,张某,2025\n529901199001010013,张某,2025`);
    expect(own.rows.map((row) => row.reasons.map((reason) => [reason.field, reason.pattern]))).toEqual([[["uscc", "LEGACY_ID"]], [["uscc", "LEGACY_ID"]]]);
    const seller = walk("vatInvoice", `购方识别号,购方名称,发票号码,行号,销方识别号\n${CODE},${NAME},1,1,529901199001010013`);
    expect(seller.rows[0]).toMatchObject({ fate: "accepted", record: { sellerId: null } });
    expect(JSON.stringify([own, seller])).not.toContain("529901199001010013");
  });

  test("without a number the person cannot be counted", () => {
    const { rows } = walk("laborContract", `${HEAD}\n${CODE},${NAME},张某,/,2025-01-01`);
    expect(rows[0]?.reasons).toMatchObject([{ field: "idCardNo", code: "MISSING" }]);
  });
});

describe("the representative's number in the register", () => {
  const REGISTER = "统一社会信用代码,企业名称,登记状态,法定代表人,法人身份证号";
  const register = (number: string) => walk("bizRegistration", `${REGISTER}\n${CODE},${NAME},存续,张某,${number}`).rows[0];
  test("is kept as digest and mask only", () => {
    const row = register("529901199001010013");
    expect(row).toMatchObject({ fate: "accepted", record: { legalRepName: "张某", idCardMask: "5299**********0013" } });
    expect(row?.record["idCardHash"]).toMatch(/.+/);
    expect(JSON.stringify(row)).not.toContain("529901199001010013");
  });
  test("may be missing, or wrong: the enterprise is registered all the same", () => {
    expect(register("")).toMatchObject({ fate: "accepted", record: { idCardHash: null }, warnings: [] });
    expect(register("529901199001010011")).toMatchObject({
      fate: "accepted",
      record: { idCardHash: null },
      warnings: [{ field: "legalRepIdNo", code: "PERSON_ID" }],
    });
  });
  test("is no required column", () => {
    expect(walk("bizRegistration", `统一社会信用代码,企业名称,登记状态\n${CODE},${NAME},存续`).collected.refusals).toEqual([]);
  });
});

describe("periods of delivery", () => {
  const today = plainDate("2026-07-15");
  test.for([
    ["taxCredit", "2025", true],
    ["taxCredit", "2025Q3", false],
    ["socialInsurance", "2026-06", true],
    ["socialInsurance", "2026", false],
    ["foreignTrade", "2026Q2", true],
    ["bizRegistration", "2026-07-15", true],
    ["bizRegistration", "snapshot", true],
    ["socialInsurance", "snapshot", false],
    ["socialInsurance", "2026-08", false],
    ["socialInsurance", "2026-13", false],
    ["bizRegistration", "2026-02-30", false],
    ["bizRegistration", "20260715", false],
  ] as const)("%s takes %s: %s", ([id, text, accepted]) => {
    expect(periodFor(dataset(id), text, today).ok).toBe(accepted);
  });

  test("the refusal says what is accepted", () => {
    const refusal = periodFor(dataset("socialInsurance"), "2026", today);
    expect(refusal.ok ? "" : refusal.reason.message).toContain("月份（如 2025-07）");
  });

  test("a period knows its days", () => {
    expect(periodFor(dataset("foreignTrade"), "2026Q1", today)).toMatchObject({ value: { from: "2026-01-01", to: "2026-03-31" } });
  });
});
