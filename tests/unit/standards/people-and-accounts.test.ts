import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCardNumber, isCnapsCode, isCorporateAccount, sameAccountName } from "../../../lib/standards/bank";
import { classifyIdentityNumber, identityCheckChar } from "../../../lib/standards/identity-number";
import {
  accountTail,
  maskAccount,
  maskIdentityNumber,
  maskIdentityNumbers,
  maskPersonName,
  maskPhone,
  maskText,
  publicEnterpriseName,
} from "../../../lib/standards/mask";
import { makeUsccOf } from "../../../lib/standards/uscc";
import cards from "./card-vectors.json";

// Fictional region 529901, so that no number can be a real person's.
const BODY = "52990119900307421";
const NUMBER = BODY + identityCheckChar(BODY);

describe("bank", () => {
  test.each(cards.valid)("card %s", (card) => {
    expect(isCardNumber(card)).toBe(true);
    expect(isCardNumber(card.replace(/(\d{4})/g, "$1 ").trim())).toBe(true);
  });
  test.each(cards.invalid)("no card %s", (card) => {
    expect(isCardNumber(card)).toBe(false);
  });

  test("forms of corporate account and bank code", () => {
    expect(isCorporateAccount("2502 0101 0902 2100 001")).toBe(true);
    expect(isCorporateAccount("1234567")).toBe(false);
    expect(isCnapsCode("102731000017")).toBe(true);
    expect(isCnapsCode("10273100001")).toBe(false);
  });

  test.each([
    ["青禾（529）食品有限公司", "青禾(529)食品有限公司", true],
    ["青禾食品有限公司 ", "青禾食品　有限公司", true],
    ["青禾ＡＢＣ科技有限公司", "青禾ABC科技有限公司", true],
    ["青禾〔529〕食品有限公司", "青禾(529)食品有限公司", true],
    ["青禾食品有限责任公司", "青禾食品有限公司", false],
    ["青禾529食品有限公司", "青禾(529)食品有限公司", false],
    ["", "", false],
  ])("户名 %s and %s: %s", (account, enterprise, same) => {
    expect(sameAccountName(account, enterprise)).toBe(same);
  });
});

describe("公民身份号码", () => {
  // Body and weights of the worked example in GB 11643-1999: 11010519491231002X.
  test("the standard's example ends in X", () => {
    expect(identityCheckChar("11010519491231002")).toBe("X");
  });

  test("valid, wrong check, malformed", () => {
    expect(classifyIdentityNumber(NUMBER.toLowerCase())).toEqual({ kind: "valid", number: NUMBER, birthDate: "1990-03-07" });
    expect(classifyIdentityNumber(`${BODY}${NUMBER.endsWith("0") ? "1" : "0"}`)).toEqual({ kind: "wrongCheck" });
    expect(classifyIdentityNumber("529901900307421")).toEqual({ kind: "malformed", reason: "legacy" });
    expect(classifyIdentityNumber("529901199002304210")).toEqual({ kind: "malformed", reason: "birthDate" });
    expect(classifyIdentityNumber("张三")).toEqual({ kind: "malformed", reason: "form" });
    expect(identityCheckChar("x")).toBeNull();
  });

  test("property: one wrong digit or one swap of neighbours never passes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 999 }), (at, shift, serial) => {
        const body = `52990119900307${String(serial).padStart(3, "0")}`;
        const number = body + identityCheckChar(body);
        const digit = (Number(number.charAt(at)) + shift) % 10;
        expect(classifyIdentityNumber(number.slice(0, at) + digit + number.slice(at + 1)).kind).not.toBe("valid");
        const swapped = number.slice(0, at) + number.charAt(at + 1) + number.charAt(at) + number.slice(at + 2);
        expect(swapped === number || classifyIdentityNumber(swapped).kind !== "valid").toBe(true);
      }),
    );
  });
});

