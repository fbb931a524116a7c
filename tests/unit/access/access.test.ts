import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conflictOf, conflictsAmong, incompatible } from "../../../lib/access/incompatible";
import { GRANTS, may, PERMISSIONS, permissionsOf } from "../../../lib/access/permissions";
import { isEnterpriseRole, ROLE_NAMES, ROLES, type Role, STAFF_ROLES } from "../../../lib/access/roles";
import { activeRoles, inScope, isActive, type Membership, NOTHING, scopeOf, scopesOf } from "../../../lib/access/scope";
import { plainDate } from "../../../lib/kernel/plain-date";

const D = plainDate;
const today = D("2026-07-15");

describe("roles", () => {
  test("18 roles, each with its own Chinese name", () => {
    expect(ROLES).toHaveLength(18);
    expect(new Set(Object.values(ROLE_NAMES)).size).toBe(18);
    expect(STAFF_ROLES).toHaveLength(15);
    expect(ROLES.filter(isEnterpriseRole)).toEqual(["enterpriseAgent", "legalRepresentative"]);
  });
});

describe("权限表", () => {
  test("the public holds no permission, every other role at least one, every permission somebody", () => {
    expect(permissionsOf("public")).toEqual([]);
    for (const role of ROLES.filter((other) => other !== "public")) expect(permissionsOf(role).length).toBeGreaterThan(0);
    for (const permission of PERMISSIONS) expect(GRANTS[permission].length).toBeGreaterThan(0);
  });

  test("acts of one officer only", () => {
    const sole = (permission: keyof typeof GRANTS) => ROLES.filter((role) => may([role], permission));
    expect(sole("claim.handle")).toEqual(["handler"]);
    expect(sole("claim.check")).toEqual(["checker"]);
    expect(sole("claim.chiefSign")).toEqual(["sectionChief"]);
    expect(sole("claim.leaderSign")).toEqual(["leaderInCharge"]);
    expect(sole("payment.make")).toEqual(["paymentMaker"]);
    expect(sole("payment.release")).toEqual(["paymentChecker"]);
    expect(sole("policy.author")).toEqual(["policyAuthor"]);
    expect(sole("policy.publish")).toEqual(["policyPublisher"]);
    expect(sole("audit.view")).toEqual(["auditor"]);
    expect(sole("people.manage")).toEqual(["systemAdmin"]);
    expect(sole("keys.manage")).toEqual(["securityAdmin"]);
  });

  // CMP-053: administrators see no business data; the enterprise's own acts are nobody else's.
  test("administrators read neither files nor claims nor payments", () => {
    const business = /^(enterprise|sensitive|claim|payment|upload|quarantine|notice|export|budget)\./;
    for (const role of ["systemAdmin", "securityAdmin"] as const) expect(permissionsOf(role).filter((permission) => business.test(permission))).toEqual([]);
  });

  test("only the enterprise and its mandated clerk confirm; the clerk never touches an account", () => {
    expect(ROLES.filter((role) => may([role], "enterprise.confirm"))).toEqual(["enterpriseAgent", "legalRepresentative", "hallClerk"]);
    expect(may(["hallClerk"], "enterprise.manageAccount")).toBe(false);
    expect(may(["enterpriseAgent"], "enterprise.appointAgent")).toBe(false);
    expect(may([], "enterprise.viewOwn")).toBe(false);
    expect(may(["public", "checker"], "claim.check")).toBe(true);
  });

  test("no single role holds both ends of a control", () => {
    const ends = [
      ["claim.handle", "claim.check"],
      ["claim.check", "claim.leaderSign"],
      ["claim.leaderSign", "payment.make"],
      ["payment.make", "payment.release"],
      ["policy.author", "policy.publish"],
      ["quarantine.resolve", "quarantine.approve"],
      ["people.manage", "people.grant"],
      ["budget.propose", "budget.approve"],
    ] as const;
    const both = ends.flatMap(([a, b]) => ROLES.filter((role) => may([role], a) && may([role], b)));
    expect(both).toEqual([]);
    // And the roles that hold the two ends exclude each other.
    const pairs = ends.flatMap(([a, b]) => GRANTS[a].flatMap((left) => GRANTS[b].map((right) => [left, right] as const)));
    expect(pairs.filter(([left, right]) => !incompatible(left, right))).toEqual([]);
  });
});

describe("不相容职责", () => {
  test.each([
    ["handler", "checker", "reviewChain"],
    ["checker", "leaderInCharge", "reviewChain"],
    ["paymentMaker", "paymentChecker", "paymentChain"],
    ["leaderInCharge", "paymentMaker", "reviewAndPayment"],
    ["policyAuthor", "policyPublisher", "ruleChain"],
    ["policyPublisher", "checker", "ruleAndCase"],
    ["dataOfficer", "dataApprover", "dataChain"],
    ["systemAdmin", "securityAdmin", "threeOfficers"],
    ["securityAdmin", "auditor", "threeOfficers"],
    ["auditor", "handler", "officerAndBusiness"],
    ["hallClerk", "handler", "bothSides"],
    ["enterpriseAgent", "checker", "bothSides"],
  ] as const)("%s and %s: %s", (a, b, reason) => {
    expect(conflictOf(a, b)).toBe(reason);
    expect(conflictOf(b, a)).toBe(reason);
  });

  test("compatible: own and another enterprise, leaders for each other, data and policy work", () => {
    expect(incompatible("enterpriseAgent", "legalRepresentative")).toBe(false);
    expect(incompatible("leaderInCharge", "principalLeader")).toBe(false);
    expect(incompatible("dataOfficer", "policyAuthor")).toBe(false);
    expect(ROLES.some((role) => incompatible(role, role) || incompatible(role, "public"))).toBe(false);
  });

  test("all conflicts among the roles of one person, each pair once", () => {
    expect(conflictsAmong(["handler", "checker", "handler", "paymentMaker"]).map(({ a, b }) => `${a}-${b}`)).toEqual([
      "handler-checker",
      "handler-paymentMaker",
      "checker-paymentMaker",
    ]);
    expect(conflictsAmong(["dataOfficer", "policyAuthor"])).toEqual([]);
  });
});

