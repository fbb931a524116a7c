import { type SheetColumn, sheetOf, yuanCell } from "@/app/_server/export/workbook";
import { monthAsked } from "@/app/(admin)/finance/monthly/months";
import { ACCOUNT_NAMES } from "@/app/(admin)/finance/texts";
import { listPayable, type PayableRow } from "@/db/disbursement-views";
import { type LedgerTransaction, listTransactions } from "@/db/finance-queries";
import { type BudgetRow, budgetOverview } from "@/db/ledger-views";
import { type MonthlyRow, monthlyStatement } from "@/db/monthly-statement";
import { FUND_IDS, FUNDS, type FundId } from "@/lib/disbursement/funds";
import { type Fen, fen } from "@/lib/kernel/fen";
import { formatDay, monthOf, toShanghaiIso, yearOf } from "@/lib/kernel/plain-date";
import { type ExportTable, titleLine, WHOLE } from "./kinds";

const fundOf = (asked: string | undefined): FundId | null => FUND_IDS.find((id) => id === asked) ?? null;

const payableColumns: readonly SheetColumn<PayableRow>[] = [
  { head: "件号", width: 16, cell: (row) => row.number },
  { head: "企业", width: 34, cell: (row) => row.enterpriseName },
  { head: "政策", width: 28, cell: (row) => row.policyName },
  { head: "部门", width: 22, cell: (row) => row.departmentName },
  { head: "资金", width: 18, cell: (row) => FUNDS[row.fundId].zh },
  { head: "收款账户", width: 40, cell: (row) => (row.account ? `${row.bankName ?? ""} ${row.account}` : "还没有账户") },
  { head: "应付日", width: 16, cell: (row) => row.dueOn && formatDay(row.dueOn) },
  { head: "金额（元）", width: 16, kind: "money", cell: (row) => yuanCell(row.amountFen) },
];

export const payable: ExportTable = {
  permission: "payment.view",
  name: "待拨付",
  async read({ db, search, today }) {
    const failed = search["view"] === "failed";
    const fund = fundOf(search["fund"]);
    const rows = (await listPayable(db, failed ? "paymentFailed" : "approved")).filter((row) => !fund || row.fundId === fund);
    return sheetOf("待拨付", titleLine(failed ? "退票待重付" : "待制单", formatDay(today), rows.length, "件"), payableColumns, rows);
  },
};

const budgetColumns: readonly SheetColumn<BudgetRow>[] = [
  { head: "政策", width: 30, cell: (row) => row.policyName },
  { head: "资金", width: 18, cell: (row) => FUNDS[row.fundId].zh },
  { head: "指标文号", width: 26, cell: (row) => row.documentNumber },
  { head: "预算（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.amountFen) },
  { head: "已冻结（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.reservedFen) },
  { head: "已支付（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.paidFen) },
  { head: "还剩（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.availableFen) },
  { head: "等预算（件）", width: 12, kind: "count", cell: (row) => row.waitingCount },
  { head: "等预算（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.waitingFen) },
];

export const budgets: ExportTable = {
  permission: "payment.view",
  name: "预算执行",
  async read({ db, search, today }) {
    const year = /^20\d\d$/.test(search["year"] ?? "") ? Number(search["year"]) : yearOf(today);
    const rows = await budgetOverview(db, year);
    return sheetOf("预算", titleLine(`${year}年预算执行`, formatDay(today), rows.length, "项"), budgetColumns, rows);
  },
};

type Line = { readonly transaction: LedgerTransaction; readonly account: LedgerTransaction["entries"][number]["account"]; readonly amountFen: Fen };
const ledgerColumns: readonly SheetColumn<Line>[] = [
  { head: "时间", width: 22, cell: ({ transaction }) => toShanghaiIso(transaction.at).slice(0, 16).replace("T", " ") },
  { head: "资金", width: 18, cell: ({ transaction }) => FUNDS[transaction.fundId].zh },
  { head: "摘要", width: 44, cell: ({ transaction }) => transaction.memo },
  { head: "件号", width: 16, cell: ({ transaction }) => transaction.claimNumber },
  { head: "科目", width: 18, cell: ({ account }) => ACCOUNT_NAMES[account] },
  { head: "借方（元）", width: 18, kind: "money", cell: ({ amountFen }) => (amountFen > 0 ? yuanCell(amountFen) : null) },
  { head: "贷方（元）", width: 18, kind: "money", cell: ({ amountFen }) => (amountFen < 0 ? yuanCell(fen(-amountFen)) : null) },
];

export const ledger: ExportTable = {
  permission: "payment.view",
  name: "台账",
  async read({ db, search, today }) {
    const { rows, total } = await listTransactions(db, { fundId: fundOf(search["fund"]), ...WHOLE });
    const lines = rows.flatMap((transaction) => transaction.entries.map(({ account, amountFen }) => ({ transaction, account, amountFen })));
    return sheetOf("台账", titleLine("台账", formatDay(today), total, "笔"), ledgerColumns, lines);
  },
};

const monthlyColumns: readonly SheetColumn<MonthlyRow>[] = [
  { head: "资金", width: 18, cell: (row) => FUNDS[row.fundId].zh },
  { head: "部门", width: 22, cell: (row) => row.departmentName },
  { head: "政策", width: 30, cell: (row) => row.policyName },
  { head: "发往银行（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.sentFen) },
  { head: "到账（笔）", width: 12, kind: "count", cell: (row) => row.paidCount },
  { head: "到账（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.paidFen) },
  { head: "退票（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.returnedFen) },
  { head: "决定追回（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.claimedBackFen) },
  { head: "追回入账（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.recoveredFen) },
  { head: "本年累计到账（元）", width: 20, kind: "money", cell: (row) => yuanCell(row.paidInYearFen) },
  { head: "年度预算（元）", width: 18, kind: "money", cell: (row) => yuanCell(row.budgetFen) },
];

export const monthly: ExportTable = {
  permission: "payment.view",
  name: "财政月报",
  async read({ db, search, today }) {
    const month = monthAsked(search["month"], today);
    const rows = await monthlyStatement(db, month);
    return sheetOf("月报", titleLine(`${yearOf(month)}年${monthOf(month)}月财政月报`, formatDay(today), rows.length, "项"), monthlyColumns, rows);
  },
};
