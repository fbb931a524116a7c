import type { ForwardCalendar } from "@/db/my-calendar";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import { addDays, formatDay, monthOf, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import type { Turn } from "@/lib/matching/forward";

/** 日历上的一行. `tone` tells what it is about: to do, comes, goes, or only a date. */
export type Entry = {
  readonly key: string;
  readonly day: PlainDate;
  readonly tone: "todo" | "gain" | "loss" | "date";
  readonly title: string;
  readonly note: string;
  readonly policies: readonly { readonly code: string; readonly name: string; readonly amount: string }[];
  readonly href?: string;
};

const amountText = (fen: Fen | null): string => (fen === null ? "金额待核" : `${formatYuan(fen)}元`);

function moneyOf({ amountFen, beforeFen, kind, taken, isTaxReduction }: Turn): string {
  if (taken) return "这一期的已经办了";
  const amount = kind === "changes" ? `${amountText(beforeFen)} → ${amountText(amountFen)}` : amountText(amountFen);
  return isTaxReduction ? `${amount}（减税）` : amount;
}

type Said = Pick<Entry, "tone" | "title" | "note">;

/** One sentence for turns of one kind and cause on one day; `last` is the last day on which it was otherwise. */
function said({ kind, cause, clause }: Turn, last: string): Said {
  if (kind === "again") return { tone: "gain", title: "新的一期开始", note: "去年享受过的，数据还符合的话可以再享受一次。系统会替您建好，请留意消息。" };
  if (kind === "changes")
    return { tone: "date", title: "能拿的金额变了", note: clause ? `到这天，“${clause}”的情况变了。` : "金额按成立时间分档，到这天换一档。" };
  if (kind === "opens") {
    if (cause === "policyBegins") return { tone: "gain", title: "政策开始", note: "您现在的数据符合条件。" };
    return { tone: "gain", title: "到了时间就符合", note: clause ? `到这天满足“${clause}”。` : "到这天条件都满足了。" };
  }
  if (cause === "policyEnds") return { tone: "loss", title: "政策到期", note: `最后一天是${last}。以后有没有，要看新文件。还没办的请在这以前办。` };
  if (cause === "title") return { tone: "loss", title: "证书过期就拿不到", note: `证书最后一天是${last}。到期以前续上，就还符合。` };
  return { tone: "loss", title: "过了时间就不符合", note: clause ? `到这天不再满足“${clause}”。还没办的请在${last}以前办。` : `还没办的请在${last}以前办。` };
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly [key: string, items: readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** What ends is entered on its last day, what begins on its first. */
const dayOfEntry = (turn: Turn): PlainDate => (turn.kind === "lost" ? addDays(turn.day, -1) : turn.day);

function turnEntries(turns: readonly Turn[]): Entry[] {
  const groups = grouped(turns, (turn) => [turn.day, turn.kind, turn.cause, turn.cause === "time" ? turn.policyCode : ""].join(" "));
  return groups.flatMap(([key, all]) => {
    const [first] = all;
    if (!first) return [];
    const policies = all.map((turn) => ({ code: turn.policyCode, name: turn.policyName, amount: moneyOf(turn) }));
    return [{ key, day: dayOfEntry(first), ...said(first, formatDay(addDays(first.day, -1))), policies }];
  });
}

/** A title of which something hangs is told with it; the others by their date alone. */
function titleEntries({ titles, turns }: ForwardCalendar): Entry[] {
  return titles.map((title) => {
    const carries = turns.some((turn) => turn.cause === "title" && turn.day === addDays(title.until, 1));
    const note = carries ? "下面的补贴要靠证书，请提前续期。" : "现在没有补贴要靠它，续不续期您自己定。";
    return { key: `title ${title.code}`, day: title.until, tone: carries ? "todo" : "date", title: `${title.name}有效期到`, note, policies: [] };
  });
}

function deadlineEntries({ deadlines }: ForwardCalendar): Entry[] {
  return deadlines.flatMap((claim) => {
    if (claim.dueOn === null) return [];
    const confirm = claim.state === "pendingConfirm";
    const note = confirm ? "过了这天没有确认就停办，以后再办要看政策和预算还在不在。" : "过了这天没有补，就当作撤回。";
    return [
      {
        key: `claim ${claim.id}`,
        day: claim.dueOn,
        tone: "todo" as const,
        title: confirm ? "确认截止" : "补材料截止",
        note,
        policies: [{ code: claim.policyCode, name: claim.policyName, amount: amountText(claim.amountFen) }],
        href: confirm ? `/my/claims/${claim.id}/confirm` : `/my/claims/${claim.id}`,
      },
    ];
  });
}

export type Month = { readonly name: string; readonly entries: readonly Entry[] };
const RANK = { todo: 0, date: 1, loss: 2, gain: 3 } as const;

/** 未来一年 by month, in the order of days; on one day what is to be done first. */
export function monthsOf(calendar: ForwardCalendar): Month[] {
  const all = [...deadlineEntries(calendar), ...titleEntries(calendar), ...turnEntries(calendar.turns)];
  const sorted = all.sort((a, b) => a.day.localeCompare(b.day) || RANK[a.tone] - RANK[b.tone]);
  return grouped(sorted, ({ day }) => `${yearOf(day)}年${monthOf(day)}月`).map(([name, entries]) => ({ name, entries }));
}
