import fc from "fast-check";
import { expect, test } from "vitest";
import { type CleanRow, compileCleaner } from "@/lib/pipeline/clean/clean-row";
import { contentOf, markDuplicates, type Standing } from "@/lib/pipeline/clean/duplicates";
import { referenceFrom } from "@/lib/pipeline/clean/earlier";
import { holdScaleErrors } from "@/lib/pipeline/clean/plausibility";
import { type Marked, outranks } from "@/lib/pipeline/clean/precedence";
import { ROW_FATES } from "@/lib/pipeline/fates";
import { dataset } from "./catalogue";
import { TODAY, walk } from "./walk";

const RETURNS = dataset("taxReturn");
const CODES = ["91529901MADE00011M", "91529901MADE0002XD", "91529901MADE00038D"] as const;
const clean = compileCleaner(RETURNS, { today: TODAY });

/** A return as a department may write it; the day of filing tells the newer of two. */
const statement = fc.record({
  uscc: fc.constantFrom(...CODES),
  year: fc.constantFrom("2023", "2024", "2025"),
  revenue: fc.integer({ min: 0, max: 9_000_000 }).map(String),
  filed: fc.integer({ min: 1, max: 28 }).map((day) => `2026-05-${String(day).padStart(2, "0")}`),
});
type Statement = typeof statement extends fc.Arbitrary<infer One> ? One : never;
const rowOf = ({ uscc, year, revenue, filed }: Statement, row: number): CleanRow =>
  clean({ row, cells: { uscc, name: "甲", formType: "企业所得税A类年度", periodEnd: `${year}-12`, annualRevenue: revenue, filedDate: filed } });
/** One filing a day of one return: what a later filing replaces is never in doubt. */
const filings = fc.uniqueArray(statement, { selector: ({ uscc, year, filed }) => `${uscc} ${year} ${filed}`, maxLength: 25 });

type Store = Map<string, Marked>;

/** What the database does with a file: settles it against the records that stand and lets the adopted rows replace them. */
function take(store: Store, rows: readonly CleanRow[], arrival: number): readonly CleanRow[] {
  const delivery = { period: "2026-05", arrival };
  const standing = (key: string, row: CleanRow): Standing => {
    const held = store.get(key);
    if (!held) return null;
    if (contentOf(held) === contentOf(row)) return "same";
    return outranks(RETURNS, held, { record: row.record, delivery }) ? "newer" : null;
  };
  const settled = markDuplicates(rows, RETURNS, standing).rows;
  for (const row of settled) if (row.recordKey !== null && row.fate !== "duplicate") store.set(row.recordKey, { record: row.record, delivery });
  return settled;
}
const recordsOf = (store: Store) => Object.fromEntries([...store].sort().map(([key, { record }]) => [key, record]));
const file = (statements: readonly Statement[]) => statements.map((one, i) => rowOf(one, i + 2));

test("every line of a file has exactly one fate", () => {
  const cell = fc.oneof(
    fc.constantFrom(...CODES, "合计", "小计", "注：说明", "", " ", "/", "甲公司", "A", "2024年度", "信用级别", "纳税人识别号"),
    fc.string({ maxLength: 8 }),
  );
  const line = fc.array(cell, { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 3 }), (below, above) => {
      const quoted = (cells: readonly string[]) => cells.map((one) => `"${one.replaceAll('"', '""').replace(/[\r\n]/g, " ")}"`).join(",");
      const head = "纳税人识别号,纳税人名称,评价年度,信用级别";
      const text = `${[...above.map(quoted), head, ...below.map(quoted)].join("\n")}\n`;
      const { collected, rows } = walk("taxCredit", text);
      if (collected.refusals.length > 0) return;
      const numbers = [...rows.map((row) => row.row), ...collected.ignored.map((row) => row.row)].sort((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: above.length + 1 + below.length }, (_, i) => i + 1));
      for (const row of rows) {
        expect(ROW_FATES).toContain(row.fate);
        expect(row.reasons.length > 0, `${row.row}`).toBe(row.fate === "quarantined" || row.fate === "duplicate");
        if (row.fate === "accepted") expect(row.corrections).toEqual([]);
      }
    }),
  );
});

test("a file sent again changes nothing and is repeated throughout", () => {
  fc.assert(
    fc.property(filings, fc.array(statement, { maxLength: 10 }), (before, sent) => {
      const store: Store = new Map();
      take(store, file(before), 1);
      take(store, file(sent), 2);
      const state = recordsOf(store);
      const again = take(store, file(sent), 3);
      expect(recordsOf(store)).toEqual(state);
      expect(new Set(again.map((row) => row.fate)).size).toBeLessThanOrEqual(1);
      for (const row of again) expect(row.fate).toBe("duplicate");
    }),
  );
});

test("the order of files and of the rows in them does not change the end state", () => {
  fc.assert(
    fc.property(filings, fc.infiniteStream(fc.nat({ max: 2 })), fc.infiniteStream(fc.nat()), (all, parts, shuffle) => {
      const into = all.map(() => parts.next().value as number);
      const ends = [false, true].map((otherwise) => {
        const store: Store = new Map();
        const files = [0, 1, 2].map((part) => all.filter((_, i) => into[i] === part));
        const ordered = otherwise
          ? files.reverse().map((one) => one.map((row) => [shuffle.next().value as number, row] as const).sort((a, b) => a[0] - b[0]))
          : files.map((one) => one.map((row) => [0, row] as const));
        for (const [arrival, one] of ordered.entries()) take(store, file(one.map(([, row]) => row)), arrival);
        return recordsOf(store);
      });
      expect(ends[1]).toEqual(ends[0]);
    }),
  );
});

test("of a corrected delivery only the changed rows are taken", () => {
  const distinct = fc.uniqueArray(statement, { selector: ({ uscc, year }) => `${uscc} ${year}`, minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(distinct, fc.nat(), (sent, pick) => {
      const store: Store = new Map();
      take(store, file(sent), 1);
      const at = pick % sent.length;
      const corrected = sent.map((one, i) => (i === at ? { ...one, revenue: String(Number(one.revenue) + 1) } : one));
      const fates = take(store, file(corrected), 2).map((row) => row.fate);
      expect(fates).toEqual(sent.map((_, i) => (i === at ? "accepted" : "duplicate")));
    }),
  );
});

test("a genuine leap of revenue, 8 to 4,000 times, is never changed, and held only near a thousand, with a proposal", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_000, max: 1_000_000 }), fc.double({ min: 8, max: 4000, noNaN: true }), fc.boolean(), (base, times, falls) => {
      const leap = Math.round(base * times);
      const [first, second] = falls ? [leap, base] : [base, leap];
      const rows = file([
        { uscc: CODES[0], year: "2024", revenue: String(first), filed: "2025-05-01" },
        { uscc: CODES[0], year: "2025", revenue: String(second), filed: "2026-05-01" },
      ]);
      const known = rows.map((row) => ({ row, uscc: CODES[0] }));
      const checked = holdScaleErrors(RETURNS, rows, referenceFrom(RETURNS, known, []));
      expect(checked.map((row) => row.record["annualRevenue"])).toEqual([first * 100, second * 100]);
      const near = leap / base > 600 && leap / base < 1650;
      for (const row of checked) {
        if (!near) expect(row.fate).toBe("accepted");
        if (row.fate === "quarantined") expect(row.reasons).toMatchObject([{ pattern: "UNIT_SCALE", proposal: expect.stringMatching(/元$/) }]);
      }
    }),
  );
});
