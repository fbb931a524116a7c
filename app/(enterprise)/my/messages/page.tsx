import type { Metadata } from "next";
import { EmptyState } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { PageHead } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { readTableQuery } from "@/app/_ui/table-query";
import { countUnread, listNotifications } from "@/db/notifications";
import { dayOf, formatNearDay, timeOf } from "@/lib/kernel/plain-date";
import { requireOwner, workingTime } from "../_parts/owner";
import { open, readAll } from "./actions";

export const metadata: Metadata = { title: "消息" };

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { user, enterprise } = await requireOwner("enterprise.viewOwn");
  const query = readTableQuery("/my/messages", await searchParams, { sortable: [] });
  const { db, at } = await workingTime();
  const mailbox = { personId: user.personId, enterpriseId: enterprise.id };
  const [{ rows, total }, unread] = await Promise.all([listNotifications(db, mailbox, { page: query.page, size: query.pageSize }), countUnread(db, mailbox)]);
  const today = dayOf(at);
  return (
    <div className="max-w-[720px]">
      <PageHead
        title="消息"
        note={unread > 0 ? `${unread} 条没看` : undefined}
        actions={
          unread > 0 ? (
            <form action={readAll}>
              <SubmitButton tone="plain" size="small" busyText="正在标记…">
                全部标为已看
              </SubmitButton>
            </form>
          ) : undefined
        }
      />
      {rows.length === 0 ? (
        <EmptyState title="还没有消息">有补贴等您确认、办到哪一步、到账，都会在这里告诉您。</EmptyState>
      ) : (
        <ul className="border-ink border-t-2">
          {rows.map((message) => (
            <li key={message.id} className="border-line border-b">
              <form action={open}>
                <input type="hidden" name="id" value={message.id} />
                <button type="submit" className="grid w-full cursor-pointer gap-x-4 py-3 text-left hover:bg-moon desk:grid-cols-[minmax(0,1fr)_auto]">
                  <span className={message.readAt ? "text-ink-2" : "font-medium"}>
                    {message.readAt ? null : <span className="mr-2 text-note text-qing">没看</span>}
                    {message.title}
                  </span>
                  <span className="text-ink-3 text-small">{`${formatNearDay(dayOf(message.createdAt), today)} ${timeOf(message.createdAt)}`}</span>
                  <span className="text-ink-2 text-list desk:col-span-2">{message.body}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <Pager query={query} total={total} unit="条" />
    </div>
  );
}
