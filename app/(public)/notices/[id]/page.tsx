import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { decodedText } from "@/app/_server/typed-text";
import { DownloadLink } from "@/app/_ui/button";
import { PrintButton } from "@/app/_ui/print-button";
import { PageHead } from "@/app/_ui/section";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow, businessToday } from "@/db/clock";
import { findPublished } from "@/db/policies";
import { findNotice } from "@/db/public-notices";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";
import { countdown } from "@/lib/notice/notice";
import { NoticeAside } from "./notice-aside";
import { NoticeLines } from "./notice-lines";
import { NoticeSheet } from "./notice-sheet";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const db = await getDb();
  const notice = await findNotice(db, decodedText((await params).id), await businessToday(db));
  return { title: notice ? `${notice.title}（${notice.number}）` : "没有这个公示" };
}

export default async function NoticePage({ params }: Params) {
  const db = await getDb();
  const now = await businessNow(db);
  const notice = await findNotice(db, decodedText((await params).id), dayOf(now));
  if (!notice) notFound();
  const [calendar, policy] = await Promise.all([loadCalendar(db), findPublished(db, notice.policyCode)]);
  const open = countdown(calendar, { endsOn: notice.endsOn, provisional: notice.endProvisional }, now).phase !== "over";
  const basis = policy ? `${policy.resolved.source.doc}${policy.resolved.source.article}` : notice.policyName;
  return (
    <>
      <div data-noprint>
        <PageHead
          crumbs={[["公示", "/notices"]]}
          here={notice.number}
          title={notice.title}
          note={`${notice.departmentName}　${formatDay(notice.startsOn)}　${notice.lineCount} 家次，${formatYuan(notice.totalFen)}元`}
          actions={
            <>
              <PrintButton>打印公示</PrintButton>
              <DownloadLink href={`/api/notices/${notice.id}`}>下载表格</DownloadLink>
            </>
          }
        />
        <div className="grid items-start gap-x-12 gap-y-8 rail:grid-cols-[minmax(0,1fr)_288px]">
          <NoticeAside notice={notice} calendar={calendar} now={now} basis={basis} />
          <div className="min-w-0 rail:col-start-1 rail:row-start-1">
            <NoticeLines notice={notice} open={open} now={now} />
          </div>
        </div>
      </div>
      <NoticeSheet notice={notice} basis={basis} />
    </>
  );
}
