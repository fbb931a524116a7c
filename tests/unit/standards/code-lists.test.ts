import { describe, expect, test } from "vitest";
import { CODE_LISTS, type CodeListId, canonicalCode, codeName, REG_STATUS_STANDING, spellingIndex } from "../../../lib/standards/code-lists";
import { canonicalTitle, TITLE_CODES, titleName } from "../../../lib/standards/title-codes";

describe("代码表", () => {
  test.each([
    ["regStatus", "存续(在营、开业、在册)", "active"],
    ["regStatus", "在业", "active"],
    ["regStatus", " 开 业 ", "active"],
    ["regStatus", "吊销（未注销）", "revoked"],
    ["regStatus", "吊销（已注销）", "revoked_deregistered"],
    ["regStatus", "吊销,已注销", "revoked_deregistered"],
    ["regStatus", "简易注销", "deregistered"],
    ["regStatus", "停业", "suspended"],
    ["entityType", "有限责任公司（自然人投资或控股）", "company_ltd"],
    ["entityType", "有限责任公司(自然人独资)", "company_ltd"],
    ["entityType", "股份有限公司(非上市、自然人投资或控股)", "company_jsc"],
    ["entityType", "有限责任公司(外商投资、非独资)", "foreign_invested"],
    ["entityType", "个人独资企业", "sole_proprietor"],
    ["entityType", "个体户", "individual_business"],
    ["entityType", "有限责任公司分公司(自然人独资)", "branch"],
    ["taxCreditGrade", "a级", "A"],
    ["taxCreditGrade", "Ｍ", "M"],
    ["enterpriseScale", "4", "micro"],
    ["enterpriseScale", "中型企业", "medium"],
    ["aboveScaleCategory", "B", "industry"],
    ["vatTaxpayerType", "增值税小规模纳税人", "small_scale"],
    ["listingStage", "新三板创新层", "neeq_innovation"],
  ] as const)("%s %s is %s", (list, text, code) => {
    expect(canonicalCode(list, text)).toBe(code);
  });

  test.each([
    ["regStatus", "拟注销"],
    ["regStatus", ""],
    ["entityType", "有限责任公司(台港澳自然人独资)"],
    ["taxCreditGrade", "E"],
    ["vatTaxpayerType", "纳税人"],
  ] as const)("%s %s fits no entry", (list, text) => {
    expect(canonicalCode(list, text)).toBeNull();
  });

  test("every code and every name leads back to itself, no spelling to two codes", () => {
    for (const id of Object.keys(CODE_LISTS) as CodeListId[]) {
      for (const entry of CODE_LISTS[id]) {
        expect(canonicalCode(id, entry.code)).toBe(entry.code);
        expect(canonicalCode(id, entry.name)).toBe(entry.code);
        expect(codeName(id, entry.code)).toBe(entry.name);
      }
    }
    expect(
      spellingIndex([
        { code: "a", name: "同名" },
        { code: "b", name: "同名" },
      ]).has("同名"),
    ).toBe(false);
    expect(codeName("regStatus", "later")).toBe("later");
  });

  test("revoked is not deregistered, a suspended subject is still alive", () => {
    expect(REG_STATUS_STANDING.active).toBe("live");
    expect(REG_STATUS_STANDING.suspended).toBe("manual");
    expect(REG_STATUS_STANDING.deregistered).toBe("ended");
  });
});

describe("资质荣誉", () => {
  test("names and codes lead back to their title", () => {
    for (const entry of TITLE_CODES) {
      for (const spelling of [entry.code, entry.name, ...(entry.aliases ?? [])]) expect(canonicalTitle(spelling)).toBe(entry.code);
      expect(titleName(entry.code)).toBe(entry.name);
    }
  });

  test.each([
    ["专精特新“小巨人”企业", "LITTLE_GIANT"],
    ["专精特新小巨人企业", "LITTLE_GIANT"],
    ["国家AAAA级旅游景区", "SCENIC_4A"],
    ["高新技术企业(重新认定)", "HNTE_RENEWAL"],
  ])("%s is %s", (text, code) => {
    expect(canonicalTitle(text)).toBe(code);
  });

  test("高新技术企业 alone does not say whether it is the first: nobody guesses", () => {
    expect(canonicalTitle("高新技术企业")).toBeNull();
    expect(titleName("LATER_TITLE")).toBe("LATER_TITLE");
  });
});
