import { addFen, type Fen } from "../kernel/fen";
import type { PaymentOrder } from "./orders";
import type { ReturnLine } from "./return-file";

type SentOrder = Pick<PaymentOrder, "number" | "amountFen">;
type Matched = { readonly order: SentOrder; readonly line: ReturnLine };

/** 对账结果. Every order is in exactly one of confirmed, failed, changedAmount, duplicate and open; every return line in one of the first four or unmatched. */
export type Reconciliation = {
  readonly confirmed: readonly Matched[];
  readonly failed: readonly Matched[];
  /** The bank names another amount: nothing is booked, a person looks. */
  readonly changedAmount: readonly Matched[];
  /** One order, several lines. */
  readonly duplicate: readonly { readonly order: SentOrder; readonly lines: readonly ReturnLine[] }[];
  /** 未达: sent, not answered yet. */
  readonly open: readonly SentOrder[];
  /** Lines for orders that were not sent. */
  readonly unmatched: readonly ReturnLine[];
  readonly confirmedFen: Fen;
  readonly failedFen: Fen;
  /** 平: every order answered once with its amount, and no line too many. */
  readonly isClean: boolean;
};

function byOrder(lines: readonly ReturnLine[]): ReadonlyMap<string, readonly ReturnLine[]> {
  const groups = new Map<string, ReturnLine[]>();
  for (const line of lines) {
    const group = groups.get(line.orderNumber);
    if (group) group.push(line);
    else groups.set(line.orderNumber, [line]);
  }
  return groups;
}

const sum = (matched: readonly Matched[]): Fen => addFen(...matched.map(({ order }) => order.amountFen));

/** 对账: the orders of a batch against the bank's return lines. Only exact answers are booked; anything odd is set aside, never the whole batch. */
export function reconcile(orders: readonly SentOrder[], lines: readonly ReturnLine[]): Reconciliation {
  const groups = byOrder(lines);
  const sent = new Set(orders.map(({ number }) => number));
  const answered = orders.map((order) => ({ order, lines: groups.get(order.number) ?? [] }));
  const single = answered.flatMap(({ order, lines: [line, ...more] }): Matched[] => (line && more.length === 0 ? [{ order, line }] : []));
  const exact = single.filter(({ order, line }) => order.amountFen === line.amountFen);
  const confirmed = exact.filter(({ line }) => line.status === "成功");
  const failed = exact.filter(({ line }) => line.status === "失败");
  const changedAmount = single.filter(({ order, line }) => order.amountFen !== line.amountFen);
  const duplicate = answered.filter((one) => one.lines.length > 1);
  const open = answered.filter((one) => one.lines.length === 0).map(({ order }) => order);
  const unmatched = lines.filter(({ orderNumber }) => !sent.has(orderNumber));
  const isClean = [changedAmount, duplicate, open, unmatched].every((list) => list.length === 0);
  return { confirmed, failed, changedAmount, duplicate, open, unmatched, confirmedFen: sum(confirmed), failedFen: sum(failed), isClean };
}
