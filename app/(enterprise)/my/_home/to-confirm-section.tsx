import { ButtonLink } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/message";
import { Section } from "@/app/_ui/section";
import { Countdown } from "@/app/_ui/time";
import type { MyClaim } from "@/db/my-queries";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay, type Instant } from "@/lib/kernel/plain-date";
import { withCodeNames } from "@/lib/policy/describe";
import { AccountLine } from "../_parts/account-line";
import { ClaimHead, ClaimItem } from "../_parts/claim-head";
import { countdownOf } from "../_parts/days";
import { DeclineDialog } from "../_parts/decline-dialog";
import { Why } from "../_parts/why";
import { decline } from "../claims/[id]/actions";
import { type Home, payingAccount } from "./load-home";

type Props = { home: Home; at: Instant; calendar: WorkCalendar };

function Item({ claim, home, at, calendar, first }: Props & { claim: MyClaim; first: boolean }) {
  const version = home.policies.get(claim.policyVersionId);
  const evidence = home.evidence.get(claim.snapshotId);
  const words = withCodeNames(home.words, version?.resolved.names);
  const amount = claim.amountFen === null ? "待核金额" : `${formatYuan(claim.amountFen)}元`;
  return (
    <ClaimItem>
      <ClaimHead claim={claim} note={`${claim.departmentName}　${formatDay(dayOf(claim.stageEnteredAt))}通知`} />
      {claim.dueOn ? <Countdown {...countdownOf(calendar, claim.dueOn, at, claim.dueProvisional)} /> : null}
      {first && claim.benefitKind === "cash" ? <AccountLine account={payingAccount(home.accounts)} /> : null}
      <div className="flex flex-wrap gap-2 pt-1">
        <ButtonLink tone="go" href={`/my/claims/${claim.id}/confirm`} className="max-desk:flex-1">
          {claim.benefitKind === "cash" ? "核对账户并确认" : "核对并确认"}
        </ButtonLink>
        <DeclineDialog claimId={claim.id} policyName={claim.policyName} amount={amount} action={decline} />
      </div>
      {version && evidence ? <Why policy={version.resolved} evidence={evidence} words={words} open={first} /> : null}
    </ClaimItem>
  );
}

/** 等您确认: the soonest deadline first, the first one with its account and its reasons open. */
export function ToConfirmSection({ home, at, calendar }: Props) {
  const paperless = home.toConfirm.every((claim) => home.policies.get(claim.policyVersionId)?.document.materials.every((one) => one.replacedBy !== null));
  return (
    <Section title="等您确认" aside={home.toConfirm.length > 0 && paperless ? "只需核对收款账户，不用交材料" : undefined}>
      {home.toConfirm.length === 0 ? (
        <EmptyState title="现在没有等您确认的补贴" actions={<ButtonLink href="/calculator">用计算器算一算</ButtonLink>}>
          {home.outlook.hasProfile ? "部门数据每晚核对一次，有符合的会通知您。" : "各部门还没有送来您企业的数据。数据到了会自动核对，有符合的会通知您。"}
        </EmptyState>
      ) : (
        <ul>
          {home.toConfirm.map((claim, index) => (
            <Item key={claim.id} claim={claim} home={home} at={at} calendar={calendar} first={index === 0} />
          ))}
        </ul>
      )}
    </Section>
  );
}
