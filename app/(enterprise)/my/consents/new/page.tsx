import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { PageHead, Section } from "@/app/_ui/section";
import { loadWords } from "@/db/case-file";
import { CONSENT_TEXT_VERSION, consentText, datasetsOfPolicy } from "@/db/consents";
import { findInvitation } from "@/db/my-consents";
import { describeAmount } from "@/lib/policy/describe-amount";
import { requireOwner, workingTime } from "../../_parts/owner";
import { ConsentForm } from "../consent-forms";

export const metadata: Metadata = { title: "授权查询数据" };

const Query = z.object({ policy: z.string().max(20).catch("") });

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { enterprise } = await requireOwner("enterprise.consent");
  const { policy: code } = Query.parse(await searchParams);
  const { db } = await workingTime();
  const policy = await findInvitation(db, enterprise.id, code);
  if (!policy) notFound();
  const [datasets, words] = await Promise.all([datasetsOfPolicy(db, policy), loadWords(db, policy.resolved.names)]);
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
      />
    </div>
  );
}
