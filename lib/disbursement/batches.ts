import { addFen } from "../kernel/fen";
import type { PlainDate } from "../kernel/plain-date";
import { FUND_IDS, FUNDS, type FundId } from "./funds";
import type { PaymentBatch, PaymentOrder } from "./orders";

/** Lines that one bank file may carry. */
export const MAX_BATCH_LINES = 500;

/** 批次号: 批20260715-失业-01. */
export const batchNumber = (day: PlainDate, fund: FundId, sequence: number): string =>
  `批${day.replaceAll("-", "")}-${FUNDS[fund].short}-${String(sequence).padStart(2, "0")}`;

export type BatchOptions = {
  readonly payOn: PlainDate;
  readonly maxLines?: number;
  /** Batches of each fund that the day already has. */
  readonly existing?: Partial<Record<FundId, number>>;
};

/** 编批: groups orders by fund and cuts long groups; the order of the lines is the order number's, so the same orders always make the same batches. */
export function buildBatches(orders: readonly PaymentOrder[], { payOn, maxLines = MAX_BATCH_LINES, existing = {} }: BatchOptions): readonly PaymentBatch[] {
  if (!Number.isInteger(maxLines) || maxLines < 1) throw new RangeError(`lines per batch ${maxLines}`);
  return FUND_IDS.flatMap((fund) => {
    const lines = orders.filter((order) => order.fund === fund).sort((a, b) => (a.number < b.number ? -1 : 1));
    const first = (existing[fund] ?? 0) + 1;
    return Array.from({ length: Math.ceil(lines.length / maxLines) }, (_, index) => {
      const part = lines.slice(index * maxLines, (index + 1) * maxLines);
      const sumFen = addFen(...part.map(({ amountFen }) => amountFen));
      return { number: batchNumber(payOn, fund, first + index), fund, payOn, orders: part, count: part.length, sumFen };
    });
  });
}
