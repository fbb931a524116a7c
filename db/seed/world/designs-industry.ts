import { fen } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import type { Design } from "./designs";
import { award, awardDay, consent, grantRights, invoices, keepSmall, setRevenue } from "./draw";
import { day, monthText, wan, worldYears, yearFacts, yuan } from "./enterprise";
import type { Random } from "./random";
import type { AboveScale, Enterprise } from "./types";

/** 入库: enters the statistical directory on the strength of its revenue. */
export function enterDirectory(enterprise: Enterprise, random: Random, category: AboveScale["category"], revenueWan: readonly [number, number]): void {
  setRevenue(enterprise, 2025, wan(random.int(revenueWan[0], revenueWan[1]) + 0.37));
  setRevenue(enterprise, 2024, fen(Math.round(yearFacts(enterprise, 2025).revenue * 0.93)));
  setRevenue(enterprise, 2026, fen(Math.round(yearFacts(enterprise, 2025).revenue * 1.06)));
  const yearly = random.chance(0.6);
  const first = yearly ? monthText(random.int(2024, 2026), 1) : monthText(random.int(2024, 2025), random.int(2, 12));
  enterprise.aboveScale = { category, first, entry: yearly ? "年度" : "月度", exited: null };
}

/** A year of distress: revenue falls by `drop`, the year ends in loss, property and land tax are due. */
function distress(enterprise: Enterprise, random: Random, drop: number): void {
  const before = yearFacts(enterprise, 2024);
  setRevenue(enterprise, 2025, fen(Math.round(before.revenue * (1 - drop))));
  const facts = yearFacts(enterprise, 2025);
  facts.profit = fen(-Math.round(facts.revenue * (0.03 + 0.1 * random.next())) - 100);
  for (const year of worldYears) {
    const books = yearFacts(enterprise, year);
    books.propertyTax = yuan(random.int(40, 160) * 1000);
    books.landUseTax = yuan(random.int(20, 90) * 1000);
  }
  facts.creditGrade = random.pick(["A", "B", "M"]);
}

function factoryRent(enterprise: Enterprise, random: Random, kwh: number): void {
  for (const year of [2024, 2025, 2026]) if (yearFacts(enterprise, year).revenue < 1_800_000_000) setRevenue(enterprise, year, wan(random.int(2000, 3600)));
  enterprise.annualKwh[2025] = kwh;
  invoices(
    enterprise,
    random,
    { policy: "RENT-002", purpose: "租金", goods: ["*经营租赁*标准厂房租金", "3040502020200000000"], amount: yuan(random.int(60, 420) * 1000), rate: 9 },
    2025,
    4,
  );
}

function upgrade(enterprise: Enterprise, random: Random, amountWan: number): void {
  award(enterprise, "TECH_UPGRADE_FILED", day(2025, random.int(1, 5), random.int(1, 28)), random, { validUntil: null });
  invoices(
    enterprise,
    random,
    {
      policy: "IND-005",
      purpose: "生产设备",
      goods: [random.pick(["*专用设备*自动化生产线", "*通用设备*数控机床", "*专用设备*智能包装线"]), "1090100000000000000"],
      amount: wan(amountWan),
      rate: 13,
    },
    2025,
    random.int(2, 5),
  );
}

const digital = (enterprise: Enterprise, random: Random, amount: number) =>
  invoices(
    enterprise,
    random,
    {
      policy: "IND-007",
      purpose: "数字化",
      goods: [random.pick(["*信息技术服务*云服务", "*软件*生产管理系统", "*信息技术服务*数据集成"]), "3040203000000000000"],
      amount: yuan(amount),
      rate: 6,
    },
    2025,
    random.int(1, 3),
  );

function champion(enterprise: Enterprise, random: Random, share: number | null): void {
  award(enterprise, random.chance(0.25) ? "CHAMPION_NATIONAL" : "CHAMPION_PROVINCIAL", awardDay(random), random, {
    marketShare: share,
    coreAutonomy: random.int(56, 92),
  });
}

const MAKERS = ["factory", "food"] as const;

