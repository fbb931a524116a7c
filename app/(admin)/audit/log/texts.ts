import type { AuditChain } from "@/db/audit";
import { ROLE_NAMES } from "@/lib/access/roles";
import type { ChainBreak } from "@/lib/audit/chain";
import { isClaimState, stateZh } from "@/lib/claim/states";

export const CHAINS: Readonly<Record<AuditChain, string>> = { business: "办理", reads: "查阅个人信息" };

const ACTIONS: Readonly<Record<string, string>> = {
  "absence.ended": "销假",
  "absence.recorded": "登记请假",
  "account.effective": "账户变更生效",
  "account.registered": "登记收款账户",
  "account.revealed": "查看完整账号",
  "account.verified": "复核账户变更",
  "agent.appointed": "指定经办人",
  "agent.revoked": "收回经办人",
  "agent.rightsChanged": "调整经办权限",
  "apiKey.issued": "发放接口密钥",
  "apiKey.revoked": "停用接口密钥",
  "approval.signed": "签批核准清单",
  "audit.verified": "校验审计日志",
  "bankFile.read": "下载支付文件",
  "batch.exported": "导出支付文件",
  "batch.prepared": "制单",
  "batch.released": "放行支付批次",
  "blindCheck.decided": "抽查盲审结论",
  "blindCheck.drawn": "抽取盲审",
  "calendar.imported": "导入工作日历",
  "claim.assigned": "分办",
  "claim.note": "内部记录",
  "claim.overdueReason": "说明超期原因",
  "claim.reevaluated": "重新核算办件",
  "clawback.answered": "企业就追回说明情况",
  "clawback.considered": "写下听取意见",
  "clawback.hearingHeld": "记下听证笔录",
  "clawback.hearingSet": "通知听证",
  "clawback.receiptConfirmed": "追回款核对入账",
  "clawback.receiptEntered": "登记追回款到账",
  "clawback.receiptRefused": "退回追回款登记",
  "claim.visit": "现场核验记录",
  "clock.moved": "拨动业务时钟",
  "consent.granted": "企业授权",
  "consent.revoked": "企业撤回授权",
  "contact.preferred": "选择接收哪些消息",
  "contact.proposed": "登记联系地址",
  "contact.removed": "停用联系地址",
  "contact.verified": "联系地址验证通过",
  "delivery.resent": "重发消息",
  "job.resumed": "重新执行后台任务",
  "link.apart": "认定不是同一家企业",
  "link.later": "关联以后再核对",
  "link.same": "认定是同一家企业",
  "link.twins.apart": "认定登记库两户不是同一家",
  "link.twins.later": "登记库两户以后再核对",
  "link.undone": "撤回关联认定",
  "matching.finished": "自动匹配完成",
  "matching.memberCounted": "没有建件：人员或发票已在别家计过",
  "matching.requested": "要求立即匹配",
  "material.read": "查看材料",
  "notice.closed": "公示期满",
  "notice.published": "发布公示",
  "objection.decided": "异议办结",
  "objection.raised": "提出异议",
  "objector.revealed": "查看异议人信息",
  "opinionTemplate.added": "增加常用意见",
  "opinionTemplate.retired": "停用常用意见",
  "person.created": "开户",
  "person.disabled": "停用账户",
  "person.enabled": "恢复账户",
  "person.passwordChanged": "修改密码",
  "person.passwordReset": "重置密码",
  "person.providerBound": "绑定省统一身份认证",
  "person.representativeEnded": "不再是法定代表人",
  "person.representativeProven": "证明为法定代表人",
  "person.roleGranted": "授予岗位",
  "person.roleRevoked": "收回岗位",
  "policy.imported": "政策入库",
  "quarantine.dismissed": "数据行不予采用",
  "quarantine.linked": "人工关联数据行",
  "quarantine.relinked": "补关联数据行",
  "recusal.declared": "声明回避",
  "registration.codeWrong": "企业注册：验证码不对",
  "registration.completed": "企业注册完成",
  "registration.started": "企业注册：核对登记",
  "return.imported": "导入银行回单",
  "reviewBatch.agreed": "批量同意",
  "reviewBatch.settled": "批量同意生效",
  "reviewBatch.takenBack": "撤回批量同意",
  "secondFactor.confirmed": "绑定动态验证码",
  "secondFactor.recoveryRenewed": "换一组备用码",
  "secondFactor.recoveryUsed": "用备用码登录",
  "secondFactor.reset": "解除动态验证码",
  "settings.changed": "修改参数",
  "signIn.failed": "登录失败",
  "signIn.succeeded": "登录",
  "supervision.ordered": "发出督办",
  "supervision.replied": "答复督办",
  "table.exported": "导出表格",
  "upload.applied": "数据入库",
  "upload.cancelled": "取消数据文件",
  "upload.failed": "数据文件处理中断",
  "upload.retried": "数据文件再处理一次",
  "upload.received": "收到数据文件",
  "upload.refused": "退回数据文件",
};

const OPINIONS: Readonly<Record<string, string>> = {
  handle: "经办意见",
  check: "复核意见",
  chief: "科室负责人意见",
  leader: "领导意见",
  objection: "异议意见",
};

const stateText = (state: string): string => (isClaimState(state) ? stateZh(state) : "新建");

/** What was done, in Chinese. A move of a claim names both states; an act without a name of its own is 其他操作. */
export function actionText(action: string): string {
  const known = ACTIONS[action];
  if (known) return known;
  const move = /^claim\.(\w+)>(\w+)$/.exec(action);
  if (move) return `办件：${stateText(move[1] ?? "")}到${stateText(move[2] ?? "")}`;
  const opinion = /^claim\.opinion\.(\w+)$/.exec(action);
  return opinion ? (OPINIONS[opinion[1] ?? ""] ?? "复核意见") : "其他操作";
}

const SUBJECTS: Readonly<Record<string, string>> = {
  apiKey: "接口密钥",
  approval: "签批清单",
  auditLog: "审计日志",
  bankAccount: "收款账户",
  blindCheck: "抽查盲审",
  businessClock: "业务时钟",
  calendarYear: "工作日历",
  claim: "办件",
  clawback: "核查追回",
  consent: "授权",
  delivery: "消息送达",
  department: "部门",
  enterprise: "企业",
  matching: "自动匹配",
  material: "材料",
  notice: "公示",
  objection: "异议",
  paymentBatch: "支付批次",
  person: "人员",
  policy: "政策",
  registration: "企业注册",
  reviewBatch: "批量同意",
  run: "后台任务",
  settings: "参数",
  supervision: "督办",
  table: "表格",
  upload: "数据文件",
};
export const subjectText = (type: string): string => SUBJECTS[type] ?? "其他";

const PARTS: Readonly<Record<string, string>> = { system: "系统", person: "本人", enterprise: "企业", operator: "运维命令" };
export const roleText = (role: string): string => PARTS[role] ?? (Object.hasOwn(ROLE_NAMES, role) ? ROLE_NAMES[role as keyof typeof ROLE_NAMES] : "其他");

export const BREAKS: Readonly<Record<ChainBreak["reason"], string>> = {
  gap: "这里少了记录",
  order: "记录的次序不对",
  altered: "内容和当时的原文不一致",
  wrongHash: "校验值对不上",
  broken: "接不上前一条",
  truncated: "从这里起末尾的记录不见了",
  rewritten: "这里被整段改写过",
};
