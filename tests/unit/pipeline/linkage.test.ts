import { describe, expect, test } from "vitest";
import { buildFinder } from "@/lib/pipeline/link/finder";
import { gradeName, isOneSlip } from "@/lib/pipeline/link/likeness";
import { linkHeld, linkPlan, linkRow } from "@/lib/pipeline/link/link-row";
import { nameParts } from "@/lib/pipeline/link/name-parts";
import { lookupsOf, type Register } from "@/lib/pipeline/link/register";
import { score } from "@/lib/pipeline/link/score";
import { COUNTY, countGrades, newTally, sharesOf, weightOf } from "@/lib/pipeline/link/weights";
import { dataset } from "./catalogue";

const A = "91529901MADE00011M";
const B = "91529901MADE0002XD";
const C = "91529901MADE00038D";
const BRANCH = "91529901MADE8B058W";
const SHOP = "92529901MADE8B058W";
const register: Register = {
  enterprises: [
    { uscc: A, name: "青禾县绿源食品加工有限公司", formerNames: ["青禾县绿源食品厂"], legacyNumber: "529901100000018", address: "青禾县城关镇人民路18号" },
    { uscc: B, name: "青禾县绿原食品加工有限公司", address: "青禾县工业园二号路6号", representative: "张*", phone: "160****1234" },
    { uscc: C, name: "青禾县宏达建筑材料有限公司", formerNames: ["青禾县瑞丰物资有限公司"], address: "青禾县河口镇滨河路3号" },
    { uscc: BRANCH, name: "青禾县宏达建筑材料有限公司河口分公司", address: "青禾县河口镇滨河路5号" },
    { uscc: SHOP, name: "青禾县瑞丰物资有限公司", address: "青禾县城关镇文化路9号" },
  ],
  accounts: [],
};
const lookups = lookupsOf(register);
const credit = linkPlan(dataset("taxCredit"));
const power = linkPlan(dataset("electricityUsage"));
const metered = (accountName: string, address: string | null) => linkRow({ uscc: null, accountName, address, meterAccountNo: "1" }, power, lookups);

describe("names in parts", () => {
  const stems = ["青禾"];
  test.for([
    ["青禾县绿源食品加工有限公司", "绿源食品加工", "有限公司", "青禾", "company"],
    ["青禾绿源食品加工有限责任公司", "绿源食品加工", "有限公司", "青禾", "company"],
    ["绿源（青禾）食品加工有限公司", "绿源食品加工", "有限公司", "青禾", "company"],
    ["绿源食品加工", "绿源食品加工", null, null, null],
    ["青禾县绿源食品厂", "绿源食品", "厂", "青禾", null],
    ["青禾县城关镇张记面馆（个体工商户）", "张记面馆", null, "青禾城关镇", "individual"],
    ["青禾县绿源蔬菜专业合作社", "绿源蔬菜专业", "合作社", "青禾", "cooperative"],
    ["青禾县绿源食品加工有限公司城东分公司", "绿源食品加工有限公司城东分", "公司", "青禾", "branch"],
  ] as const)("%s", ([name, core, form, place, kind]) => {
    expect(nameParts(name, stems)).toMatchObject({ core, form, place, kind });
  });

  test("a code tells the kind where the name does not", () => {
    expect(nameParts("青禾县张记面馆", stems, SHOP)?.kind).toBe("individual");
    expect(nameParts("—", stems)).toBeNull();
  });

  test.for([
    ["绿源食品", "绿原食品", true],
    ["绿源食品", "绿源食", true],
    ["绿源食品", "绿源源食品", true],
    ["绿源食品", "源绿食品", true],
    ["绿源食品", "绿源食品", false],
    ["绿源食品", "源绿品食", false],
    ["绿源食品", "绿洲药品", false],
  ] as const)("%s and %s one slip apart: %s", ([a, b, slip]) => expect(isOneSlip(a, b)).toBe(slip));

  test.for([
    ["绿源食品加工", "绿源食品加工", "same"],
    ["绿源食品加工", "绿原食品加工", "near"],
    ["绿源食品加工", "绿源食品", "short"],
    ["绿源食品", "绿源食品加工", "brand"],
    ["第一建筑", "第二建筑", "different"],
    ["瑞丰物资", "新瑞丰物资", "different"],
    ["宏达建材", "宏大建材", "near"],
    ["绿源食品", "宏达建材", "different"],
  ] as const)("%s written as %s: %s", ([registered, written, grade]) => expect(gradeName(registered, written)).toBe(grade));
});

