import { fen } from "@/lib/kernel/fen";
import { type PlainDate, plainDate } from "@/lib/kernel/plain-date";
import { drawUscc } from "./codes";
import { research } from "./designs-innovation";
import { award, grantRights, hire, insure, invoice, refound } from "./draw";
import { type Registers, wan, worldYears, yearFacts, yuan } from "./enterprise";
import { makePerson } from "./names";
import type { Random } from "./random";
import type { Enterprise, EntityType, Kind } from "./types";

type Part = {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  readonly type: EntityType;
  readonly industry: string;
  readonly representative: string;
  readonly established: string;
  readonly address: string;
  /** 万元 in 2023 … 2026. */
  readonly revenue: readonly [number, number, number, number];
  readonly heads: number;
  readonly play: (enterprise: Enterprise, random: Random) => void;
};

const hires = (enterprise: Enterprise, random: Random, year: number, count: number, category: Parameters<typeof hire>[3] = "一般") => {
  for (let made = 0; made < count; made++) hire(enterprise, random, year, category);
};
const agree = (enterprise: Enterprise, policy: string, on: string) => enterprise.consents.push({ policy, on: plainDate(on) });
const titled = (enterprise: Enterprise, random: Random, code: string, awarded: string, until: PlainDate | null, more = {}) =>
  award(enterprise, code, plainDate(awarded), random, { validUntil: until, ...more });

/** 禾润食品: the firm of the pictures. 86 insured and 3 claimants, 51,600 yuan of premiums, equipment for 640,000, 12 hired in 2025 and 8 so far in 2026. */
function herun(enterprise: Enterprise, random: Random): void {
  const insurance = insure(enterprise, random, 86);
  insurance.basePerHead = yuan(5000);
  insurance.heads[2023] = 86;
  insurance.newClaimants[2025] = 3;
  for (const [year, amount] of [
    [2023, 1_300_000],
    [2024, 1_520_000],
    [2025, 2_000_000],
    [2026, 2_150_000],
  ] as const)
    yearFacts(enterprise, year).rdExpense = yuan(amount);
  yearFacts(enterprise, 2025).hiTechRevenue = wan(2740);
  for (const year of worldYears) yearFacts(enterprise, year).creditGrade = "B";
  titled(enterprise, random, "HNTE_FIRST", "2023-08-20", plainDate("2026-08-20"));
  grantRights(enterprise, random, 6);
  hires(enterprise, random, 2025, 12);
  hires(enterprise, random, 2026, 8);
  const equipment = { policy: "AGR-001", purpose: "农产品加工冷链设备", rate: 13 } as const;
  invoice(enterprise, random, {
    ...equipment,
    goods: ["*农副食品加工设备*分选清洗线", "1090200000000000000"],
    date: plainDate("2025-05-16"),
    amount: yuan(410_000),
  });
  invoice(enterprise, random, { ...equipment, goods: ["*食品机械*真空包装机", "1090200000000000000"], date: plainDate("2025-09-03"), amount: yuan(230_000) });
  invoice(enterprise, random, {
    policy: "IND-007",
    purpose: "数字化",
    rate: 6,
    goods: ["*信息技术服务*云服务", "3040203000000000000"],
    date: plainDate("2025-08-12"),
    amount: yuan(78_000),
  });
  agree(enterprise, "AGR-001", "2026-05-06");
  agree(enterprise, "IND-007", "2026-05-06");
  enterprise.annualKwh = { 2023: 702_400, 2024: 748_900, 2025: 811_260, 2026: 846_000 };
  enterprise.aboveScale = { category: "industry", first: "2018-01", entry: "年度", exited: null };
}

function yungeng(enterprise: Enterprise, random: Random): void {
  insure(enterprise, random, 148).newClaimants[2025] = 2;
  research(enterprise, 0.052);
  titled(enterprise, random, "SRDI_PROVINCIAL", "2024-05-10", plainDate("2027-05-09"));
  titled(enterprise, random, "LITTLE_GIANT", "2025-09-18", plainDate("2028-09-17"));
  titled(enterprise, random, "TECH_UPGRADE_FILED", "2025-02-20", null);
  grantRights(enterprise, random, 15);
  invoice(enterprise, random, {
    policy: "IND-005",
    purpose: "生产设备",
    rate: 13,
    goods: ["*通用设备*数控机床", "1090100000000000000"],
    date: plainDate("2025-06-11"),
    amount: yuan(3_200_000),
  });
  agree(enterprise, "IND-005", "2026-04-15");
}

