import { decimal, multiply } from "../../kernel/decimal";
import { countableFen, fen, fenFromYuan, timesRate } from "../../kernel/fen";
import { computeAmount } from "../../policy/amount";
import type { AmountFormula, FormulaOf, TierBorder } from "../../policy/amount-formula";
import { numberIn, suppliedBy } from "../../policy/facts";
import { type Day, NO, numberByRow, sampleOf, truthByRow, YES } from "./classes";
import { columnId } from "./layout";
import type { Roster } from "./roster";

/** 金额 in fen of an enterprise; NaN while it is open (待定). */
export type AmountByRow = (row: number) => number;

const OPEN = Number.NaN;
/** Up to here a product of integers and the division that rounds it are exact in doubles. */
const EXACT = 2 ** 50;

/** Rounds `amount × units / divisor` half away from zero; null when the doubles could err. */
function product(amount: number, units: number, divisor: number): number | null {
  const exact = amount * units;
  if (Math.abs(exact) > EXACT || !Number.isInteger(exact)) return null;
  const rounded = Math.floor((Math.abs(exact) + divisor / 2) / divisor);
  return exact < 0 ? -rounded : rounded;
}

/** A money column in fen. */
function fenByRow(roster: Roster, indicator: string, year: 0 | -1 = 0): AmountByRow {
  const column = roster.columns.get(columnId(indicator, year));
  if (column?.kind === "number" && column.fen) {
    const { fen: values } = column;
    return (row) => values[row] as number;
  }
  if (column?.kind !== "code") throw new RangeError(`no money in column ${indicator}`);
  const amounts = Float64Array.from(column.values, (reading) => {
    const yuan = reading.state === "known" ? numberIn(reading.value) : null;
    return yuan === null ? OPEN : (countableFen(decimal(yuan)) ?? OPEN);
  });
  const { codes } = column;
  return (row) => amounts[codes[row] as number] as number;
}

/** Base × rate, rounded once; NaN stays NaN. */
function timesRateByRow(base: AmountByRow, rate: number): AmountByRow {
  const { units, scale } = decimal(rate);
  const [factor, divisor] = [Number(units), 10 ** scale];
  return (row) => {
    const amount = base(row);
    if (Number.isNaN(amount)) return OPEN;
    return product(amount, factor, divisor) ?? timesRate(fen(amount), rate);
  };
}

function perHead(roster: Roster, { indicator, unitAmount }: FormulaOf<"perHead">, day: Day): AmountByRow {
  const heads = numberByRow(roster, indicator, day);
  const { units, scale } = decimal(unitAmount);
  const [factor, divisor] = scale <= 2 ? [Number(units) * 10 ** (2 - scale), 1] : [Number(units), 10 ** (scale - 2)];
  return (row) => {
    const count = heads(row);
    if (!Number.isFinite(count)) return OPEN;
    // Half heads and the like: hundredths are whole numbers again
    const hundredths = Math.round(count * 100);
    const quick = hundredths / 100 === count ? product(hundredths, factor, divisor * 100) : null;
    return quick ?? countableFen(multiply(decimal(count), decimal(unitAmount))) ?? OPEN;
  };
}

function rateOfIncrease(roster: Roster, { indicator, rate }: FormulaOf<"rateOfIncrease">): AmountByRow {
  const [now, before] = [fenByRow(roster, indicator), fenByRow(roster, indicator, -1)];
  return timesRateByRow((row) => {
    const increase = now(row) - before(row);
    return increase < 0 ? 0 : increase;
  }, rate);
}

const within = (value: number, { gte = Number.NEGATIVE_INFINITY, lt = Number.POSITIVE_INFINITY }: TierBorder): boolean => value >= gte && value < lt;