describe("weights", () => {
  test("shares are counts, drawn towards the county's by as many pairs as it stands for", () => {
    const tally = newTally();
    countGrades(tally, { form: "same" }, 30);
    countGrades(tally, { form: "different" }, 70);
    // (30 + 100 × 0.5) ÷ 200
    expect(sharesOf(tally, COUNTY.u, 100).form).toEqual({ same: 0.4, different: 0.6 });
    expect(sharesOf(newTally(), COUNTY.u, 100).place).toEqual({ same: 0.95, different: 0.05 });
  });

  test("evidence adds up in logarithms; what one side does not say counts nothing", () => {
    const weights = { m: { ...COUNTY.m, form: { same: 0.8, different: 0.2 } }, u: { ...COUNTY.u, form: { same: 0.4, different: 0.6 } } };
    expect(weightOf({}, weights)).toBe(0);
    expect(weightOf({ form: "same" }, weights)).toBeCloseTo(Math.log(2), 10);
    expect(weightOf({ form: "different" }, weights)).toBeCloseTo(Math.log(1 / 3), 10);
  });

  test("candidates and a stranger share one certainty", () => {
    const weights = { m: { ...COUNTY.m, form: { same: 0.8, different: 0.2 } }, u: { ...COUNTY.u, form: { same: 0.4, different: 0.6 } } };
    // Odds 49 ÷ 2 for each before, doubled and cut to a third by the form: 49, 49/6, and 1 for the stranger
    const scored = score(
      [
        { uscc: A, likeness: { form: "different" } },
        { uscc: B, likeness: { form: "same" } },
      ],
      2,
      weights,
    );
    expect(scored.map((one) => one.uscc)).toEqual([B, A]);
    expect(scored[0]?.probability).toBeCloseTo(49 / (49 + 49 / 6 + 1), 10);
  });

  test("u follows the register: where a place is shared by all, it says little", () => {
    const many = Array.from({ length: 600 }, (_, at) => ({ uscc: `91529901MADE${at}`, name: `青禾县字号${at}商贸有限公司`, address: "青禾县市场路1号" }));
    expect(buildFinder(many).weights.u.address.same).toBeGreaterThan(0.5);
    expect(buildFinder(register.enterprises).weights.u.address.same).toBeLessThan(0.001);
  });
});

