import type { Role } from "./roles";

const REVIEWERS = ["handler", "checker", "sectionChief", "leaderInCharge", "principalLeader"] as const satisfies readonly Role[];
const FINANCE = ["paymentMaker", "paymentChecker"] as const satisfies readonly Role[];
const DATA = ["dataOfficer", "dataApprover"] as const satisfies readonly Role[];
const POLICY = ["policyAuthor", "policyPublisher"] as const satisfies readonly Role[];
const ENTERPRISE = ["enterpriseAgent", "legalRepresentative"] as const satisfies readonly Role[];
/** Whoever may act in an enterprise's file: its own people, and the hall clerk under a signed mandate (代办). */
const FOR_ENTERPRISE = [...ENTERPRISE, "hallClerk"] as const satisfies readonly Role[];

/**
 * 权限表: each act and the roles that may perform it. Absent on purpose, open to everybody: the policy list, the calculator (政策计算器), the public
 * notices and raising an objection. Row scope (own enterprise, own department) and the rules of one claim (handler ≠ checker) come on top.
 */
export const GRANTS = {
  // 企业
  "enterprise.viewOwn": FOR_ENTERPRISE,
  "enterprise.confirm": FOR_ENTERPRISE,
  "enterprise.decline": FOR_ENTERPRISE,
  "enterprise.withdraw": FOR_ENTERPRISE,
  "enterprise.consent": FOR_ENTERPRISE,
  "enterprise.appeal": FOR_ENTERPRISE,
  "enterprise.disputeDatum": FOR_ENTERPRISE,
  "enterprise.uploadMaterial": FOR_ENTERPRISE,
  "enterprise.manageAccount": ENTERPRISE,
  "enterprise.appointAgent": ["legalRepresentative"],
  "enterprise.viewFile": [...REVIEWERS, ...DATA, "auditor"],
  "enterprise.search": [...REVIEWERS, ...FINANCE, ...DATA, "auditor", "hallClerk"],
  // 大厅
  "hall.unclaimed": ["hallClerk"],
  "hall.mandate": ["hallClerk"],
  // 敏感字段点击显示: with a purpose, recorded apart; administrators never
  "sensitive.reveal": ["handler", "checker", "sectionChief", ...FINANCE, "auditor"],
  "export.make": [...REVIEWERS, ...FINANCE, ...DATA, "auditor", "hallClerk"],
  // 数据
  "upload.view": [...DATA, "auditor"],
  "upload.send": ["dataOfficer"],
  "upload.undo": ["dataApprover"],
  "quarantine.view": [...DATA, "auditor"],
  "quarantine.resolve": ["dataOfficer"],
  "quarantine.approve": ["dataApprover"],
  "link.resolve": ["dataOfficer"],
  "dispute.handle": ["dataOfficer"],
  "dispute.approve": ["dataApprover"],
  // 政策
  "policy.view": [...REVIEWERS, ...FINANCE, ...DATA, ...POLICY, "auditor"],
  "policy.author": ["policyAuthor"],
  "policy.publish": ["policyPublisher"],
  "policy.match": POLICY,
  "policy.simulate": [...POLICY, "leaderInCharge", "principalLeader"],
  "indicator.manage": ["policyAuthor"],
  // 兑现
  "claim.queue": REVIEWERS,
  "claim.view": [...REVIEWERS, ...FINANCE, "auditor"],
  // 内部记录: officers among themselves
  "claim.note": [...REVIEWERS, "auditor"],
  "claim.handle": ["handler"],
  "claim.check": ["checker"],
  "claim.chiefSign": ["sectionChief"],
  "claim.leaderSign": ["leaderInCharge"],
  "claim.objectionHandle": ["handler"],
  "claim.transfer": ["sectionChief"],
  "claim.suspend": ["handler"],
  "claim.end": ["handler"],
  // 督办答复: by the department, and by the payment maker where the money is late
  "claim.replySupervision": ["handler", "sectionChief", "leaderInCharge", "paymentMaker"],
  "claim.template": ["sectionChief"],
  // 领办、退回分办 by the handler; 回避 by whoever could have a part; 请假 by the handler, for all by the section chief
  "claim.take": ["handler"],
  "claim.recuse": ["handler", "checker", "sectionChief", "leaderInCharge"],
  "claim.leave": ["handler", "sectionChief"],
  // 抽查盲审 of automatic approvals; the results are not for those who decide
  "claim.blindCheck": ["checker", "sectionChief"],
  "claim.blindResult": ["leaderInCharge", "principalLeader", "auditor"],
  // 超期原因: by whose step it is; which of these that is, the law of the claim says
  "claim.giveOverdueReason": ["handler", "checker", "sectionChief", "leaderInCharge", "paymentMaker", "auditor"],
  "claim.supervise": ["leaderInCharge", "principalLeader"],
  "claim.instruct": ["leaderInCharge", "principalLeader"],
  // 事后核查与追回: proposed by the auditor, decided by the leader, the money taken in by two persons of finance
  "clawback.view": [...FINANCE, "leaderInCharge", "principalLeader", "auditor"],
  "claim.postAudit": ["auditor"],
  "claim.clawbackDecide": ["leaderInCharge"],
  "clawback.receive": ["paymentMaker"],
  "clawback.confirm": ["paymentChecker"],
  // 公示
  "notice.view": [...REVIEWERS, ...FINANCE, "auditor"],
  "notice.correct": ["handler"],
  // 拨付
  "payment.view": [...FINANCE, "leaderInCharge", "principalLeader", "auditor"],
  "payment.make": ["paymentMaker"],
  "payment.release": ["paymentChecker"],
  "payment.reconcile": ["paymentMaker"],
  "payment.accountReview": FINANCE,
  "budget.propose": ["paymentMaker"],
  "budget.approve": ["paymentChecker"],
  // 监督
  "audit.view": ["auditor"],
  "audit.verify": ["auditor"],
  "leader.cockpit": ["leaderInCharge", "principalLeader"],
  "model.view": ["leaderInCharge", "principalLeader", "auditor", ...POLICY],
  // 系统: accounts by the system administrator, rights and keys by the security administrator (三员分立)
  "people.manage": ["systemAdmin"],
  "people.grant": ["securityAdmin"],
  "people.review": ["securityAdmin", "auditor"],
  "keys.manage": ["securityAdmin"],
  "clock.move": ["systemAdmin"],
  "settings.manage": ["systemAdmin"],
  "calendar.import": ["systemAdmin"],
  "ops.view": ["systemAdmin", "securityAdmin"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof GRANTS;
export const PERMISSIONS = Object.keys(GRANTS) as readonly Permission[];

/** May somebody who holds these roles perform the act? */
export const may = (roles: readonly Role[], permission: Permission): boolean => {
  const granted: readonly Role[] = GRANTS[permission];
  return roles.some((role) => granted.includes(role));
};

/** Everything that a role may do, for the permission export (权限清单) and the role × act matrix. */
export const permissionsOf = (role: Role): readonly Permission[] => PERMISSIONS.filter((permission) => may([role], permission));
