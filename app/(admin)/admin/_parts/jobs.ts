/** 后台任务 by function, without the client's name before it. */
const JOB_NAMES: Readonly<Record<string, string>> = {
  "demo-deliver": "演示部门送数",
  "uploads-process": "处理上传的数据",
  "uploads-sweep": "接续没有处理完的上传",
  "profiles-refresh": "更新企业档案",
  "matching-run": "自动匹配政策",
  "claims-check": "核对刚确认的办件",
  "claims-check-sweep": "核对等待中的办件",
  "claims-expire": "清理过期没有确认的办件",
  "claims-escalate": "超期提醒",
  "claims-blind-draw": "抽取盲审",
  "notices-publish": "发布公示",
  "notices-close-due": "公示期满处理",
  "audit-anchor": "审计日志库外锚定",
  "calendar-alert": "提醒导入放假安排",
  "messages-deliver": "送出邮件、短信和群消息",
  "reports-weekly": "送出周报",
  "policies-try": "全县试算",
  "policies-try-sweep": "接续没有算完的试算",
  "disbursements-sweep": "账户生效和退票逾期处理",
};

const own = (functionId: string): string => functionId.replace(/^enterprise-service-platform-/, "");

/** The job in Chinese; one that has no name yet is called 其他后台任务. */
export const jobName = (functionId: string): string => JOB_NAMES[own(functionId)] ?? "其他后台任务";

const two = (text: string): string => text.padStart(2, "0");

type Rule = { readonly fits: RegExp; readonly say: (parts: readonly string[]) => string };

const RULES: readonly Rule[] = [
  { fits: /^\*\/(\d+) \* \* \* \*$/, say: ([minutes]) => `每 ${minutes} 分钟` },
  { fits: /^(\d+) \* \* \* \*$/, say: ([minute]) => `每小时第 ${minute} 分` },
  { fits: /^(\d+) (\d+)-(\d+) \* \* \*$/, say: ([minute = "", from = "", to = ""]) => `每天 ${from}:${two(minute)}—${to}:${two(minute)}，每小时一次` },
  { fits: /^(\d+) (\d+) \* \* \*$/, say: ([minute = "", hour = ""]) => `每天 ${hour}:${two(minute)}` },
  { fits: /^(\d+) (\d+) \* \* 1$/, say: ([minute = "", hour = ""]) => `每周一 ${hour}:${two(minute)}` },
  { fits: /^(\d+) (\d+) \* \* 1-5$/, say: ([minute = "", hour = ""]) => `周一至周五 ${hour}:${two(minute)}` },
];

/** 何时 of a schedule in words. */
export function scheduleText(cron: string): string {
  const plain = cron.replace(/^TZ=\S+\s+/, "").trim();
  for (const { fits, say } of RULES) {
    const found = fits.exec(plain);
    if (found) return say(found.slice(1));
  }
  return "按计划";
}
