import { addDays } from "@/lib/kernel/plain-date";
import { COUNTY_REGION } from "./codes";
import { nameOn, statusOn } from "./enterprise";
import { type CleanRow, inWan, isWithin, knownName, orRepeat, type RowBuilder } from "./rows-common";
import type { Plan } from "./schedule";
import type { Enterprise, EntityType, Penalty, RegStatus } from "./types";

const ENTITY_TYPES: Readonly<Record<EntityType, string>> = {
  company_ltd: "有限责任公司",
  company_jsc: "股份有限公司",
  sole_proprietor: "个人独资企业",
  partnership: "合伙企业",
  farmers_coop: "农民专业合作社",
  individual_business: "个体工商户",
};
const STATUSES: Readonly<Record<RegStatus, string>> = {
  active: "存续（在营、开业、在册）",
  suspended: "歇业",
  revoked: "吊销，未注销",
  deregistered: "注销",
  moved_out: "迁出",
  liquidating: "清算",
};

function registerRow(enterprise: Enterprise, plan: Plan): CleanRow {
  const changes = [...enterprise.names, ...enterprise.statuses].map((entry) => entry.from).filter((from) => from <= plan.until);
  const former = enterprise.names.slice(0, -1).filter((_, at) => (enterprise.names[at + 1]?.from ?? "9999") <= plan.until);
  return {
    enterprise,
    cells: {
      uscc: enterprise.uscc,
      legacyRegNo: enterprise.legacyRegNo,
      name: nameOn(enterprise, plan.until),
      formerNames: former.length === 0 ? null : former.map((entry) => entry.name).join(";"),
      entityType: ENTITY_TYPES[enterprise.entityType],
      legalRepName: enterprise.representative.name,
      registeredCapital: enterprise.registeredCapitalWan,
      establishedDate: enterprise.establishedDate,
      approvedDate: changes.toSorted().at(-1) ?? enterprise.establishedDate,
      operationTo: enterprise.operationTo,
      regStatus: STATUSES[statusOn(enterprise, plan.until)],
      regAuthority: enterprise.region === COUNTY_REGION ? "青禾县市场监督管理局" : "南禾县市场监督管理局",
      registrationRegion: enterprise.region,
      address: enterprise.address,
      industryCode: enterprise.industryCode,
      businessScope: enterprise.businessScope,
      contactPhone: enterprise.representative.phone,
      legalRepIdNo: enterprise.representative.idNumber,
    },
  };
}

/** 工商登记: everybody once, then who is new or changed. */
export const bizRegistration: RowBuilder = (enterprises, plan, random) => {
  const known = enterprises.filter((enterprise) => enterprise.establishedDate <= plan.until);
  const changed = known.filter((enterprise) =>
    [...enterprise.names, ...enterprise.statuses].some((entry) => isWithin(plan, entry.from) || plan.since < "2019-01-01"),
  );
  return orRepeat(
    changed.map((enterprise) => registerRow(enterprise, plan)),
    () => known.slice(0, 50).map((enterprise) => registerRow(enterprise, plan)),
    random,
  );
};

function penaltyRow(enterprise: Enterprise, penalty: Penalty, plan: Plan): CleanRow {
  const removed = penalty.removed !== null && penalty.removed <= plan.until ? penalty.removed : null;
  return {
    enterprise,
    cells: {
      uscc: enterprise.uscc,
      name: knownName(enterprise, penalty.decided),
      recordType: penalty.recordType,
      docNo: penalty.docNo,
      penaltyType: penalty.penaltyType,
      fineAmount: penalty.fine === null ? null : inWan(penalty.fine),
      decisionDate: penalty.decided,
      listedDate: penalty.listed,
      removedDate: removed,
      authority: penalty.authority,
      isMajor: penalty.major ? "是" : "否",
    },
  };
}

/** 行政处罚与经营异常: decisions and removals since the last file. */
export const regulatoryRecord: RowBuilder = (enterprises, plan, random) => {
  const known = enterprises.flatMap((enterprise) =>
    enterprise.penalties.filter((penalty) => penalty.decided <= plan.until).map((penalty) => ({ enterprise, penalty })),
  );
  const fresh = known.filter(({ penalty }) => isWithin(plan, penalty.decided) || (penalty.removed !== null && isWithin(plan, penalty.removed)));
  const rows = (list: typeof known) => list.map(({ enterprise, penalty }) => penaltyRow(enterprise, penalty, plan));
  return orRepeat(rows(fresh), () => rows(known), random);
};

/** 公共信用信息: all listings up to the day, with those that have ended. */
export const publicCredit: RowBuilder = (enterprises, plan) =>
  enterprises.flatMap((enterprise) =>
    enterprise.listings
      .filter((listing) => listing.listed <= plan.until)
      .map((listing) => {
        const removed = listing.removed !== null && listing.removed <= plan.until ? listing.removed : null;
        return {
          enterprise,
          cells: {
            uscc: enterprise.uscc,
            name: knownName(enterprise, listing.listed),
            listType: listing.kind,
            docNo: listing.docNo,
            authority: listing.authority,
            listedDate: listing.listed,
            removedDate: removed,
            repairStatus: removed === null && listing.repair === "已修复" ? "修复中" : listing.repair,
            legalRepName: enterprise.representative.name,
          },
        };
      }),
  );

