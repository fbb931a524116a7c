import { fen } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import type { Design } from "./designs";
import { award, awardDay, consent, grantRights, invoices, keepSmall, refound, setRevenue } from "./draw";
import { day, wan, yearFacts, yuan } from "./enterprise";
import type { Random } from "./random";
import type { Enterprise } from "./types";

/** 研发投入 as a share of each year's revenue, growing. */
export function research(enterprise: Enterprise, share: number): void {
  for (const [year, part] of [
    [2023, 0.82],
    [2024, 0.9],
    [2025, 1],
    [2026, 1.05],
  ] as const) {
    const facts = yearFacts(enterprise, year);
    facts.rdExpense = fen(Math.round(facts.revenue * share * part));
  }
}

/** The share of research that a high-tech firm of this revenue must reach (5 %, 4 %, 3 %). */
function requiredShare(enterprise: Enterprise): number {
  const { revenue } = yearFacts(enterprise, 2025);
  if (revenue <= 5_000_000_000) return 0.05;
  return revenue <= 20_000_000_000 ? 0.04 : 0.03;
}

function highTech(enterprise: Enterprise, random: Random, margin: number): void {
  const code = random.chance(0.65) ? "HNTE_FIRST" : "HNTE_RENEWAL";
  award(enterprise, code, day(random.pick([2024, 2025]), random.pick([10, 11, 12]), random.int(1, 28)), random);
  grantRights(enterprise, random, random.int(3, 14));
  const [first] = enterprise.rights;
  if (first) first.status = "有效";
  research(enterprise, requiredShare(enterprise) * margin);
}

/** At least 500,000 yuan and 3 % of revenue. */
function funded(enterprise: Enterprise, random: Random): void {
  if (yearFacts(enterprise, 2025).revenue < 600_000_000) setRevenue(enterprise, 2025, wan(random.int(900, 2600)));
  const { revenue } = yearFacts(enterprise, 2025);
  research(enterprise, Math.max(0.031 + 0.03 * random.next(), 52_000_000 / revenue));
}

function nearlyFunded(enterprise: Enterprise, random: Random): void {
  if (random.chance(0.5)) setRevenue(enterprise, 2025, wan(random.int(700, 1100)));
  else setRevenue(enterprise, 2025, wan(random.int(2200, 4000)));
  const facts = yearFacts(enterprise, 2025);
  research(enterprise, 0.027 + 0.002 * random.next());
  if (facts.revenue < 1_200_000_000) facts.rdExpense = yuan(random.int(410_000, 495_000));
}

function tenant(enterprise: Enterprise, random: Random, established: string): void {
  refound(enterprise, plainDate(established), random);
  keepSmall(enterprise);
  award(enterprise, "INCUBATED_TENANT", day(2025, random.int(7, 12), random.int(1, 28)), random, { validUntil: plainDate("2027-12-31") });
  invoices(
    enterprise,
    random,
    { policy: "RENT-001", purpose: "租金", goods: ["*经营租赁*房屋租金", "3040502020200000000"], amount: yuan(random.int(24, 180) * 1000), rate: 5 },
    2025,
    2,
  );
}
const youngDay = (random: Random) => day(random.pick([2023, 2024, 2024, 2025]), random.int(9, 12), random.int(1, 28)).replace(/^2025-(\d\d)/, "2025-03");

const INNOVATORS = ["factory", "software", "food"] as const;

/** 科技创新 and the incubator's rent. */
export const innovationDesigns: readonly Design[] = [
  {
    policy: "RENT-001",
    kinds: ["software", "services"],
    touches: ["young", "rent", "revenue"],
    eligible: [
      12,
      (enterprise, random) => {
        tenant(enterprise, random, youngDay(random));
        consent(enterprise, "RENT-001", random);
      },
    ],
    near: [
      3,
      (enterprise, random) => {
        tenant(enterprise, random, `2023-0${random.int(4, 6)}-${random.int(10, 28)}`);
        consent(enterprise, "RENT-001", random);
      },
    ],
    noConsent: [4, (enterprise, random) => tenant(enterprise, random, youngDay(random))],
  },
  {
    policy: "INN-001",
    kinds: ["factory", "software"],
    touches: ["research"],
    eligible: [28, (enterprise, random) => highTech(enterprise, random, 1.05 + 0.5 * random.next())],
    doubt: [
      7,
      (enterprise, random) => {
        highTech(enterprise, random, random.chance(0.5) ? 0.8 : 1.2);
        const facts = yearFacts(enterprise, 2025);
        if (random.chance(0.6)) facts.hiTechRevenue = fen(Math.round(facts.revenue * (0.5 + 0.08 * random.next())));
      },
    ],
  },
  { policy: "INN-002", kinds: INNOVATORS, touches: ["research", "revenue"], eligible: [56, funded], near: [26, nearlyFunded] },
  {
    policy: "INN-003",
    kinds: INNOVATORS,
    touches: [],
    eligible: [
      7,
      (enterprise, random) => {
        award(
          enterprise,
          random.weighted([
            ["IP_MGMT_CERT", 6],
            ["IP_ADVANTAGE_NATIONAL", 3],
            ["IP_DEMO_NATIONAL", 1],
          ]),
          awardDay(random),
          random,
        );
        grantRights(enterprise, random, 4);
      },
    ],
  },
  {
    policy: "INN-004",
    kinds: INNOVATORS,
    touches: [],
    eligible: [
      7,
      (enterprise, random) =>
        award(
          enterprise,
          random.weighted([
            ["STD_NATIONAL_PART", 4],
            ["STD_INDUSTRY_LEAD", 4],
            ["STD_NATIONAL_LEAD", 1],
          ]),
          awardDay(random),
          random,
        ),
    ],
  },
];
