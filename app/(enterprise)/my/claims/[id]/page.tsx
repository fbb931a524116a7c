import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import { listAccounts } from "@/db/accounts";
import { loadMyClawback } from "@/db/clawback-answers";
import { loadMyClaim } from "@/db/my-queries";
import { type ClaimState, enterpriseWords } from "@/lib/claim/states";
import { payingAccount } from "../../_home/load-home";
import { ClaimTimeline, PromiseLine } from "../../_parts/claim-progress";
import { requireOwner, workingTime } from "../../_parts/owner";
import { Why } from "../../_parts/why";
import { Materials } from "./materials";
import { NextStep, Withdrawal } from "./next-step";

export const metadata: Metadata = { title: "补贴办理情况" };

/** States in which money may have to go back; a suspension may be one of them. */
const CLAIMED_BACK: ReadonlySet<ClaimState> = new Set(["clawbackNotice", "clawback", "clawedBack", "suspended"]);

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { enterprise } = await requireOwner("enterprise.viewOwn");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const { db, at, calendar } = await workingTime();
  const [file, accounts] = await Promise.all([loadMyClaim(db, enterprise.id, id.data), listAccounts(db, enterprise.id)]);
  if (!file) notFound();
  const clawback = CLAIMED_BACK.has(file.claim.state) ? await loadMyClawback(db, enterprise.id, id.data) : null;
  const { claim, policy, evidence, words, events, notice, payments, materials } = file;
  const account = payingAccount(accounts);
  const progress = { claim, policy: policy.resolved, events, notice, at, calendar };
  return (
    <>
      <PageHead
        title={claim.policyName}
        note={<Code>{claim.number}</Code>}
        crumbs={[
          ["我的补贴", "/my"],
          ["办理记录", "/my/claims"],
        ]}
        here={claim.policyName}
      />
      <p>
        <Money fen={claim.amountFen} size="xl" />
      </p>
      <p className="text-ink-2 text-list">
        <b className="text-ink">{enterpriseWords(claim.state, claim.benefitKind)}</b>
        {`　${claim.departmentName}　${claim.departmentPhone}`}
      </p>
      <div className="mt-8 grid max-w-[720px] gap-10">
        <NextStep file={file} accounts={accounts} at={at} calendar={calendar} clawback={clawback} />
        <Section title="办理经过">
          <PromiseLine {...progress} />
          <ClaimTimeline {...progress} accountTail={payments[0]?.last4 ?? account?.last4} />
        </Section>
        <Section title="核对的依据">
          <Why policy={policy.resolved} evidence={evidence} words={words} open={claim.state === "rejected"} />
        </Section>
        {materials.length > 0 ? <Materials claimId={claim.id} materials={materials} /> : null}
        <Withdrawal file={file} />
      </div>
    </>
  );
}
