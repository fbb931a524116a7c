/** Lower limits of large, medium and small. */
export type ScaleLimits = readonly [large: number, medium: number, small: number];

/** 划型行业: one of the 16 groups and the measures it is judged by. */
export type ScaleGroup = {
  readonly id: string;
  readonly name: string;
  readonly codes: readonly string[];
  readonly limits: { readonly employees?: ScaleLimits; readonly revenue?: ScaleLimits; readonly assets?: ScaleLimits };
};

/**
 * 划型标准: 工信部联企业〔2011〕300号 and 统计上大中小微型企业划分办法(2017) 国统字〔2017〕213号. Each measure lists the lower limits of
 * large, medium and small, inclusive: 从业人员 in persons, 营业收入 and 资产总额 in 万元. Mapping to GB/T 4754-2017 by section, division or group.
 */
export const SCALE_GROUPS: readonly ScaleGroup[] = [
  { id: "agriculture", name: "农、林、牧、渔业", codes: ["A"], limits: { revenue: [20000, 500, 50] } },
  { id: "industry", name: "工业", codes: ["B", "C", "D"], limits: { employees: [1000, 300, 20], revenue: [40000, 2000, 300] } },
  { id: "construction", name: "建筑业", codes: ["E"], limits: { revenue: [80000, 6000, 300], assets: [80000, 5000, 300] } },
  { id: "wholesale", name: "批发业", codes: ["51"], limits: { employees: [200, 20, 5], revenue: [40000, 5000, 1000] } },
  { id: "retail", name: "零售业", codes: ["52"], limits: { employees: [300, 50, 10], revenue: [20000, 500, 100] } },
  { id: "transport", name: "交通运输业", codes: ["54", "55", "56", "57", "58", "591"], limits: { employees: [1000, 300, 20], revenue: [30000, 3000, 200] } },
  { id: "warehousing", name: "仓储业", codes: ["592", "593", "594", "595", "596", "599"], limits: { employees: [200, 100, 20], revenue: [30000, 1000, 100] } },
  { id: "postal", name: "邮政业", codes: ["60"], limits: { employees: [1000, 300, 20], revenue: [30000, 2000, 100] } },
  { id: "accommodation", name: "住宿业", codes: ["61"], limits: { employees: [300, 100, 10], revenue: [10000, 2000, 100] } },
  { id: "catering", name: "餐饮业", codes: ["62"], limits: { employees: [300, 100, 10], revenue: [10000, 2000, 100] } },
  { id: "infoTransmission", name: "信息传输业", codes: ["63", "64"], limits: { employees: [2000, 100, 10], revenue: [100000, 1000, 100] } },
  { id: "software", name: "软件和信息技术服务业", codes: ["65"], limits: { employees: [300, 100, 10], revenue: [10000, 1000, 50] } },
  { id: "realEstateDev", name: "房地产开发经营", codes: ["701"], limits: { revenue: [200000, 1000, 100], assets: [10000, 5000, 2000] } },
  { id: "propertyMgmt", name: "物业管理", codes: ["702"], limits: { employees: [1000, 300, 100], revenue: [5000, 1000, 500] } },
  { id: "leasingBusiness", name: "租赁和商务服务业", codes: ["L"], limits: { employees: [300, 100, 10], assets: [120000, 8000, 100] } },
  { id: "otherUnlisted", name: "其他未列明行业", codes: ["M", "N", "O", "85", "R", "703", "709"], limits: { employees: [300, 100, 10] } },
];

/** 不适用: railways, finance (银发〔2015〕309号 has its own table), education, health, public administration, international organisations. */
export const OUTSIDE_SCALE: readonly string[] = ["53", "J", "P", "84", "S", "T"];
