import { type CodeEntry, spellingIndex, spellingKey } from "./code-lists";

/**
 * 资质荣誉代码: the titles that departments award and confirm, with other spellings of their certificates. 高新技术企业 alone is no entry: whether
 * it was the first or a renewed recognition decides the amount, so the bare name goes to a person.
 */
export const TITLE_CODES: readonly CodeEntry[] = [
  { code: "POSTDOC_STATION", name: "博士后科研工作站" },
  { code: "POSTDOC_BASE", name: "博士后创新实践基地", aliases: ["博士后科研工作站创新实践基地"] },
  { code: "SKILL_MASTER_NATIONAL", name: "国家级技能大师工作室" },
  { code: "SKILL_MASTER_PROVINCIAL", name: "省级技能大师工作室" },
  { code: "HNTE_FIRST", name: "高新技术企业（首次认定）", aliases: ["首次认定高新技术企业", "高新技术企业首次"] },
  { code: "HNTE_RENEWAL", name: "高新技术企业（重新认定）", aliases: ["重新认定高新技术企业", "高新技术企业重新认定"] },
  { code: "IP_MGMT_CERT", name: "知识产权合规管理体系认证", aliases: ["知识产权管理体系认证", "知识产权贯标"] },
  { code: "IP_ADVANTAGE_NATIONAL", name: "国家知识产权优势企业", aliases: ["知识产权优势企业"] },
  { code: "IP_DEMO_NATIONAL", name: "国家知识产权示范企业", aliases: ["知识产权示范企业"] },
  { code: "STD_INTL_LEAD", name: "主导制定国际标准" },
  { code: "STD_NATIONAL_LEAD", name: "主导制定国家标准" },
  { code: "STD_INDUSTRY_LEAD", name: "主导制定行业标准" },
  { code: "STD_NATIONAL_PART", name: "参与制定国家标准" },
  { code: "INCUBATED_TENANT", name: "孵化器在孵企业", aliases: ["在孵企业"] },
  { code: "INNOVATIVE_SME", name: "创新型中小企业" },
  { code: "SRDI_PROVINCIAL", name: "专精特新中小企业", aliases: ["省级专精特新中小企业", "省专精特新中小企业"] },
  { code: "LITTLE_GIANT", name: "专精特新“小巨人”企业", aliases: ["国家级专精特新小巨人企业", "国家专精特新小巨人企业", "小巨人企业"] },
  { code: "CHAMPION_NATIONAL", name: "国家级制造业单项冠军", aliases: ["国家制造业单项冠军", "制造业单项冠军企业（国家级）"] },
  { code: "CHAMPION_PROVINCIAL", name: "省级制造业单项冠军", aliases: ["省制造业单项冠军", "制造业单项冠军企业（省级）"] },
  { code: "TECH_UPGRADE_FILED", name: "技术改造项目备案" },
  { code: "FIRST_SET_NATIONAL", name: "国家首台（套）", aliases: ["国家首台套", "国家首台套重大技术装备"] },
  { code: "FIRST_SET_PROVINCIAL", name: "省首台（套）", aliases: ["省首台套", "省级首台套"] },
  { code: "GREEN_FACTORY_NATIONAL", name: "国家级绿色工厂", aliases: ["国家绿色工厂"] },
  { code: "GREEN_FACTORY_PROVINCIAL", name: "省级绿色工厂", aliases: ["省绿色工厂"] },
  { code: "CONSTR_SPECIAL", name: "施工总承包特级（综合）资质", aliases: ["施工总承包特级资质", "施工综合资质"] },
  { code: "CONSTR_GENERAL_1", name: "施工总承包一级资质", aliases: ["施工总承包壹级资质"] },
  { code: "AGRI_LEADER_NATIONAL", name: "国家级农业产业化龙头企业", aliases: ["农业产业化国家重点龙头企业"] },
  { code: "AGRI_LEADER_PROVINCIAL", name: "省级农业产业化龙头企业", aliases: ["农业产业化省级重点龙头企业"] },
  { code: "AGRI_LEADER_CITY", name: "市级农业产业化龙头企业", aliases: ["农业产业化市级重点龙头企业"] },
  { code: "SCENIC_5A", name: "5A级旅游景区", aliases: ["AAAAA级旅游景区", "国家5A级旅游景区", "国家AAAAA级旅游景区"] },
  { code: "SCENIC_4A", name: "4A级旅游景区", aliases: ["AAAA级旅游景区", "国家4A级旅游景区", "国家AAAA级旅游景区"] },
  { code: "SCENIC_3A", name: "3A级旅游景区", aliases: ["AAA级旅游景区", "国家3A级旅游景区", "国家AAA级旅游景区"] },
  { code: "HOMESTAY_A", name: "甲级旅游民宿" },
  { code: "HOMESTAY_B", name: "乙级旅游民宿" },
  { code: "LOGISTICS_5A", name: "5A级物流企业", aliases: ["AAAAA级物流企业"] },
  { code: "LOGISTICS_4A", name: "4A级物流企业", aliases: ["AAAA级物流企业"] },
  { code: "LOGISTICS_3A", name: "3A级物流企业", aliases: ["AAA级物流企业"] },
  { code: "GREEN_FOOD", name: "绿色食品认证", aliases: ["绿色食品"] },
  { code: "ORGANIC_PRODUCT", name: "有机农产品认证", aliases: ["有机农产品", "有机产品认证"] },
  { code: "GEO_INDICATION", name: "农产品地理标志", aliases: ["地理标志农产品"] },
  { code: "LISTING_REGIONAL", name: "区域性股权市场挂牌" },
  { code: "LISTING_NEEQ_BASE", name: "新三板基础层挂牌" },
  { code: "LISTING_NEEQ_INNOVATION", name: "新三板创新层", aliases: ["新三板创新层挂牌"] },
  { code: "LISTING_EXCHANGE", name: "沪深北交易所上市" },
];

const INDEX = spellingIndex(TITLE_CODES);
const NAMES = new Map(TITLE_CODES.map((entry) => [entry.code, entry.name]));

/** The code of a title as a department spells it; null when none fits. */
export const canonicalTitle = (text: string): string | null => INDEX.get(spellingKey(text)) ?? null;

/** The Chinese name of a title; the code itself for a title that the catalogue added later. */
export const titleName = (code: string): string => NAMES.get(code) ?? code;
