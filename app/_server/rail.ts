import "server-only";
import type { RailGroup } from "@/app/_ui/shells/staff-shell";
import { may, type Permission } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";

type Entry = { readonly href: string; readonly text: string; readonly needs: Permission; readonly count?: string };

/** 工作导航: every staff page and the permission it asks for, grouped by noun. `count` names the figure shown beside it. */
const ENTRIES: readonly { readonly title: string; readonly items: readonly Entry[] }[] = [
  {
    title: "办件",
    items: [
      { href: "/review/cases", text: "待办复核", needs: "claim.queue", count: "cases" },
      { href: "/review/objections", text: "异议处理", needs: "claim.objectionHandle", count: "objections" },
      { href: "/review/approvals", text: "核准签批", needs: "claim.leaderSign", count: "approvals" },
      { href: "/review/blind", text: "抽查盲审", needs: "claim.blindCheck", count: "blind" },
      { href: "/review/leave", text: "请假与回避", needs: "claim.leave" },
      { href: "/review/templates", text: "常用意见", needs: "claim.template" },
      { href: "/review/unclaimed", text: "未领清单", needs: "hall.unclaimed" },
    ],
  },
  {
    title: "拨付",
    items: [
      { href: "/finance/payable", text: "待拨付", needs: "payment.make", count: "payable" },
      { href: "/finance/batches", text: "支付批次", needs: "payment.view", count: "batches" },
      { href: "/finance/accounts", text: "账户变更", needs: "payment.accountReview", count: "accounts" },
      { href: "/finance/budgets", text: "预算", needs: "payment.view" },
      { href: "/finance/ledger", text: "台账", needs: "payment.view" },
      { href: "/finance/monthly", text: "月报", needs: "payment.view" },
    ],
  },
  {
    title: "数据",
    items: [
      { href: "/data/uploads", text: "上传记录", needs: "upload.view" },
      { href: "/data/uploads/new", text: "上传数据", needs: "upload.send" },
      { href: "/data/quarantine", text: "问题数据", needs: "quarantine.view", count: "quarantine" },
      { href: "/data/links", text: "关联核对", needs: "quarantine.view" },
      { href: "/data/disputes", text: "更正申请", needs: "dispute.handle", count: "disputes" },
      { href: "/data/freshness", text: "到数情况", needs: "upload.view" },
    ],
  },
  {
    title: "政策",
    items: [
      { href: "/admin/policies", text: "政策库", needs: "policy.view", count: "policies" },
      { href: "/admin/matching", text: "自动匹配", needs: "policy.match" },
    ],
  },
  {
    title: "看板",
    items: [
      { href: "/leader", text: "全县看板", needs: "leader.cockpit" },
      { href: "/leader/blind", text: "抽查结果", needs: "claim.blindResult" },
    ],
  },
  {
    title: "督办",
    items: [
      { href: "/leader/supervisions", text: "督办单", needs: "leader.cockpit", count: "ordersLate" },
      { href: "/review/supervisions", text: "督办答复", needs: "claim.replySupervision", count: "supervisions" },
    ],
  },
  { title: "查询", items: [{ href: "/enterprises", text: "企业档案", needs: "enterprise.search" }] },
  {
    title: "监督",
    items: [
      { href: "/audit/clawbacks", text: "核查追回", needs: "clawback.view" },
      { href: "/audit/log", text: "审计日志", needs: "audit.view" },
    ],
  },
  {
    title: "系统",
    items: [
      { href: "/admin/people", text: "人员", needs: "people.manage" },
      { href: "/admin/registrations", text: "企业注册", needs: "people.manage" },
      { href: "/admin/grants", text: "任职授权", needs: "people.grant" },
      { href: "/admin/keys", text: "接口密钥", needs: "keys.manage" },
      { href: "/admin/calendar", text: "工作日历", needs: "calendar.import" },
      { href: "/admin/settings", text: "参数", needs: "settings.manage" },
      { href: "/admin/clock", text: "业务时钟", needs: "clock.move" },
      { href: "/admin/jobs", text: "后台任务", needs: "ops.view" },
      { href: "/admin/messages", text: "消息通道", needs: "ops.view" },
    ],
  },
];

export function railFor(roles: readonly Role[], counts: Readonly<Record<string, number>>): RailGroup[] {
  const groups = ENTRIES.map(({ title, items }) => ({
    title,
    items: items
      .filter((item) => may(roles, item.needs))
      .map(({ href, text, count }) => ({ href, text, ...(count !== undefined && counts[count] !== undefined && { count: counts[count] }) })),
  }));
  return [
    ...groups.filter((group) => group.items.length > 0),
    { title: "我的", items: [{ href: "/inbox", text: "消息", ...(counts["unread"] !== undefined && { count: counts["unread"] }) }] },
  ];
}

/** The first page of a role: what its bearer came for. */
export function homeOf(roles: readonly Role[]): string {
  if (roles.includes("enterpriseAgent") || roles.includes("legalRepresentative")) return "/my";
  const first = ENTRIES.flatMap((group) => group.items).find((item) => may(roles, item.needs));
  if (may(roles, "leader.cockpit")) return "/leader";
  return first?.href ?? "/inbox";
}
