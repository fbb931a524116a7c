import { ButtonLink } from "@/app/_ui/button";
import { DoubtCard } from "@/app/_ui/doubt";
import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import type { DoubtPrecedents } from "@/db/precedents";
import type { ResolvingAct } from "@/lib/claim/doubts";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import type { DoubtCardInput } from "../../../parts/doubt-cards";
import { resolveWord } from "../../../parts/texts";

/** 先例 in one sentence, with the last cases to open. */
function Precedents({ found, today }: { found: DoubtPrecedents | undefined; today: PlainDate }) {
  const total = found ? found.approved + found.rejected : 0;
  if (!found || total === 0) return <p className="text-ink-3 text-note">近 12 个月同一政策没有办过同样存疑的件。</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-note">
      <span className="text-ink-2">{`近 12 个月同一政策同样存疑 ${total} 件：同意 ${found.approved} 件，不予享受 ${found.rejected} 件。最近：`}</span>
      {found.last.map((one) => (
        <span key={one.claimId}>
          <Link href={`/review/cases/${one.claimId}`}>{one.number}</Link>
          <span className="text-ink-3">{` ${formatNearDay(dayOf(one.at), today)}${one.to === "rejected" ? "不予享受" : "同意"}`}</span>
        </span>
      ))}
    </p>
  );
}

const NOTE: Readonly<Record<ResolvingAct["choice"], string>> = {
  approve: "只打开右边的意见栏，不会提交",
  reject: "须选条款并写理由，由复核人确认",
  supplement: "一次办清，只能补一次，5 个工作日内，暂停计时",
  suspend: "暂停计时，核实后恢复",
};

/** Where the act of a doubt leads: the panel of the case with the answer chosen. */
function hrefOf(claimId: string, act: ResolvingAct): string {
  const reason = act.choice === "suspend" ? `&reason=${act.reason}` : "";
  return `/review/cases/${claimId}?opinion=${act.choice}${reason}#opinion`;
}

type Props = {
  readonly claimId: string;
  readonly cards: readonly DoubtCardInput[];
  readonly precedents: ReadonlyMap<string, DoubtPrecedents>;
  readonly waitingFor: string | null;
  /** The reader may write the opinion now; others see the doubts without their acts. */
  readonly mayAct: boolean;
  readonly today: PlainDate;
};

/** 存疑: one card per reason, with what each source says, the clause, the precedents and the one act, which fills the panel and submits nothing. */
export function Doubts({ claimId, cards, precedents, waitingFor, mayAct, today }: Props) {
  if (cards.length === 0 && !waitingFor) return null;
  // One key, one place: the first card that asks for papers
  const asking = cards.find((card) => card.act.choice === "supplement");
  return (
    <div className="mb-8 grid gap-3">
      {waitingFor ? <Message tone="blue" title={waitingFor} /> : null}
      {cards.map((card) => (
        <DoubtCard
          key={card.code}
          title={card.title}
          details={card.details}
          sides={card.sides.flat()}
          clause={
            card.clauses.length > 0 ? (
              <>
                涉及条款 <b>{card.clauses.join("；")}</b>
              </>
            ) : null
          }
        >
          <div className="w-full">
            <Precedents found={precedents.get(card.code)} today={today} />
          </div>
          {mayAct ? (
            <>
              <ButtonLink href={hrefOf(claimId, card.act)} {...(card === asking && { hotkey: "S" })}>
                {resolveWord(card.act)}
              </ButtonLink>
              <span className="text-ink-3 text-note">{NOTE[card.act.choice]}</span>
            </>
          ) : null}
        </DoubtCard>
      ))}
    </div>
  );
}
