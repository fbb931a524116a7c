import { addFen, type Fen, subtractFen } from "../kernel/fen";
import { ok, type Result, refused } from "../kernel/result";

/**
 * 预算 of one policy and year (or of one fund): what was given, what is frozen for claims on their way (预算冻结), what is paid.
 * Always 0 ≤ reserved, 0 ≤ paid, reserved + paid ≤ budget.
 */
export type Budget = { readonly budgetFen: Fen; readonly reservedFen: Fen; readonly paidFen: Fen };

export type BudgetRefusal = "amountNotPositive" | "budgetShort" | "notReserved" | "notPaid" | "belowCommitments";

export const availableFen = ({ budgetFen, reservedFen, paidFen }: Budget): Fen => subtractFen(budgetFen, addFen(reservedFen, paidFen));

/** 冻结额度. Short budget: the claim is suspended and queued; nothing is cut down or taken in order of arrival unless the policy's own text says so. */
export function reserve(budget: Budget, amount: Fen): Result<Budget, BudgetRefusal> {
  if (amount <= 0) return refused("amountNotPositive");
  if (amount > availableFen(budget)) return refused("budgetShort");
  return ok({ ...budget, reservedFen: addFen(budget.reservedFen, amount) });
}

/** 批次原子冻结: all of them or none. */
export function reserveAll(budget: Budget, amounts: readonly Fen[]): Result<Budget, BudgetRefusal> {
  if (amounts.some((amount) => amount <= 0)) return refused("amountNotPositive");
  return amounts.length === 0 ? ok(budget) : reserve(budget, addFen(...amounts));
}

/** 转为实付: the bank has confirmed; frozen money becomes spent money. */
export function commit(budget: Budget, amount: Fen): Result<Budget, BudgetRefusal> {
  if (amount <= 0) return refused("amountNotPositive");
  if (amount > budget.reservedFen) return refused("notReserved");
  return ok({ ...budget, reservedFen: subtractFen(budget.reservedFen, amount), paidFen: addFen(budget.paidFen, amount) });
}

/** 释放冻结: the claim was withdrawn or ended before it was paid. */
export function release(budget: Budget, amount: Fen): Result<Budget, BudgetRefusal> {
  if (amount <= 0) return refused("amountNotPositive");
  if (amount > budget.reservedFen) return refused("notReserved");
  return ok({ ...budget, reservedFen: subtractFen(budget.reservedFen, amount) });
}

/** 追回缴库: money that came back within the budget year can be granted again. */
export function restore(budget: Budget, amount: Fen): Result<Budget, BudgetRefusal> {
  if (amount <= 0) return refused("amountNotPositive");
  if (amount > budget.paidFen) return refused("notPaid");
  return ok({ ...budget, paidFen: subtractFen(budget.paidFen, amount) });
}

/** 预算调整 to a new total, never below what is frozen and paid. */
export function adjust(budget: Budget, total: Fen): Result<Budget, BudgetRefusal> {
  return total < addFen(budget.reservedFen, budget.paidFen) ? refused("belowCommitments") : ok({ ...budget, budgetFen: total });
}