/** 产业升级, factory rent and relief for the distressed. Those that set revenue come first. */
export const industryDesigns: readonly Design[] = [
  {
    policy: "TAX-002",
    kinds: ["factory", "food", "lodging", "logistics", "wholesale"],
    touches: ["revenue"],
    eligible: [8, (enterprise, random) => distress(enterprise, random, 0.32 + 0.3 * random.next())],
    near: [5, (enterprise, random) => distress(enterprise, random, 0.25 + 0.04 * random.next())],
  },
  {
    policy: "IND-004",
    kinds: MAKERS,
    touches: ["revenue", "directory"],
    eligible: [
      18,
      (enterprise, random) =>
        enterDirectory(
          enterprise,
          random,
          "industry",
          random.weighted([
            [[2050, 4800], 6],
            [[5000, 9800], 3],
            [[10_200, 16_000], 1],
          ] as const),
        ),
    ],
    near: [8, (enterprise, random) => enterDirectory(enterprise, random, "industry", [1820, 1990])],
  },
  {
    policy: "RENT-002",
    kinds: MAKERS,
    touches: ["rent", "revenue"],
    eligible: [
      24,
      (enterprise, random) => {
        factoryRent(enterprise, random, random.int(30_000, 900_000));
        consent(enterprise, "RENT-002", random);
      },
    ],
    near: [
      6,
      (enterprise, random) => {
        factoryRent(enterprise, random, random.int(9_100, 9_900));
        consent(enterprise, "RENT-002", random);
      },
    ],
    noConsent: [6, (enterprise, random) => factoryRent(enterprise, random, random.int(30_000, 900_000))],
  },
  {
    policy: "IND-002",
    kinds: ["factory"],
    touches: ["srdi"],
    eligible: [
      4,
      (enterprise, random) => {
        award(enterprise, "SRDI_PROVINCIAL", day(2022, 9, 20), random, { validUntil: plainDate("2028-09-19") });
        award(enterprise, "LITTLE_GIANT", awardDay(random), random);
        grantRights(enterprise, random, 12);
      },
    ],
  },
  {
    policy: "IND-001",
    kinds: ["factory", "software", "food"],
    touches: ["srdi"],
    eligible: [
      24,
      (enterprise, random) => {
        keepSmall(enterprise);
        award(enterprise, random.chance(0.6) ? "INNOVATIVE_SME" : "SRDI_PROVINCIAL", awardDay(random), random);
        grantRights(enterprise, random, random.int(1, 5));
      },
    ],
    near: [
      6,
      (enterprise, random) =>
        award(enterprise, "INNOVATIVE_SME", day(2023, random.int(6, 12), random.int(1, 28)), random, { validUntil: plainDate("2026-12-31") }),
    ],
  },
  {
    policy: "IND-003",
    kinds: ["factory"],
    touches: ["champion"],
    eligible: [3, (enterprise, random) => champion(enterprise, random, random.int(12, 46))],
    near: [2, (enterprise, random) => champion(enterprise, random, random.int(80, 98) / 10)],
    doubt: [2, (enterprise, random) => champion(enterprise, random, null)],
  },
  {
    policy: "IND-005",
    kinds: MAKERS,
    touches: ["equipment"],
    eligible: [
      28,
      (enterprise, random) => {
        upgrade(
          enterprise,
          random,
          random.weighted([
            [random.int(205, 620), 8],
            [random.int(1020, 1600), 1],
          ]),
        );
        consent(enterprise, "IND-005", random);
      },
    ],
    near: [
      8,
      (enterprise, random) => {
        upgrade(enterprise, random, random.int(172, 198));
        consent(enterprise, "IND-005", random);
      },
    ],
    noConsent: [8, (enterprise, random) => upgrade(enterprise, random, random.int(220, 700))],
  },
  {
    policy: "IND-006",
    kinds: ["factory"],
    touches: [],
    eligible: [3, (enterprise, random) => award(enterprise, random.chance(0.2) ? "FIRST_SET_NATIONAL" : "FIRST_SET_PROVINCIAL", awardDay(random), random)],
  },
  {
    policy: "IND-007",
    kinds: ["factory", "food", "retail", "logistics", "wholesale"],
    touches: ["digital"],
    eligible: [
      28,
      (enterprise, random) => {
        digital(enterprise, random, random.int(104, 900) * 1000 + 500);
        consent(enterprise, "IND-007", random);
      },
    ],
    near: [
      12,
      (enterprise, random) => {
        digital(enterprise, random, random.int(72, 98) * 1000);
        consent(enterprise, "IND-007", random);
      },
    ],
    noConsent: [8, (enterprise, random) => digital(enterprise, random, random.int(110, 600) * 1000)],
  },
  {
    policy: "IND-008",
    kinds: MAKERS,
    touches: [],
    eligible: [
      6,
      (enterprise, random) => award(enterprise, random.chance(0.2) ? "GREEN_FACTORY_NATIONAL" : "GREEN_FACTORY_PROVINCIAL", awardDay(random), random),
    ],
  },
  {
    policy: "IND-009",
    kinds: ["construction"],
    touches: [],
    eligible: [3, (enterprise, random) => award(enterprise, "CONSTR_GENERAL_1", awardDay(random), random)],
  },
];
