import type { InvoiceLine } from "@/db/invoice-lines";
import { formatYuan } from "@/lib/kernel/fen";
import { formatDay } from "@/lib/kernel/plain-date";

/** 发票行 in words: what was bought and for how much, and below it from whom, when, on which line of which invoice. */
export function lineText({ line, goods, seller, date, amountFen }: InvoiceLine): { readonly title: string; readonly note: string } {
  const [invoice = "", row = ""] = line.split("#");
  const bought = goods.replace(/^\*([^*]*)\*/, "");
  const title = `${bought === "" ? "没有写明货物" : bought}　${formatYuan(amountFen)}元`;
  return { title, note: [date ? formatDay(date) : "", seller, `发票 ${invoice} 第 ${row} 行`].filter(Boolean).join("　") };
}
