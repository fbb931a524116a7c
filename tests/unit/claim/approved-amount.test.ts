import { expect, test } from "vitest";
import { type AmountOpinion, approvedAmount } from "@/lib/claim/approved-amount";
import { fenFromYuan } from "@/lib/kernel/fen";

const founded = { clauseId: "第五条", reason: "合同只签到九月，按九个月计" };
const ask = (opinion: AmountOpinion) => {
  const amount = approvedAmount(opinion);
  return amount.ok ? amount.value : amount.reason;
};

test("the rule's amount stands when nothing else is asked", () => {
  expect(ask({ computedFen: fenFromYuan(30_960) })).toBe(3_096_000);
  expect(ask({ computedFen: fenFromYuan(30_960), askedFen: fenFromYuan(30_960) })).toBe(3_096_000);
});

test("where the rule has no amount the handler sets it", () => {
  expect(ask({ computedFen: null })).toBe("amountPending");
  expect(ask({ computedFen: null, askedFen: fenFromYuan(0) })).toBe("amountPending");
  expect(ask({ computedFen: null, askedFen: fenFromYuan(1_000) })).toBe(100_000);
});

test("less only with clause and reason, more never, nothing is no approval", () => {
  const computedFen = fenFromYuan(36_000);
  const askedFen = fenFromYuan(27_000);
  expect(ask({ computedFen, askedFen, reduction: founded })).toBe(2_700_000);
  expect(ask({ computedFen, askedFen })).toBe("reductionUnfounded");
  expect(ask({ computedFen, askedFen, reduction: { ...founded, clauseId: " " } })).toBe("reductionUnfounded");
  expect(ask({ computedFen, askedFen, reduction: { ...founded, reason: " 少些 " } })).toBe("reductionUnfounded");
  expect(ask({ computedFen, askedFen: fenFromYuan("36000.01"), reduction: founded })).toBe("amountAboveRule");
  expect(ask({ computedFen, askedFen: fenFromYuan(0), reduction: founded })).toBe("amountPending");
});