const member = (role: Role, more: Partial<Membership> = {}): Membership => ({
  role,
  departmentId: null,
  enterpriseId: null,
  validFrom: D("2026-01-01"),
  validTo: null,
  ...more,
});

describe("数据域", () => {
  test("validity: from its first day, no more on the day it is closed", () => {
    const membership = member("handler", { departmentId: "hrss", validFrom: D("2026-07-15"), validTo: D("2026-07-20") });
    expect(["2026-07-14", "2026-07-15", "2026-07-19", "2026-07-20"].map((day) => isActive(membership, D(day)))).toEqual([false, true, true, false]);
    expect(activeRoles([membership, member("auditor")], D("2026-07-20"))).toEqual(["auditor"]);
  });

  test("nothing in force reads nothing", () => {
    expect(scopeOf([], today)).toEqual(NOTHING);
    expect(scopeOf([member("handler", { departmentId: "hrss", validTo: today })], today)).toEqual(NOTHING);
    expect(scopeOf([member("public")], today)).toEqual(NOTHING);
  });

  test("department, county, enterprise", () => {
    expect(scopeOf([member("handler", { departmentId: "hrss" })], today)).toEqual({ kind: "department", departmentId: "hrss" });
    expect(scopeOf([member("auditor")], today)).toEqual({ kind: "county" });
    expect(scopeOf([member("paymentMaker", { departmentId: "finance" })], today)).toEqual({ kind: "county" });
    expect(scopeOf([member("dataOfficer", { departmentId: "office" })], today, { countyDepartments: ["office"] })).toEqual({ kind: "county" });
    expect(scopeOf([member("legalRepresentative", { enterpriseId: "b" }), member("enterpriseAgent", { enterpriseId: "a" })], today)).toEqual({
      kind: "enterprise",
      enterpriseIds: ["a", "b"],
    });
  });

  test("a hall clerk sees an enterprise under its mandate only, the unclaimed list for the county", () => {
    const clerk = [member("hallClerk")];
    expect(scopeOf(clerk, today)).toEqual(NOTHING);
    expect(scopeOf(clerk, today, { mandates: ["a"] })).toEqual({ kind: "enterprise", enterpriseIds: ["a"] });
    expect(scopeOf(clerk, today, { permission: "hall.unclaimed" })).toEqual({ kind: "county" });
    expect(scopeOf(clerk, today, { permission: "claim.queue" })).toEqual(NOTHING);
  });

  test("a permission counts only the memberships that grant it", () => {
    const person = [member("dataOfficer", { departmentId: "tax" }), member("policyAuthor", { departmentId: "hrss" })];
    expect(scopeOf(person, today, { permission: "upload.send" })).toEqual({ kind: "department", departmentId: "tax" });
    expect(scopeOf(person, today, { permission: "policy.author" })).toEqual({ kind: "department", departmentId: "hrss" });
    expect(scopeOf(person, today, { permission: "payment.make" })).toEqual(NOTHING);
    expect(scopesOf(person, today).map((scope) => scope.kind === "department" && scope.departmentId)).toEqual(["hrss", "tax"]);
  });

  test("rows in and out of a scope; a row without an owner is in no enterprise's scope", () => {
    expect(inScope({ kind: "county" }, {})).toBe(true);
    expect(inScope({ kind: "department", departmentId: "hrss" }, { departmentId: "tax" })).toBe(false);
    expect(inScope({ kind: "enterprise", enterpriseIds: ["a"] }, { enterpriseId: "a" })).toBe(true);
    expect(inScope({ kind: "enterprise", enterpriseIds: ["a"] }, { enterpriseId: null })).toBe(false);
    expect(inScope(NOTHING, { enterpriseId: "a" })).toBe(false);
  });

  test("property: enterprise people never see more than the enterprises they belong to", () => {
    const membership = fc.record({
      role: fc.constantFrom<Role>("enterpriseAgent", "legalRepresentative"),
      departmentId: fc.constantFrom(null, "hrss"),
      enterpriseId: fc.constantFrom("a", "b", "c", null),
      validFrom: fc.constantFrom(D("2025-01-01"), D("2026-07-15"), D("2026-07-16")),
      validTo: fc.constantFrom(null, D("2026-07-15"), D("2026-08-01")),
    });
    fc.assert(
      fc.property(fc.array(membership, { maxLength: 6 }), (memberships) => {
        const scope = scopeOf(memberships, today);
        expect(scope.kind).toBe("enterprise");
        const own = memberships
          .filter((entry) => entry.validFrom <= today && (entry.validTo === null || entry.validTo > today))
          .map((entry) => entry.enterpriseId);
        for (const id of ["a", "b", "c"] as const) expect(inScope(scope, { enterpriseId: id, departmentId: "hrss" })).toBe(own.includes(id));
      }),
    );
  });
});