function qinglan(enterprise: Enterprise, random: Random): void {
  insure(enterprise, random, 22).newClaimants[2025] = 0;
  research(enterprise, 0.14);
  titled(enterprise, random, "INCUBATED_TENANT", "2024-07-01", plainDate("2027-06-30"));
  titled(enterprise, random, "HNTE_FIRST", "2025-11-12", plainDate("2028-11-11"));
  grantRights(enterprise, random, 8);
  hires(enterprise, random, 2025, 4, "毕业年度高校毕业生");
  invoice(enterprise, random, {
    policy: "RENT-001",
    purpose: "租金",
    rate: 5,
    goods: ["*经营租赁*房屋租金", "3040502020200000000"],
    date: plainDate("2025-03-20"),
    amount: yuan(96_000),
  });
  agree(enterprise, "RENT-001", "2026-03-18");
}

function daoxiang(enterprise: Enterprise, random: Random): void {
  insure(enterprise, random, 34).newClaimants[2025] = 1;
  titled(enterprise, random, "LOGISTICS_3A", "2025-08-08", null);
  invoice(enterprise, random, {
    policy: "AGR-004",
    purpose: "农产品加工冷链设备",
    rate: 13,
    goods: ["*制冷设备*冷库机组", "1090200000000000000"],
    date: plainDate("2025-04-22"),
    amount: yuan(860_000),
  });
}

function yuanfan(enterprise: Enterprise, random: Random): void {
  insure(enterprise, random, 18).newClaimants[2025] = 0;
  enterprise.customsCode = "5299610028";
  for (const [year, usd, fx] of [
    [2023, 210, "7.0467"],
    [2024, 248, "7.1217"],
    [2025, 286, "7.1500"],
    [2026, 300, "7.1000"],
  ] as const)
    enterprise.trade[year] = { exportUsdWan: usd, fxRate: fx, policyNo: `XB${year}529061`, premium: yuan(usd * 420) };
  enterprise.events.push({ name: "2025年曼谷农产品展", kind: "境外展", date: plainDate("2025-09-10"), booths: 2, fee: yuan(46_000), onlineRetail: null });
}

function hemiao(enterprise: Enterprise, random: Random): void {
  titled(enterprise, random, "GREEN_FOOD", "2025-06-12", plainDate("2028-06-11"), { productCount: 3 });
  enterprise.events.push({ name: "2025年省绿色食品博览会", kind: "境内展", date: plainDate("2025-11-05"), booths: 1, fee: yuan(9_000), onlineRetail: null });
}

/** The county's only large firm: a provincial champion whose market share nobody has reported. */
function mingyuan(enterprise: Enterprise, random: Random): void {
  insure(enterprise, random, 1046).newClaimants[2025] = 12;
  research(enterprise, 0.045);
  titled(enterprise, random, "CHAMPION_PROVINCIAL", "2025-10-16", plainDate("2028-10-15"), { coreAutonomy: 71 });
  titled(enterprise, random, "GREEN_FACTORY_PROVINCIAL", "2025-12-02", null);
  grantRights(enterprise, random, 20);
}

function shunda(enterprise: Enterprise, random: Random): void {
  enterprise.names = [
    { name: "青禾县顺达货运有限公司", from: enterprise.establishedDate },
    { name: "青禾县顺达物流有限公司", from: plainDate("2025-09-16") },
  ];
  insure(enterprise, random, 46).newClaimants[2025] = 3;
  hires(enterprise, random, 2025, 9);
}

const still = (heads: number) => (enterprise: Enterprise, random: Random) => void insure(enterprise, random, heads);

