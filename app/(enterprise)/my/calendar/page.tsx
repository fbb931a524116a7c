import type { Metadata } from "next";
import { Facts } from "@/app/_ui/facts";
import { Link } from "@/app/_ui/link";
import { EmptyState } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { Tag, type Tone } from "@/app/_ui/tag";
import { type ForwardCalendar, loadForwardCalendar } from "@/db/my-calendar";
import { formatDay, formatShortDay } from "@/lib/kernel/plain-date";
import { requireOwner, workingTime } from "../_parts/owner";
import { type Entry, monthsOf } from "./entries";

export const metadata: Metadata = { title: "未来一年" };

const TONES: Readonly<Record<Entry["tone"], readonly [Tone, string]>> = {
  todo: ["amber", "要您办"],
  gain: ["green", "能享受"],
  loss: ["red", "会失去"],
  date: ["plain", "记一下"],
};

const openNote = (open: number): string | undefined => (open > 0 ? `另有 ${open} 项金额待核` : undefined);

/** The two sums, each with what it leaves out. */
function Sums({ losing, gaining, turns, deadlines }: ForwardCalendar) {
  const count = (kinds: readonly string[]) => turns.filter((turn) => kinds.includes(turn.kind) && !turn.taken).length;
  const [lost, gained] = [count(["lost"]), count(["opens", "again"])];
  return (
    <Facts
      columns={3}
      items={[
        { label: "要您办的", value: `${deadlines.length} 件` },
        {
          label: "会失去的，合起来最多",
          value: lost === 0 ? "没有" : <Money fen={losing.fen} />,
          note: lost === 0 ? undefined : (openNote(losing.open) ?? `${lost} 项`),
        },
        {
          label: "新能享受的，合起来最多",
          value: gained === 0 ? "没有" : <Money fen={gaining.fen} />,
          note: gained === 0 ? undefined : (openNote(gaining.open) ?? `${gained} 项`),
        },
      ]}
    />
  );
}

function EntryItem({ entry }: { entry: Entry }) {
  const [tone, word] = TONES[entry.tone];
  return (
    <li className="grid gap-x-6 gap-y-1 border-line border-t py-3 first:border-t-0 desk:grid-cols-[6rem_minmax(0,1fr)]">
      <span className="font-medium">{formatShortDay(entry.day)}</span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <b>{entry.href ? <Link href={entry.href}>{entry.title}</Link> : entry.title}</b>
          <Tag tone={tone}>{word}</Tag>
        </p>
        <p className="text-ink-2 text-list">{entry.note}</p>
        {entry.policies.length > 0 ? (
          <ul className="mt-1">
            {entry.policies.map((policy) => (
              <li key={policy.code} className="flex flex-wrap justify-between gap-x-4 text-list">
                <Link href={`/policies/${policy.code}`} className="inline-flex min-h-6 items-center max-desk:min-h-11">
                  {policy.name}
                </Link>
                <span className="max-desk:w-full">{policy.amount}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

export default async function Page() {
  const { enterprise } = await requireOwner("enterprise.viewOwn");
  const { db, at, calendar } = await workingTime();
  const ahead = await loadForwardCalendar(db, { enterpriseId: enterprise.id, at, calendar });
  const months = monthsOf(ahead);
  return (
    <div className="max-w-[860px]">
      <PageHead title="未来一年" note={`${formatDay(ahead.today)}到${formatDay(ahead.until)}`} crumbs={[["我的补贴", "/my"]]} here="未来一年" />
      <p className="mb-4 text-ink-2">
        按您现在的数据推算，只让时间往前走：哪些补贴到时候才符合，哪些会到期。人数、营收这些数据变了，结果会跟着变；没出台的新政策算不进来。
      </p>
      <Sums {...ahead} />
      {months.length === 0 ? (
        <EmptyState title={ahead.hasProfile ? "未来一年没有要记的日子" : "部门还没有送来您的数据"}>
          {ahead.hasProfile ? "没有证书到期，也没有补贴会因为时间过去而变化。" : "数据到了以后，这里会按日子列出要办的事和会变化的补贴。"}
        </EmptyState>
      ) : null}
      <div className="mt-8 grid gap-8">
        {months.map((month) => (
          <Section key={month.name} title={month.name} aside={`${month.entries.length} 条`}>
            <ul>
              {month.entries.map((entry) => (
                <EntryItem key={entry.key} entry={entry} />
              ))}
            </ul>
          </Section>
        ))}
      </div>
    </div>
  );
}
