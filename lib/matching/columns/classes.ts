import { compareRatio, decimal } from "../../kernel/decimal";
import type { PlainDate } from "../../kernel/plain-date";
import { type Condition, isRatio, type Leaf, leavesOf, type RatioLeaf } from "../../policy/condition";
import { evaluate } from "../../policy/evaluate";
import { type Facts, numberIn, type Reading, read, suppliedBy } from "../../policy/facts";
import { not, type Truth } from "../../policy/truth";
import { columnId } from "./layout";
import type { CodeColumn, NumberColumn, Roster } from "./roster";
import { onlyColumn, partsOf } from "./slots";

/** What a day of judgement is. */
export type Day = { readonly asOf: PlainDate; readonly fullYear: number };

/**
 * 取值类: values of a column that no condition at hand tells apart. `samples` holds one value of each class (as facts, so that the single evaluation
 * judges the class), `at` says into which class an enterprise falls, and `source` says the same to the generated kernel, as statements that set `c`.
 */
export type Classes = { readonly samples: readonly Facts[]; readonly at: (row: number) => number; readonly source: (name: Namer) => string };

/** Makes an array or a function known to the generated kernel and returns its name there. */
export type Namer = (constant: Float64Array | Int32Array | Uint16Array | ((row: number) => number)) => string;

/** The smallest double above a finite one. */
function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** Where a class ends: `≥ t` and `< t` part at t, `> t` and `≤ t` just above it. */
function borderOf(leaf: Leaf): number[] {
  if (leaf.op === "gte" || leaf.op === "lt") return [leaf.value];
  return leaf.op === "gt" || leaf.op === "lte" ? [nextUp(leaf.value)] : [];
}

/**
 * The class of a figure is the number of borders that it has reached. Class 0 is unknown (NaN passes no border); where a condition gives an empty value
 * a meaning (`nullAs`), class 1 is empty (−∞), else empty counts as unknown; then follow the intervals from border to border.
 */
function numberClasses({ values }: NumberColumn, indicator: string, leaves: readonly Leaf[]): Classes {
  const finite = [...new Set([-Number.MAX_VALUE, ...leaves.flatMap(borderOf)])].sort((a, b) => a - b);
  const empty = leaves.some((leaf) => !isRatio(leaf) && leaf.nullAs !== undefined) ? [Number.NEGATIVE_INFINITY] : [];
  const borders = [...empty, ...finite];
  return {
    samples: [{}, ...empty.map(() => ({ [indicator]: null })), ...finite.map((value) => ({ [indicator]: value }))],
    at: (row) => borders.reduce((reached, border) => reached + Number((values[row] as number) >= border), 0),
    // Sums of comparisons, for a branch would be guessed wrong too often
    source: (name) => `v = ${name(values)}[i]; c = ${borders.map((border) => `+(v >= ${border})`).join(" + ")};`,
  };
}

/** Up to here each value of a dictionary is a class of its own; longer ones (days, sets) are first brought down to values that answer alike. */
const OWN_CLASS = 64;

function codeClasses({ codes, values }: CodeColumn, indicator: string, pieces: readonly Judgeable[], day: Day): Classes {
  if (values.length <= OWN_CLASS) {
    const samples = values.map((reading) => sampleOf(indicator, reading));
    return { samples, at: (row) => codes[row] as number, source: (name) => `c = ${name(codes)}[i];` };
  }
  const classOf = new Uint16Array(values.length);
  const samples: Facts[] = [];
  const known = new Map<string, number>();
  for (const [code, reading] of values.entries()) {
    const sample = sampleOf(indicator, reading);
    const answers = pieces.map((piece) => truthOfPiece(piece, sample, day)).join();
    const found = known.get(answers) ?? samples.push(sample) - 1;
    known.set(answers, found);
    classOf[code] = found;
  }
  return { samples, at: (row) => classOf[codes[row] as number] as number, source: (name) => `c = ${name(classOf)}[${name(codes)}[i]];` };
}

/** A reading as the facts it was read from. */
export function sampleOf(indicator: string, reading: Reading): Facts {
  if (reading.state === "absent") return {};
  if (reading.state === "empty") return { [indicator]: null };
  return { [indicator]: typeof reading.value === "object" ? [...reading.value] : reading.value };
}

