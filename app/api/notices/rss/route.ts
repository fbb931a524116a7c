import { PLATFORM } from "@/app/_ui/shells/office";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { latestNotices, type NoticeSummary } from "@/db/public-notices";
import { formatYuan } from "@/lib/kernel/fen";
import { formatDay } from "@/lib/kernel/plain-date";

export const dynamic = "force-dynamic";

const ENTITY: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const xml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITY[sign] ?? sign);

function item(notice: NoticeSummary, origin: string): string {
  const link = `${origin}/notices/${notice.id}`;
  const text = `${notice.departmentName}，${notice.lineCount} 家次，${formatYuan(notice.totalFen)}元，公示到 ${formatDay(notice.endsOn)} 18:00。`;
  return `<item><title>${xml(`${notice.title}（${notice.number}）`)}</title><link>${xml(link)}</link><guid isPermaLink="true">${xml(link)}</guid><pubDate>${new Date(notice.publishedAt).toUTCString()}</pubDate><description>${xml(text)}</description></item>`;
}

/** 公示订阅: the newest notices as RSS 2.0. */
export async function GET(request: Request): Promise<Response> {
  const db = await getDb();
  const notices = await latestNotices(db, await businessToday(db));
  const url = new URL(request.url);
  const origin = `${url.protocol}//${request.headers.get("host") ?? url.host}`;
  const items = notices.map((notice) => item(notice, origin)).join("");
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>${xml(`${PLATFORM}公示`)}</title><link>${xml(`${origin}/notices`)}</link><description>惠企补贴拟兑付名单公示</description><language>zh-CN</language>${items}</channel></rss>\n`;
  return new Response(body, { headers: { "content-type": "application/rss+xml; charset=utf-8", "cache-control": "public, max-age=300" } });
}
