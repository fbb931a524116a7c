/**
 * 共享数据集的导出格式: what the departments' exports look like in this county — headers, kinds of field and the faults that each field is prone to.
 * The generator writes by this table; the product reads by its own.
 */
export type FieldKind = "code" | "text" | "name" | "person" | "list" | "enum" | "date" | "period" | "year" | "money" | "count" | "number" | "ratio" | "bool";

/** The dirty-data patterns of a cell, and the row- and file-level ones that `truth` names. */
export type Pattern =
  | "FULLWIDTH"
  | "ENC_GBK"
  | "RARE_CHAR"
  | "SUFFIX"
  | "BRACKET"
  | "SPACE"
  | "OLD_NAME"
  | "LEGACY_ID"
  | "OCR"
  | "CASE_DUP"
  | "DUP_ROW"
  | "SCI"
  | "APOS"
  | "DATE_MIX"
  | "DATE_SERIAL"
  | "DATE_BAD"
  | "PERIOD_MIX"
  | "THOUSAND"
  | "UNIT_TEXT"
  | "UNIT_SCALE"
  | "PERCENT"
  | "NEG_PAREN"
  | "PLACEHOLDER"
  | "HEADER_MERGED"
  | "TOTAL_ROW"
  | "HEADER_ALIAS"
  | "ENUM_ALIAS"
  | "COL_SHIFT"
  | "LEAD_ZERO"
  | "STALE"
  | "RANGE"
  | "MULTI_VALUE"
  /** A credit code whose last character fails its check: no confusion of letters explains it. */
  | "CHECK_CHAR"
  /** A row without a code under a name that the register does not know (a landlord's meter). */
  | "UNLINKABLE";

export type Field = {
  readonly header: string;
  readonly id: string;
  readonly kind: FieldKind;
  readonly faults: readonly Pattern[];
  /** Set where a money column is not in 元. */
  readonly unit: string | null;
};

/** The form of an upload's `period`: one per dataset, by its frequency; present-state datasets say `snapshot`. */
export type PeriodForm = "snapshot" | "year" | "quarter" | "month" | "day";

export type Layout = {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly period: PeriodForm;
  readonly fields: readonly Field[];
};

function layout(id: string, name: string, department: string, period: PeriodForm, table: string): Layout {
  const fields = table
    .trim()
    .split("\n")
    .map((line): Field => {
      const [header = "", field = "", kind = "text", faults = "", unit] = line.split("|").map((part) => part.trim());
      return { header, id: field, kind: kind as FieldKind, faults: faults.split(" ").filter(Boolean) as Pattern[], unit: unit ?? null };
    });
  return { id, name, department, period, fields };
}

