import { type Fen, fen } from "@/lib/kernel/fen";
import { addDays, type PlainDate, plainDate, yearOf } from "@/lib/kernel/plain-date";
import { drawUscc, OTHER_REGION } from "./codes";
import { day, growYears, reportsFrom, worldYears, yearFacts, yuan } from "./enterprise";
import { makePerson } from "./names";
import { makeRandom, type Random } from "./random";
import type { Contract, Enterprise, Insurance, Invoice, InvoicePurpose, Kind, Title } from "./types";

/** Award days of titles that count under a policy of 2024–2026. */
export const awardDay = (random: Random): PlainDate => addDays(plainDate("2024-01-15"), random.int(0, 880));

export function award(enterprise: Enterprise, code: string, awarded: PlainDate, random: Random, more: Partial<Title> = {}): void {
  const validUntil = random.chance(0.5) || code.startsWith("HNTE") ? addDays(awarded, 3 * 365) : null;
  enterprise.titles.push({ code, awarded, validUntil, productCount: null, marketShare: null, coreAutonomy: null, ...more });
}

/** Gives the firm a new founding day and grows its books again. */
export function refound(enterprise: Enterprise, established: PlainDate, random: Random): void {
  enterprise.establishedDate = established;
  enterprise.reportsFrom = reportsFrom(established);
  enterprise.operationTo = null;
  enterprise.legacyRegNo = null;
  for (const entry of [...enterprise.names, ...enterprise.statuses]) entry.from = established;
  growYears(enterprise, random);
}

/** Sets the revenue of a year and lets profit, assets and heads of the year follow in proportion. */
export function setRevenue(enterprise: Enterprise, year: number, revenue: Fen): void {
  const facts = yearFacts(enterprise, year);
  const ratio = facts.revenue === 0 ? 1 : revenue / facts.revenue;
  facts.profit = fen(facts.revenue === 0 ? Math.round(revenue * 0.05) : Math.round(facts.profit * ratio));
  facts.totalAssetsWan = Math.round(facts.totalAssetsWan * Math.min(4, Math.max(0.5, ratio)) * 100) / 100;
  facts.employees = Math.max(1, Math.round(facts.employees * Math.min(3, Math.max(0.6, ratio))));
  facts.revenue = revenue;
}

/** Largest number of heads that keeps a firm of the kind small whatever its revenue; agriculture and construction go by other measures. */
const SMALL_HEADS: Partial<Record<Kind, number>> = {
  food: 280,
  factory: 280,
  coldChain: 95,
  wholesale: 19,
  retail: 45,
  catering: 95,
  lodging: 95,
  logistics: 280,
  software: 95,
  services: 95,
  resident: 95,
  property: 280,
};

/** Holds the firm within small or micro (小微) in all years. */
export function keepSmall(enterprise: Enterprise): void {
  for (const year of worldYears) {
    const facts = yearFacts(enterprise, year);
    facts.employees = Math.min(facts.employees, SMALL_HEADS[enterprise.kind] ?? 100_000);
    if (enterprise.kind === "construction") facts.totalAssetsWan = Math.min(facts.totalAssetsWan, 4800);
    if (enterprise.kind === "agriculture" && facts.revenue > 480_000_000) setRevenue(enterprise, year, yuan(4_600_000 + (year - 2023) * 50_000));
  }
}

/** Steady insured heads from the firm's start, so that a ratio drawn today holds for the month of the decision. */
export function insure(enterprise: Enterprise, random: Random, heads?: number): Insurance {
  const insurance = enterprise.insurance ?? {
    unitNo: "",
    from: enterprise.reportsFrom,
    basePerHead: yuan(random.int(4300, 6800)),
    heads: {},
    owed: [],
    newClaimants: {},
  };
  enterprise.insurance = insurance;
  if (heads === undefined) return insurance;
  for (const year of worldYears) {
    const facts = yearFacts(enterprise, year);
    if (facts.revenue === 0) continue;
    insurance.heads[year] = heads;
    facts.employees = Math.max(facts.employees, heads);
  }
  return insurance;
}

