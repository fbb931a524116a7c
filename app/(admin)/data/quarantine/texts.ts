import type { QuarantineRefusal } from "@/db/quarantine";

const SENTENCES: Readonly<Record<QuarantineRefusal["code"], string>> = {
  rowUnknown: "这一行已经处理过，或不属于您的部门。请回到列表看下一行。",
  alreadyResolved: "这一行刚才已经由同事处理了。",
  registerRow: "登记库的行不能人工关联，它是其他数据对照的依据。请登记机关改正后重新报送，或说明理由不予采用。",
  shiftedRow: "这一行的列可能错位，逐格改不可靠。请改正文件后重新报送，或说明理由不予采用。",
  enterpriseUnknown: "没有找到这家企业，请重新选择。",
  reasonMissing: "请写明不予采用的理由，至少两个字。",
  stillFlawed: "还有内容需要改：",
  unitUnproven: "同一份文件里没有可对照的行，不能确定下列列的单位，请改正后整份重报：",
};

export const refusalText = (refusal: QuarantineRefusal): string =>
  "messages" in refusal ? `${SENTENCES[refusal.code]}${refusal.messages.join("；")}` : SENTENCES[refusal.code];

const count = (n: number): string => n.toLocaleString("zh-CN");

/** What an answer did, from the figures in the address: adopted, repeated, left. Null for anything else. */
export function doneText(done: string): string | null {
  const match = /^(\d{1,6})-(\d{1,6})-(\d{1,6})$/.exec(done);
  if (!match) return null;
  const [adopted = 0, repeated = 0, left = 0] = match.slice(1).map(Number);
  const parts = [
    adopted > 0 ? `采用 ${count(adopted)} 行` : "",
    repeated > 0 ? `${count(repeated)} 行与后来报送的记录重复，不再采用` : "",
    left > 0 ? `${count(left)} 行还有别的问题，留在列表里` : "",
  ].filter(Boolean);
  return parts.length > 0 ? `已处理：${parts.join("，")}。` : "已登记为不予采用。";
}
