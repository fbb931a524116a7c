import { ok, type Result, refused } from "../kernel/result";

/** 资金: three purses that never mix. Each has its own paying account, budget and ledger book. */
export const FUNDS = {
  unemploymentInsurance: { zh: "失业保险基金", short: "失业" },
  employment: { zh: "就业补助资金", short: "就业" },
  countyTreasury: { zh: "县级财政", short: "财政" },
} as const;

export type FundId = keyof typeof FUNDS;
export const FUND_IDS = Object.keys(FUNDS) as readonly FundId[];

/**
 * 资金来源 as a policy words it → the purse it is paid from. County money keeps its note in brackets (含上级转移支付, 外经贸资金);
 * 普惠金融发展专项资金 reaches the county as a transfer and is paid by the treasury. "不发生财政支付" has no purse.
 */
export function fundOf(source: string): Result<FundId, "noPayment" | "unknownFund"> {
  const text = source.trim();
  if (text.startsWith("不发生财政支付")) return refused("noPayment");
  if (text.startsWith("失业保险基金")) return ok("unemploymentInsurance");
  if (text.startsWith("就业补助资金")) return ok("employment");
  return text.startsWith("县级财政") || text.startsWith("普惠金融") ? ok("countyTreasury") : refused("unknownFund");
}
