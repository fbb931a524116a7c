import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { EmptyState } from "@/app/_ui/message";
import { Disclosure, Section } from "@/app/_ui/section";
import { Countdown } from "@/app/_ui/time";
import type { MyClaim } from "@/db/my-queries";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { type ClaimState, enterpriseWords } from "@/lib/claim/states";
import type { Instant } from "@/lib/kernel/plain-date";
import { ClaimHead, ClaimItem } from "../_parts/claim-head";
import { ClaimTimeline, PromiseLine } from "../_parts/claim-progress";
import { countdownOf } from "../_parts/days";
import { type Home, payingAccount } from "./load-home";

type Props = { home: Home; at: Instant; calendar: WorkCalendar };

/** Where the enterprise itself has the next move. */
const NEEDS_YOU: Partial<Record<ClaimState, string>> = { supplement: "去补材料", paymentFailed: "去核对账户", clawbackNotice: "看通知" };

/** 算式 as it was done; before the amount is known, the case number. */
function sumText({ evidence }: Home, claim: MyClaim): string {
  const { amountTrace = [] } = evidence.get(claim.snapshotId)?.decision ?? {};
  return amountTrace.length > 0 ? amountTrace.map((one) => one.text).join("；") : claim.number;
}

function Item({ claim, home, at, calendar, first }: Props & { claim: MyClaim; first: boolean }) {
  const version = home.policies.get(claim.policyVersionId);
  if (!version) return null;
  const shared = { claim, policy: version.resolved, events: home.events.get(claim.id) ?? [], notice: home.notices.get(claim.id) ?? null, at, calendar };
  const timeline = <ClaimTimeline {...shared} accountTail={payingAccount(home.accounts)?.last4} />;
  const act = NEEDS_YOU[claim.state];
  return (
    <ClaimItem>
      <ClaimHead claim={claim} note={`${claim.departmentName}　${sumText(home, claim)}`} />
      {act ? (
        <>
          <p>
            <b>{enterpriseWords(claim.state, claim.benefitKind)}</b>
          </p>
          {claim.dueOn ? <Countdown {...countdownOf(calendar, claim.dueOn, at, claim.dueProvisional)} /> : null}
          <p>
            <ButtonLink tone="go" href={`/my/claims/${claim.id}`}>
              {act}
            </ButtonLink>
          </p>
        </>
      ) : (
        <PromiseLine {...shared} />
      )}
      {first ? (
        <div className="mt-2">{timeline}</div>
      ) : (
        <Disclosure summary={`${enterpriseWords(claim.state, claim.benefitKind)}，看经过`}>{timeline}</Disclosure>
      )}
    </ClaimItem>
  );
}

/** 正在办理: what needs the enterprise first, each with its promised day and what has happened. */
export function OpenSection({ home, at, calendar }: Props) {
  const ordered = [...home.open].sort((a, b) => Number(b.state in NEEDS_YOU) - Number(a.state in NEEDS_YOU));
  return (
    <Section title="正在办理" aside={<Link href="/my/claims">全部办理记录</Link>}>
      {ordered.length === 0 ? (
        <EmptyState title="没有正在办理的补贴">确认以后，这里会显示办到哪一步、哪天到账。</EmptyState>
      ) : (
        <ul>
          {ordered.map((claim, index) => (
            <Item key={claim.id} claim={claim} home={home} at={at} calendar={calendar} first={index === 0} />
          ))}
        </ul>
      )}
    </Section>
  );
}
