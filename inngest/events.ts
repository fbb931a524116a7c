import { eventType } from "inngest";
import { z } from "zod";

/** Facts, in the past tense. One schema is both the contract and the type; ids travel, never rows. Sent after commit: a hint, while a sweep is the guarantee. */

// 公示
/** Claims have passed their check or review and wait for a notice. */
export const claimsReadyForNotice = eventType("notice/claims.ready", { schema: z.object({ claimIds: z.array(z.uuid()) }) });
/** A frozen list went public. */
export const noticePublished = eventType("notice/published", { schema: z.object({ noticeId: z.uuid(), claimIds: z.array(z.uuid()) }) });
/** Notices ran out: these claims are approved, and these enterprises are asked to confirm. */
export const noticesRanOut = eventType("notice/ran-out", { schema: z.object({ approved: z.array(z.uuid()), toConfirm: z.array(z.uuid()) }) });
/** 异议 was decided; its line goes on, or its claim is refused or examined again. */
export const objectionDecided = eventType("notice/objection.decided", { schema: z.object({ objectionId: z.uuid(), claimId: z.uuid() }) });

// 拨付
/** Failed payments that nobody corrected in time. */
export const paymentsExpired = eventType("disbursement/payments.expired", { schema: z.object({ claimIds: z.array(z.uuid()) }) });
/** A verified change of account has taken effect after its cooling-off. */
export const accountsActivated = eventType("disbursement/accounts.activated", { schema: z.object({ accountIds: z.array(z.uuid()) }) });

// 兑现
/** Policy staff asked for a matching run now. */
export const matchingRequested = eventType("matching/requested", { schema: z.object({ requestedBy: z.uuid() }) });
/** An enterprise confirmed, an officer sent a case back, or a source came: the check can run. */
export const claimConfirmed = eventType("claim/confirmed", { schema: z.object({ claimId: z.uuid() }) });

// 上传
/** 收文: a file was taken in and waits to be processed. */
export const uploadReceived = eventType("upload/received", { schema: z.object({ uploadId: z.uuid() }) });

// 消息
/** Something is to leave now: the system administrator asked for what waits or was given up to be tried again. */
export const deliveryRequested = eventType("messages/delivery.requested", { schema: z.object({ requestedBy: z.uuid() }) });

// 政策编制
/** A person asked for a trial of a draft over the roster. */
export const policyTrialRequested = eventType("policy/trial.requested", { schema: z.object({ runId: z.uuid() }) });
