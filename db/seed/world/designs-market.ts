import type { Design } from "./designs";
import { enterDirectory } from "./designs-industry";
import { award, awardDay, consent, invoices, keepSmall } from "./draw";
import { day, wan, yuan } from "./enterprise";
import type { Random } from "./random";
import type { Enterprise } from "./types";

const agriEquipment = (policy: string, goods: readonly string[]) => (enterprise: Enterprise, random: Random, thousands: number) =>
  invoices(
    enterprise,
    random,
    {
      policy,
      purpose: "农产品加工冷链设备",
      goods: [random.pick(goods), "1090200000000000000"],
      amount: yuan(thousands * 1000 + random.int(0, 9) * 100),
      rate: 13,
    },
    2025,
    random.int(1, 3),
  );
const processing = agriEquipment("AGR-001", ["*农副食品加工设备*分选清洗线", "*食品机械*真空包装机", "*食品机械*速冻隧道"]);
const coldStore = agriEquipment("AGR-004", ["*制冷设备*冷库机组", "*制冷设备*预冷库", "*制冷设备*气调保鲜库"]);

/** 内外贸: exports of the years, cumulative through the year in the quarterly files. */
function exporting(enterprise: Enterprise, random: Random, insured: boolean): void {
  enterprise.customsCode = `5299${String(random.int(100_000, 999_999))}`;
  const usd = random.int(20, 640);
  for (const [year, fx, part] of [
    [2023, "7.0467", 0.85],
    [2024, "7.1217", 0.95],
    [2025, "7.1500", 1],
    [2026, "7.1000", 1.04],
  ] as const) {
    enterprise.trade[year] = {
      exportUsdWan: Math.round(usd * part * 100) / 100,
      fxRate: fx,
      policyNo: insured ? `XB${year}${random.int(100_000, 999_999)}` : null,
      premium: insured ? yuan(Math.round(usd * part * 380)) : yuan(0),
    };
  }
}

const FAIRS = [
  ["广州国际食品展览会", "境内国际展"],
  ["上海工业博览会", "境内国际展"],
  ["昆明南亚商品展", "境内国际展"],
  ["曼谷农产品展", "境外展"],
  ["成都糖酒展", "境内展"],
  ["省绿色食品博览会", "境内展"],
] as const;
function exhibit(enterprise: Enterprise, random: Random, year: number): void {
  const [name, kind] = random.pick(FAIRS);
  const booths = random.int(1, 4);
  enterprise.events.push({
    name: `${year}年${name}`,
    kind,
    date: day(year, random.int(3, 11), random.int(1, 28)),
    booths,
    fee: yuan(booths * random.int(60, 240) * 100),
    onlineRetail: null,
  });
}

function sellOnline(enterprise: Enterprise, random: Random, thousands: number): void {
  const [platform] = [random.pick(["青禾优选商城", "云上农家平台", "惠购网店", "田间直播平台"])];
  for (const [year, part] of [
    [2024, 0.8],
    [2025, 1],
  ] as const)
    enterprise.events.push({
      name: platform,
      kind: "电商平台",
      date: day(year, 12, 31),
      booths: null,
      fee: null,
      onlineRetail: wan(Math.round((thousands * part) / 10)),
    });
}

/** The line for entering the directory of trade: wholesale 20, retail 5, lodging and catering 2 million. */
function tradeLine(enterprise: Enterprise): { category: "wholesale_retail" | "accommodation_catering"; line: number } {
  if (enterprise.industryCode.startsWith("51")) return { category: "wholesale_retail", line: 2000 };
  return enterprise.industryCode.startsWith("52") ? { category: "wholesale_retail", line: 500 } : { category: "accommodation_catering", line: 200 };
}
function enterTrade(enterprise: Enterprise, random: Random, from: number, to: number): void {
  const { category, line } = tradeLine(enterprise);
  enterDirectory(enterprise, random, category, [Math.round(line * from), Math.round(line * to)]);
}
/** Sections G and I: 20 million; L and M: 10 million. */
const serviceLine = (enterprise: Enterprise) => (enterprise.kind === "services" ? 1000 : 2000);
const enterService = (enterprise: Enterprise, random: Random, from: number, to: number) =>
  enterDirectory(enterprise, random, "service", [Math.round(serviceLine(enterprise) * from), Math.round(serviceLine(enterprise) * to)]);

function guarantee(enterprise: Enterprise, random: Random): void {
  keepSmall(enterprise);
  invoices(
    enterprise,
    random,
    { policy: "FIN-003", purpose: "担保费", goods: ["*金融服务*融资担保费", "3060200000000000000"], amount: yuan(random.int(6, 90) * 1000), rate: 6 },
    2025,
    random.int(1, 2),
  );
}

const LISTINGS = [
  ["LISTING_REGIONAL", 8],
  ["LISTING_NEEQ_BASE", 2],
  ["LISTING_NEEQ_INNOVATION", 1],
] as const;

