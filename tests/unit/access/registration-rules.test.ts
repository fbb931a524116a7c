import { describe, expect, test } from "vitest";
import { codeEnds, firstFreeName, isOpen, mayRegister, sameName } from "@/lib/access/registration-rules";

const WALL = new Date("2026-11-24T02:00:00Z");

describe("registration", () => {
  test("a code is good for ten minutes and five tries, and once", () => {
    const open = { failures: 4, expiresAt: codeEnds(WALL), completedAt: null };
    expect(open.expiresAt.toISOString()).toBe("2026-11-24T02:10:00.000Z");
    expect(isOpen(open, new Date("2026-11-24T02:09:59.999Z"))).toBe(true);
    expect(isOpen(open, new Date("2026-11-24T02:10:00Z"))).toBe(false);
    expect(isOpen({ ...open, failures: 5 }, WALL)).toBe(false);
    expect(isOpen({ ...open, completedAt: "2026-07-15T02:00:00Z" }, WALL)).toBe(false);
  });

  test.each([
    ["张伟", "张伟", true],
    [" 张　伟 ", "张伟", true],
    ["阿卜杜拉·买买提", "阿卜杜拉买买提", true],
    ["张伟", "张玮", false],
    ["", "", false],
    ["·", "张伟", false],
  ])("%j is %j: %s", (typed, registered, same) => {
    expect(sameName(typed, registered)).toBe(same);
  });

  test("only an enterprise that stands opens a sign-in", () => {
    expect(["active", "suspended", "revoked", "liquidating"].every(mayRegister)).toBe(true);
    expect(["deregistered", "revoked_deregistered", "moved_out", "cancelled", "unknown"].some(mayRegister)).toBe(false);
  });

  test("the sign-in is the credit code, numbered where it is taken", () => {
    expect(firstFreeName("91529901MADE00011M", new Set())).toBe("91529901made00011m");
    expect(firstFreeName("91529901MADE00011M", new Set(["91529901made00011m", "91529901made00011m-2"]))).toBe("91529901made00011m-3");
  });
});