/** The whole amount of the tier; outside every tier nothing. */
function tiered(roster: Roster, by: string, tiers: readonly TierBorder[], amounts: readonly AmountByRow[], day: Day): AmountByRow {
  const chosen = numberByRow(roster, by, day);
  return (row) => {
    const value = chosen(row);
    if (!Number.isFinite(value)) return OPEN;
    for (let index = 0; index < tiers.length; index++) if (within(value, tiers[index] as TierBorder)) return (amounts[index] as AmountByRow)(row);
    return 0;
  };
}

/** Reckoned once for each set of levels that occurs. */
function byLevel(roster: Roster, { indicator, levels, pick }: FormulaOf<"byLevel">, day: Day): AmountByRow {
  const column = roster.columns.get(columnId(indicator));
  if (column?.kind !== "code") throw new RangeError(`levels need a dictionary: ${indicator}`);
  const amounts = Float64Array.from(column.values, (reading) => {
    const context = { ...day, facts: sampleOf(suppliedBy(indicator), reading), priorGrants: {} };
    return computeAmount({ kind: "byLevel", indicator, levels, pick }, context).amountFen ?? OPEN;
  });
  const { codes } = column;
  return (row) => amounts[codes[row] as number] as number;
}

function casesOf(roster: Roster, { cases, otherwise }: FormulaOf<"cases">, day: Day): AmountByRow {
  const branches = cases.map(({ when, amount }) => ({ when: truthByRow(roster, when, day), amount: amountByRow(roster, amount, day) }));
  const rest: AmountByRow = otherwise ? amountByRow(roster, otherwise, day) : () => 0;
  return (row) => {
    for (const { when, amount } of branches) {
      const truth = when(row);
      if (truth !== NO) return truth === YES ? amount(row) : OPEN;
    }
    return rest(row);
  };
}

const constant = (yuan: number): AmountByRow => {
  const amount = fenFromYuan(yuan);
  return () => amount;
};

function gross(roster: Roster, formula: AmountFormula, day: Day): AmountByRow {
  switch (formula.kind) {
    case "fixed":
      return constant(formula.amount);
    case "perHead":
      return perHead(roster, formula, day);
    case "rate":
      return timesRateByRow(fenByRow(roster, formula.base), formula.rate);
    case "rateOfIncrease":
      return rateOfIncrease(roster, formula);
    case "tieredAmount": {
      const amounts = formula.tiers.map((tier) => constant(tier.amount));
      return tiered(roster, formula.by, formula.tiers, amounts, day);
    }
    case "tieredRate": {
      const base = fenByRow(roster, formula.base);
      const amounts = formula.tiers.map((tier) => timesRateByRow(base, tier.rate));
      return tiered(roster, formula.by, formula.tiers, amounts, day);
    }
    case "byLevel":
      return byLevel(roster, formula, day);
    case "sum": {
      const parts = formula.parts.map((part) => amountByRow(roster, part, day));
      return (row) => parts.reduce((total, part) => total + part(row), 0);
    }
    case "cases":
      return casesOf(roster, formula, day);
  }
}

/** 算金额 as a function of the row, in the order of the law: reckoned, cap, top-up, minimum. NaN passes through every step. */
export function amountByRow(roster: Roster, formula: AmountFormula, day: Day): AmountByRow {
  const { cap, topUpGroup, min } = formula;
  let amount = gross(roster, formula, day);
  if (cap !== undefined) {
    const [inner, limit] = [amount, fenFromYuan(cap)];
    amount = (row) => Math.min(inner(row), limit);
  }
  const prior = topUpGroup === undefined ? undefined : roster.prior.get(topUpGroup);
  if (prior) {
    const inner = amount;
    // Nothing granted yet leaves the amount as it is, a negative one too
    amount = (row) => (prior[row] === 0 ? inner(row) : Math.max(0, inner(row) - (prior[row] as number)));
  }
  if (min !== undefined) {
    const [inner, floor] = [amount, fenFromYuan(min)];
    amount = (row) => {
      const reckoned = inner(row);
      return reckoned < floor ? 0 : reckoned;
    };
  }
  return amount;
}
