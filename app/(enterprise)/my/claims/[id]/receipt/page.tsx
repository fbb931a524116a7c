import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Facts } from "@/app/_ui/facts";
import { PrintButton } from "@/app/_ui/print-button";
import { PageHead } from "@/app/_ui/section";
import { OFFICE, PLATFORM } from "@/app/_ui/shells/office";
import { groupOf, loadMyClaim, type MyClaimFile } from "@/db/my-queries";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";
import { uppercaseRmb } from "@/lib/kernel/uppercase-rmb";
import { maskPersonName } from "@/lib/standards/mask";
import { requireOwner, workingTime } from "../../../_parts/owner";

export const metadata: Metadata = { title: "到账凭证" };

/** What the voucher says. Without an order (tax reduction) there is no account. */
function factsOf({ claim, policy, payments }: MyClaimFile, company: string) {
  const paid = payments.find((payment) => payment.state === "paid");
  const amountFen = paid?.amountFen ?? claim.amountFen;
  const holder = paid?.kind === "operator" ? maskPersonName(paid.holderName) : (paid?.holderName ?? "");
  return [
    { label: "收款企业", value: company },
    { label: "补贴名称", value: claim.policyName },
    { label: "依据", value: `${policy.resolved.source.doc} ${policy.resolved.source.article}` },
    { label: "金额（小写）", value: amountFen === null ? "待核" : `${formatYuan(amountFen)}元` },
    { label: "金额（大写）", value: amountFen === null ? "待核" : uppercaseRmb(amountFen) },
    { label: claim.benefitKind === "cash" ? "到账日期" : "核准日期", value: claim.settledAt ? formatDay(dayOf(claim.settledAt)) : "待核" },
    ...(paid
      ? [
          { label: "收款账户", value: `${paid.bankName}　**** ${paid.last4}`, note: `户名 ${holder}` },
          { label: "支付指令号", value: paid.number },
        ]
      : []),
    { label: "资金", value: policy.resolved.fund.name },
    { label: "主管部门", value: claim.departmentName },
    { label: "办理编号", value: claim.number },
  ];
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { enterprise } = await requireOwner("enterprise.viewOwn");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const { db } = await workingTime();
  const file = await loadMyClaim(db, enterprise.id, id.data);
  if (!file || groupOf(file.claim.state) !== "paid") notFound();
  const { claim } = file;
  return (
    <div className="max-w-[720px]">
      <PageHead
        title={claim.benefitKind === "cash" ? "惠企补贴到账凭证" : "税费减免核准凭证"}
        crumbs={[
          ["我的补贴", "/my"],
          [claim.policyName, `/my/claims/${claim.id}`],
        ]}
        here="凭证"
        actions={<PrintButton tone="go">打印凭证</PrintButton>}
      />
      <div className="border-ink border-t-2 border-b py-4">
        <Facts items={factsOf(file, enterprise.name)} className="gap-y-3" />
      </div>
      <p className="mt-4 text-ink-2 text-work">{`${PLATFORM}　${OFFICE}`}</p>
      <p className="text-ink-3 text-note">本凭证由平台按付款记录生成，账号只显示后四位，可用办理编号向主管部门核对。</p>
    </div>
  );
}
