import "server-only";
import { z } from "zod";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { findBatch, listPayable, type PayableRow } from "@/db/disbursement-views";
import { listBudgetWaiting, paymentFindings, setAsideNow } from "@/db/finance-queries";
import type { Db } from "@/db/types";
import { FUND_IDS, type FundId } from "@/lib/disbursement/funds";
import { addFen } from "@/lib/kernel/fen";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";

export const PATH = "/finance/payable";

const Ids = z
  .string()
  .max(4000)
  .transform((text) => text.split(".").filter((id) => z.uuid().safeParse(id).success))
  .catch([]);

/** The address of the list; all parts fall back. */
export const Params = z.object({
  view: z.enum(["approved", "failed", "budget"]).catch("approved"),
  fund: z
    .enum(FUND_IDS as [FundId, ...FundId[]])
    .optional()
    .catch(undefined),
  made: Ids,
  aside: Ids,
  left: z.coerce.number().int().min(0).catch(0),
  resumed: z.coerce.number().int().min(0).nullable().catch(null),
  refused: z.enum(["notPaymentMaker", "nothingChosen"]).nullable().catch(null),
});
export type PayableParams = z.output<typeof Params>;

const sumOf = (rows: readonly PayableRow[]) => ({ count: rows.length, fen: addFen(...rows.map((row) => row.amountFen)) });

async function outcomeOf(db: Db, params: PayableParams, at: Instant) {
  const [made, aside] = await Promise.all([Promise.all(params.made.slice(0, 10).map((id) => findBatch(db, id))), setAsideNow(db, params.aside, at)]);
  return { refused: params.refused, made: made.filter((batch) => batch !== null), aside, left: params.left, resumed: params.resumed };
}

/** Everything that the page shows; findings are looked up for the rows of the page only. */
export async function readPayable(params: PayableParams, page: number, pageSize: number) {
  const db = await getDb();
  const at = await businessNow(db);
  const [approved, failed, waiting, outcome] = await Promise.all([
    listPayable(db, "approved"),
    listPayable(db, "paymentFailed"),
    listBudgetWaiting(db),
    outcomeOf(db, params, at),
  ]);
  const list = (params.view === "failed" ? failed : approved).filter((row) => !params.fund || row.fundId === params.fund);
  const shown = list.slice((page - 1) * pageSize, page * pageSize);
  const findings = await paymentFindings(
    db,
    shown.map((row) => row.claimId),
    at,
  );
  return {
    today: dayOf(at),
    outcome,
    total: sumOf(approved),
    byFund: FUND_IDS.map((fundId) => ({ fundId, ...sumOf(approved.filter((row) => row.fundId === fundId)) })),
    counts: { approved: approved.length, failed: failed.length, budget: waiting.length },
    filtered: list.length,
    rows: shown.map((row) => ({ ...row, findings: findings.get(row.claimId) ?? [] })),
    waiting: waiting.slice((page - 1) * pageSize, page * pageSize),
  };
}
