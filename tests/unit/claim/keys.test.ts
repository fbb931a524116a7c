import { expect, test } from "vitest";
import { arrearsSubject, claimNumber, parseClaimNumber } from "@/lib/claim/keys";

test("a claim number is counted per year and read back", () => {
  expect(claimNumber(2026, 1)).toBe("兑2026-00001");
  expect(claimNumber(2026, 123_456)).toBe("兑2026-123456");
  expect(parseClaimNumber("兑2026-03817")).toEqual({ year: 2026, sequence: 3817 });
  expect(parseClaimNumber("兑26-1")).toBeNull();
  expect(() => claimNumber(2026, 0)).toThrow(RangeError);
});

test("arrears have a subject of their own", () => {
  expect(arrearsSubject("兑2026-00007", 2)).toBe("arrears:兑2026-00007:2");
});
