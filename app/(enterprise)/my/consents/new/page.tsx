import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { PageHead, Section } from "@/app/_ui/section";
import { loadWords } from "@/db/case-file";
import { CONSENT_TEXT_VERSION, consentText, datasetsOfPolicy } from "@/db/consents";
import { type InvoiceLine, type InvoiceLines, listInvoiceLines } from "@/db/invoice-lines";
import { findInvitation } from "@/db/my-consents";
import { describeAmount } from "@/lib/policy/describe-amount";
import { requireOwner, workingTime } from "../../_parts/owner";
import { ConsentForm } from "../consent-forms";
import { lineText } from "../line-text";

export const metadata: Metadata = { title: "授权查询数据" };

const Query = z.object({ policy: z.string().max(20).catch("") });

/** Lines of which the enterprise must say whether they belong here: those that another subsidy counts or could count. */
function picksOf(lines: readonly InvoiceLine[], policies: InvoiceLines["policies"], code: string) {
  const nameOf = (other: string | null) => policies.find((policy) => policy.code === other)?.name ?? "";
  return lines
    .filter((one) => one.candidates.includes(code) && one.candidates.length > 1)
    .map((one) => {
      const elsewhere = one.policyCode && one.policyCode !== code ? nameOf(one.policyCode) : null;
      const where = one.heldBy ? `已算在 ${one.heldBy.number}，撤回那一笔以后才能改` : elsewhere && `现在算“${elsewhere}”，勾上就改算这一项`;
      return { line: one.line, ...lineText(one), elsewhere: where, held: one.heldBy !== null };
    });
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { enterprise } = await requireOwner("enterprise.consent");
  const { policy: code } = Query.parse(await searchParams);
  const { db, at } = await workingTime();
  const policy = await findInvitation(db, enterprise.id, code);
  if (!policy) notFound();
  const [datasets, words, { lines, policies }] = await Promise.all([
    datasetsOfPolicy(db, policy),
    loadWords(db, policy.resolved.names),
    listInvoiceLines(db, { enterpriseId: enterprise.id, at, asked: code }),
  ]);
  const { name, amount } = policy.resolved;
  const names = datasets.map((one) => one.name);
  return (
    <div className="grid max-w-[640px] gap-8">
      <PageHead title="授权查询数据" crumbs={[["我的补贴", "/my"]]} here={name} className="" />
      <Section title="能拿到什么">
        <p>{name}</p>
        <p className="text-ink-2 text-list">{describeAmount(amount, words)}</p>
      </Section>
      <ConsentForm
        policyCode={code}
        datasets={names}
        gated={datasets.filter((one) => one.consentGated).map((one) => one.name)}
        text={consentText(name, names)}
        version={CONSENT_TEXT_VERSION}
        lines={picksOf(lines, policies, code)}
      />
    </div>
  );
}
