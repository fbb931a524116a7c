import type { Metadata } from "next";
import { z } from "zod";
import { ButtonLink } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/message";
import { Pager } from "@/app/_ui/pager";
import { SearchField } from "@/app/_ui/search-field";
import { PageHead, Section } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { listNotices } from "@/db/public-notices";
import { addFen, formatYuan } from "@/lib/kernel/fen";
import { dayOf } from "@/lib/kernel/plain-date";
import { NoticeRows } from "./notice-rows";

export const metadata: Metadata = { title: "公示" };

const Search = z.string().max(60).catch("");
const OPEN_AT_MOST = 100;

export default async function NoticesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const params = await searchParams;
  const query = readTableQuery("/notices", params, { sortable: [], pageSize: 20 });
  const search = Search.parse(params["q"] ?? "");
  const db = await getDb();
  const now = await businessNow(db);
  const today = dayOf(now);
  const [open, closed, calendar] = await Promise.all([
    listNotices(db, { today, state: "open", search, pageSize: OPEN_AT_MOST }),
    listNotices(db, { today, state: "closed", search, page: query.page, pageSize: query.pageSize }),
    loadCalendar(db),
  ]);
  const lines = open.rows.reduce((sum, row) => sum + row.lineCount, 0);
  const clear = search ? <ButtonLink href="/notices">清除查找</ButtonLink> : undefined;
  return (
    <>
      <PageHead title="公示" note="名单公示期满没有异议，财政就付款。看到不对的，请实名提出。" />
      <SearchField
        action="/notices"
        label="查找公示"
        placeholder="企业名称或信用代码"
        defaultValue={search}
        button="查找"
        size="big"
        className="mb-8 max-w-[640px]"
      />
      <Section title="正在公示" aside={`${open.total} 个，${lines} 家次，${formatYuan(addFen(...open.rows.map((row) => row.totalFen)))}元`}>
        {open.rows.length === 0 ? (
          <EmptyState title={search ? `正在公示的名单里没有“${search}”` : "现在没有正在公示的名单"} actions={clear}>
            名单定了会先在这里公示，至少 3 个工作日。
          </EmptyState>
        ) : (
          <NoticeRows notices={open.rows} calendar={calendar} now={now} />
        )}
      </Section>
      <Section title="已经结束" aside={`一年以来 ${closed.total} 个`} className="mt-8">
        {closed.rows.length === 0 ? (
          <EmptyState title={search ? `结束的名单里没有“${search}”` : "还没有结束的公示"} actions={clear}>
            公示结束满 1 年后不再列出企业名单。
          </EmptyState>
        ) : (
          <NoticeRows notices={closed.rows} calendar={calendar} now={now} />
        )}
        <Pager query={query} total={closed.total} unit="个" />
      </Section>
      <p className="mt-4 flex flex-wrap items-center gap-x-4 text-ink-3 text-small">
        公示结束满 1 年后不再列出企业名单。
        <a href="/api/notices/rss" className="inline-flex min-h-6 items-center max-desk:min-h-11">
          订阅公示
        </a>
        <a href="/objections" className="inline-flex min-h-6 items-center max-desk:min-h-11">
          查我提的异议
        </a>
      </p>
    </>
  );
}
