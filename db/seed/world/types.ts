import type { Fen } from "@/lib/kernel/fen";
import type { PlainDate } from "@/lib/kernel/plain-date";

/** 行业门类的县情分组: what a firm of the county lives from; decides size, names, electricity, insurance. */
export type Kind =
  | "food"
  | "factory"
  | "agriculture"
  | "coldChain"
  | "wholesale"
  | "retail"
  | "catering"
  | "lodging"
  | "logistics"
  | "software"
  | "construction"
  | "services"
  | "resident"
  | "property";
export type EntityType = "company_ltd" | "company_jsc" | "sole_proprietor" | "partnership" | "farmers_coop" | "individual_business";
export type RegStatus = "active" | "suspended" | "revoked" | "deregistered" | "moved_out" | "liquidating";
export type Grade = "A" | "B" | "M" | "C" | "D";
/** "2025-07" */
export type Month = string;

export type Person = { name: string; idNumber: string; phone: string };

/** One year of a firm's books, as its returns say. Money in fen, assets in 万元 as the return has them. */
export type YearFacts = {
  revenue: Fen;
  profit: Fen;
  totalAssetsWan: number;
  employees: number;
  rdExpense: Fen;
  hiTechRevenue: Fen | null;
  sixTaxes: Fen;
  propertyTax: Fen;
  landUseTax: Fen;
  smallLowProfit: boolean;
  creditGrade: Grade | null;
  /** False where the annual return is missing: scale and revenue stay unknown. */
  filed: boolean;
};

export type Insurance = {
  unitNo: string;
  from: Month;
  /** Monthly contribution base of one person. */
  basePerHead: Fen;
  /** Heads in December of the year; months in between are interpolated. */
  heads: Record<number, number>;
  /** Months owed (欠缴) and deferred (缓缴). */
  owed: Month[];
  newClaimants: Record<number, number>;
};

export type Contract = {
  person: Person;
  kind: "固定期限" | "无固定期限" | "以完成任务为期限" | "见习协议" | "劳务派遣";
  start: PlainDate;
  months: number | null;
  category: "毕业年度高校毕业生" | "离校两年内未就业高校毕业生" | "16-24岁登记失业青年" | "就业困难人员" | "脱贫人口" | "一般";
  insuredFrom: Month | null;
  internMonths: number | null;
  /** 单位为其实缴养老、医疗、失业保险费 of the year of the start, known in the following January; 就业困难人员 only. */
  employerPremium: Fen | null;
};

export type Title = {
  code: string;
  awarded: PlainDate;
  validUntil: PlainDate | null;
  productCount: number | null;
  /** Per cent. */
  marketShare: number | null;
  /** Per cent. */
  coreAutonomy: number | null;
};

export type InvoicePurpose = "生产设备" | "农产品加工冷链设备" | "数字化" | "租金" | "贷款利息" | "担保费" | "其他";
export type Invoice = {
  invoiceNo: string;
  lineNo: number;
  date: PlainDate;
  sellerId: string;
  goods: string;
  taxCategoryCode: string;
  amountExclTax: Fen;
  taxAmount: Fen;
  purpose: InvoicePurpose;
  status: "正常" | "作废" | "红冲" | "异常";
  /** The policy whose project this line belongs to: it is delivered only when the enterprise has consented to that policy. */
  policy: string;
};
/** 授权: the enterprise lets the county read the invoices of one policy's project, from a day on. */
export type Consent = { policy: string; on: PlainDate };

export type Right = { ipNo: string; kind: string; title: string; granted: PlainDate; status: "有效" | "失效" | "质押" | "未决"; coOwners: string[] };
export type Listing = { kind: string; docNo: string; authority: string; listed: PlainDate; removed: PlainDate | null; repair: "未修复" | "已修复" | "修复中" };
export type Penalty = {
  recordType: string;
  docNo: string;
  penaltyType: string;
  fine: Fen | null;
  decided: PlainDate;
  listed: PlainDate | null;
  removed: PlainDate | null;
  authority: string;
  major: boolean;
};
export type Meter = {
  accountNo: string;
  usage: "大工业" | "一般工商业" | "农业生产";
  withCode: boolean /** Set where the account is in a landlord's name. */;
  landlord: string | null;
};
export type Trade = { exportUsdWan: number; fxRate: string; policyNo: string | null; premium: Fen };
export type MarketEvent = {
  name: string;
  kind: "境外展" | "境内国际展" | "境内展" | "电商平台";
  date: PlainDate;
  booths: number | null;
  fee: Fen | null;
  onlineRetail: Fen | null;
};
export type AboveScale = {
  category: "industry" | "construction" | "wholesale_retail" | "accommodation_catering" | "service";
  first: Month;
  entry: "月度" | "年度";
  exited: Month | null;
};
export type Arrears = { taxType: string; amount: Fen; from: PlainDate; until: PlainDate | null };

/** 一户企业 of the fictional county with everything that the departments will ever tell about it. */
export type Enterprise = {
  index: number;
  uscc: string;
  legacyRegNo: string | null;
  kind: Kind;
  entityType: EntityType;
  /** Oldest first; the first is the founding name. */
  names: { name: string; from: PlainDate }[];
  statuses: { status: RegStatus; from: PlainDate }[];
  region: string;
  town: string;
  address: string;
  industryCode: string;
  businessScope: string;
  isLaborDispatch: boolean;
  /** 万元 */
  registeredCapitalWan: number;
  establishedDate: PlainDate;
  operationTo: PlainDate | null;
  representative: Person;
  vatType: "general" | "small_scale";
  /** First month for which departments other than the register report this firm. */
  reportsFrom: Month;
  years: Record<number, YearFacts>;
  insurance: Insurance | null;
  contracts: Contract[];
  titles: Title[];
  invoices: Invoice[];
  consents: Consent[];
  rights: Right[];
  listings: Listing[];
  penalties: Penalty[];
  meters: Meter[];
  annualKwh: Record<number, number>;
  customsCode: string | null;
  trade: Record<number, Trade>;
  events: MarketEvent[];
  aboveScale: AboveScale | null;
  arrears: Arrears[];
  /** One of the named firms that pictures and journeys show; its rows carry only faults that cleaning repairs. */
  showcase: string | null;
  /** 设计用意: which policies this firm was drawn for, and how near. The verdict itself is the engine's business. */
  designs: { policy: string; as: "eligible" | "near" | "doubt" | "noConsent" }[];
};

/** 收款账户 that the enterprise will name. */
export type BankAccount = { bank: string; cnaps: string; holder: string; number: string; kind: "corporate" | "operator"; outcome: "pays" | "bounces" };

/** 行为: what the enterprise will do in a simulation; fixed by the seed. */
export type Behaviour = {
  confirms: "afterWorkdays" | "never" | "declines";
  /** Working days from the message to the confirmation. */
  confirmsAfterWorkdays: number;
  accountBounces: boolean;
  filesObjection: boolean;
  /** 1–5, null where the survey stays unanswered. */
  satisfaction: 1 | 2 | 3 | 4 | 5 | null;
};
