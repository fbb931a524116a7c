import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orgCodeCheckChar, readOrgCode, readRegistrationNumber, registrationCheckDigit } from "../../../lib/standards/legacy-codes";
import { classifyUscc, isUscc, makeUscc, makeUsccOf, USCC_ALPHABET, usccCheckChar, usccParts } from "../../../lib/standards/uscc";
import vectors from "./uscc-vectors.json";

describe("统一社会信用代码", () => {
  test.each([...vectors.valid, ...vectors.fictional.map((entry) => entry.code)])("%s passes both checks", (code) => {
    expect(classifyUscc(code)).toEqual({ kind: "valid", code, warnings: [] });
    expect(makeUscc(code.slice(0, 17))).toBe(code);
    expect(makeUsccOf(code.slice(0, 8), code.slice(8, 16))).toBe(code);
  });

  // The kinds that the vectors name, in our words.
  const expected: Record<string, unknown> = {
    CHECK18: { kind: "wrongCheck" },
    CHARSET: { kind: "malformed", reason: "charset" },
    LENGTH: { kind: "malformed", reason: "length" },
    EXCEL_SCI: { kind: "malformed", reason: "scientific" },
    LEGACY_ORGCODE: { kind: "malformed", reason: "legacyOrgCode" },
    WHITESPACE: { kind: "valid" },
    LOWERCASE: { kind: "valid" },
  };
  test.each(vectors.refused)("$input: $error", ({ input, error }) => {
    expect(classifyUscc(input)).toMatchObject(expected[error] as object);
  });

  test.each(["９１５２９９０１ＭＡＤＥ０００１１Ｍ", "'91529901MADE00011M", "91529901M ADE00011M", "91529901made00011m\u200b", "91529901-MADE00011-M"])(
    "%s is tidied to the same code",
    (text) => {
      expect(classifyUscc(text)).toMatchObject({ kind: "valid", code: "91529901MADE00011M" });
    },
  );

  test.each([
    ["", "empty"],
    ["/", "empty"],
    ["—", "empty"],
    ["9.1529901E+17", "scientific"],
    ["MADE0001-1", "legacyOrgCode"],
    ["529901000000014", "legacyRegistration"],
    ["915299A1MADE00011M", "region"],
    ["91529901MADE00011M1", "length"],
  ])("%s is malformed: %s", (text, reason) => {
    expect(classifyUscc(text)).toEqual({ kind: "malformed", reason });
  });

  test("a wrong check character says which one was expected", () => {
    expect(classifyUscc("91350100M000100Y4Z")).toMatchObject({ kind: "malformed", reason: "charset" });
    expect(classifyUscc("91350100M000100Y44")).toEqual({ kind: "wrongCheck", code: "91350100M000100Y44", expected: "3", warnings: [] });
  });

  test("a wrong organisation code inside is a warning, no error", () => {
    const code = makeUscc("91529901MADE00012");
    expect(classifyUscc(code)).toEqual({ kind: "valid", code, warnings: ["orgCodeCheck"] });
  });

  test("completing what is malformed is a fault", () => {
    expect(usccCheckChar("91529901MADE0001O")).toBeNull();
    expect(() => makeUscc("9152990")).toThrow(RangeError);
    expect(() => makeUsccOf("91529901", "MADE000")).toThrow(RangeError);
  });

  test.each(vectors.fictional)("$code is a $entity", ({ code, entity }) => {
    const names = { company: "企业", individualBusiness: "个体工商户", farmersCooperative: "农民专业合作社" };
    const parts = usccParts(code);
    expect(parts).toMatchObject({ registrar: "市场监管", region: "529901", orgCode: code.slice(8, 17) });
    expect(parts.category && names[parts.category]).toBe(entity);
  });

  const char = fc.constantFrom(...USCC_ALPHABET);
  const code = fc
    .tuple(fc.array(char, { minLength: 2, maxLength: 2 }), fc.stringMatching(/^\d{6}$/), fc.array(char, { minLength: 9, maxLength: 9 }))
    .map(([head, region, body]) => makeUscc(head.join("") + region + body.join("")));

  test("property: every other character in any place is refused", () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: 17 }), char, (valid, at, other) => {
        fc.pre(valid.charAt(at) !== other);
        expect(isUscc(valid)).toBe(true);
        expect(isUscc(valid.slice(0, at) + other + valid.slice(at + 1))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test("property: every swap of neighbours is refused", () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: 16 }), (valid, at) => {
        const [a, b] = [valid.charAt(at), valid.charAt(at + 1)];
        fc.pre(a !== b);
        expect(isUscc(valid.slice(0, at) + b + a + valid.slice(at + 2))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test("check digit 0 occurs and is accepted (remainder 0)", () => {
    const bodies = Array.from({ length: 200 }, (_, index) => `91529901MA${String(index).padStart(6, "0")}0`);
    const zero = bodies.map(makeUscc).filter((made) => made.endsWith("0"));
    expect(zero.length).toBeGreaterThan(0);
    expect(zero.every(isUscc)).toBe(true);
  });
});

describe("旧码", () => {
  test.each(vectors.orgCodes)("$code: organisation code letters count in base 36", ({ code, check, wrongIf31Table }) => {
    expect(orgCodeCheckChar(code.slice(8, 16))).toBe(check);
    expect(check).not.toBe(wrongIf31Table);
  });

  test("an organisation code is read with or without its hyphen, and refused with a wrong check character", () => {
    expect(readOrgCode("19220382-1")).toBe("192203821");
    expect(readOrgCode("made0001-1")).toBe("MADE00011");
    expect(readOrgCode("19220382-2")).toBeNull();
    expect(readOrgCode("1922038")).toBeNull();
  });

  test.each(vectors.registrationNumbers)("registration number %s passes MOD 11,10", (number) => {
    expect(readRegistrationNumber(number)).toBe(number);
    expect(registrationCheckDigit(number.slice(0, 14))).toBe(number.charAt(14));
  });

  test("property: a registration number with any one digit changed is refused", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{14}$/), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const number = `${body}${registrationCheckDigit(body)}`;
        expect(readRegistrationNumber(number)).toBe(number);
        const digit = (Number(number.charAt(at)) + shift) % 10;
        expect(readRegistrationNumber(number.slice(0, at) + digit + number.slice(at + 1))).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});
