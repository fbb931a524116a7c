import { ANNOUNCED_CALENDAR } from "@/lib/calendar/announced-calendar";
import { fenFromYuan } from "@/lib/kernel/fen";
import { instantAt, plainDate } from "@/lib/kernel/plain-date";
import { buildNotice, type Notice, type NoticeInput, type NoticeSource } from "@/lib/notice/notice";

export const CAL = ANNOUNCED_CALENDAR;
export const at = (day: string, time = "10:00") => instantAt(plainDate(day), time);

export const company: NoticeSource = {
  claimId: "c1",
  enterpriseName: "青禾县嘉禾食品有限公司",
  uscc: "91529901MA0000001X",
  isIndividualBusiness: false,
  policyName: "稳岗返还补贴",
  amountFen: fenFromYuan("30960.00"),
  basis: "《青禾县支持企业稳岗扩岗若干措施》第二条",
};

export const input = (part: Partial<NoticeInput> = {}): NoticeInput => ({
  number: "青惠公示〔2026〕12号",
  title: "关于2026年7月拟兑现惠企资金的公示",
  office: "青禾县人力资源和社会保障局",
  publishedAt: at("2026-07-15"),
  workingDays: 5,
  sources: [company],
  channels: { phone: "0000-1234567", url: "/notices/12/objection", address: "青禾县政务服务中心2楼" },
  ...part,
});

export function built(part: Partial<NoticeInput> = {}): Notice {
  const result = buildNotice(CAL, input(part));
  if (!result.ok) throw new Error(result.reason);
  return result.value.notice;
}
