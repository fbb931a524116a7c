import { expect, test } from "vitest";
import { comparedWithLast, type Grant } from "@/lib/claim/past-grants";
import { fenFromYuan } from "@/lib/kernel/fen";

const grant = (period: string, yuan: number | null, part: Partial<Grant> = {}): Grant => ({
  period,
  subject: "",
  state: "settled",
  amountFen: yuan === null ? null : fenFromYuan(yuan),
  ...part,
});

test("the nearest earlier period counts: 30,960 after 25,800 is a fifth more", () => {
  const found = comparedWithLast(grant("2026", 30_960), [grant("2024", 10_000), grant("2025", 25_800)]);
  expect(found).toMatchObject({ lastFen: 2_580_000, ratio: 0.2, jump: false, text: "上次 25,800.00元，本次多 20.0%" });
});

test("by half or more is a jump, in both directions; the same is the same", () => {
  expect(comparedWithLast(grant("2026", 15_000), [grant("2025", 10_000)])?.jump).toBe(true);
  expect(comparedWithLast(grant("2026", 5_000), [grant("2025", 10_000)])).toMatchObject({ jump: true, text: "上次 10,000.00元，本次少 50.0%" });
  expect(comparedWithLast(grant("2026", 14_999), [grant("2025", 10_000)])?.jump).toBe(false);
  expect(comparedWithLast(grant("2026", 10_000), [grant("2025", 10_000)])?.text).toBe("上次 10,000.00元，和本次相同");
});

test("nothing to compare: an open amount, a refusal, a later period, another project, once for life", () => {
  expect(comparedWithLast(grant("2026", null), [grant("2025", 10_000)])).toBeNull();
  expect(comparedWithLast(grant("2026", 10_000), [grant("2025", 10_000, { state: "rejected" })])).toBeNull();
  expect(comparedWithLast(grant("2025", 10_000), [grant("2026", 10_000)])).toBeNull();
  expect(comparedWithLast(grant("2026", 10_000), [grant("2025", 10_000, { subject: "site:2" })])).toBeNull();
  expect(comparedWithLast(grant("once", 10_000), [grant("once", 5_000)])).toBeNull();
});
