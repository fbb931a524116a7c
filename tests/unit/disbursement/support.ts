import { idempotencyKey, orderNumber, type PaymentOrder } from "@/lib/disbursement/orders";
import { fenFromYuan } from "@/lib/kernel/fen";
import { instantAt, plainDate } from "@/lib/kernel/plain-date";

export const DAY = plainDate("2026-07-15");
export const at = (day: string, time = "10:00") => instantAt(plainDate(day), time);

export const order = (sequence: number, part: Partial<PaymentOrder> = {}): PaymentOrder => {
  const claimNumber = `兑2026-${String(sequence).padStart(5, "0")}`;
  return {
    number: orderNumber(DAY, sequence),
    idempotencyKey: idempotencyKey(claimNumber, 1),
    claimNumber,
    fund: "countyTreasury",
    payeeName: "青禾县嘉禾食品有限公司",
    payeeAccount: "5299010000000001",
    cnapsCode: "102000000001",
    amountFen: fenFromYuan("128000.00"),
    remark: `稳岗返还补贴 ${claimNumber}`,
    ...part,
  };
};
