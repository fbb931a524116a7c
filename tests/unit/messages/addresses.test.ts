import { expect, test } from "vitest";
import { maskAddress, readAddress } from "@/lib/messages/addresses";

test.each([
  ["email", " Zhang.San@Example.CN ", "Zhang.San@example.cn"],
  ["email", "ｃｌｅｒｋ＠example.cn", "clerk@example.cn"],
  ["email", "clerk", null],
  ["email", "a@b.cn,c@d.cn", null],
  ["email", "a@b.cn\r\nBcc: c@d.cn", null],
  ["email", `${"a".repeat(120)}@b.cn`, null],
  ["sms", "138 0000 1234", "13800001234"],
  ["sms", "+86 138-0000-1234", "13800001234"],
  ["sms", "0871-6543210", null],
  ["sms", "138000012345", null],
] as const)("%s %s is %s", (channel, typed, expected) => expect(readAddress(channel, typed)).toBe(expected));

test("masks keep one letter and the domain, or the ends of a number", () => {
  expect(maskAddress("email", "zhang.san@example.cn")).toBe("z***@example.cn");
  expect(maskAddress("email", "z@example.cn")).toBe("z***@example.cn");
  expect(maskAddress("sms", "13800001234")).toBe("138****1234");
});
