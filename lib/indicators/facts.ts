import { type Fen, plainYuan } from "../kernel/fen";
import type { PlainDate } from "../kernel/plain-date";
import type { IndicatorDefinition } from "./catalogue";

/** A value of the truth table as far as facts need it; what `deriveIndicators` gives and what the table holds. */
export type StoredValue = {
  readonly indicatorId: string;
  readonly period: string;
  readonly subject: string;
  readonly state: "value" | "null";
  readonly value: string | number | boolean | null | readonly string[];
  readonly validFrom: string;
  readonly validTo: string | null;
};

/** What the policy engine reads: one value, or a series by year. A missing key is unknown. */
export type FactValue = string | number | boolean | null | string[] | Record<string, string | number | boolean | null>;
export type Facts = Readonly<Record<string, FactValue>>;

export type FactOptions = {
  readonly asOf: PlainDate;
  /** 上一完整年度 */
  readonly fullYear: number;
  readonly definitions: ReadonlyMap<string, Pick<IndicatorDefinition, "type" | "period">>;
};

type Definition = Pick<IndicatorDefinition, "type" | "period">;

/** Decimal text as a number where that loses nothing, since both are read exactly. */
function numeric(text: string): string | number {
  const value = Number(text);
  return String(value) === text ? value : text;
}

/** 元 as the policy engine reads it. */
export const moneyFact = (amount: Fen): string | number => numeric(plainYuan(amount).replace(/\.?0+$/, ""));

function plainFact(stored: StoredValue, type: Definition["type"]): string | number | boolean | null | string[] {
  const { state, value } = stored;
  if (state === "null" || value === null) return null;
  if (type === "money" && typeof value === "number") return moneyFact(value as Fen);
  if ((type === "ratio" || type === "number") && typeof value === "string") return numeric(value);
  return typeof value === "object" ? [...value] : value;
}

const isCurrent = ({ validFrom, validTo }: StoredValue, asOf: PlainDate): boolean => validFrom <= asOf && (validTo === null || validTo >= asOf);

/** Of several values of one state the one that began last. */
function currentOf(values: readonly StoredValue[], asOf: PlainDate): StoredValue | null {
  const current = values.filter((value) => isCurrent(value, asOf));
  return current.reduce<StoredValue | null>((last, value) => (last === null || value.validFrom >= last.validFrom ? value : last), null);
}

function seriesOf(values: readonly StoredValue[], type: Definition["type"]): FactValue | undefined {
  const years = values.filter((value) => /^\d{4}$/.test(value.period));
  if (years.length === 0) return undefined;
  return Object.fromEntries(years.map((value) => [value.period, plainFact(value, type)])) as Record<string, string | number | boolean | null>;
}

function factOf(values: readonly StoredValue[], { period, type }: Definition, { asOf, fullYear }: FactOptions): FactValue | undefined {
  if (period === "series") return seriesOf(values, type);
  const wanted =
    period === "year"
      ? (values.findLast((value) => value.period === String(fullYear)) ?? null)
      : currentOf(
          values.filter((value) => value.period === "snapshot"),
          asOf,
        );
  return wanted ? plainFact(wanted, type) : undefined;
}

/**
 * 事实 for the policy engine from an enterprise's values: keys are indicator ids, money is in yuan, a yearly series is `{ "2025": … }`, a yearly
 * indicator is its value of the full year alone. What has no value stays without a key (unknown). Values per title, invoice or person do not take part.
 */
export function factsFromValues(values: Iterable<StoredValue>, options: FactOptions): Facts {
  const byIndicator = new Map<string, StoredValue[]>();
  for (const value of values) {
    if (value.subject !== "") continue;
    const held = byIndicator.get(value.indicatorId);
    if (held) held.push(value);
    else byIndicator.set(value.indicatorId, [value]);
  }
  const facts: Record<string, FactValue> = {};
  for (const [id, list] of byIndicator) {
    const definition = options.definitions.get(id);
    const fact = definition && factOf(list, definition, options);
    if (fact !== undefined) facts[id] = fact;
  }
  return facts;
}

/** 资质认定日期 for a policy: of the titles that it names, the latest award in force. Undefined when none of them is held. */
export function titleAwardDateFor(values: Iterable<StoredValue>, codes: readonly string[], asOf: PlainDate): string | undefined {
  const wanted = new Set(codes);
  const days = [...values].flatMap((value) =>
    value.indicatorId === "titleAwardDate" && wanted.has(value.subject) && isCurrent(value, asOf) && typeof value.value === "string" ? [value.value] : [],
  );
  return days.sort().at(-1);
}