describe("whose row it is, by likeness", () => {
  test("a typing error in the name is settled by a right code", () => {
    expect(linkRow({ uscc: C, name: "青禾县宏达建筑才料有限公司" }, credit, lookups)).toEqual({ fate: "auto", confidence: 0.96, uscc: C, candidates: [C] });
  });

  test("so is one in the words of its legal form, and one that is as near to a sister: the code speaks and nothing contradicts it", () => {
    expect(linkRow({ uscc: C, name: "青禾县宏达建筑材料有限限公司" }, credit, lookups)).toMatchObject({ fate: "auto", uscc: C });
    expect(linkRow({ uscc: C, name: "青禾县宏达建筑材料限有公司" }, credit, lookups)).toMatchObject({ fate: "auto", uscc: C });
    expect(linkRow({ uscc: A, name: "青禾县绿元食品加工有限公司" }, credit, lookups)).toMatchObject({ fate: "auto", uscc: A });
    expect(linkRow({ uscc: C, name: "青和县宏达建筑材料有限公司" }, credit, lookups)).toMatchObject({ fate: "auto", uscc: C });
  });

  test("not where it is another kind, another county's, or the name of a sister but for its form", () => {
    expect(linkRow({ uscc: A, name: "青禾县绿原食品加工厂" }, credit, lookups)).toMatchObject({ fate: "review", uscc: null, candidates: [A, B] });
    expect(linkRow({ uscc: C, name: "青禾县宏达建筑才料有限公司河口分公司" }, credit, lookups)).toMatchObject({ fate: "review", candidates: [C, BRANCH] });
    expect(linkRow({ uscc: C, name: "红河县宏达建筑才料有限公司" }, credit, lookups)).toMatchObject({ fate: "review" });
  });

  test("a sibling's right code under a name that is another's stays with a person", () => {
    expect(linkRow({ uscc: A, name: "青禾县绿原食品加工有限公司" }, credit, lookups)).toMatchObject({ fate: "review", candidates: [A, B] });
  });

  test("a name with a slip and the registered address links by itself, the name alone is only offered", () => {
    expect(metered("青禾县宏大建筑材料有限公司", "青禾县河口镇滨河路3号")).toMatchObject({ fate: "auto", uscc: C, confidence: 0.95 });
    expect(metered("青禾县宏大建筑材料有限公司", null)).toMatchObject({ fate: "review", candidates: [C] });
    expect(metered("青禾县宏大建筑材料有限公司", "青禾县城关镇人民路18号")).toMatchObject({ fate: "review" });
  });

  test("between siblings the address decides, and where it speaks for the other, a person", () => {
    expect(metered("青禾县绿元食品加工有限公司", "青禾县工业园二号路6号")).toMatchObject({ fate: "auto", uscc: B });
    expect(metered("青禾县绿源食品加工有限公司", "青禾县工业园二号路6号")).toMatchObject({ fate: "review", candidates: [A, B] });
    expect(metered("青禾县绿源食品加工有限公司", "青禾县城关镇人民路18号")).toMatchObject({ fate: "auto", uscc: A, confidence: 0.99 });
  });

  test("a name given up by one and taken by another tells neither, unless the address does", () => {
    expect(metered("青禾县瑞丰物资有限公司", null)).toMatchObject({ fate: "review", candidates: [SHOP, C] });
    expect(metered("青禾县瑞丰物资有限公司", "青禾县城关镇文化路9号")).toMatchObject({ fate: "auto", uscc: SHOP });
    expect(metered("青禾县瑞丰物资有限公司", "青禾县河口镇滨河路3号")).toMatchObject({ fate: "auto", uscc: C });
  });

  test("a code that led nowhere is never mended by likeness, only offered", () => {
    const link = linkRow({ uscc: null, usccRaw: "91529901MADE00939D", name: "青禾县宏达建筑才料有限公司" }, credit, lookups);
    expect(link).toMatchObject({ fate: "review", uscc: null, candidates: [C] });
    const held = {
      record: { uscc: null, name: "青禾县宏达建筑才料有限公司" },
      reasons: [{ field: "uscc", pattern: "PLACEHOLDER", code: "MISSING", message: "" }],
    } as const;
    expect(linkHeld(held, credit, lookups)).toMatchObject({ fate: "review", uscc: null, candidates: [C] });
  });

  test("a stranger is nobody", () => {
    expect(metered("某某商店", "青禾县河口镇滨河路3号")).toMatchObject({ fate: "none", candidates: [] });
    expect(linkRow({ uscc: "91529901MADE00046P", name: "某某商店" }, credit, lookups)).toMatchObject({ fate: "none" });
  });

  test("whom a person has ruled out is not offered again, and not linked", () => {
    const ruled = lookupsOf({ ...register, apart: [{ key: "青禾县宏大建筑材料有限公司", uscc: C }] });
    const row = { uscc: null, accountName: "青禾县宏大建筑材料有限公司", address: "青禾县河口镇滨河路3号", meterAccountNo: "1" };
    expect(linkRow(row, power, ruled)).toMatchObject({ fate: "none", uscc: null });
  });
});
