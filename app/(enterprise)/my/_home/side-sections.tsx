import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { Section } from "@/app/_ui/section";
import type { MyNearMiss } from "@/db/my-outlook";
import { groupOf } from "@/db/my-queries";
import { addFen, type Fen, formatYuan, subtractFen } from "@/lib/kernel/fen";
import { dayOf, formatDay, formatNearDay, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { formatInUnit, formatMoney } from "@/lib/policy/wording";
import type { Home } from "./load-home";

function Entry({ name, value, note }: { name: ReactNode; value?: ReactNode; note?: ReactNode }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-line border-t py-3 text-list first:border-t-0 first:pt-1">
      <span>{name}</span>
      <b className="text-right">{value}</b>
      {note ? <span className="col-span-2 text-ink-3 text-small">{note}</span> : null}
    </li>
  );
}

const PLACE = "inline-flex min-h-6 items-center max-desk:min-h-11";
const yuan = (amount: Fen | null): string => (amount === null ? "金额待核" : formatMoney(amount / 100));

function standing({ gap, have }: MyNearMiss): string {
  const say = (value: string) => (gap.unit === "元" ? formatMoney(value) : formatInUnit(value, gap.unit));
  return gap.unit === "个百分点" || have === "" ? "" : `（现有 ${say(have)}，${gap.direction === "more" ? "要满" : "要降到"} ${say(gap.target)}）`;
}

function nearNote(miss: MyNearMiss): string {
  const lost = addFen(...miss.lost.map((one) => one.amountFen));
  const cost =
    miss.lost.length > 0 && miss.amountFen !== null
      ? `。会少 ${miss.lost.map((one) => one.policyName).join("、")}，净增 ${formatYuan(subtractFen(miss.amountFen, lost))}元`
      : "";
  return `${miss.gap.text}${standing(miss)}${cost}`;
}

/** How many near misses stand on the home page; the calculator has the rest. */
const NEAR_SHOWN = 5;

/** 还差一点: what one change would bring, the largest first. */
export function NearSection({ home }: { home: Home }) {
  const { near } = home.outlook;
  return (
    <Section title="还差一点">
      {near.length === 0 ? <p className="text-ink-2 text-list">现在没有只差一步的补贴。</p> : null}
      <ul>
        {near.slice(0, NEAR_SHOWN).map((miss) => (
          <Entry
            key={miss.policyCode}
            name={<Link href={`/policies/${miss.policyCode}`}>{miss.policyName}</Link>}
            value={yuan(miss.amountFen)}
            note={nearNote(miss)}
          />
        ))}
      </ul>
      <p className="mt-2 text-list">
        <Link href="/calculator" className={PLACE}>
          用计算器试一试
        </Link>
      </p>
    </Section>
  );
}

/** 授权后可得: what could be got, and which data would have to be opened. */
export function InvitationsSection({ home }: { home: Home }) {
  const { invitations } = home.outlook;
  if (invitations.length === 0) return null;
  return (
    <Section title="授权后可得" aside={`${invitations.length} 项`}>
      <p className="text-ink-2 text-small">其他条件都符合，还要看您的下列数据。不授权不影响别的补贴。</p>
      <ul className="mt-2">
        {invitations.map((one) => (
          <Entry
            key={one.policyCode}
            name={one.policyName}
            note={
              <>
                <span className="block">{one.rule}</span>
                <span className="block">{`要看：${one.datasets.join("、")}`}</span>
                <ButtonLink href={`/my/consents/new?policy=${one.policyCode}`} size="small" className="mt-2">
                  看授权书
                </ButtonLink>
              </>
            }
          />
        ))}
      </ul>
    </Section>
  );
}

/** 税收提示: taken in the tax return itself, nothing to claim here. */
export function HintsSection({ home }: { home: Home }) {
  const { hints } = home.outlook;
  if (hints.length === 0) return null;
  return (
    <Section title="税收提示">
      <ul>
        {hints.map((one) => (
          <Entry
            key={one.policyCode}
            name={<Link href={`/policies/${one.policyCode}`}>{one.policyName}</Link>}
            value={<Money fen={one.amountFen} />}
            note={`申报时直接享受，不用在这里领。上年数据估算，以${one.departmentName}申报系统为准。`}
          />
        ))}
      </ul>
    </Section>
  );
}

