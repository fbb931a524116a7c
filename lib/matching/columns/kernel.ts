import type { Truth } from "../../policy/truth";
import { classesFor, type Day, type Namer, truthOfPiece } from "./classes";
import type { Roster } from "./roster";
import { BITS, bitOf, type Join, type Piece, type Slots, wordOf } from "./slots";

/** Judges the enterprises from `from` up to `to`: bits of what is refused and of what is open, 32 policies a word. */
export type JudgeKernel = (from: number, to: number, no: readonly Int32Array[], open: readonly Int32Array[]) => void;

/** For each class of a column, the bits that it turns to "no" and those that it leaves open. */
type WordTable = { readonly word: number; readonly no: Int32Array; readonly open: Int32Array };

function noteTruth(tables: readonly WordTable[], at: number, slots: readonly number[], truth: Truth): void {
  if (truth === "true") return;
  for (const slot of slots) {
    const table = tables[wordOf(slot)];
    const bits = truth === "false" ? table?.no : table?.open;
    if (bits) bits[at] = (bits[at] as number) | bitOf(slot);
  }
}

const saysSomething = (bits: Int32Array): boolean => bits.some((word) => word !== 0);

/** Arrays of at most 64 bytes lie in V8's heap and move; longer ones have an address that the generated code may contain. */
const OFF_HEAP = 17;

/** `c = …` finds the class of an enterprise in a column; what the class means is then added to every word that it touches. */
function columnSource(roster: Roster, pieces: readonly Piece[], words: number, day: Day, name: Namer): string {
  const classes = classesFor(roster, pieces, day);
  const count = Math.max(classes.samples.length, OFF_HEAP);
  const tables = Array.from({ length: words }, (_, word): WordTable => ({ word, no: new Int32Array(count), open: new Int32Array(count) }));
  for (const [at, sample] of classes.samples.entries()) {
    for (const piece of pieces) noteTruth(tables, at, piece.slots, truthOfPiece(piece, sample, day));
  }
  const lookUps = tables.flatMap(({ word, no, open }) => [
    ...(saysSomething(no) ? [`n${word} |= ${name(no)}[c];`] : []),
    ...(saysSomething(open) ? [`o${word} |= ${name(open)}[c];`] : []),
  ]);
  return [classes.source(name), ...lookUps].join(" ");
}

/** 符合其一: every alternative "no" makes it "no"; none fulfilled leaves it open ("no" is stronger). */
function joinSource({ slot, word, mask }: Join): string {
  const [into, shift] = [wordOf(slot), slot % BITS];
  return `n${into} |= ((n${word} & ${mask}) === ${mask}) << ${shift}; o${into} |= (((n${word} | o${word}) & ${mask}) === ${mask}) << ${shift};`;
}

/** Enterprises at a time, so that what is written stays in the first cache. */
export const BLOCK = 1024;
/** Columns at a time: measured; fewer write the bits too often, many more are read from too many places at once. */
const COLUMNS = 16;

type Words = { readonly no: readonly string[]; readonly open: readonly string[] };

/** A loop over the block which keeps the bits of the words that its lines touch in registers. */
function loopSource(lines: readonly string[], { no, open }: Words): string {
  const touched = no.flatMap((_, word) => (lines.some((line) => line.includes(`n${word}`) || line.includes(`o${word}`)) ? [word] : []));
  return [
    "for (let i = from, j = 0; i < to; i++, j++) {",
    "let c = 0, v = 0;",
    ...touched.map((word) => `let n${word} = ${no[word]}[j], o${word} = ${open[word]}[j];`),
    ...lines,
    ...touched.map((word) => `${no[word]}[j] = n${word}; ${open[word]}[j] = o${word};`),
    "}",
  ].join("\n");
}

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/**
 * 判定内核, generated from the conditions, for at most BLOCK enterprises a call. The text holds nothing but comparisons with numbers of the policies and
 * look-ups in tables made here; names, codes and clauses of policies never enter it. Generated, because only then are the tables constants to the
 * machine: the same loops as closures reach a third of it.
 */
export function judgeKernel(roster: Roster, { pieces, joins, words }: Slots, expired: readonly number[], day: Day): JudgeKernel {
  const constants: Parameters<Namer>[0][] = [];
  const name: Namer = (constant) => `k${constants.push(constant) - 1}`;
  const perWord = <Item>(make: (word: number) => Item): Item[] => Array.from({ length: words }, (_, word) => make(word));
  const block: Words = { no: perWord(() => name(new Int32Array(BLOCK))), open: perWord(() => name(new Int32Array(BLOCK))) };
  const ended = (word: number): number => expired.filter((slot) => wordOf(slot) === word).reduce((bits, slot) => bits | bitOf(slot), 0);
  const columns = [...new Set(pieces.map((piece) => piece.column))].map((column) => pieces.filter((piece) => piece.column === column));
  const lines = columns.map((own) => columnSource(roster, own, words, day, name));
  const body = [
    ...perWord((word) => `${block.no[word]}.fill(${ended(word)}); ${block.open[word]}.fill(0);`),
    ...chunksOf(lines, COLUMNS).map((some) => loopSource(some, block)),
    loopSource([...joins.map(joinSource), ...perWord((word) => `no[${word}][i] = n${word}; open[${word}][i] = o${word};`)], block),
  ];
  return generated(constants, `(from, to, no, open) => {\n${body.join("\n")}\n}`) as JudgeKernel;
}

const generated = (constants: readonly unknown[], text: string): unknown =>
  new Function(...constants.map((_, index) => `k${index}`), `"use strict"; return ${text};`)(...constants);

/** Reckons the amounts of the enterprises listed in `rows` from place `from` up to `to`, and marks those that go to a person. */
export type AmountKernel = (rows: Int32Array, fen: Float64Array, manual: Int32Array, from: number, to: number) => void;

/** 金额内核 of one policy: a loop of its own, so that its formula is built into it. A negative base never turns a benefit into a debt. */
export function amountKernel(slot: number, amount: (row: number) => number, toPerson: (row: number) => boolean): AmountKernel {
  const text = `(rows, fen, manual, from, to) => {
    for (let at = from; at < to; at++) {
      const row = rows[at];
      const amount = k0(row);
      fen[at] = amount <= 0 ? 0 : amount;
      if (amount !== amount || k1(row)) manual[row] |= ${bitOf(slot)};
    }
  }`;
  return generated([amount, toPerson], text) as AmountKernel;
}
