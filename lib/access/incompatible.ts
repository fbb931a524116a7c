import { ENTERPRISE_ROLES, type Role, STAFF_ROLES } from "./roles";

/** Why two roles are not held by one person. */
export type ConflictReason =
  | "threeOfficers"
  | "officerAndBusiness"
  | "reviewChain"
  | "reviewAndPayment"
  | "paymentChain"
  | "ruleChain"
  | "dataChain"
  | "ruleAndCase"
  | "bothSides";

type Rule = { readonly reason: ConflictReason; readonly left: readonly Role[]; readonly right: readonly Role[] };

const OFFICERS: readonly Role[] = ["systemAdmin", "securityAdmin", "auditor"];
const REVIEW: readonly Role[] = ["handler", "checker", "sectionChief", "leaderInCharge", "principalLeader"];
const PAYMENT: readonly Role[] = ["paymentMaker", "paymentChecker"];
const RULES: readonly Role[] = ["policyAuthor", "policyPublisher"];
const BUSINESS = STAFF_ROLES.filter((role) => !OFFICERS.includes(role));

/**
 * 不相容职责: 经办≠复核≠核准, 财政制单≠财政审核, 规则配置≠发布, 数据修正≠修正审批, 三员分立 (GB/T 22239 8.1.5), and whoever acts for an enterprise judges
 * none. The first rule that fits gives the reason.
 */
const INCOMPATIBLE: readonly Rule[] = [
  { reason: "threeOfficers", left: OFFICERS, right: OFFICERS },
  { reason: "officerAndBusiness", left: OFFICERS, right: BUSINESS },
  { reason: "reviewChain", left: ["handler"], right: ["checker", "sectionChief", "leaderInCharge", "principalLeader"] },
  { reason: "reviewChain", left: ["checker"], right: ["sectionChief", "leaderInCharge", "principalLeader"] },
  { reason: "reviewChain", left: ["sectionChief"], right: ["leaderInCharge", "principalLeader"] },
  { reason: "paymentChain", left: ["paymentMaker"], right: ["paymentChecker"] },
  { reason: "reviewAndPayment", left: REVIEW, right: PAYMENT },
  { reason: "ruleChain", left: ["policyAuthor"], right: ["policyPublisher"] },
  { reason: "ruleAndCase", left: RULES, right: [...REVIEW, ...PAYMENT] },
  { reason: "dataChain", left: ["dataOfficer"], right: ["dataApprover"] },
  { reason: "bothSides", left: ["hallClerk"], right: [...REVIEW, ...PAYMENT] },
  { reason: "bothSides", left: ENTERPRISE_ROLES, right: STAFF_ROLES },
];

const fits = (rule: Rule, a: Role, b: Role): boolean => (rule.left.includes(a) && rule.right.includes(b)) || (rule.left.includes(b) && rule.right.includes(a));

/** Why one person may not hold both roles; null when they may. */
export const conflictOf = (a: Role, b: Role): ConflictReason | null => (a === b ? null : (INCOMPATIBLE.find((rule) => fits(rule, a, b))?.reason ?? null));

/** May one person not hold both roles? */
export const incompatible = (a: Role, b: Role): boolean => conflictOf(a, b) !== null;

/** Every incompatible pair among the roles of one person, for the moment a role is granted. */
export function conflictsAmong(roles: readonly Role[]): readonly { readonly a: Role; readonly b: Role; readonly reason: ConflictReason }[] {
  const distinct = [...new Set(roles)];
  return distinct.flatMap((a, index) =>
    distinct.slice(index + 1).flatMap((b) => {
      const reason = conflictOf(a, b);
      return reason ? [{ a, b, reason }] : [];
    }),
  );
}