/** 等数据: nothing is concluded while a delivery is late. */
export function WaitingSection({ home }: { home: Home }) {
  const { waiting } = home.outlook;
  if (waiting.length === 0) return null;
  return (
    <Section title="正在等数据">
      <ul>
        {waiting.map((one) => (
          <Entry key={one.policyCode} name={one.policyName} note={`${one.waitsFor}还没到，先不下结论。`} />
        ))}
      </ul>
    </Section>
  );
}

/** 为什么没有: the same person or invoice counts for another enterprise already. */
export function CountedSection({ home }: { home: Home }) {
  if (home.counted.length === 0) return null;
  return (
    <Section title="这几项暂时没有">
      <p className="text-ink-2 text-small">同一个人、同一行发票只能在一家企业算一次。下列人员或发票已经算在别家，所以没有为您办。</p>
      <ul className="mt-2">
        {home.counted.map((one) => (
          <Entry
            key={`${one.policyCode}${one.period}`}
            name={<Link href={`/policies/${one.policyCode}`}>{one.policyName}</Link>}
            note={`${one.period === "once" ? "" : `${one.period}年，`}${one.members} 个人员或发票里有 ${one.counted} 个已算在别家。如果不对，请申请更正。`}
          />
        ))}
      </ul>
      <p className="mt-2 text-list">
        <Link href="/my/file" className={PLACE}>
          看我的数据，申请更正
        </Link>
      </p>
    </Section>
  );
}

type Dated = { readonly key: string; readonly text: string; readonly day: PlainDate; readonly note?: string };

function datesOf({ toConfirm, open, policies, outlook }: Home): Dated[] {
  const confirm = toConfirm.flatMap((claim): Dated[] => (claim.dueOn ? [{ key: claim.id, text: `${claim.policyName}确认截止`, day: claim.dueOn }] : []));
  const papers = open.flatMap((claim): Dated[] =>
    claim.dueOn && claim.state === "supplement" ? [{ key: claim.id, text: `${claim.policyName}补材料截止`, day: claim.dueOn }] : [],
  );
  const titles = outlook.titles.map(
    (title): Dated => ({ key: title.code, text: `${title.name}有效期到`, day: title.until, note: "到期以前请续期，过期后相关补贴不再符合" }),
  );
  const ends = [...policies.values()].map((one) => one.resolved.effective.to).sort();
  const last = ends[0] ? [{ key: "policies", text: "上列政策最早有效期到", day: ends[0] }] : [];
  return [...confirm, ...papers, ...titles, ...last].sort((a, b) => a.day.localeCompare(b.day));
}

/** 日子要记住: deadlines to confirm, validity of titles, the end of the policies. */
export function DatesSection({ home, at }: { home: Home; at: Instant }) {
  const dates = datesOf(home);
  return (
    <Section title="日子要记住" aside={<Link href="/my/calendar">未来一年</Link>}>
      {dates.length === 0 ? <p className="text-ink-2 text-list">眼前没有要记的日子。</p> : null}
      <ul>
        {dates.map((one) => (
          <Entry key={one.key} name={one.text} value={formatNearDay(one.day, dayOf(at))} note={one.note} />
        ))}
      </ul>
    </Section>
  );
}

/** 已到账, the newest first: voucher, and the one question. */
export function PaidSection({ home }: { home: Home }) {
  const paid = home.paid.filter((claim) => groupOf(claim.state) === "paid").slice(0, 6);
  return (
    <Section title="已到账">
      {paid.length === 0 ? <p className="text-ink-2 text-list">还没有到账的补贴。</p> : null}
      <ul>
        {paid.map((claim) => (
          <Entry
            key={claim.id}
            name={<Link href={`/my/claims/${claim.id}`}>{claim.policyName}</Link>}
            value={<Money fen={claim.amountFen} />}
            note={
              <span className="flex flex-wrap items-center gap-x-3">
                {claim.settledAt ? `${formatDay(dayOf(claim.settledAt))}${claim.benefitKind === "cash" ? "到账" : "减免"}` : null}
                <Link href={`/my/claims/${claim.id}/receipt`} className={PLACE}>
                  看凭证
                </Link>
                {claim.surveyed ? null : (
                  <Link href={`/my/claims/${claim.id}#survey`} className={PLACE}>
                    评价一下
                  </Link>
                )}
              </span>
            }
          />
        ))}
      </ul>
    </Section>
  );
}
