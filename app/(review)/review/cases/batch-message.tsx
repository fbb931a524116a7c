import { Message } from "@/app/_ui/message";
import { REVIEW_REFUSALS } from "../../parts/texts";

export function saidOfBatch(reason: string): string {
  if (reason === "offDuty") return "您已不在复核岗位，请换人复核";
  return Object.hasOwn(REVIEW_REFUSALS, reason) ? REVIEW_REFUSALS[reason as keyof typeof REVIEW_REFUSALS] : "没有办成";
}

/** What the batch has come to: how many were agreed to, and each that was set aside with its reason. */
export function BatchMessage({ batch }: { batch: { agreed: number; aside: { number: string; reason: string }[] } }) {
  const { agreed, aside } = batch;
  const title = agreed > 0 ? `已同意 ${agreed} 件，10 分钟内可以撤回` : "没有办成一件";
  return (
    <Message
      tone={aside.length > 0 || agreed === 0 ? "amber" : "green"}
      live="status"
      title={aside.length > 0 ? `${title}，${aside.length} 件单独留下` : title}
      className="mb-3"
    >
      {aside.map(({ number, reason }) => (
        <p key={number}>{`${number}：${saidOfBatch(reason)}。`}</p>
      ))}
    </Message>
  );
}