/** A figure, enterprise by enterprise; NaN while it is unknown, empty or no number. A dictionary is read as the single evaluation reads it. */
export function numberByRow(roster: Roster, indicator: string, day: Day): (row: number) => number {
  const column = roster.columns.get(columnId(indicator));
  if (!column) throw new RangeError(`no column ${indicator}`);
  if (column.kind === "number") {
    const { values } = column;
    return (row) => values[row] as number;
  }
  const numbers = Float64Array.from(column.values, (reading) => {
    const found = read({ ...day, facts: sampleOf(suppliedBy(indicator), reading) }, indicator);
    const number = found.state === "known" ? numberIn(found.value) : null;
    return number === null ? Number.NaN : Number(number);
  });
  const { codes } = column;
  return (row) => numbers[codes[row] as number] as number;
}

type Threshold = { readonly value: number; readonly units: number; readonly power: number };
/** Far above what doubles can err by in one product, far below what tells two real quotients apart. */
const CLEAR = 1e-12;

/** Where a ÷ b stands to the threshold: by doubles when that is clear, by whole numbers when both are, else over exact decimals. */
function orderOfQuotient(a: number, b: number, { value, units, power }: Threshold): number {
  const [left, right] = [a * power, b * units];
  const difference = b > 0 ? left - right : right - left;
  const size = Math.abs(left) + Math.abs(right);
  if (Math.abs(difference) > CLEAR * size) return Math.sign(difference);
  if (Number.isInteger(a) && Number.isInteger(b) && size <= Number.MAX_SAFE_INTEGER) return Math.sign(difference);
  return compareRatio(decimal(a), decimal(b), decimal(value));
}

/** Class 0 is unknown (also a zero denominator), then below, at and above the threshold. */
function quotientClasses(roster: Roster, leaf: RatioLeaf, day: Day): Classes {
  const { units, scale } = decimal(leaf.value);
  const threshold = { value: leaf.value, units: Number(units), power: 10 ** scale };
  const [top, bottom] = [numberByRow(roster, leaf.ratio[0], day), numberByRow(roster, leaf.ratio[1], day)];
  const at = (row: number): number => {
    const a = top(row);
    const b = bottom(row);
    return Number.isFinite(a) && Number.isFinite(b) && b !== 0 ? 2 + orderOfQuotient(a, b, threshold) : 0;
  };
  const [over, under] = leaf.ratio;
  const samples = [{}, ...[-1, 0, 1].map((step) => ({ [over]: leaf.value + step, [under]: 1 }))];
  return { samples, at, source: (name) => `c = ${name(at)}(i);` };
}

type Judgeable = { readonly condition: Condition; readonly negated: boolean };

/** The single evaluation judges one sample of a class; all others of the class follow. */
export function truthOfPiece({ condition, negated }: Judgeable, facts: Facts, day: Day): Truth {
  const { result } = evaluate(condition, { ...day, facts });
  return negated ? not(result) : result;
}

/** The classes that conditions make of the one column that they look at. */
export function classesFor(roster: Roster, pieces: readonly Judgeable[], day: Day): Classes {
  const leaves = pieces.flatMap(({ condition }) => leavesOf(condition));
  const [first] = leaves;
  if (!first) throw new RangeError("no condition");
  if (isRatio(first)) return quotientClasses(roster, first, day);
  const found = roster.columns.get(columnId(first.ind));
  if (!found) throw new RangeError(`no column ${first.ind}`);
  const indicator = suppliedBy(first.ind);
  return found.kind === "number" ? numberClasses(found, indicator, leaves) : codeClasses(found, indicator, pieces, day);
}

const TRUTHS: readonly Truth[] = ["false", "true", "unknown"];
export const NO = 0;
export const YES = 1;

/** 三值 of any condition, enterprise by enterprise: 0 false, 1 true, 2 unknown. For what is asked of few: cases of an amount, diversions. */
export function truthByRow(roster: Roster, condition: Condition, day: Day): (row: number) => number {
  if (onlyColumn(condition) !== null) {
    const piece = { condition, negated: false };
    const classes = classesFor(roster, [piece], day);
    const truths = Uint8Array.from(classes.samples, (sample) => TRUTHS.indexOf(truthOfPiece(piece, sample, day)));
    return (row) => truths[classes.at(row)] as number;
  }
  if ("not" in condition) {
    const inner = truthByRow(roster, condition.not, day);
    return (row) => [YES, NO, 2][inner(row)] as number;
  }
  const parts = partsOf(condition).map((part) => truthByRow(roster, part, day));
  const decisive = "all" in condition ? NO : YES;
  return (row) => {
    let result = 1 - decisive;
    for (const part of parts) {
      const truth = part(row);
      if (truth === decisive) return decisive;
      if (truth !== result) result = 2;
    }
    return result;
  };
}