/** 农业发展, 市场开拓 and 金融支持. Those that set revenue come first. */
export const marketDesigns: readonly Design[] = [
  {
    policy: "MKT-001",
    kinds: ["wholesale", "retail", "catering", "lodging"],
    touches: ["revenue", "directory"],
    fits: (enterprise) => enterprise.industryCode !== "7861",
    eligible: [18, (enterprise, random) => enterTrade(enterprise, random, 1.05, 2.6)],
    near: [8, (enterprise, random) => enterTrade(enterprise, random, 0.88, 0.985)],
  },
  {
    policy: "MKT-006",
    kinds: ["logistics", "software", "services"],
    touches: ["revenue", "directory"],
    eligible: [12, (enterprise, random) => enterService(enterprise, random, 1.04, 2)],
    near: [5, (enterprise, random) => enterService(enterprise, random, 0.9, 0.985)],
  },
  {
    policy: "MKT-007",
    kinds: ["logistics", "coldChain"],
    touches: [],
    eligible: [
      4,
      (enterprise, random) =>
        award(
          enterprise,
          random.weighted([
            ["LOGISTICS_3A", 7],
            ["LOGISTICS_4A", 2],
            ["LOGISTICS_5A", 1],
          ]),
          awardDay(random),
          random,
        ),
    ],
  },
  {
    policy: "MKT-005",
    kinds: ["lodging"],
    touches: [],
    eligible: [
      5,
      (enterprise, random) =>
        award(enterprise, enterprise.industryCode === "7861" ? "SCENIC_3A" : random.pick(["HOMESTAY_A", "HOMESTAY_B", "HOMESTAY_B"]), awardDay(random), random),
    ],
  },
  {
    policy: "MKT-002",
    kinds: ["factory", "food", "wholesale"],
    touches: [],
    eligible: [14, (enterprise, random) => exporting(enterprise, random, true)],
    near: [8, (enterprise, random) => exporting(enterprise, random, false)],
    fits: (enterprise) => enterprise.customsCode === null,
  },
  {
    policy: "MKT-003",
    kinds: ["food", "factory", "agriculture", "wholesale"],
    touches: [],
    cooperatives: true,
    eligible: [
      18,
      (enterprise, random) => {
        exhibit(enterprise, random, 2025);
        if (random.chance(0.5)) exhibit(enterprise, random, 2024);
      },
    ],
    near: [6, (enterprise, random) => exhibit(enterprise, random, 2024)],
  },
  {
    policy: "MKT-004",
    kinds: ["food", "retail", "wholesale", "agriculture"],
    touches: ["online"],
    cooperatives: true,
    eligible: [
      14,
      (enterprise, random) =>
        sellOnline(
          enterprise,
          random,
          random.weighted([
            [random.int(5100, 9800), 6],
            [random.int(10_200, 30_000), 3],
          ]),
        ),
    ],
    near: [7, (enterprise, random) => sellOnline(enterprise, random, random.int(4200, 4950))],
  },
  {
    policy: "AGR-001",
    kinds: ["food"],
    touches: ["agriInvoices"],
    eligible: [
      18,
      (enterprise, random) => {
        processing(enterprise, random, random.int(120, 1300));
        consent(enterprise, "AGR-001", random);
      },
    ],
    near: [
      6,
      (enterprise, random) => {
        processing(enterprise, random, random.int(80, 98));
        consent(enterprise, "AGR-001", random);
      },
    ],
    noConsent: [5, (enterprise, random) => processing(enterprise, random, random.int(150, 900))],
  },
  {
    policy: "AGR-004",
    kinds: ["agriculture", "coldChain"],
    touches: ["agriInvoices"],
    cooperatives: true,
    eligible: [
      12,
      (enterprise, random) => {
        coldStore(enterprise, random, random.int(210, 2400));
        consent(enterprise, "AGR-004", random);
      },
    ],
    near: [
      5,
      (enterprise, random) => {
        coldStore(enterprise, random, random.int(160, 198));
        consent(enterprise, "AGR-004", random);
      },
    ],
    noConsent: [3, (enterprise, random) => coldStore(enterprise, random, random.int(300, 900))],
  },
  {
    policy: "AGR-002",
    kinds: ["food", "agriculture", "coldChain"],
    touches: [],
    cooperatives: true,
    eligible: [
      10,
      (enterprise, random) =>
        award(
          enterprise,
          random.weighted([
            ["AGRI_LEADER_CITY", 7],
            ["AGRI_LEADER_PROVINCIAL", 2],
            ["AGRI_LEADER_NATIONAL", 1],
          ]),
          awardDay(random),
          random,
        ),
    ],
  },
  {
    policy: "AGR-003",
    kinds: ["food", "agriculture"],
    touches: [],
    cooperatives: true,
    eligible: [
      14,
      (enterprise, random) =>
        award(enterprise, random.pick(["GREEN_FOOD", "ORGANIC_PRODUCT", "GEO_INDICATION"]), day(2025, random.int(2, 11), random.int(1, 28)), random, {
          productCount: random.int(1, 5),
        }),
    ],
  },
  {
    policy: "FIN-002",
    kinds: ["factory", "software", "food"],
    touches: ["listing"],
    eligible: [4, (enterprise, random) => award(enterprise, random.weighted(LISTINGS), awardDay(random), random, { validUntil: null })],
  },
  {
    policy: "FIN-003",
    kinds: ["food", "factory", "logistics", "construction", "services", "agriculture"],
    touches: ["loan"],
    cooperatives: true,
    eligible: [
      14,
      (enterprise, random) => {
        guarantee(enterprise, random);
        consent(enterprise, "FIN-003", random);
      },
    ],
    noConsent: [5, guarantee],
  },
];
