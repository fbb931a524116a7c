import "server-only";
import { sql } from "drizzle-orm";
import type { FundId } from "@/lib/disbursement/funds";
import { type Fen, fen } from "@/lib/kernel/fen";
import { addDays, firstOfMonth, instantAt, lastOfMonth, monthOf, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import type { Db } from "./types";

/** 月报的一行: one policy of one fund in a month, from the ledger alone. */
export type MonthlyRow = {
  readonly policyCode: string;
  readonly policyName: string;
  readonly departmentName: string;
  readonly fundId: FundId;
  readonly sentFen: Fen;
  readonly paidCount: number;
  readonly paidFen: Fen;
  readonly returnedFen: Fen;
  /** 追回: decided, and come back, in the month. */
  readonly claimedBackFen: Fen;
  readonly recoveredFen: Fen;
  /** Paid since the beginning of the year, before anything came back. */
  readonly paidInYearFen: Fen;
  readonly budgetFen: Fen;
};

type Raw = Readonly<Record<string, string>>;
const money = (text: string | undefined): Fen => fen(Number(text ?? 0));

const rowOf = (row: Raw): MonthlyRow => ({
  policyCode: row["policy_code"] ?? "",
  policyName: row["policy_name"] ?? "",
  departmentName: row["department_name"] ?? "",
  fundId: row["fund_id"] as FundId,
  sentFen: money(row["sent"]),
  paidCount: Number(row["paid_count"]),
  paidFen: money(row["paid"]),
  // The bank's account takes in what was returned and what was paid back; the latter stands in its own account as well.
  returnedFen: fen(Number(row["into_bank"]) - Number(row["recovered"])),
  claimedBackFen: money(row["claimed_back"]),
  recoveredFen: money(row["recovered"]),
  paidInYearFen: money(row["paid_in_year"]),
  budgetFen: money(row["budget"]),
});

/** 财政月报: what was sent, paid, returned and claimed back in the month of a day, per policy and fund. Clock: the ledger's, by business day. */
export async function monthlyStatement(db: Db, month: PlainDate): Promise<MonthlyRow[]> {
  const [year, number] = [yearOf(month), monthOf(month)];
  const from = instantAt(firstOfMonth(year, number), "00:00");
  const to = instantAt(addDays(lastOfMonth(year, number), 1), "00:00");
  const since = instantAt(firstOfMonth(year, 1), "00:00");
  const inMonth = sql`l.at >= ${from}`;
  const sum = (condition: ReturnType<typeof sql>) => sql`coalesce(sum(l.amount_fen) filter (where l.amount_fen > 0 and ${condition}), 0)::text`;
  const { rows } = (await db.execute(sql`
    select c.policy_code, p.name as policy_name, d.name as department_name, l.fund_id,
      ${sum(sql`l.account = 'inTransit' and ${inMonth}`)} as sent,
      (count(distinct l.claim_id) filter (where l.account = 'granted' and l.amount_fen > 0 and ${inMonth}))::text as paid_count,
      ${sum(sql`l.account = 'granted' and ${inMonth}`)} as paid,
      ${sum(sql`l.account = 'bank' and ${inMonth}`)} as into_bank,
      ${sum(sql`l.account = 'receivable' and ${inMonth}`)} as claimed_back,
      ${sum(sql`l.account = 'recovered' and ${inMonth}`)} as recovered,
      ${sum(sql`l.account = 'granted'`)} as paid_in_year,
      coalesce((select b.amount_fen from budgets b where b.policy_code = c.policy_code and b.year = ${year}), 0)::text as budget
    from ledger_entries l
    join claims c on c.id = l.claim_id
    join policies p on p.code = c.policy_code
    join departments d on d.id = c.department_id
    where l.at >= ${since} and l.at < ${to} and l.account in ('inTransit', 'granted', 'bank', 'receivable', 'recovered')
    group by c.policy_code, p.name, p.sort_order, d.name, l.fund_id
    order by l.fund_id, p.sort_order`)) as unknown as { rows: Raw[] };
  return rows.map(rowOf);
}
