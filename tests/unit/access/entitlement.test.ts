import { describe, expect, test } from "vitest";
import { mayBy } from "@/lib/access/agent-rights";
import { readEntitlement } from "@/lib/access/entitlement";

const FIRST = "91529901MADE00011M";
const SECOND = "92529901MADE00010Q";

describe("entitlement claim", () => {
  test.each([
    ["nothing sent", undefined, { kind: "absent" }],
    ["null", null, { kind: "absent" }],
    ["a number", 7, { kind: "absent" }],
    ["a list with something else in it", ["staff:one", 7], { kind: "absent" }],
    ["an empty list", [], { kind: "enterprises", creditCodes: [] }],
    ["entries of other systems", ["hospital:doctor", "staff"], { kind: "enterprises", creditCodes: [] }],
    ["one staff account", ["staff:HRSS-handler", "hospital:doctor"], { kind: "staff", username: "hrss-handler" }],
    ["two staff accounts", ["staff:one", "staff:two"], { kind: "contradictory" }],
    ["staff and enterprise", ["staff:one", `enterprise:${FIRST}`], { kind: "contradictory" }],
    ["an empty name", ["staff: "], { kind: "enterprises", creditCodes: [] }],
    ["one code, twice and in small letters", [`enterprise:${FIRST}`, `enterprise:${FIRST.toLowerCase()}`], { kind: "enterprises", creditCodes: [FIRST] }],
    ["a code that fails its check", [`enterprise:${FIRST.slice(0, 17)}0`], { kind: "enterprises", creditCodes: [] }],
    ["one text with commas and blanks", `enterprise:${FIRST}, x:y`, { kind: "enterprises", creditCodes: [FIRST] }],
  ])("%s", (_what, claim, read) => {
    expect(readEntitlement(claim)).toEqual(read);
  });

  test("the second sample code is not valid, so that only the first one counts", () => {
    expect(readEntitlement([`enterprise:${SECOND}`, `enterprise:${FIRST}`])).toEqual({ kind: "enterprises", creditCodes: [FIRST] });
  });
});

describe("rights of an agent", () => {
  const agent = { role: "enterpriseAgent", rights: ["confirm"] } as const;
  test("an agent does what was left to it, sees the enterprise's pages, and never appoints", () => {
    expect(mayBy([agent], "enterprise.viewOwn")).toBe(true);
    expect(mayBy([agent], "enterprise.confirm")).toBe(true);
    expect(mayBy([agent], "enterprise.appeal")).toBe(true);
    expect(mayBy([agent], "enterprise.manageAccount")).toBe(false);
    expect(mayBy([agent], "enterprise.consent")).toBe(false);
    expect(mayBy([agent], "enterprise.disputeDatum")).toBe(false);
    expect(mayBy([{ ...agent, rights: ["confirm", "consent", "account", "data"] }], "enterprise.appointAgent")).toBe(false);
  });
  test("without limits the role decides, and another membership may add what this one lacks", () => {
    expect(mayBy([{ ...agent, rights: null }], "enterprise.manageAccount")).toBe(true);
    expect(mayBy([agent, { role: "legalRepresentative", rights: null }], "enterprise.manageAccount")).toBe(true);
    expect(mayBy([{ ...agent, rights: [] }], "enterprise.viewOwn")).toBe(true);
    expect(mayBy([{ ...agent, rights: [] }], "enterprise.confirm")).toBe(false);
    expect(mayBy([], "enterprise.viewOwn")).toBe(false);
  });
});
