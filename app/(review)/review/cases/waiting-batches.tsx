import { Message } from "@/app/_ui/message";
import type { WaitingBatch } from "@/db/review-batches";
import { formatYuan } from "@/lib/kernel/fen";
import { timeOf } from "@/lib/kernel/plain-date";
import { saidOfBatch } from "./batch-message";
import { TakeBackBatchForm } from "./take-back-form";

/** 待生效的批量同意, each with the way back while it lasts; and what was set aside when the last ones took effect. */
export function WaitingBatches({
  batches,
  aside,
}: {
  batches: readonly WaitingBatch[];
  aside: readonly { claimId: string; number: string; reason: string }[];
}) {
  return (
    <>
      {batches.map((batch) => (
        <Message
          key={batch.id}
          tone="blue"
          title={`您 ${timeOf(batch.agreedAt)} 批量同意了 ${batch.count} 件，共 ${formatYuan(batch.sumFen)}元`}
          className="mb-3"
          actions={batch.mayTakeBack ? <TakeBackBatchForm batchId={batch.id} /> : undefined}
        >
          {batch.mayTakeBack
            ? `${timeOf(batch.effectiveFrom)} 以前可以撤回。之后逐件再核一次，随下一批公示发布。`
            : "撤回时间已过，随下一批公示发布，发布前逐件再核一次。"}
        </Message>
      ))}
      {aside.length > 0 ? (
        <Message tone="amber" title={`批量同意生效时，${aside.length} 件单独留下`} className="mb-3">
          {aside.map(({ claimId, number, reason }) => (
            <p key={claimId}>{`${number}：${saidOfBatch(reason)}。`}</p>
          ))}
        </Message>
      ) : null}
    </>
  );
}