const TITLES: Readonly<Record<string, readonly [name: string, level: string, department: string]>> = {
  POSTDOC_STATION: ["博士后科研工作站", "国家级", "省人力资源和社会保障厅"],
  POSTDOC_BASE: ["博士后创新实践基地", "省级", "省人力资源和社会保障厅"],
  SKILL_MASTER_NATIONAL: ["国家级技能大师工作室", "国家级", "人力资源和社会保障部"],
  SKILL_MASTER_PROVINCIAL: ["省级技能大师工作室", "省级", "省人力资源和社会保障厅"],
  HNTE_FIRST: ["高新技术企业（首次认定）", "国家级", "省科学技术厅"],
  HNTE_RENEWAL: ["高新技术企业（重新认定）", "国家级", "省科学技术厅"],
  IP_MGMT_CERT: ["知识产权合规管理体系认证", "国家级", "认证机构"],
  IP_ADVANTAGE_NATIONAL: ["国家知识产权优势企业", "国家级", "国家知识产权局"],
  IP_DEMO_NATIONAL: ["国家知识产权示范企业", "国家级", "国家知识产权局"],
  STD_INTL_LEAD: ["主导制定国际标准", "国家级", "国家标准化管理委员会"],
  STD_NATIONAL_LEAD: ["主导制定国家标准", "国家级", "国家标准化管理委员会"],
  STD_INDUSTRY_LEAD: ["主导制定行业标准", "国家级", "行业主管部门"],
  STD_NATIONAL_PART: ["参与制定国家标准", "国家级", "国家标准化管理委员会"],
  INCUBATED_TENANT: ["孵化器在孵企业", "县级", "青禾县科学技术局"],
  INNOVATIVE_SME: ["创新型中小企业", "省级", "省工业和信息化厅"],
  SRDI_PROVINCIAL: ["专精特新中小企业", "省级", "省工业和信息化厅"],
  LITTLE_GIANT: ["专精特新“小巨人”企业", "国家级", "工业和信息化部"],
  CHAMPION_NATIONAL: ["国家级制造业单项冠军", "国家级", "工业和信息化部"],
  CHAMPION_PROVINCIAL: ["省级制造业单项冠军", "省级", "省工业和信息化厅"],
  TECH_UPGRADE_FILED: ["技术改造项目备案", "县级", "青禾县工业和信息化局"],
  FIRST_SET_NATIONAL: ["国家首台（套）", "国家级", "工业和信息化部"],
  FIRST_SET_PROVINCIAL: ["省首台（套）", "省级", "省工业和信息化厅"],
  GREEN_FACTORY_NATIONAL: ["国家级绿色工厂", "国家级", "工业和信息化部"],
  GREEN_FACTORY_PROVINCIAL: ["省级绿色工厂", "省级", "省工业和信息化厅"],
  CONSTR_SPECIAL: ["施工总承包特级（综合）资质", "国家级", "住房和城乡建设部"],
  CONSTR_GENERAL_1: ["施工总承包一级资质", "国家级", "住房和城乡建设部"],
  AGRI_LEADER_NATIONAL: ["国家级农业产业化龙头企业", "国家级", "农业农村部"],
  AGRI_LEADER_PROVINCIAL: ["省级农业产业化龙头企业", "省级", "省农业农村厅"],
  AGRI_LEADER_CITY: ["市级农业产业化龙头企业", "市级", "市农业农村局"],
  SCENIC_5A: ["5A级旅游景区", "国家级", "文化和旅游部"],
  SCENIC_4A: ["4A级旅游景区", "省级", "省文化和旅游厅"],
  SCENIC_3A: ["3A级旅游景区", "市级", "市文化和旅游局"],
  HOMESTAY_A: ["甲级旅游民宿", "国家级", "文化和旅游部"],
  HOMESTAY_B: ["乙级旅游民宿", "省级", "省文化和旅游厅"],
  LOGISTICS_5A: ["5A级物流企业", "国家级", "物流行业协会"],
  LOGISTICS_4A: ["4A级物流企业", "国家级", "物流行业协会"],
  LOGISTICS_3A: ["3A级物流企业", "国家级", "物流行业协会"],
  GREEN_FOOD: ["绿色食品认证", "国家级", "绿色食品发展中心"],
  ORGANIC_PRODUCT: ["有机农产品认证", "国家级", "认证机构"],
  GEO_INDICATION: ["农产品地理标志", "国家级", "农业农村部"],
  LISTING_REGIONAL: ["区域性股权市场挂牌", "省级", "区域性股权市场"],
  LISTING_NEEQ_BASE: ["新三板基础层挂牌", "国家级", "全国股转系统"],
  LISTING_NEEQ_INNOVATION: ["新三板创新层", "国家级", "全国股转系统"],
  LISTING_EXCHANGE: ["沪深北交易所上市", "国家级", "证券交易所"],
};

/** 资质荣誉名录: every title registered five workdays after its document, with those that have lapsed. */
export const titleRegistry: RowBuilder = (enterprises, plan) =>
  enterprises.flatMap((enterprise) =>
    enterprise.titles
      .filter((title) => addDays(title.awarded, 7) <= plan.until)
      .map((title, at) => {
        const [titleName = title.code, level = "县级", certDept = "县级部门"] = TITLES[title.code] ?? [];
        return {
          enterprise,
          cells: {
            uscc: enterprise.uscc,
            name: knownName(enterprise, plan.until),
            titleName,
            titleCode: title.code,
            level,
            certDept,
            docNo: `青认〔${title.awarded.slice(0, 4)}〕${(enterprise.index % 90) + at + 1}号`,
            titleAwardDate: title.awarded,
            validUntil: title.validUntil,
            productCount: title.productCount,
            mainProductMarketShare: title.marketShare,
            coreTechAutonomyRate: title.coreAutonomy,
            status: title.validUntil !== null && title.validUntil <= plan.until ? "到期" : "有效",
          },
        };
      }),
  );
