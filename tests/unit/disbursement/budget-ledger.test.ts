import fc from "fast-check";
import { expect, test } from "vitest";
import { adjust, availableFen, type Budget, commit, release, reserve, reserveAll, restore } from "@/lib/disbursement/budget";
import { FUND_IDS, fundOf } from "@/lib/disbursement/funds";
import { balanceOf, instalmentsOf, isBalanced, type LedgerEvent, type Posting, post, sumOf } from "@/lib/disbursement/ledger";
import { fen, fenFromYuan } from "@/lib/kernel/fen";

const budget = (yuan: number): Budget => ({ budgetFen: fenFromYuan(yuan), reservedFen: fen(0), paidFen: fen(0) });
const yuan = fenFromYuan;

test("three purses, by the policy's own words", () => {
  const fund = (text: string) => {
    const result = fundOf(text);
    return result.ok ? result.value : result.reason;
  };
  expect(fund("失业保险基金")).toBe("unemploymentInsurance");
  expect(fund("就业补助资金")).toBe("employment");
  expect(fund("县级财政")).toBe("countyTreasury");
  expect(fund("县级财政（含上级转移支付）")).toBe("countyTreasury");
  expect(fund("县级财政（外经贸资金）")).toBe("countyTreasury");
  expect(fund("普惠金融发展专项资金")).toBe("countyTreasury");
  expect(fund("不发生财政支付（退抵税）")).toBe("noPayment");
  expect(fund("省级财政")).toBe("unknownFund");
});

test("500,000 left, 300,000 + 200,000 + 150,000 due: the batch is not cut down, it is refused", () => {
  const all = [yuan(300_000), yuan(200_000), yuan(150_000)];
  expect(reserveAll(budget(500_000), all)).toEqual({ ok: false, reason: "budgetShort" });
  const two = reserveAll(budget(500_000), all.slice(0, 2));
  expect(two.ok && availableFen(two.value)).toBe(0);
});

test("money is frozen, then paid or released, and comes back by clawback", () => {
  const frozen = reserve(budget(100), yuan(60));
  if (!frozen.ok) throw new Error(frozen.reason);
  expect(availableFen(frozen.value)).toBe(yuan(40));
  expect(reserve(frozen.value, yuan("40.01"))).toEqual({ ok: false, reason: "budgetShort" });
  expect(commit(frozen.value, yuan("60.01"))).toEqual({ ok: false, reason: "notReserved" });
  const paid = commit(frozen.value, yuan(60));
  if (!paid.ok) throw new Error(paid.reason);
  expect(paid.value).toEqual({ budgetFen: yuan(100), reservedFen: 0, paidFen: yuan(60) });
  expect(release(paid.value, yuan(1))).toEqual({ ok: false, reason: "notReserved" });
  expect(adjust(paid.value, yuan(59))).toEqual({ ok: false, reason: "belowCommitments" });
  const back = restore(paid.value, yuan(60));
  expect(back.ok && availableFen(back.value)).toBe(yuan(100));
  expect(restore(paid.value, yuan(61))).toEqual({ ok: false, reason: "notPaid" });
  expect(reserve(budget(100), fen(0))).toEqual({ ok: false, reason: "amountNotPositive" });
  expect(reserve(budget(100), fen(-1))).toEqual({ ok: false, reason: "amountNotPositive" });
});

const STEPS = { reserve, commit, release, restore, adjust };

test("no sequence of steps oversubscribes a budget or makes a part of it negative", () => {
  const step = fc.tuple(
    fc.constantFrom("reserve" as const, "reserve" as const, "commit" as const, "release" as const, "restore" as const, "adjust" as const),
    fc.integer({ min: -50, max: 400 }),
  );
  fc.assert(
    fc.property(fc.nat(1000), fc.array(step, { maxLength: 80 }), (total, steps) => {
      let state: Budget = { budgetFen: fen(total), reservedFen: fen(0), paidFen: fen(0) };
      for (const [name, amount] of steps) {
        const next = STEPS[name](state, fen(amount));
        if (next.ok) state = next.value;
        expect(state.reservedFen).toBeGreaterThanOrEqual(0);
        expect(state.paidFen).toBeGreaterThanOrEqual(0);
        expect(state.reservedFen + state.paidFen).toBeLessThanOrEqual(state.budgetFen);
      }
    }),
    { numRuns: 500 },
  );
});

