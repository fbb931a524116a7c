import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { PageHead } from "@/app/_ui/section";
import { PLATFORM } from "@/app/_ui/shells/office";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { receiptOf } from "@/db/disbursement-views";
import { loadDossier } from "@/db/payment-dossier";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";
import { PrintVoucher } from "../print";
import css from "./voucher.module.css";

export const metadata: Metadata = { title: "拨付凭证" };

export default async function VoucherPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requirePermission("payment.view");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const db = await getDb();
  const dossier = await loadDossier(db, await officeScope(db, scopeFor(user, "payment.view")), id.data);
  const receipt = dossier && (await receiptOf(db, dossier.claimId));
  if (!dossier || !receipt || dossier.order.state !== "paid") notFound();
  const { order, batch, approval } = dossier;
  const rows: readonly (readonly [string, string])[] = [
    ["收款单位", dossier.enterpriseName],
    ["统一社会信用代码", dossier.uscc],
    ["收款账户", `${dossier.holder}　${dossier.bankName}　${dossier.account}`],
    ["付款账户", dossier.payingAccount],
    ["资金", dossier.fundName],
    ["用途", `${receipt.policyName}（${dossier.claimNumber}）`],
    ["公示", receipt.noticeNumber ?? ""],
    ["银行流水号", order.bankReference ?? ""],
  ];
  return (
    <>
      <PageHead
        title="拨付凭证"
        crumbs={[
          ["支付批次", "/finance/batches"],
          [order.number, `/finance/payments/${id.data}`],
        ]}
        here="凭证"
        actions={<PrintVoucher />}
      />
      <article className={css["sheet"]}>
        <p className={css["title"]}>财政惠企资金拨付凭证</p>
        <div className={css["number"]}>
          <span>{`支付指令号　${order.number}`}</span>
          <span>{formatDay(dayOf(receipt.settledAt))}</span>
        </div>
        <table className={css["table"]}>
          <tbody>
            {rows.slice(0, 5).map(([head, value]) => (
              <tr key={head}>
                <th scope="row">{head}</th>
                <td>{value}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">金额（大写）</th>
              <td className={css["amount"]}>{dossier.amountWords}</td>
            </tr>
            <tr>
              <th scope="row">金额（小写）</th>
              <td className={css["amount"]}>{`${formatYuan(order.amountFen)}元`}</td>
            </tr>
            {rows.slice(5).map(([head, value]) => (
              <tr key={head}>
                <th scope="row">{head}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className={css["signs"]}>
          <span>{`核准：${approval?.signedBy ?? ""}`}</span>
          <span>{`制单：${batch.makerName}`}</span>
          <span>{`复核：${batch.releaserName ?? ""}`}</span>
        </div>
        <p className="mt-4 text-note">{`${PLATFORM}按付款记录生成，账号只显示后四位。`}</p>
      </article>
    </>
  );
}
