/** 代码表: canonical codes with their Chinese names and the other spellings that departments use. */
export type CodeEntry = { readonly code: string; readonly name: string; readonly aliases?: readonly string[] };

/** 登记状态. 吊销 (revoked) leaves the subject in being, 注销 (deregistered) ends it: 市场主体登记管理条例 30、31. */
const REG_STATUS = [
  {
    code: "active",
    name: "存续（在营、开业、在册）",
    aliases: ["存续", "在业", "在营", "开业", "在册", "正常", "登记成立", "在营（开业）", "在营（开业）企业"],
  },
  { code: "suspended", name: "歇业", aliases: ["停业"] },
  { code: "revoked", name: "吊销，未注销", aliases: ["吊销", "被吊销"] },
  { code: "revoked_deregistered", name: "吊销，已注销", aliases: ["吊销后注销"] },
  { code: "deregistered", name: "注销", aliases: ["已注销", "简易注销"] },
  { code: "cancelled", name: "撤销", aliases: ["撤销登记"] },
  { code: "moved_out", name: "迁出", aliases: ["迁往市外", "已迁出企业"] },
  { code: "liquidating", name: "清算", aliases: ["正在清算", "破产"] },
  { code: "unknown", name: "未知" },
] as const satisfies readonly CodeEntry[];

/** 市场主体类型. */
const ENTITY_TYPE = [
  { code: "company_ltd", name: "有限责任公司", aliases: ["有限公司"] },
  { code: "company_jsc", name: "股份有限公司", aliases: ["股份公司"] },
  { code: "sole_proprietor", name: "个人独资企业", aliases: ["个人独资"] },
  { code: "partnership", name: "合伙企业", aliases: ["普通合伙企业", "有限合伙企业", "特殊普通合伙企业", "普通合伙", "有限合伙"] },
  { code: "non_company_legal_person", name: "非公司企业法人", aliases: ["全民所有制", "集体所有制", "股份合作制", "国有企业", "集体企业"] },
  {
    code: "foreign_invested",
    name: "外商投资企业",
    aliases: [
      "外资企业",
      "港澳台投资企业",
      "中外合资企业",
      "有限责任公司（外商投资、非独资）",
      "有限责任公司（外商投资、独资）",
      "有限责任公司（外国法人独资）",
      "有限责任公司（港澳台投资、非独资）",
      "有限责任公司（港澳台法人独资）",
      "有限责任公司（中外合资）",
    ],
  },
  { code: "farmers_coop", name: "农民专业合作社", aliases: ["农民专业合作社联合社", "合作社", "农民专业合作经济组织"] },
  { code: "individual_business", name: "个体工商户", aliases: ["个体", "个体户", "个体经营"] },
  { code: "branch", name: "分支机构", aliases: ["分公司", "有限责任公司分公司", "股份有限公司分公司", "个人独资企业分支机构", "合伙企业分支机构"] },
] as const satisfies readonly CodeEntry[];

/** 纳税信用级别. A missing grade is null, not D. */
const TAX_CREDIT_GRADE = [
  { code: "A", name: "A级" },
  { code: "B", name: "B级" },
  { code: "M", name: "M级" },
  { code: "C", name: "C级" },
  { code: "D", name: "D级" },
] as const satisfies readonly CodeEntry[];

/** 企业规模; the digits are the statistics office's. */
const ENTERPRISE_SCALE = [
  { code: "large", name: "大型", aliases: ["1", "大型企业", "大"] },
  { code: "medium", name: "中型", aliases: ["2", "中型企业", "中"] },
  { code: "small", name: "小型", aliases: ["3", "小型企业", "小"] },
  { code: "micro", name: "微型", aliases: ["4", "微型企业", "微"] },
] as const satisfies readonly CodeEntry[];

/** 四上在库类别; the letters are the statistics office's. */
const ABOVE_SCALE_CATEGORY = [
  { code: "none", name: "不在库", aliases: ["无"] },
  { code: "industry", name: "规模以上工业", aliases: ["B", "规上工业"] },
  { code: "construction", name: "有资质的建筑业", aliases: ["C", "资质建筑业"] },
  { code: "wholesale_retail", name: "限额以上批发零售", aliases: ["E", "限上批零", "限额以上批发和零售业"] },
  { code: "accommodation_catering", name: "限额以上住宿餐饮", aliases: ["S", "限上住餐", "限额以上住宿和餐饮业"] },
  { code: "real_estate", name: "房地产开发经营", aliases: ["X"] },
  { code: "service", name: "规模以上服务业", aliases: ["F", "规上服务业"] },
] as const satisfies readonly CodeEntry[];

