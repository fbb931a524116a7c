import { ButtonLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";

/** What has just been done, by the word in the address. */
const DONE = {
  opinion: "意见已写下，等复核人复核",
  supplement: "已请企业补材料，暂停计时",
  suspended: "已中止，暂停计时",
  checked: "复核完成",
  givenBack: "已退回经办人重写意见",
  signed: "已签字，等复核人复核",
  ended: "已终止，冻结的预算已释放，企业会收到通知",
  resumed: "已恢复，系统会用最新数据重新核对",
  supervised: "督办已发出",
  replied: "督办已答复",
  explained: "超期原因已记下，领导的超期清单里能看到",
  takenBack: "意见已撤回，可以重新写",
  noted: "备注已记下",
  visited: "现场核验已记下",
  taken: "这件现在由您办",
  givenUp: "已退回，分给了另一位经办人",
  reassigned: "已改派",
  recused: "回避声明已记下，这家企业的件不再由您办",
} as const;

export type Done = keyof typeof DONE;
export const isDone = (text: string | undefined): text is Done => text !== undefined && Object.hasOwn(DONE, text);

/** 办完一步: what was done, and where to go on. */
export function DoneMessage({ done, next }: { done: Done | null; next: string | null }) {
  if (!done) return null;
  return (
    <Message
      tone="green"
      live="status"
      title={DONE[done]}
      className="mb-4"
      actions={
        <ButtonLink size="small" href={next ? `/review/cases/${next}` : "/review/cases"}>
          {next ? "办下一件" : "回待办复核"}
        </ButtonLink>
      }
    />
  );
}
