/** Who runs the platform and where to ask: the foot of every page and every fault page say the same. */
export const PLATFORM = "青禾县企业服务平台";
export const OFFICE = "青禾县数据和政务服务局";
export const HOTLINE = "0529-000 0123";
export const HOTLINE_HOURS = "工作日 9:00–18:00";

export type NavItem = { href: string; text: string };

export const PUBLIC_NAV: readonly NavItem[] = [
  { href: "/calculator", text: "政策计算器" },
  { href: "/policies", text: "政策库" },
  { href: "/notices", text: "公示" },
  { href: "/about", text: "服务指南" },
];

export const FOOT_NAV: readonly NavItem[] = [
  { href: "/privacy", text: "隐私与授权" },
  { href: "/accessibility", text: "无障碍说明" },
  { href: "/open-data", text: "开放数据" },
  { href: "/complaints", text: "投诉举报" },
];
