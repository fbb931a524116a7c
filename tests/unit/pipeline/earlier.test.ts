import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountsBeside, measuring } from "@/lib/pipeline/clean/earlier";
import { comparedFields } from "@/lib/pipeline/clean/plausibility";
import { dataset } from "./catalogue";

const one = fc.record({
  recordKey: fc.constantFrom("k1", "k2", "k3"),
  uscc: fc.constantFrom("A", "B"),
  amount: fc.constantFrom(null, 0, 1, 2, 3, 4, 5),
});

/** The rule as it is written: the nearest six amounts of the same enterprise and kind, zero being no measure. */
describe("what is kept of each kind answers every question as all of it would", () => {
  test.for([
    ["taxReturn", true],
    ["bizRegistration", false],
  ] as const)("%s, with periods: %s", ([id, periods]) => {
    const definition = dataset(id);
    const field = comparedFields(definition)[0]!.id;
    const measure = measuring(definition);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), fc.array(one, { maxLength: 60 }), one, (stored, fresh, asked) => {
        const beside = amountsBeside(definition);
        const as = ({ recordKey, uscc, amount }: typeof asked) => measure({ recordKey, uscc, record: { [field]: amount, formType: "增值税" } });
        for (const each of stored.flatMap((some) => as(some) ?? [])) beside.earlier(each);
        for (const each of fresh.flatMap((some) => as(some) ?? [])) beside.fromFile(each);
        const measures = (periods ? [...stored, ...fresh] : stored).filter((each) => each.uscc === asked.uscc && each.amount);
        const expected = measures.filter((each) => !periods || each.recordKey !== asked.recordKey).slice(0, 6);
        const measured = as(asked);
        expect(measured === null).toBe(asked.amount === null);
        if (measured) expect(beside.others(measured, 0)).toEqual(expected.map((each) => each.amount));
      }),
    );
  });
});
