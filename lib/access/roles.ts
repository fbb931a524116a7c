/** 岗位: every part that somebody plays here. `public` is anybody without a sign-in. */
export const ROLES = [
  "enterpriseAgent",
  "legalRepresentative",
  "hallClerk",
  "handler",
  "checker",
  "sectionChief",
  "leaderInCharge",
  "principalLeader",
  "paymentMaker",
  "paymentChecker",
  "auditor",
  "dataOfficer",
  "dataApprover",
  "policyAuthor",
  "policyPublisher",
  "systemAdmin",
  "securityAdmin",
  "public",
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  enterpriseAgent: "企业经办人",
  legalRepresentative: "法定代表人",
  hallClerk: "大厅代办员",
  handler: "经办人",
  checker: "复核人",
  sectionChief: "科室负责人",
  leaderInCharge: "分管领导",
  principalLeader: "主要负责人",
  paymentMaker: "财政制单",
  paymentChecker: "财政审核",
  auditor: "审计监督",
  dataOfficer: "数据管理员",
  dataApprover: "数据审批员",
  policyAuthor: "政策编制员",
  policyPublisher: "政策发布员",
  systemAdmin: "系统管理员",
  securityAdmin: "安全管理员",
  public: "公众",
};

export const ENTERPRISE_ROLES = ["enterpriseAgent", "legalRepresentative"] as const satisfies readonly Role[];
const ENTERPRISE_SET: ReadonlySet<Role> = new Set(ENTERPRISE_ROLES);

/** 工作人员: everyone who acts for the county. */
export const STAFF_ROLES: readonly Role[] = ROLES.filter((role) => role !== "public" && !ENTERPRISE_SET.has(role));
export const isEnterpriseRole = (role: Role): boolean => ENTERPRISE_SET.has(role);
