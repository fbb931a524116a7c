import { fen } from "@/lib/kernel/fen";
import type { Design } from "./designs";
import { award, awardDay, consent, hire, insure, invoices, keepSmall } from "./draw";
import { yearFacts, yuan } from "./enterprise";
import type { Random } from "./random";
import type { Enterprise } from "./types";

const repeat = (count: number, action: () => void) => {
  for (let made = 0; made < count; made++) action();
};

const hireMany = (enterprise: Enterprise, random: Random, count: number) => {
  insure(enterprise, random);
  keepSmall(enterprise);
  repeat(count, () => hire(enterprise, random, 2025, "一般"));
  repeat(random.int(0, 3), () => hire(enterprise, random, 2026, "一般"));
};

/** Insured heads for a ratio of new hires: at least 12, mostly the firm's own size. */
const steadyHeads = (enterprise: Enterprise) => Math.min(140, Math.max(24, yearFacts(enterprise, 2025).employees));

function loan(enterprise: Enterprise, random: Random, share: number): void {
  const heads = steadyHeads(enterprise);
  insure(enterprise, random, heads);
  keepSmall(enterprise);
  const line = heads > 100 ? share / 2 : share;
  const count = share < 0.1 ? Math.floor(heads * line) : Math.ceil(heads * line);
  repeat(count, () => hire(enterprise, random, 2025, "一般"));
  const interest = yuan(random.int(18_000, 150_000));
  invoices(
    enterprise,
    random,
    { policy: "FIN-001", purpose: "贷款利息", goods: ["*金融服务*贷款利息", "3060101010000000000"], amount: interest, rate: 0 },
    2025,
    4,
  );
}

/** 就业困难人员: what the firm paid for the person in the year of the start. */
function hardToPlace(enterprise: Enterprise, random: Random): void {
  const { basePerHead } = insure(enterprise, random);
  repeat(random.int(1, 4), () => {
    hire(enterprise, random, 2025, "就业困难人员", { months: 12 });
    const contract = enterprise.contracts.at(-1);
    if (contract) contract.employerPremium = fen(Math.round(basePerHead * 0.245) * (13 - Number(contract.start.slice(5, 7))));
  });
}

function keptAll(enterprise: Enterprise, random: Random): void {
  insure(enterprise, random, Math.max(6, yearFacts(enterprise, 2025).employees)).newClaimants[2025] = 0;
}

/** Eleven months of premiums paid in full. */
function missedMonth(enterprise: Enterprise, random: Random): void {
  keptAll(enterprise, random);
  enterprise.insurance?.owed.push(random.pick(["2025-09", "2025-10"]));
}

/** Just over the line of 5.5 %: one claimant too many among more than 30. */
function laidOff(enterprise: Enterprise, random: Random): void {
  const heads = Math.max(38, yearFacts(enterprise, 2025).employees);
  insure(enterprise, random, heads).newClaimants[2025] = Math.floor(heads * 0.055) + 1;
}

const EMPLOYERS = ["food", "factory", "retail", "services", "software", "logistics", "construction", "lodging", "coldChain"] as const;
const SMALL_EMPLOYERS = ["food", "factory", "services", "software", "logistics", "construction"] as const;

/** 稳岗就业 and the loan interest that hangs on hiring. */
export const peopleDesigns: readonly Design[] = [
  {
    policy: "EMP-001",
    kinds: EMPLOYERS,
    touches: ["heads"],
    eligible: [12, keptAll],
    near: [20, (enterprise, random) => (random.chance(0.65) ? laidOff : missedMonth)(enterprise, random)],
  },
  {
    policy: "FIN-001",
    kinds: SMALL_EMPLOYERS,
    touches: ["heads", "hires", "loan"],
    eligible: [
      18,
      (enterprise, random) => {
        loan(enterprise, random, 0.12 + 0.1 * random.next());
        consent(enterprise, "FIN-001", random);
      },
    ],
    near: [
      6,
      (enterprise, random) => {
        loan(enterprise, random, 0.094);
        consent(enterprise, "FIN-001", random);
      },
    ],
    noConsent: [5, (enterprise, random) => loan(enterprise, random, 0.14)],
  },
  {
    policy: "EMP-002",
    kinds: SMALL_EMPLOYERS,
    touches: ["hires"],
    eligible: [40, (enterprise, random) => hireMany(enterprise, random, random.int(10, 22))],
    near: [20, (enterprise, random) => hireMany(enterprise, random, random.int(8, 9))],
  },
  {
    policy: "EMP-003",
    kinds: EMPLOYERS,
    touches: ["hires"],
    eligible: [
      80,
      (enterprise, random) => {
        insure(enterprise, random);
        repeat(random.int(1, 6), () =>
          hire(enterprise, random, 2025, random.pick(["毕业年度高校毕业生", "离校两年内未就业高校毕业生", "16-24岁登记失业青年"])),
        );
      },
    ],
  },
  { policy: "EMP-004", kinds: EMPLOYERS, touches: ["hires"], eligible: [36, hardToPlace] },
  {
    policy: "EMP-005",
    kinds: EMPLOYERS,
    touches: [],
    eligible: [
      22,
      (enterprise, random) =>
        repeat(random.int(2, 6), () => {
          const internMonths = random.int(3, 12);
          hire(enterprise, random, 2025, "离校两年内未就业高校毕业生", { kind: "见习协议", months: internMonths, insuredFrom: null, internMonths });
        }),
    ],
  },
  {
    policy: "EMP-006",
    kinds: ["factory", "software", "food", "construction"],
    touches: [],
    eligible: [
      5,
      (enterprise, random) =>
        award(
          enterprise,
          random.weighted([
            ["SKILL_MASTER_PROVINCIAL", 5],
            ["SKILL_MASTER_NATIONAL", 2],
            ["POSTDOC_BASE", 2],
            ["POSTDOC_STATION", 1],
          ]),
          awardDay(random),
          random,
        ),
    ],
  },
];
