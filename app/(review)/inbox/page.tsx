import type { Metadata } from "next";
import { requireUser } from "@/app/_server/session";
import { HotkeySwitch } from "@/app/_ui/hotkeys";
import { Link } from "@/app/_ui/link";
import { EmptyState } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { PageHead, Section } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { readTableQuery } from "@/app/_ui/table-query";
import { Tag, type Tone } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { countUnread, listNotifications } from "@/db/notifications";
import { may } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { dayOf, formatNearDay, type PlainDate, timeOf } from "@/lib/kernel/plain-date";
import type { SearchParams } from "../parts/params";
import { markAllRead } from "./actions";

export const metadata: Metadata = { title: "工作消息" };

type Message = Awaited<ReturnType<typeof listNotifications>>["rows"][number];

const LEVEL: Record<Message["level"], { tone: Tone; word: string } | null> = {
  info: null,
  yellow: { tone: "amber", word: "临期" },
  red: { tone: "red", word: "超期" },
  supervise: { tone: "red", word: "督办" },
};

/** Reminders reach the county's office as well, which reads the message but not the case. */
const opens = (roles: readonly Role[], href: string): boolean => !href.startsWith("/review/cases/") || may(roles, "claim.view");

function Item({ message, roles, today }: { message: Message; roles: readonly Role[]; today: PlainDate }) {
  const level = LEVEL[message.level];
  return (
    <li className="border-line border-b py-3">
      <p className="flex flex-wrap items-baseline gap-x-2">
        {level ? <Tag tone={level.tone}>{level.word}</Tag> : null}
        <span className={message.readAt ? "" : "font-medium"}>
          {message.href && opens(roles, message.href) ? <Link href={message.href}>{message.title}</Link> : message.title}
        </span>
        {message.readAt ? null : <span className="text-qing text-note">未读</span>}
        <span className="ml-auto text-ink-3 text-note">{`${formatNearDay(dayOf(message.createdAt), today)} ${timeOf(message.createdAt)}`}</span>
      </p>
      <p className="text-ink-2">{message.body}</p>
    </li>
  );
}

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requireUser();
  const query = readTableQuery("/inbox", await searchParams, { sortable: [] });
  const mailbox = { personId: user.personId, enterpriseId: null };
  const db = await getDb();
  const [{ rows, total }, unread, today] = await Promise.all([
    listNotifications(db, mailbox, { page: query.page, size: query.pageSize }),
    countUnread(db, mailbox),
    businessToday(db),
  ]);
  return (
    <>
      <PageHead
        title="消息"
        note={unread > 0 ? `${unread} 条未读` : "都看过了"}
        actions={
          unread > 0 ? (
            <form action={markAllRead}>
              <SubmitButton tone="plain" size="small" busyText="正在标记…">
                {`${unread} 条标为已读`}
              </SubmitButton>
            </form>
          ) : undefined
        }
      />
      {rows.length === 0 ? (
        <EmptyState level={2} title="还没有消息">
          <p>办件临期、超期、督办和答复会发到这里。</p>
        </EmptyState>
      ) : (
        <>
          <ul className="border-ink border-t-2">
            {rows.map((message) => (
              <Item key={message.id} message={message} roles={user.roles} today={today} />
            ))}
          </ul>
          <Pager query={query} total={total} unit="条" />
        </>
      )}
      <Section title="键盘" className="mt-8">
        <HotkeySwitch />
      </Section>
    </>
  );
}