/** 增值税纳税人类型. */
const VAT_TAXPAYER_TYPE = [
  { code: "general", name: "一般纳税人", aliases: ["增值税一般纳税人", "一般"] },
  { code: "small_scale", name: "小规模纳税人", aliases: ["增值税小规模纳税人", "小规模"] },
] as const satisfies readonly CodeEntry[];

/** 挂牌上市阶段. */
const LISTING_STAGE = [
  { code: "none", name: "无" },
  { code: "regional", name: "区域性股权市场挂牌", aliases: ["四板挂牌", "股权交易中心挂牌"] },
  { code: "neeq_base", name: "新三板基础层挂牌", aliases: ["新三板基础层"] },
  { code: "neeq_innovation", name: "新三板创新层", aliases: ["新三板创新层挂牌"] },
  { code: "exchange_listed", name: "沪深北交易所上市", aliases: ["上市", "主板", "创业板", "科创板", "北交所"] },
] as const satisfies readonly CodeEntry[];

/** Every list by the id that the catalogue of indicators names. */
export const CODE_LISTS = {
  regStatus: REG_STATUS,
  entityType: ENTITY_TYPE,
  taxCreditGrade: TAX_CREDIT_GRADE,
  enterpriseScale: ENTERPRISE_SCALE,
  aboveScaleCategory: ABOVE_SCALE_CATEGORY,
  vatTaxpayerType: VAT_TAXPAYER_TYPE,
  listingStage: LISTING_STAGE,
} as const satisfies Record<string, readonly CodeEntry[]>;

export type CodeListId = keyof typeof CODE_LISTS;
export type CodeOf<List extends CodeListId> = (typeof CODE_LISTS)[List][number]["code"];

/** Spelling without width, case, blanks, quotes, brackets and commas. */
export const spellingKey = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\p{P}\p{Cf}]/gu, "")
    .toUpperCase();

/** Index from every spelling to its code. A spelling that two codes share is dropped: it decides nothing. */
export function spellingIndex(entries: readonly CodeEntry[]): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  const shared = new Set<string>();
  for (const entry of entries) {
    for (const spelling of [entry.code, entry.name, ...(entry.aliases ?? [])]) {
      const key = spellingKey(spelling);
      const other = index.get(key);
      if (other !== undefined && other !== entry.code) shared.add(key);
      index.set(key, entry.code);
    }
  }
  for (const key of shared) index.delete(key);
  return index;
}

const INDEXES = new Map(Object.entries(CODE_LISTS).map(([id, entries]) => [id, spellingIndex(entries)] as const));

/** The register adds who owns a company in brackets (自然人投资或控股); foreign ownership is another type and is never cut away. */
function withoutOwnership(text: string): string | null {
  const [, head, bracket] = /^([^(]+)\((.*)\)$/.exec(text.normalize("NFKC").trim()) ?? [];
  return head !== undefined && bracket !== undefined && !/外|港|澳|台/.test(bracket) ? head : null;
}

/** The canonical code of a department's spelling; null when no entry fits, and then a person decides. */
export function canonicalCode<List extends CodeListId>(list: List, text: string): CodeOf<List> | null {
  const index = INDEXES.get(list);
  const exact = index?.get(spellingKey(text));
  if (exact !== undefined) return exact as CodeOf<List>;
  const head = list === "entityType" ? withoutOwnership(text) : null;
  return ((head !== null && index?.get(spellingKey(head))) || null) as CodeOf<List> | null;
}

/** The Chinese name of a code; the code itself when the list does not hold it. */
export const codeName = (list: CodeListId, code: string): string =>
  (CODE_LISTS[list] as readonly CodeEntry[]).find((entry) => entry.code === code)?.name ?? code;

/** 主体存续: may a subject of this status be paid? `manual` asks a person (歇业 keeps the subject in being, 清算 may pay creditors first). */
export const REG_STATUS_STANDING: Readonly<Record<CodeOf<"regStatus">, "live" | "ended" | "manual">> = {
  active: "live",
  suspended: "manual",
  revoked: "ended",
  revoked_deregistered: "ended",
  deregistered: "ended",
  cancelled: "ended",
  moved_out: "ended",
  liquidating: "manual",
  unknown: "manual",
};
