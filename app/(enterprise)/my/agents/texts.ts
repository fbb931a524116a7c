import type { AgentRefusal, AppointRefusal } from "@/db/agents";
import type { AgentRight } from "@/lib/access/agent-rights";

/** 经办权限 in the enterprise's words. */
export const RIGHT_WORDS: Readonly<Record<AgentRight, readonly [label: string, hint: string]>> = {
  confirm: ["办补贴", "确认、放弃、撤回、补材料、申请复核"],
  consent: ["管数据授权", "同意或撤回查询企业的数据"],
  account: ["管收款账户", "登记和更换收款账户"],
  data: ["申请更正数据", "企业信息有错时提出更正"],
};

const COMMON = {
  notRepresentative: "只有现任法定代表人可以指定经办人。",
  rightsMissing: "请至少勾选一项。",
} as const;

export const APPOINT_REFUSAL: Readonly<Record<AppointRefusal, string>> = {
  ...COMMON,
  nameMissing: "请填经办人姓名。",
  usernameInvalid: "用户名用小写字母或数字开头，只含小写字母、数字和短横，6 至 40 位。",
  usernameTaken: "这个用户名用不了，请换一个。已经替别的企业经办的人，姓名要和他的账号一致。",
  endsInPast: "结束日期要晚于今天。不定期请空着。",
  ownAccount: "这是您自己的账号。您是法定代表人，不用再指定。",
  alreadyAppointed: "这个人已经在替本企业办事。",
};

export const AGENT_REFUSAL: Readonly<Record<AgentRefusal, string>> = { ...COMMON, notFound: "没有找到这位经办人，请刷新。" };
