import { describe, expect, test } from "vitest";
import { matchStep } from "@/db/totp";
import { afterAttempt, isFreshStep, isLocked, mustEnrol, readCode, totpStep } from "@/lib/access/sign-in-rules";

const WALL = new Date("2026-11-24T02:00:00Z");

describe("lock-out", () => {
  test("the fifth fault in a row locks for fifteen minutes, a success wipes the counter", () => {
    let state = { failedSignIns: 0, lockedUntil: null as Date | null };
    for (let n = 1; n <= 4; n++) {
      state = afterAttempt(state, false, WALL);
      expect(state).toEqual({ failedSignIns: n, lockedUntil: null });
    }
    expect(afterAttempt(state, true, WALL)).toEqual({ failedSignIns: 0, lockedUntil: null });
    state = afterAttempt(state, false, WALL);
    expect(state.lockedUntil?.toISOString()).toBe("2026-11-24T02:15:00.000Z");
    expect(isLocked(state, new Date("2026-11-24T02:14:59.999Z"))).toBe(true);
    expect(isLocked(state, new Date("2026-11-24T02:15:00Z"))).toBe(false);
  });
});

describe("who must bind an authenticator first", () => {
  const staff = { required: true, hasPassword: true, secondFactor: false, roles: ["handler"] } as const;
  test("staff with a password, where the county requires it and as long as none is bound", () => {
    expect(mustEnrol(staff)).toBe(true);
    expect(mustEnrol({ ...staff, roles: [] })).toBe(true);
    expect(mustEnrol({ ...staff, required: false })).toBe(false);
    expect(mustEnrol({ ...staff, secondFactor: true })).toBe(false);
    expect(mustEnrol({ ...staff, hasPassword: false })).toBe(false);
    expect(mustEnrol({ ...staff, roles: ["legalRepresentative", "enterpriseAgent"] })).toBe(false);
  });
});

describe("codes of RFC 6238", () => {
  // Appendix B, SHA-1, secret "12345678901234567890" in base32; the last six of its eight digits
  const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  test.each([
    [59, 0x1, "287082"],
    [1_111_111_109, 0x23523ec, "081804"],
    [1_111_111_111, 0x23523ed, "050471"],
    [1_234_567_890, 0x273ef07, "005924"],
    [2_000_000_000, 0x3f940aa, "279037"],
    [20_000_000_000, 0x27bc86aa, "353130"],
  ])("at %i s the step is %i and the code %s", (seconds, step, code) => {
    expect(totpStep(seconds * 1000)).toBe(step);
    expect(matchStep(SECRET, code, seconds * 1000)).toBe(step);
  });

  test("one step early or late is taken, two are not", () => {
    const at = 1_234_567_890_000;
    expect(matchStep(SECRET, "005924", at + 30_000)).toBe(0x273ef07);
    expect(matchStep(SECRET, "005924", at - 30_000)).toBe(0x273ef07);
    expect(matchStep(SECRET, "005924", at + 60_000)).toBeNull();
    expect(matchStep(SECRET, "005924", at - 60_000)).toBeNull();
    expect(matchStep(SECRET, "005925", at)).toBeNull();
  });

  test("a step is good once, and none before it", () => {
    expect(isFreshStep(10, null)).toBe(true);
    expect(isFreshStep(10, 9)).toBe(true);
    expect(isFreshStep(10, 10)).toBe(false);
    expect(isFreshStep(9, 10)).toBe(false);
  });

  test.each([
    ["287082", "287082"],
    [" 287 082 ", "287082"],
    ["287-082", "287082"],
    ["２８７０８２", "287082"],
    ["28708", null],
    ["2870821", null],
    ["28708a", null],
    ["", null],
  ])("%j is read as %j", (typed, code) => {
    expect(readCode(typed)).toBe(code);
  });
});