const CAST: readonly Part[] = [
  {
    id: "herun",
    kind: "food",
    name: "青禾县禾润食品有限公司",
    type: "company_ltd",
    industry: "1371",
    representative: "周敏",
    established: "2016-05-18",
    address: "青禾县云岭农产品加工园二号路18号",
    revenue: [3120, 3480, 3860, 4050],
    heads: 88,
    play: herun,
  },
  {
    id: "yungeng",
    kind: "factory",
    name: "青禾县云耕农业机械有限公司",
    type: "company_ltd",
    industry: "3572",
    representative: "郑立川",
    established: "2011-03-09",
    address: "青禾县青禾工业园区一号路6号",
    revenue: [7200, 8100, 9360, 10_200],
    heads: 152,
    play: yungeng,
  },
  {
    id: "mingyuan",
    kind: "factory",
    name: "青禾县铭原新材料股份有限公司",
    type: "company_jsc",
    industry: "2652",
    representative: "方书远",
    established: "2009-07-21",
    address: "青禾县青禾工业园区三号路21号",
    revenue: [46_000, 49_500, 53_200, 56_000],
    heads: 1086,
    play: mingyuan,
  },
  {
    id: "qinglan",
    kind: "software",
    name: "青禾县青岚软件有限公司",
    type: "company_ltd",
    industry: "6513",
    representative: "苏雅宁",
    established: "2024-04-12",
    address: "青禾县青禾科技孵化园一号路3号",
    revenue: [0, 260, 640, 820],
    heads: 23,
    play: qinglan,
  },
  {
    id: "daoxiang",
    kind: "coldChain",
    name: "青禾县稻香冷链物流有限公司",
    type: "company_ltd",
    industry: "5930",
    representative: "彭世丰",
    established: "2017-10-30",
    address: "青禾县云岭农产品加工园四号路2号",
    revenue: [820, 930, 1080, 1160],
    heads: 36,
    play: daoxiang,
  },
  {
    id: "chunhe",
    kind: "construction",
    name: "青禾县春和建设工程有限公司",
    type: "company_ltd",
    industry: "4710",
    representative: "雷正刚",
    established: "2006-02-16",
    address: "青禾县青禾镇迎宾大道66号",
    revenue: [9200, 9700, 10_400, 10_900],
    heads: 120,
    play: still(96),
  },
  {
    id: "shanju",
    kind: "lodging",
    name: "青禾县茶山山居民宿有限公司",
    type: "company_ltd",
    industry: "6130",
    representative: "范清霞",
    established: "2019-08-08",
    address: "青禾县茶山乡新寨村2组",
    revenue: [160, 190, 230, 250],
    heads: 12,
    play: (enterprise, random) => titled(enterprise, random, "HOMESTAY_A", "2025-04-25", null),
  },
  {
    id: "huibai",
    kind: "retail",
    name: "青禾县惠百家超市有限公司",
    type: "company_ltd",
    industry: "5212",
    representative: "赖欣兰",
    established: "2013-11-01",
    address: "青禾县青禾镇人民路118号",
    revenue: [640, 700, 760, 800],
    heads: 38,
    play: still(32),
  },
  {
    id: "yuanfan",
    kind: "wholesale",
    name: "青禾县远帆进出口贸易有限公司",
    type: "company_ltd",
    industry: "5181",
    representative: "赖欣兰",
    established: "2015-06-25",
    address: "青禾县临江镇滨河路40号",
    revenue: [2300, 2600, 2950, 3100],
    heads: 19,
    play: yuanfan,
  },
  {
    id: "shunda",
    kind: "logistics",
    name: "青禾县顺达物流有限公司",
    type: "company_ltd",
    industry: "5430",
    representative: "牛德胜",
    established: "2014-04-03",
    address: "青禾县双河镇建设路9号",
    revenue: [1480, 1620, 1710, 1800],
    heads: 52,
    play: shunda,
  },
  {
    id: "hemiao",
    kind: "agriculture",
    name: "青禾县禾苗蔬菜种植专业合作社",
    type: "farmers_coop",
    industry: "0141",
    representative: "侯桂英",
    established: "2018-03-15",
    address: "青禾县稻香镇上坪村4组",
    revenue: [240, 280, 310, 330],
    heads: 14,
    play: hemiao,
  },
  {
    id: "laojie",
    kind: "catering",
    name: "青禾县青禾镇老街米线店",
    type: "individual_business",
    industry: "6291",
    representative: "毛秀芬",
    established: "2019-01-10",
    address: "青禾县青禾镇桥头街12号",
    revenue: [36, 38, 41, 42],
    heads: 3,
    play: () => undefined,
  },
];

const CATEGORY: Partial<Record<EntityType, "92" | "93">> = { individual_business: "92", farmers_coop: "93" };

function cast(part: Part, enterprise: Enterprise, random: Random, registers: Registers): void {
  enterprise.entityType = part.type;
  enterprise.uscc = drawUscc(CATEGORY[part.type] ?? "91", random, registers.usccs);
  enterprise.industryCode = part.industry;
  enterprise.isLaborDispatch = false;
  enterprise.names = [{ name: part.name, from: plainDate(part.established) }];
  refound(enterprise, plainDate(part.established), random);
  enterprise.address = part.address;
  enterprise.representative = { ...makePerson(random, 1972, 1990), name: part.representative };
  for (const [at, year] of worldYears.entries()) {
    const facts = yearFacts(enterprise, year);
    facts.revenue = wan(part.revenue[at] ?? 0);
    facts.profit = fen(Math.round(facts.revenue * 0.052));
    facts.totalAssetsWan = Math.round((part.revenue[at] ?? 0) * 0.82 * 100) / 100;
    facts.employees = facts.revenue === 0 ? 0 : part.heads;
    facts.creditGrade = part.type === "individual_business" ? null : "B";
  }
  enterprise.showcase = part.id;
  part.play(enterprise, random);
}

/** Casts the named firms into the county: each takes the place of the first free firm of its kind. Firms of one representative share the person. */
export function castShowcases(enterprises: readonly Enterprise[], random: Random, registers: Registers): void {
  for (const part of CAST) {
    const enterprise = enterprises.find((candidate) => candidate.kind === part.kind && candidate.showcase === null);
    if (enterprise) cast(part, enterprise, random.fork(part.id), registers);
  }
  const first = enterprises.find((enterprise) => enterprise.showcase === "huibai");
  const second = enterprises.find((enterprise) => enterprise.showcase === "yuanfan");
  if (first && second) second.representative = first.representative;
}
