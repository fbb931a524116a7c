import fc from "fast-check";
import { expect, test } from "vitest";
import { fen } from "../../../lib/kernel/fen";
import { uppercaseRmb, uppercaseYuan } from "../../../lib/kernel/uppercase-rmb";
import vectors from "./rmb-vectors.json";

test.each(vectors)("$fen fen: $canonical", ({ fen: amount, canonical }) => {
  expect(uppercaseRmb(fen(amount))).toBe(canonical);
});

test.each([
  [0, "人民币零元整"],
  [5, "人民币伍分"],
  [32504, "人民币叁佰贰拾伍元零肆分"],
  [600714, "人民币陆仟零柒元壹角肆分"],
  [100800000, "人民币壹佰万捌仟元整"],
  [10050000, "人民币壹拾万零伍佰元整"],
  [10_500_000_000_00, "人民币壹佰零伍亿元整"],
  [100_500_000_000, "人民币壹拾亿零伍佰万元整"],
  [1_000_000_000_000, "人民币壹佰亿元整"],
  [1_200_000_000_000_000, "人民币壹拾贰万亿元整"],
  [1_200_030_000_000_000, "人民币壹拾贰万零叁亿元整"],
  [1_000_100_000_00, "人民币壹拾亿零壹拾万元整"],
])("%i fen: %s", (amount, text) => {
  expect(uppercaseRmb(fen(amount))).toBe(text);
});

test("without the currency's name, and never for a negative amount", () => {
  expect(uppercaseYuan(fen(12800000))).toBe("壹拾贰万捌仟元整");
  expect(() => uppercaseRmb(fen(-1))).toThrow(RangeError);
});

/** A reader that knows nothing of the writer: it cuts the text at its largest unit and reads both sides. */
function readCapitals(text: string): bigint {
  const units: readonly (readonly [string, bigint])[] = [
    ["元", 100n],
    ["亿", 100_000_000n],
    ["万", 10_000n],
    ["仟", 1000n],
    ["佰", 100n],
    ["拾", 10n],
    ["角", 10n],
    ["分", 1n],
  ];
  const read = (part: string): bigint => {
    const bare = part.replace(/^零+/, "");
    if (bare === "") return 0n;
    for (const [unit, worth] of units) {
      const at = bare.lastIndexOf(unit);
      if (at !== -1) return read(bare.slice(0, at)) * worth + read(bare.slice(at + 1));
    }
    if (bare.length !== 1 || !"壹贰叁肆伍陆柒捌玖".includes(bare)) throw new Error(`cannot read ${part}`);
    return BigInt("壹贰叁肆伍陆柒捌玖".indexOf(bare) + 1);
  };
  return read(text.replace(/^人民币/, "").replace(/整$/, ""));
}

test("property: an independent reader gets the amount back; zeros never double nor end a place", () => {
  const amounts = fc.oneof(
    fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: 0, max: 1_000_000 }),
    // Many inner zeros, where the rules are.
    fc.array(fc.constantFrom("0", "0", "0", "1", "9"), { minLength: 1, maxLength: 15 }).map((chars) => Number(chars.join(""))),
  );
  fc.assert(
    fc.property(amounts, (amount) => {
      const text = uppercaseRmb(fen(amount));
      expect(readCapitals(text)).toBe(BigInt(amount));
      expect(text).not.toMatch(/零零|零[拾佰仟万亿角分]/);
      if (amount >= 100) expect(text).not.toContain("零元");
      expect(text.endsWith("整")).toBe(amount % 100 === 0);
    }),
    { numRuns: 2000 },
  );
});