export function hire(enterprise: Enterprise, random: Random, year: number, category: Contract["category"], more: Partial<Contract> = {}): void {
  const young = category !== "一般" && category !== "就业困难人员" && category !== "脱贫人口";
  const lastMonth = category === "就业困难人员" ? 6 : 9;
  const month = random.int(year === yearOf(enterprise.establishedDate) ? 9 : 2, Math.max(lastMonth, 9));
  const start = day(year, Math.min(month, year === 2026 ? 6 : 12), random.int(1, 25));
  enterprise.contracts.push({
    person: young ? makePerson(random, year - 24, year - 21) : makePerson(random, 1970, 2000),
    kind: "固定期限",
    start,
    months: random.pick([12, 24, 24, 36]),
    category,
    insuredFrom: start.slice(0, 7),
    internMonths: null,
    employerPremium: null,
    ...more,
  });
}

/** A dozen fictional suppliers outside the county. */
const suppliers = Array.from({ length: 12 }, (_, index) => drawUscc("91", makeRandom(`supplier ${index}`), new Set(), OTHER_REGION));

export type InvoiceDraft = {
  policy: string;
  purpose: InvoicePurpose;
  goods: readonly [name: string, taxCategory: string];
  date: PlainDate;
  amount: Fen;
  rate: number;
};

/** One line of an input VAT invoice. */
export function invoice(enterprise: Enterprise, random: Random, draft: InvoiceDraft): void {
  const line: Invoice = {
    invoiceNo: `${draft.date.slice(2, 4)}529${String(random.int(0, 999_999_999)).padStart(9, "0")}${String(random.int(0, 999_999)).padStart(6, "0")}`,
    lineNo: 1,
    date: draft.date,
    sellerId: random.pick(suppliers),
    goods: draft.goods[0],
    taxCategoryCode: draft.goods[1],
    amountExclTax: draft.amount,
    taxAmount: fen(Math.round((draft.amount * draft.rate) / 100)),
    purpose: draft.purpose,
    status: "正常",
    policy: draft.policy,
  };
  enterprise.invoices.push(line);
}

/** Splits a yearly sum over `parts` invoices dated inside the year. */
export function invoices(enterprise: Enterprise, random: Random, draft: Omit<InvoiceDraft, "date">, year: number, parts: number): void {
  const first = yearOf(enterprise.establishedDate) === year ? 8 : 1;
  let left: number = draft.amount;
  for (let part = parts; part > 0; part--) {
    const amount = part === 1 ? left : Math.round((left / part) * (0.8 + 0.4 * random.next()));
    left -= amount;
    invoice(enterprise, random, { ...draft, amount: fen(amount), date: day(year, random.int(first, 12), random.int(1, 28)) });
  }
}

export function consent(enterprise: Enterprise, policy: string, random: Random): void {
  enterprise.consents.push({ policy, on: addDays(plainDate("2026-01-12"), random.int(0, 165)) });
}

/** 知识产权 of a firm, granted after its founding and before 2026. */
export function grantRights(enterprise: Enterprise, random: Random, count: number): void {
  const software = enterprise.kind === "software";
  const from = Math.min(2025, Math.max(2019, yearOf(enterprise.establishedDate) + 1));
  for (let made = 0; made < count; made++) {
    const kind = software ? random.pick(["软件著作权", "软件著作权", "发明专利"]) : random.pick(["实用新型", "实用新型", "发明专利", "外观设计"]);
    const granted = day(random.int(from, 2025), random.int(1, 12), random.int(1, 28));
    const serial = String(random.int(0, 9_999_999)).padStart(7, "0");
    const ipNo =
      kind === "软件著作权"
        ? `${granted.slice(0, 4)}SR${serial}`
        : `ZL${granted.slice(0, 4)}${kind === "发明专利" ? 1 : 2}${serial}.${random.pick(["1", "3", "5", "X"])}`;
    enterprise.rights.push({
      ipNo,
      kind,
      title: `${random.pick(["一种高效", "一种节能型", "一种智能", "一种便携式"])}${random.pick(["分选", "干燥", "输送", "检测", "包装", "控制"])}${software ? "系统" : "装置"}`,
      granted,
      status: random.weighted([
        ["有效", 88],
        ["失效", 8],
        ["质押", 4],
      ]),
      coOwners: random.chance(0.25) ? ["青禾县农业技术推广站", "云岭农业职业学院"] : [],
    });
  }
}
