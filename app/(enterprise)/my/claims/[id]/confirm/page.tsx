import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { allowed } from "@/app/_server/session";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { Countdown } from "@/app/_ui/time";
import { type AccountView, listAccounts } from "@/db/accounts";
import { CONSENT_TEXT_VERSION, consentText, datasetsOfPolicy } from "@/db/consents";
import { remainingMaterials } from "@/db/enterprise-acts";
import { type InvoiceLine, listInvoiceLines } from "@/db/invoice-lines";
import { loadMyFile } from "@/db/my-file";
import { loadMyClaim } from "@/db/my-queries";
import { formatYuan } from "@/lib/kernel/fen";
import { payingAccount } from "../../../_home/load-home";
import { promiseFor } from "../../../_parts/claim-progress";
import { countdownOf } from "../../../_parts/days";
import { DeclineDialog } from "../../../_parts/decline-dialog";
import { requireOwner, workingTime } from "../../../_parts/owner";
import { Why } from "../../../_parts/why";
import { lineText } from "../../../consents/line-text";
import { decline } from "../actions";
import { AfterConfirm } from "./after";
import { ConfirmForm } from "./confirm-form";

function accountChoice(accounts: readonly AccountView[], holderName: string, entityType: string | null, mayChange: boolean) {
  const found = payingAccount(accounts);
  const onFile = found && { bankName: found.bankName, last4: found.last4, holder: found.holderName };
  return { onFile, holderName, individual: entityType === "individual_business", mayChange };
}

function wordingOf(kind: "cash" | "taxReduction", amount: string | null) {
  const act = kind === "cash" ? "领取" : "减免";
  return { title: kind === "cash" ? "核对账户并确认" : "核对并确认", button: amount ? `确认，${act} ${amount}` : "确认，请部门核算金额" };
}

/** 算进来的发票: what the amount is a share of. */
function CountedLines({ lines }: { lines: readonly InvoiceLine[] }) {
  return (
    <Section title="按这些发票计算" aside={`${lines.length} 行`}>
      <ul>
        {lines.map((one) => (
          <li key={one.line} className="border-line border-t py-2 text-list first:border-t-0">
            {lineText(one).title}
            <span className="block text-ink-3 text-small">{lineText(one).note}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export const metadata: Metadata = { title: "核对账户并确认" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { user, enterprise } = await requireOwner("enterprise.confirm");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const { db, at, calendar } = await workingTime();
  const [file, accounts, own] = await Promise.all([loadMyClaim(db, enterprise.id, id.data), listAccounts(db, enterprise.id), loadMyFile(db, enterprise.id)]);
  if (!file) notFound();
  const { claim, policy, evidence, words } = file;
  if (claim.state !== "pendingConfirm") redirect(`/my/claims/${claim.id}`);
  const { lines } = await listInvoiceLines(db, { enterpriseId: enterprise.id, at });
  const counted = lines.filter((one) => one.heldBy?.number === claim.number);
  const datasets = (await datasetsOfPolicy(db, policy)).map((one) => one.name);
  const promised = promiseFor({ claim, policy: policy.resolved, at, calendar });
  const amount = claim.amountFen === null ? null : `${formatYuan(claim.amountFen)}元`;
  const account = accountChoice(accounts, enterprise.name, own?.head.entityType ?? null, allowed(user, "enterprise.manageAccount"));
  const wording = wordingOf(claim.benefitKind, amount);
  return (
    <div className="grid max-w-[640px] gap-8">
      <div>
        <PageHead title={wording.title} crumbs={[["我的补贴", "/my"]]} here={claim.policyName} className="mb-2" />
        <Money fen={claim.amountFen} size="xl" />
        <div className="flex flex-wrap gap-x-4 text-ink-2 text-list">
          <span>{claim.policyName}</span>
          {claim.dueOn ? <Countdown {...countdownOf(calendar, claim.dueOn, at, claim.dueProvisional)} /> : null}
        </div>
        <div className="mt-2">
          <Why policy={policy.resolved} evidence={evidence} words={words} />
        </div>
      </div>
      {counted.length > 0 ? <CountedLines lines={counted} /> : null}
      <ConfirmForm
        claimId={claim.id}
        version={claim.version}
        account={claim.benefitKind === "cash" ? account : null}
        materials={remainingMaterials(policy)}
        consent={{ datasets, text: consentText(claim.policyName, datasets), version: CONSENT_TEXT_VERSION }}
        button={wording.button}
      >
        {promised ? <AfterConfirm promised={promised} limits={policy.resolved.limits} /> : null}
      </ConfirmForm>
      <p className="-mt-4">
        <DeclineDialog claimId={claim.id} policyName={claim.policyName} amount={amount ?? "待核金额"} action={decline} />
      </p>
    </div>
  );
}