const EVENTS: readonly LedgerEvent[] = ["appropriate", "reserve", "release", "send", "pay", "return", "clawback", "repay", "revokeClawback"];

test("every event sums to zero in its book, and so does every history", () => {
  const event = fc.tuple(fc.constantFrom(...EVENTS), fc.constantFrom(...FUND_IDS), fc.integer({ min: 1, max: 1_000_000 }));
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), (events) => {
      const postings = events.flatMap(([name, book, amount]) => {
        const lines = post(name, book, fen(amount));
        expect(isBalanced(lines)).toBe(true);
        return lines;
      });
      for (const book of FUND_IDS) expect(sumOf(postings, book)).toBe(0);
    }),
  );
});

test("a grant through the books: frozen, sent, bounced, sent again, paid, clawed back", () => {
  const book = "employment";
  const amount = yuan(1_500);
  const events: readonly LedgerEvent[] = ["reserve", "send", "return", "send", "pay"];
  const paid: Posting[] = [...post("appropriate", book, yuan(10_000)), ...events.flatMap((event) => [...post(event, book, amount)])];
  expect(balanceOf(paid, book, "available")).toBe(yuan(8_500));
  expect(balanceOf(paid, book, "reserved")).toBe(0);
  expect(balanceOf(paid, book, "spent")).toBe(amount);
  expect(balanceOf(paid, book, "inTransit")).toBe(0);
  expect(balanceOf(paid, book, "granted")).toBe(amount);
  expect(balanceOf(paid, book, "bank")).toBe(yuan(-1_500));
  expect(balanceOf(paid, "countyTreasury", "bank")).toBe(0);
  const back = [...paid, ...post("clawback", book, amount), ...post("repay", book, amount)];
  expect(balanceOf(back, book, "receivable")).toBe(0);
  expect(balanceOf(back, book, "granted")).toBe(0);
  expect(balanceOf(back, book, "spent")).toBe(0);
  expect(balanceOf(back, book, "recovered")).toBe(amount);
  expect(balanceOf(back, book, "bank")).toBe(0);
  expect(() => post("pay", book, fen(0))).toThrow(RangeError);
});

test("an unbalanced transaction is recognised", () => {
  expect(isBalanced([{ book: "employment", account: "bank", amountFen: fen(1) }])).toBe(false);
  // The same amount in two purses does not balance: each book stands alone.
  expect(
    isBalanced([
      { book: "employment", account: "bank", amountFen: fen(1) },
      { book: "countyTreasury", account: "bank", amountFen: fen(-1) },
    ]),
  ).toBe(false);
});

test("instalments add up to the fen; fraud pays at once", () => {
  expect(instalmentsOf(yuan(100), 3, "systemError")).toEqual({
    ok: true,
    value: [
      { number: 1, amountFen: 3333 },
      { number: 2, amountFen: 3333 },
      { number: 3, amountFen: 3334 },
    ],
  });
  expect(instalmentsOf(yuan(100), 2, "fraud")).toEqual({ ok: false, reason: "fraudPaysAtOnce" });
  expect(instalmentsOf(yuan(100), 0, "systemError")).toEqual({ ok: false, reason: "partsInvalid" });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 36 }), (owed, parts) => {
      fc.pre(parts <= owed);
      const result = instalmentsOf(fen(owed), parts, "enterpriseFault");
      if (!result.ok) throw new Error(result.reason);
      expect(result.value.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(owed);
      expect(result.value.every(({ amountFen }) => amountFen > 0)).toBe(true);
    }),
  );
});
