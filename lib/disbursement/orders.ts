import type { Fen } from "../kernel/fen";
import type { PlainDate } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import type { FundId } from "./funds";

/** 支付指令: one payment to one enterprise, from one fund. The account number is plain text only inside the payment run. */
export type PaymentOrder = {
  readonly number: string;
  readonly idempotencyKey: string;
  readonly claimNumber: string;
  readonly fund: FundId;
  readonly payeeName: string;
  readonly payeeAccount: string;
  /** 联行号, 12 digits. */
  readonly cnapsCode: string;
  readonly amountFen: Fen;
  /** 附言: the policy's name, so that the owner recognises the money on the statement. */
  readonly remark: string;
};

const ORDER_NUMBER = /^付\d{8}-\d{6}$/;
const compact = (day: PlainDate): string => day.replaceAll("-", "");

function sequenceText(sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > 999_999) throw new RangeError(`order sequence ${sequence}`);
  return String(sequence).padStart(6, "0");
}

/** 支付指令号: 付20260715-000001, counted per day. Never used twice, also not for the second try of the same claim. */
export const orderNumber = (day: PlainDate, sequence: number): string => `付${compact(day)}-${sequenceText(sequence)}`;
export const isOrderNumber = (text: string): boolean => ORDER_NUMBER.test(text);

/** Retries of the same attempt carry the same key, so that the database and the bank see one payment. `attempt` rises only after a return was booked. */
export const idempotencyKey = (claimNumber: string, attempt: number): string => `pay:${claimNumber}:${attempt}`;

/** 附言, at most 30 characters, as banks cut longer ones: policy name first, then the claim. */
export function paymentRemark(policyName: string, claimNumber: string): string {
  const room = 30 - claimNumber.length - 1;
  return `${[...policyName].slice(0, room).join("")} ${claimNumber}`;
}

/** 支付批次: the orders of one fund that are released and sent together. */
export type PaymentBatch = {
  readonly number: string;
  readonly fund: FundId;
  readonly payOn: PlainDate;
  readonly orders: readonly PaymentOrder[];
  readonly count: number;
  readonly sumFen: Fen;
};

export type ReleaseRefusal = "roleMissing" | "makerReleases" | "tookPart" | "emptyBatch" | "batchChanged" | "alreadyReleased";

export type ReleaseInput = {
  readonly makerId: string;
  readonly actor: { readonly personId: string; readonly roles: readonly string[] };
  /** Persons who examined or approved a claim of the batch. */
  readonly deciderIds: readonly string[];
  readonly orderCount: number;
  /** Hash of the batch when the maker handed it over, and as it is now. */
  readonly handedOverHash: string;
  readonly currentHash: string;
  readonly released: boolean;
};

/** 财政审核放行: whoever entered the payment does not release it, and what is released is what was entered. */
export function decideRelease(input: ReleaseInput): Result<{ readonly releaserId: string }, ReleaseRefusal> {
  const { makerId, actor, deciderIds, orderCount, handedOverHash, currentHash, released } = input;
  if (!actor.roles.includes("paymentChecker")) return refused("roleMissing");
  if (actor.personId === makerId) return refused("makerReleases");
  if (deciderIds.includes(actor.personId)) return refused("tookPart");
  if (released) return refused("alreadyReleased");
  if (orderCount === 0) return refused("emptyBatch");
  return handedOverHash === currentHash ? ok({ releaserId: actor.personId }) : refused("batchChanged");
}