export const layouts = {
  bizRegistration: layout(
    "bizRegistration",
    "工商登记",
    "samr",
    "snapshot",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    注册号 | legacyRegNo | code | LEAD_ZERO SCI PLACEHOLDER
    企业名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    曾用名 | formerNames | list | MULTI_VALUE BRACKET
    企业类型 | entityType | enum | ENUM_ALIAS SPACE
    法定代表人 | legalRepName | person | RARE_CHAR SPACE
    注册资本（万元） | registeredCapital | money | UNIT_TEXT UNIT_SCALE THOUSAND | 万元
    成立日期 | establishedDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    核准日期 | approvedDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    营业期限至 | operationTo | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    登记状态 | regStatus | enum | ENUM_ALIAS SPACE
    登记机关 | regAuthority | text | SPACE
    登记机关区划代码 | registrationRegion | code | LEAD_ZERO FULLWIDTH
    住所 | address | text | SPACE BRACKET
    行业代码 | industryCode | code | LEAD_ZERO ENUM_ALIAS PLACEHOLDER
    经营范围 | businessScope | text | COL_SHIFT
    联系电话 | contactPhone | text | FULLWIDTH SCI PLACEHOLDER
    法定代表人证件号码 | legalRepIdNo | code |
  `,
  ),
  regulatoryRecord: layout(
    "regulatoryRecord",
    "行政处罚与经营异常",
    "samr",
    "day",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    当事人名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    记录类型 | recordType | enum | ENUM_ALIAS SPACE
    决定书文号 | docNo | text | BRACKET SPACE
    处罚种类 | penaltyType | enum | ENUM_ALIAS SPACE
    罚款金额（万元） | fineAmount | money | UNIT_TEXT UNIT_SCALE PLACEHOLDER | 万元
    决定日期 | decisionDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    列入日期 | listedDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    移出日期 | removedDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    作出机关 | authority | text | SPACE
    是否重大违法 | isMajor | bool | ENUM_ALIAS
  `,
  ),
  taxReturn: layout(
    "taxReturn",
    "纳税申报",
    "tax",
    "month",
    `
    纳税人识别号 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    纳税人名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    申报表种 | formType | enum | ENUM_ALIAS SPACE
    税款所属期起 | periodStart | period | PERIOD_MIX
    税款所属期止 | periodEnd | period | PERIOD_MIX
    增值税纳税人类型 | vatTaxpayerType | enum | ENUM_ALIAS SPACE
    是否小型微利企业 | isSmallLowProfit | bool | ENUM_ALIAS
    应税销售额 | taxableSales | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    营业收入 | annualRevenue | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    利润总额 | totalProfit | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    资产总额（万元） | totalAssetsWan | money | UNIT_SCALE THOUSAND | 万元
    从业人数 | employeeCount | count | UNIT_TEXT FULLWIDTH RANGE PLACEHOLDER
    六税两费应纳税额（减征前） | sixTaxesTwoFeesPayable | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    房产税应纳税额 | propertyTaxPayable | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    城镇土地使用税应纳税额 | landUseTaxPayable | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    申报日期 | filedDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
  `,
  ),
  taxPayment: layout(
    "taxPayment",
    "税款入库",
    "tax",
    "month",
    `
    纳税人识别号 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    纳税人名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    税票号码 | voucherNo | text | SCI LEAD_ZERO
    征收项目 | taxType | enum | ENUM_ALIAS SPACE
    税款所属期 | period | period | PERIOD_MIX
    实缴金额 | paidAmount | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    欠税余额 | taxArrears | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    入库日期 | paidDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    征收机关 | collectAuthority | enum | ENUM_ALIAS SPACE
  `,
  ),
  taxCredit: layout(
    "taxCredit",
    "纳税信用等级",
    "tax",
    "year",
    `
    纳税人识别号 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    纳税人名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    评价年度 | evalYear | year | UNIT_TEXT FULLWIDTH
    信用级别 | taxCreditGrade | enum | ENUM_ALIAS SPACE
    评价得分 | score | number | FULLWIDTH PLACEHOLDER
    级别修复日期 | repairDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    序号 | rowNo | count | 
  `,
  ),
  rdDeduction: layout(
    "rdDeduction",
    "研发费用加计扣除",
    "tax",
    "year",
    `
    纳税人识别号 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    纳税人名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    所属年度 | year | year | UNIT_TEXT
    研发费用合计 | rdExpense | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    其中：委托研发 | outsourcedRd | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    加计扣除比例 | deductRate | ratio | PERCENT
    加计扣除总额 | superDeduction | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    研发项目数 | rdProjectCount | count | UNIT_TEXT
    研发人员数 | rdStaffCount | count | UNIT_TEXT FULLWIDTH RANGE PLACEHOLDER
  `,
  ),
  vatInvoice: layout(
    "vatInvoice",
    "增值税进项发票",
    "tax",
    "day",
    `
    购方识别号 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    购方名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    发票号码 | invoiceNo | text | SCI LEAD_ZERO APOS
    行号 | lineNo | count | 
    发票代码 | invoiceCode | text | LEAD_ZERO PLACEHOLDER
    开票日期 | invoiceDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    销方识别号 | sellerId | code | OCR LEGACY_ID
    货物或应税劳务名称 | goodsName | text | SPACE
    税收分类编码 | taxCategoryCode | code | SCI LEAD_ZERO
    金额（不含税） | amountExclTax | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    税额 | taxAmount | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    价税合计 | amountInclTax | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    发票状态 | invoiceStatus | enum | ENUM_ALIAS SPACE
    用途标记 | purposeTag | enum | ENUM_ALIAS SPACE
  `,
  ),
  socialInsurance: layout(
    "socialInsurance",
    "社保缴纳",
    "hrss",
    "month",
    `
    单位编号 | unitNo | text | LEAD_ZERO SCI
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    单位名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    险种 | insuranceType | enum | ENUM_ALIAS SPACE
    费款所属期 | period | period | PERIOD_MIX
    参保人数 | insuredCount | count | UNIT_TEXT FULLWIDTH RANGE PLACEHOLDER
    缴费基数合计 | baseTotal | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    单位应缴 | employerPayable | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    单位实缴 | employerPaid | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    个人实缴 | employeePaid | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    到账日期 | paidDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    缴费状态 | payStatus | enum | ENUM_ALIAS SPACE
  `,
  ),
  unemploymentBenefit: layout(
    "unemploymentBenefit",
    "失业保险金领取与裁员率",
    "hrss",
    "year",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    单位名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    年度 | year | year | UNIT_TEXT
    新增领取失业保险金人数 | newClaimants | count | UNIT_TEXT FULLWIDTH RANGE PLACEHOLDER
    失业保险参保缴费月平均人数 | avgInsuredCount | number | RANGE
    裁员率（%） | layoffRatioPct | ratio | PERCENT
    上年度实缴失业保险费（单位+个人） | unemploymentPremiumPaid | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    足额缴费月数 | unemploymentPremiumMonths | count | UNIT_TEXT RANGE
    备注 | remark | text | 
  `,
  ),
  laborContract: layout(
    "laborContract",
    "劳动合同备案与就业登记",
    "hrss",
    "day",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    用人单位 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    姓名 | personName | person | RARE_CHAR SPACE
    证件号码 | idCardNo | code | CASE_DUP SCI LEGACY_ID OCR
    用工形式 | contractKind | enum | ENUM_ALIAS SPACE
    合同开始 | contractStart | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    合同结束 | contractEnd | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    合同期限 | contractMonths | count | UNIT_TEXT PLACEHOLDER
    人员类别 | personCategory | enum | ENUM_ALIAS SPACE
    就业登记日期 | registeredDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    参保起始月 | insuredFrom | period | PERIOD_MIX
    见习月数 | internMonths | count | RANGE
    单位为其实缴养老、医疗、失业保险费 | employerPremiumPaid | money | THOUSAND UNIT_TEXT UNIT_SCALE PLACEHOLDER
  `,
  ),
  aboveScaleDirectory: layout(
    "aboveScaleDirectory",
    "四上单位名录",
    "stats",
    "month",
    `
    序号 | rowNo | count | 
    统一社会信用代码/组织机构代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    单位详细名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    行业代码 | industryCode | code | LEAD_ZERO
    专业类别 | aboveScaleCategory | enum | ENUM_ALIAS SPACE
    首次入库时间 | firstAboveScaleDate | period | PERIOD_MIX
    入库方式 | entryKind | enum | ENUM_ALIAS SPACE
    在库状态 | inLibrary | enum | ENUM_ALIAS SPACE
    退库时间 | exitPeriod | period | PERIOD_MIX
  `,
  ),
  economicIndicators: layout(
    "economicIndicators",
    "主要经济指标",
    "stats",
    "year",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    单位详细名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    报告期 | period | period | PERIOD_MIX
    营业收入（千元） | revenueK | money | UNIT_SCALE THOUSAND | 千元
    资产总计（千元） | totalAssetsK | money | UNIT_SCALE | 千元
    利润总额（千元） | profitK | money | NEG_PAREN | 千元
    期末从业人员 | employeeCount | count | UNIT_TEXT FULLWIDTH RANGE PLACEHOLDER
    高新技术产品（服务）收入（千元） | hiTechRevenueK | money | UNIT_SCALE PLACEHOLDER | 千元
    单位规模 | enterpriseScale | enum | ENUM_ALIAS SPACE
  `,
  ),
  intellectualProperty: layout(
    "intellectualProperty",
    "知识产权",
    "sci_tech",
    "quarter",
    `
    专利（登记）号 | ipNo | text | SPACE CASE_DUP SCI
    权利人 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    类型 | ipType | enum | ENUM_ALIAS SPACE
    名称 | title | text | SPACE
    授权（登记）日期 | grantDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    法律状态 | legalStatus | enum | ENUM_ALIAS SPACE
    共有权利人 | coOwners | list | MULTI_VALUE
  `,
  ),
  publicCredit: layout(
    "publicCredit",
    "公共信用信息",
    "ndrc",
    "snapshot",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    主体名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    名单类型 | listType | enum | ENUM_ALIAS SPACE
    认定文书号 | docNo | text | BRACKET
    认定机关 | authority | text | SPACE
    列入日期 | listedDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    移出日期 | removedDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    信用修复状态 | repairStatus | enum | ENUM_ALIAS SPACE
    法定代表人 | legalRepName | person | RARE_CHAR
  `,
  ),
  titleRegistry: layout(
    "titleRegistry",
    "资质荣誉名录",
    "ndrc",
    "snapshot",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    企业名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    资质荣誉名称 | titleName | text | SPACE BRACKET
    资质代码 | titleCode | enum | ENUM_ALIAS SPACE
    级别 | level | enum | ENUM_ALIAS SPACE
    认定部门 | certDept | text | SPACE
    认定文号 | docNo | text | BRACKET
    认定日期 | titleAwardDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    有效期至 | validUntil | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    获证产品数 | productCount | count | UNIT_TEXT
    主导产品市场占有率（%） | mainProductMarketShare | ratio | PERCENT
    关键核心技术自主率（%） | coreTechAutonomyRate | ratio | PERCENT
    状态 | status | enum | ENUM_ALIAS SPACE
  `,
  ),
  electricityUsage: layout(
    "electricityUsage",
    "用电量",
    "ndrc",
    "month",
    `
    户号 | meterAccountNo | text | SCI LEAD_ZERO
    户名 | accountName | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    统一社会信用代码 | uscc | code | PLACEHOLDER OCR LEGACY_ID
    用电地址 | address | text | SPACE COL_SHIFT
    用电类别 | usageType | enum | ENUM_ALIAS SPACE
    电费年月 | period | period | PERIOD_MIX
    用电量（千瓦时） | usageKwh | number | UNIT_TEXT UNIT_SCALE THOUSAND NEG_PAREN
    电费 | feeAmount | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    抄表日期 | readDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
  `,
  ),
  foreignTrade: layout(
    "foreignTrade",
    "外贸进出口与出口信保",
    "mofcom",
    "quarter",
    `
    海关注册编码 | customsCode | code | LEAD_ZERO FULLWIDTH
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    企业名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    年度 | year | year | UNIT_TEXT
    出口额（万美元） | exportUsdWan | money | UNIT_SCALE THOUSAND UNIT_TEXT | 万美元
    折算汇率 | fxRate | number | RANGE
    信保保单号 | policyNo | text | SPACE
    实缴信保保费 | exportInsurancePremium | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
  `,
  ),
  marketExpansion: layout(
    "marketExpansion",
    "展会与电子商务",
    "mofcom",
    "quarter",
    `
    统一社会信用代码 | uscc | code | FULLWIDTH OCR CASE_DUP LEGACY_ID SCI APOS SPACE
    企业名称 | name | name | SUFFIX BRACKET SPACE OLD_NAME RARE_CHAR
    展会（平台）名称 | eventName | text | SPACE BRACKET
    类别 | eventKind | enum | ENUM_ALIAS SPACE
    参展日期 | eventDate | date | DATE_MIX DATE_SERIAL DATE_BAD PLACEHOLDER
    标准展位数 | boothCount | number | UNIT_TEXT
    展位费 | exhibitionFee | money | THOUSAND UNIT_TEXT UNIT_SCALE NEG_PAREN PLACEHOLDER FULLWIDTH
    网络零售额（万元） | onlineRetailWan | money | UNIT_SCALE THOUSAND UNIT_TEXT | 万元
  `,
  ),
} as const satisfies Record<string, Layout>;

export type DatasetId = keyof typeof layouts;
export const datasetIds = Object.keys(layouts) as readonly DatasetId[];
