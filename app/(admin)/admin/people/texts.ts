import type { AccountActRefusal, CreateRefusal, GrantRefusal, RevokeRefusal } from "@/db/people-acts";
import type { ResetRefusal } from "@/db/second-factor";
import type { ConflictReason } from "@/lib/access/incompatible";
import { ROLE_NAMES } from "@/lib/access/roles";

export const CREATE_REFUSAL: Readonly<Record<CreateRefusal, string>> = {
  notSystemAdmin: "只有在岗的系统管理员可以开户。",
  nameMissing: "请填写姓名。",
  usernameInvalid: "登录名用小写字母开头，只含小写字母、数字和短横，3 至 40 个字符。",
  usernameTaken: "这个登录名已经有人用了，请换一个。",
};

export const ACCOUNT_REFUSAL: Readonly<Record<AccountActRefusal, string>> = {
  notSystemAdmin: "只有在岗的系统管理员可以办这一步。",
  notFound: "没有找到这个人，请刷新。",
  ownAccount: "不能对自己的账户办这一步，请另一位系统管理员办理。",
  alreadyDisabled: "这个账户已经停用。要重新使用，请先恢复。",
  notDisabled: "这个账户没有停用，请刷新。",
};

/** Why two roles are not for one person. */
export const CONFLICT_WORDS: Readonly<Record<ConflictReason, string>> = {
  threeOfficers: "系统、安全、审计三员必须分开",
  officerAndBusiness: "管理和审计岗位不能兼办业务",
  reviewChain: "经办、复核、签批不能是同一个人",
  reviewAndPayment: "审核补贴的人不能同时管付款",
  paymentChain: "财政制单和审核放行不能是同一个人",
  ruleChain: "编写政策和发布政策不能是同一个人",
  dataChain: "修正数据和审批修正不能是同一个人",
  ruleAndCase: "定政策的人不能同时审核或付款",
  bothSides: "替企业办事的人不能同时审核或付款",
};

const GRANT_REFUSAL: Readonly<Record<Exclude<GrantRefusal["code"], "incompatible">, string>> = {
  notSecurityAdmin: "只有在岗的安全管理员可以授权。",
  ownRights: "不能给自己授权，请另一位安全管理员办理。",
  notFound: "没有找到这个人，请刷新。",
  disabled: "这个账户已经停用，请先由系统管理员恢复。",
  enterpriseRole: "企业方的身份由企业登记产生，不能在这里授。",
  departmentMissing: "这个岗位属于一个部门，请选部门。",
  startsInPast: "开始日期不能早于今天。",
  endsBeforeStart: "结束日期要晚于开始日期。",
  alreadyHeld: "这个人在这段时间已经有同一岗位。",
};

export const grantRefusal = (refusal: GrantRefusal): string =>
  refusal.code === "incompatible"
    ? `和“${ROLE_NAMES[refusal.held]}”不能同时任职：${CONFLICT_WORDS[refusal.conflict]}。请先收回原岗位，或另选一个人。`
    : GRANT_REFUSAL[refusal.code];

export const REVOKE_REFUSAL: Readonly<Record<RevokeRefusal, string>> = {
  notSecurityAdmin: "只有在岗的安全管理员可以收回。",
  ownRights: "不能收回自己的岗位，请另一位安全管理员办理。",
  notFound: "没有找到这项任职，请刷新。",
  alreadyEnded: "这项任职已经结束。",
};

export const RESET_REFUSAL: Readonly<Record<ResetRefusal, string>> = {
  notSecurityAdmin: "只有在岗的安全管理员可以解除。",
  ownAccount: "不能解除自己的，请另一位安全管理员办理。",
  notBound: "这个人没有绑定动态验证码，请刷新。",
};
