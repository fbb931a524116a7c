import { describe, expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { namesLaborDispatch } from "@/lib/pipeline/apply/registration";
import { monthsBefore } from "@/lib/pipeline/apply/windows";
import { INDICATORS } from "./catalogue";
import { derive, plainValues, recordsOf, TODAY, walk } from "./walk";

const CODE = "91529901MADE00011M";
const NAME = "示例食品有限公司";
const WHO = `${CODE},${NAME}`;
const from = (datasetId: string, head: string, ...lines: string[]) => {
  const walked = walk(datasetId, [head, ...lines].join("\n"));
  expect(walked.collected.refusals).toEqual([]);
  expect(walked.rows.flatMap((row) => row.reasons)).toEqual([]);
  return recordsOf(datasetId, walked);
};
const values = (records: ReturnType<typeof from>, delivered: string[] = [], years = [2025], asOf = TODAY) =>
  plainValues(derive(records, delivered, years, asOf));

const register = (more = "存续,2018-06-01,有限责任公司,529901,1392,食品加工") =>
  from("bizRegistration", "统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码,经营范围", `${WHO},${more}`);
const RETURN =
  "纳税人识别号,纳税人名称,申报表种,税款所属期止,营业收入,利润总额,资产总额（万元）,从业人数,是否小型微利企业,增值税纳税人类型,六税两费应纳税额（减征前）,房产税应纳税额,城镇土地使用税应纳税额";
const returns = (...lines: string[]) => from("taxReturn", RETURN, ...lines.map((line) => `${WHO},${line}`));

test("registration is taken as it stands", () => {
  expect(values(register())).toEqual({
    regStatus: "active",
    establishedDate: "2018-06-01",
    entityType: "company_ltd",
    registrationRegion: "529901",
    industryCode: "1392",
    isLaborDispatch: false,
  });
});

test.for([
  ["劳务派遣服务；人力资源服务", true],
  ["人力资源服务（不含劳务派遣）；会议服务", false],
  ["职业中介，劳务派遣除外", false],
  ["食品加工", false],
] as const)("scope %s names labour dispatch: %s", ([scope, expected]) => {
  expect(namesLaborDispatch(scope)).toBe(expected);
});

describe("tax returns", () => {
  const years = returns(
    "企业所得税A类年度,2025-12,12000000,800000,900,86,是,,,,",
    "企业所得税A类年度,2024-12,10000000,-300000,850,80,是,,,,",
    "财务报表,2025-12,99999999,1,1,1,,,,,",
    "增值税,2026-06,,,,,,小规模纳税人,1000.50,,",
    "增值税,2025-12,,,,,,一般纳税人,2000,,",
    "财产和行为税,2025-12,,,,,,,6642.5,5000,3000",
  );

  test("the annual return stands before the statement; growth and scale follow", () => {
    // 2025: 1,200 万元, 86 people, industry C: staff 86 → small, revenue 1,200 万元 ≥ 300 → small. Growth (1200 − 1000) ÷ 1000.
    expect(values([...register(), ...years], [], [2024, 2025])).toMatchObject({
      "annualRevenue@2025": 1_200_000_000,
      "annualRevenue@2024": 1_000_000_000,
      "totalProfit@2025": 80_000_000,
      "totalProfit@2024": -30_000_000,
      "totalAssets@2025": 900_000_000,
      "employeeCount@2025": 86,
      "isSmallLowProfit@2025": true,
      "revenueGrowthRate@2025": "0.2",
      "revenueGrowthRate@2024": null,
      "enterpriseScale@2025": "small",
      vatTaxpayerType: "small_scale",
    });
  });

  test("six taxes before the reduction, property and land after it", () => {
    // 2,000 + 6,642.50; (5,000 + 3,000) ÷ 2 as a small low-profit enterprise.
    expect(values([...register(), ...years])).toMatchObject({ "sixTaxesTwoFeesPayable@2025": 864_250, "propertyLandTaxPayable@2025": 400_000 });
  });

  test("without the reduction the whole is due; when that is not known, neither is the tax", () => {
    const large = returns("企业所得税A类年度,2025-12,1,1,1,1,否,一般纳税人,,,", "财产和行为税,2025-12,,,,,,,,5000,3000");
    expect(values([...register(), ...large])).toMatchObject({ "propertyLandTaxPayable@2025": 800_000 });
    const open = returns("财产和行为税,2025-12,,,,,,,,5000,3000");
    expect(values([...register(), ...open])).not.toHaveProperty("propertyLandTaxPayable@2025");
  });

  test("the simplified return of the last period stands before the statement, and nine months are no year", () => {
    const simple = returns("企业所得税B类,2025-Q3,700,1,1,9,,,,,", "企业所得税B类,2025-Q4,900,1,1,9,,,,,", "财务报表,2025-12,5,1,1,1,,,,,");
    expect(values(simple)).toMatchObject({ "annualRevenue@2025": 90_000 });
    expect(values(returns("企业所得税B类,2025-Q3,700,1,1,9,,,,,"))).toEqual({});
  });

  test("a missing measure leaves the scale unknown, a reported zero is zero", () => {
    const zero = returns("企业所得税A类年度,2025-12,0,0,,5,,,,,", "企业所得税A类年度,2024-12,0,0,,5,,,,,");
    const found = values([...register(), ...zero]);
    expect(found).toMatchObject({ "annualRevenue@2025": 0, "revenueGrowthRate@2025": null, "enterpriseScale@2025": "micro" });
    expect(found).not.toHaveProperty("totalAssets@2025");
    expect(values(zero)).not.toHaveProperty("enterpriseScale@2025");
  });
});

describe("tax paid and owed", () => {
  const head = "纳税人识别号,纳税人名称,税票号码,征收项目,税款所属期,实缴金额,欠税余额,入库日期";
  const paid = from(
    "taxPayment",
    head,
    `${WHO},1,增值税,2025-03,"1,000.00",500,2025-04-10`,
    `${WHO},2,增值税,2025-04,"(200.00)",300,2025-05-10`,
    `${WHO},3,企业所得税,2024-12,50,80,2025-05-12`,
    `${WHO},4,企业所得税,2025-12,70,,2026-01-15`,
  );

  test("payments count by their day, refunds negative; of arrears the latest balance of each tax", () => {
    expect(values(paid)).toEqual({ "annualTaxPaid@2025": 85_000, taxArrears: 38_000 });
  });

  test("no record is zero only when the feed has spoken", () => {
    expect(values(register(), ["taxPayment|2025"])).toMatchObject({ "annualTaxPaid@2025": 0, taxArrears: 0 });
    expect(values(register(), ["taxPayment|2024"])).not.toHaveProperty("annualTaxPaid@2025");
    expect(values([])).toEqual({});
  });
});

test("tax credit: the repaired grade stands; not evaluated is null, not heard is unknown", () => {
  const credit = from("taxCredit", "纳税人识别号,纳税人名称,评价年度,信用级别,级别修复日期", `${WHO},2025年度,a级,2026-05-06`);
  expect(values(credit)).toEqual({ "taxCreditGrade@2025": "A" });
  expect(values([], ["taxCredit|2025"])).toEqual({ "taxCreditGrade@2025": null });
  expect(values([], ["taxCredit|2024"])).toEqual({});
});

test("research: expense and its share of revenue", () => {
  const research = from("rdDeduction", "纳税人识别号,纳税人名称,所属年度,研发费用合计,加计扣除比例", `${WHO},2025,60万元,100%`);
  const revenue = returns("企业所得税A类年度,2025-12,12000000,1,1,1,,,,,");
  expect(values([...research, ...revenue])).toMatchObject({ "rdExpense@2025": 60_000_000, "rdIntensity@2025": "0.05" });
  expect(values([], ["rdDeduction|2025"])).toEqual({ "rdExpense@2025": 0 });
});

test("invoices: by purpose and state, per line, and only with consent", () => {
  const head = "购方识别号,购方名称,发票号码,行号,开票日期,金额（不含税）,价税合计,发票状态,用途标记";
  const invoices = from(
    "vatInvoice",
    head,
    `${WHO},24522000000012345678,1,2025-03-01,100000,113000,正常,生产设备`,
    `${WHO},24522000000012345678,2,2025-03-01,20000.5,22600.57,正常,生产设备`,
    `${WHO},24522000000012345679,1,2025-04-01,9999,9999,红冲,生产设备`,
    `${WHO},24522000000012345680,1,2025-05-01,1000,1090,正常,租金`,
    `${WHO},24522000000012345681,1,2024-05-01,5000,5000,正常,贷款利息`,
  );
  const all = derive(invoices, ["vatInvoice|2025"]);
  expect(plainValues(all)).toEqual({
    "equipmentInvestment@2025": 12_000_050,
    "agriEquipmentInvestment@2025": 0,
    "digitalInvestment@2025": 0,
    "annualRentPaid@2025": 109_000,
    "loanInterestPaid@2025": 0,
    "guaranteeFeePaid@2025": 0,
  });
  expect(all.filter((one) => one.indicatorId === "equipmentInvestment" && one.subject !== "").map((one) => [one.subject, one.value])).toEqual([
    ["24522000000012345678#1", 10_000_000],
    ["24522000000012345678#2", 2_000_050],
  ]);
  expect(values([], ["vatInvoice|2025"])).not.toHaveProperty("annualRentPaid@2025");
  expect(values([])).toEqual({});
});

describe("social insurance", () => {
  const head = "单位编号,统一社会信用代码,单位名称,险种,费款所属期,参保人数,单位实缴,个人实缴,缴费状态";
  const insurance = from(
    "socialInsurance",
    head,
    `0001,${WHO},养老,2026-05,80人,1,1,足额`,
    `0001,${WHO},企养,2026-06,81,1,1,足额`,
    `0002,${WHO},企业职工基本养老保险,2026年6月,4,1,1,足额`,
    `0001,${WHO},失业险,2025-01,80,700,300,足额`,
    `0001,${WHO},失业保险,2025-02,80,700,300,缓缴`,
    `0002,${WHO},失业保险,2025-01,4,70,30,足额`,
  );

  test("insured staff of the latest month over all units; premiums and months of the year", () => {
    expect(values(insurance)).toEqual({ insuredCount: 85, "unemploymentPremiumPaid@2025": 210_000, "unemploymentPremiumMonths@2025": 1 });
  });

  test("a later delivery without the enterprise says that nobody is insured any more", () => {
    expect(values(insurance, ["socialInsurance|2026-07"])).toMatchObject({ insuredCount: 0 });
    expect(values(insurance, ["socialInsurance|2026-06"])).toMatchObject({ insuredCount: 85 });
    expect(values([], ["socialInsurance|2025-12"])).toEqual({ insuredCount: 0, "unemploymentPremiumPaid@2025": 0, "unemploymentPremiumMonths@2025": 0 });
  });
});

test("layoffs: claimants over average insured, without a denominator unknown", () => {
  const head =
    "统一社会信用代码,单位名称,年度,新增领取失业保险金人数,失业保险参保缴费月平均人数,裁员率（%）,上年度实缴失业保险费（单位+个人）,足额缴费月数,备注";
  expect(values(from("unemploymentBenefit", head, `${WHO},2025,3,86,3.49,51600,12,无`))).toEqual({
    "avgInsuredCount@2025": "86",
    "layoffRatio@2025": "0.034883720930".replace(/0$/, ""),
  });
  expect(values(from("unemploymentBenefit", head, `${WHO},2025,11,200,5.5%,51600,12,`))).toMatchObject({ "layoffRatio@2025": "0.055" });
  expect(values(from("unemploymentBenefit", head, `${WHO},2025,0,0,0,0,0,`))).toEqual({ "avgInsuredCount@2025": "0" });
  expect(values([], ["unemploymentBenefit|2025"])).toEqual({ "avgInsuredCount@2025": "0" });
});

test("contracts: by person, with length, insurance and category", () => {
  const head = "统一社会信用代码,用人单位,姓名,证件号码,用工形式,合同开始,合同结束,合同期限,人员类别,参保起始月,见习月数,单位为其实缴养老、医疗、失业保险费";
  const contracts = from(
    "laborContract",
    head,
    `${WHO},张某,529901199001010013,固定期限,2025-03-01,2026-02-28,1年,一般,2025-03,,`,
    `${WHO},张某,529901900101001,固定期限,2025-01-05,2025-02-28,24,一般,2025-01,,`,
    `${WHO},李某,529901199505050027,无固定期限,2025-04-01,,无固定期限,毕业年度高校毕业生,2025-04,,`,
    `${WHO},王某,529901200109090030,固定期限,2025-05-01,2025-06-30,2,16-24岁登记失业青年,2025-05,,`,
    `${WHO},王某,529901200109090030,见习协议,2025-08-01,2026-07-31,14,一般,,14,`,
    `${WHO},李某,529901199505050027,固定期限,2024-01-01,2025-01-31,12,就业困难人员,2024-01,,3600.50`,
  );
  const all = derive(contracts);
  expect(plainValues(all)).toEqual({
    "newHireContract12mCount@2025": 2,
    // 王某 was insured for two months only.
    "youthHireCount@2025": 1,
    "keyGroupPremiumPaid@2025": 360_050,
    "internPersonMonths@2025": 12,
  });
  expect(all.filter((one) => one.indicatorId === "newHireContract12mCount" && one.subject !== "").map((one) => one.subject)).toEqual([
    "digest-of-0013",
    "digest-of-0027",
  ]);
  expect(values([], ["laborContract|2025"])).toEqual({
    "newHireContract12mCount@2025": 0,
    "youthHireCount@2025": 0,
    "keyGroupPremiumPaid@2025": 0,
    "internPersonMonths@2025": 0,
  });
});

test("above-scale directory: in it, left it, never in it", () => {
  const head = "序号,统一社会信用代码/组织机构代码,单位详细名称,行业代码,专业类别,首次入库时间,入库方式,在库状态,退库时间";
  const line = (state: string) => from("aboveScaleDirectory", head, `1,${WHO},132,规上工业,202403,月度,${state}`);
  expect(values(line("在库,"))).toEqual({ aboveScaleCategory: "industry", firstAboveScaleDate: "2024-03-01" });
  expect(values(line("退库,2026-07"))).toMatchObject({ aboveScaleCategory: null });
  expect(values(line("退库,2026-08"))).toMatchObject({ aboveScaleCategory: "industry" });
  expect(values([], ["aboveScaleDirectory"])).toEqual({ aboveScaleCategory: "none", firstAboveScaleDate: null });
});

test("statistics: share of high-tech revenue of the annual report", () => {
  const head = "统一社会信用代码,单位详细名称,报告期,营业收入（千元）,高新技术产品（服务）收入（千元）,单位规模";
  expect(values(from("economicIndicators", head, `${WHO},2025-12,12000,6000,3小型`, `${WHO},2025,12500,9000,小型`))).toEqual({
    "hiTechRevenueRatio@2025": "0.72",
  });
  expect(values(from("economicIndicators", head, `${WHO},2025-12,12000,/,3`))).toEqual({ "hiTechRevenueRatio@2025": null });
  expect(values(from("economicIndicators", head, `${WHO},2025-11,12000,6000,3`))).toEqual({});
});

test("intellectual property in force or pledged", () => {
  const head = "专利（登记）号,权利人,统一社会信用代码,类型,法律状态,共有权利人";
  const rights = from(
    "intellectualProperty",
    head,
    `ZL 2021 1 0123456.X,${NAME},${CODE},发明,授权,甲厂；乙厂`,
    `zl202110123457.x,${NAME},${CODE},实用新型,质押,`,
    `ZL3,${NAME},${CODE},软著,失效,`,
  );
  expect(values(rights)).toEqual({ ipCount: 2 });
  expect(values([], ["intellectualProperty"])).toEqual({ ipCount: 0 });
});

describe("negative list", () => {
  const CREDIT = "统一社会信用代码,主体名称,名单类型,列入日期,移出日期,信用修复状态,法定代表人";
  const credit = (...lines: string[]) => values(from("publicCredit", CREDIT, ...lines.map((line) => `${WHO},${line}`)));
  const REGULATORY = "统一社会信用代码,当事人名称,记录类型,决定书文号,处罚种类,罚款金额（万元）,决定日期,列入日期,移出日期,是否重大违法";
  const regulatory = (...lines: string[]) =>
    values(from("regulatoryRecord", REGULATORY, ...lines.map((line, i) => `${WHO},${line.replace("#", `（2024）${i}号`)}`)));

  test("listed by the day of judgement and not removed by then", () => {
    expect(credit("失信被执行人,2025-01-01,,未修复,张某", "拖欠农民工工资,2024-01-01,2026-07-15,已修复,张某")).toEqual({
      dishonestFlag: true,
      wageArrearsFlag: false,
      majorAccident3y: false,
    });
    expect(credit("拖欠农民工工资,2024-01-01,2026-07-16,,张某")).toMatchObject({ wageArrearsFlag: true, dishonestFlag: false });
  });

  test("thirty-six months back from the day of judgement", () => {
    expect(credit("重大事故,2023-07-15,,,张某")).toMatchObject({ majorAccident3y: true });
    expect(credit("重大事故,2023-07-14,,,张某")).toMatchObject({ majorAccident3y: false });
    expect(regulatory("行政处罚,#,罚款,0.5万,2023-07-15,,,√")).toEqual({ majorViolation3y: true, abnormalOperationFlag: false });
    expect(regulatory("行政处罚,#,罚款,0.5万,2023-07-14,,,√")).toMatchObject({ majorViolation3y: false });
    expect(regulatory("行政处罚,#,罚款,0.5,2026-01-01,,,否", "经营异常,#,,,,2026-01-01,,")).toEqual({ majorViolation3y: false, abnormalOperationFlag: true });
  });

  test("a silent feed proves nothing", () => {
    expect(values([], ["publicCredit"])).toEqual({ dishonestFlag: false, wageArrearsFlag: false, majorAccident3y: false });
    expect(values([])).toEqual({});
  });

  test("the corresponding day of a shorter month is its last", () => {
    expect(monthsBefore(plainDate("2026-07-15"), 36)).toBe("2023-07-15");
    expect(monthsBefore(plainDate("2024-02-29"), 36)).toBe("2021-02-28");
    expect(monthsBefore(plainDate("2026-01-31"), 11)).toBe("2025-02-28");
  });
});

describe("titles", () => {
  const head = "统一社会信用代码,企业名称,资质荣誉名称,资质代码,认定文号,认定日期,有效期至,获证产品数,主导产品市场占有率（%）,关键核心技术自主率（%）,状态";
  const titles = (...lines: string[]) => from("titleRegistry", head, ...lines.map((line) => `${WHO},${line}`));
  const some = titles(
    "专精特新中小企业,SRDI_PROVINCIAL,X工信函[2024]35号,2024-06-01,2027-05-31,,35%,,有效",
    "高新技术企业,,,2023-11-01,2026-07-14,,,,有效",
    "绿色食品认证,GREEN_FOOD,,2025-03-01,2028-03-01,3个,,,有效",
    "有机产品认证,,,2025-05-01,,2,,,有效",
    "新三板基础层挂牌,LISTING_NEEQ_BASE,,2025-01-01,,,,,有效",
    "区域性股权市场挂牌,LISTING_REGIONAL,,2023-01-01,,,,,有效",
  );

  test("those in force, with their days; products and listing apart", () => {
    const all = derive(some);
    expect(plainValues(all)).toEqual({
      titleCodes: ["SRDI_PROVINCIAL"],
      titleAwardDate: "2024-06-01",
      listingStage: "neeq_base",
      "certifiedAgriProductCount@2025": 5,
      "mainProductMarketShare@2025": "0.35",
      "coreTechAutonomyRate@2025": null,
    });
    expect(all.find((one) => one.indicatorId === "titleAwardDate" && one.subject === "SRDI_PROVINCIAL")).toMatchObject({
      value: "2024-06-01",
      validFrom: "2024-06-01",
      validTo: "2027-05-31",
      rowIds: [2],
    });
  });

  test("the last day of validity still counts", () => {
    expect(values(some, [], [2025], plainDate("2026-07-14"))).toMatchObject({ titleCodes: ["HNTE_FIRST", "SRDI_PROVINCIAL"] });
  });

  test("no entry is an empty set once the feed has spoken", () => {
    expect(values([], ["titleRegistry"])).toEqual({
      titleCodes: [],
      titleAwardDate: null,
      listingStage: "none",
      "certifiedAgriProductCount@2025": 0,
      "mainProductMarketShare@2025": null,
      "coreTechAutonomyRate@2025": null,
    });
  });
});

test("electricity of all meters; none tied is unknown", () => {
  const head = "户号,户名,统一社会信用代码,用电类别,电费年月,用电量（千瓦时）,电费";
  const power = from(
    "electricityUsage",
    head,
    `5201,${NAME},/,大工业,202503,12.5万千瓦时,"80,000"`,
    `5202,${NAME},,一般工商业,2025年4月,"1,200.5",900`,
    `5202,${NAME},,一般工商业,2024-04,7,9`,
  );
  expect(values(power)).toEqual({ "annualElectricity@2025": "126200.5" });
  expect(values([], ["electricityUsage|2025"])).toEqual({});
});

test("foreign trade in yuan at the stated rate", () => {
  const head = "海关注册编码,统一社会信用代码,企业名称,年度,出口额（万美元）,折算汇率,实缴信保保费";
  // 12.34 万美元 × 7.1234 = 123,400 × 7.1234 = 879,027.56 yuan.
  expect(values(from("foreignTrade", head, `530960123,${WHO},2025,12.34,7.1234,5600`))).toEqual({
    "exportValue@2025": 87_902_756,
    "exportInsurancePremium@2025": 560_000,
  });
  expect(values(from("foreignTrade", head, `5309601234,${WHO},2025,12.34,,5600`))).toEqual({ "exportInsurancePremium@2025": 560_000 });
  expect(values([], ["foreignTrade|2025"])).toEqual({ "exportValue@2025": 0, "exportInsurancePremium@2025": 0 });
});

test("fairs and online sales", () => {
  const head = "统一社会信用代码,企业名称,展会（平台）名称,类别,参展日期,标准展位数,展位费,网络零售额（万元）";
  const market = from(
    "marketExpansion",
    head,
    `${WHO},秋季展,境内国际展会,2025-10-15,2个,"18,000",`,
    `${WHO},某平台,电商,2025-12-31,,,230.5`,
    `${WHO},旧展,境外展,2024-10-15,1,9,`,
  );
  expect(values(market)).toEqual({ "exhibitionFee@2025": 1_800_000, "onlineRetailSales@2025": 230_500_000 });
});

test("together the feeds yield all 56 indicators of the catalogue, and each value names its rows", () => {
  const all = derive(
    [
      ...register(),
      ...returns(
        "企业所得税A类年度,2025-12,12000000,1,900,86,是,一般纳税人,,,",
        "企业所得税A类年度,2024-12,10000000,1,850,80,是,,,,",
        "财产和行为税,2025-12,,,,,,,6642.5,5000,3000",
      ),
      ...from(
        "vatInvoice",
        "购方识别号,购方名称,发票号码,行号,开票日期,金额（不含税）,价税合计,发票状态,用途标记",
        `${WHO},1,1,2025-05-01,1000,1090,正常,租金`,
      ),
      ...from("electricityUsage", "户号,户名,电费年月,用电量（千瓦时）", `5201,${NAME},202503,5`),
      ...from("economicIndicators", "统一社会信用代码,单位详细名称,报告期,营业收入（千元）,高新技术产品（服务）收入（千元）", `${WHO},2025,12500,9000`),
      ...from("unemploymentBenefit", "统一社会信用代码,单位名称,年度,新增领取失业保险金人数,失业保险参保缴费月平均人数", `${WHO},2025,3,86`),
    ],
    INDICATORS.indicators.map((one) => one.dataset),
  );
  expect(new Set(all.map((one) => one.indicatorId))).toEqual(new Set(INDICATORS.indicators.map((one) => one.id)));
  expect(all.filter((one) => one.indicatorId === "rdIntensity")[0]).toMatchObject({ datasetId: "rdDeduction", asOf: TODAY, rowIds: [2] });
});
