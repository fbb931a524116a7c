import fc from "fast-check";
import { expect, test } from "vitest";
import { arrearsSubject, benefitKey, benefitOf, claimNumber, grantFamily, parseClaimNumber, personBatchText } from "@/lib/claim/keys";
import { TODAY } from "./support";

test("a claim number is counted per year and read back", () => {
  expect(claimNumber(2026, 1)).toBe("兑2026-00001");
  expect(claimNumber(2026, 123_456)).toBe("兑2026-123456");
  expect(parseClaimNumber("兑2026-03817")).toEqual({ year: 2026, sequence: 3817 });
  expect(parseClaimNumber("兑26-1")).toBeNull();
  expect(() => claimNumber(2026, 0)).toThrow(RangeError);
});

test("period and subject by grant cycle", () => {
  const benefit = (...args: Parameters<typeof benefitOf>) => {
    const result = benefitOf(...args);
    return result.ok ? result.value : result.reason;
  };
  expect(benefit("yearly", TODAY, {})).toEqual({ period: "2026", subject: "" });
  expect(benefit("onceForLife", TODAY, {})).toEqual({ period: "once", subject: "" });
  expect(benefit("oncePerTitle", TODAY, { titleCode: "HNTE_FIRST", awardedOn: TODAY })).toEqual({ period: "once", subject: "title:HNTE_FIRST@2026-07-15" });
  expect(benefit("oncePerTitle", TODAY, { titleCode: "HNTE_FIRST" })).toBe("subjectMissing");
  expect(benefit("oncePerPerson", TODAY, { personBatch: "9f2c" })).toEqual({ period: "once", subject: "persons:9f2c" });
  expect(benefit("oncePerPerson", TODAY, {})).toBe("subjectMissing");
  expect(benefit("perProject", TODAY, { project: "备2026-17" })).toEqual({ period: "once", subject: "project:备2026-17" });
  expect(benefit("perProduct", TODAY, { product: "绿色食品A" })).toEqual({ period: "once", subject: "product:绿色食品A" });
  expect(benefit("oncePerStage", TODAY, { stage: "tutoring" })).toEqual({ period: "once", subject: "stage:tutoring" });
  expect(benefit("perDeclaration", TODAY, {})).toBe("hintOnly");
});

test("the same persons are the same batch in any order", () => {
  expect(personBatchText(["b", "a", "b"])).toBe("a\nb");
  expect(personBatchText(["a", "b"])).toBe(personBatchText(["b", "a"]));
});

test("a ladder counts as one, a site's ladder per site; arrears have a subject of their own", () => {
  expect(grantFamily("p1", null)).toBe("p1");
  expect(grantFamily("p1", "srdiLadder")).toBe(grantFamily("p2", "srdiLadder"));
  expect(grantFamily("p1", "tourismLadder", "site-1")).toBe("tourismLadder@site-1");
  expect(arrearsSubject("兑2026-00007", 2)).toBe("arrears:兑2026-00007:2");
});

test("two different benefits never share a key, whatever characters their parts hold", () => {
  const part = fc.string({ unit: fc.constantFrom("a", "|", "%", "7", "C"), maxLength: 4 });
  const parts = fc.record({ enterpriseId: part, policyCode: part, period: part, subject: part });
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(benefitKey(a) === benefitKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 1000 },
  );
});