describe("脱敏", () => {
  test("the four forms of CMP-031", () => {
    expect(maskIdentityNumber("530199199003071234")).toBe("5301**********1234");
    expect(maskPhone("13800001234")).toBe("138****1234");
    expect(maskAccount("6222020000000000018")).toBe("****0018");
    expect(maskPersonName("张三")).toBe("张*");
    expect(maskPersonName("欧阳娜娜")).toBe("欧*");
  });

  test("short and odd values give nothing away", () => {
    expect(maskIdentityNumber("1234")).toBe("****");
    expect(maskPhone("0879-2140000")).toBe("*******0000");
    expect(maskAccount("1234")).toBe("****");
    expect(accountTail("12 3456 6621")).toBe("6621");
    expect(accountTail("123")).toBe("");
    expect(maskPersonName("  ")).toBe("");
    expect(maskPersonName("𠮷田")).toBe("𠮷*");
  });

  test("a company is named in full, an individual business by its trade name without its operator", () => {
    const shop = { name: "青禾县李小满餐饮店", isIndividualBusiness: true, operatorName: "李小满" };
    expect(publicEnterpriseName({ name: "青禾食品有限公司", isIndividualBusiness: false, operatorName: "青禾" })).toBe("青禾食品有限公司");
    expect(publicEnterpriseName({ ...shop, tradeName: "满满餐饮" })).toBe("满满餐饮");
    expect(publicEnterpriseName(shop)).toBe("青禾县李*餐饮店");
    expect(publicEnterpriseName({ ...shop, tradeName: "李小满" })).toBe("李*（个体工商户）");
    expect(publicEnterpriseName({ name: "满满餐饮店", isIndividualBusiness: true })).toBe("满满餐饮店");
  });

  test("numbers inside free text, credit codes untouched", () => {
    const text = `负责人${NUMBER}，电话13800001234，卡6222020000000000018，代码91529901MADE00011M和91529901053007118Q，件号兑2026-03817`;
    const masked = maskText(text);
    expect(masked).toBe(
      `负责人${NUMBER.slice(0, 4)}**********${NUMBER.slice(-4)}，电话138****1234，卡****0018，代码91529901MADE00011M和91529901053007118Q，件号兑2026-03817`,
    );
  });

  test("a credit code of digits only is no account number", () => {
    const codes = Array.from({ length: 400 }, (_, index) => makeUsccOf("91529901", String(index).padStart(8, "0"))).filter((code) => /^\d+$/.test(code));
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(maskText(`代码${code}。`)).toBe(`代码${code}。`);
  });

  test("an institution's credit code that looks like an identity number stays readable, a number that is none does not", () => {
    const codes = Array.from({ length: 90 }, (_, index) => makeUsccOf("12529919", `900101${index + 10}`)).filter((code) => /^\d{17}[\dX]$/.test(code));
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) {
      expect(maskText(code)).toBe(code);
      const other = code.slice(0, 17) + (code.endsWith("X") ? "0" : "X");
      expect(maskText(other)).toBe(`1252**********${other.slice(-4)}`);
    }
  });

  test("in a cell of words an identity number is masked in every spelling; a document number made of region, day and serial is none", () => {
    const shown = `${NUMBER.slice(0, 4)}**********${NUMBER.slice(-4)}`;
    const wide = NUMBER.replace(/[0-9X]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
    const spaced = `${NUMBER.slice(0, 6)} ${NUMBER.slice(6, 14)}-${NUMBER.slice(14)}`;
    for (const typed of [NUMBER, NUMBER.toLowerCase(), wide, spaced]) expect(maskIdentityNumbers(`备注：${typed}已离职`)).toBe(`备注：${shown}已离职`);
    const wrong = NUMBER.slice(0, 17) + (NUMBER.endsWith("0") ? "1" : "0");
    for (const other of [wrong, `1${NUMBER}`, "529901202613450012", makeUsccOf("52990119", "90030742")]) expect(maskIdentityNumbers(other)).toBe(other);
  });

  test("property: no mask returns more than its visible ends", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9,24}$/), (digits) => {
        expect(maskIdentityNumber(digits).replaceAll("*", "")).toHaveLength(8);
        expect(maskAccount(digits)).toBe(`****${digits.slice(-4)}`);
        expect(maskPhone(digits)).toHaveLength(digits.length);
      }),
    );
  });
});
