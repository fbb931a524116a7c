import type { Metadata } from "next";
import { ButtonLink } from "@/app/_ui/button";
import { Link } from "@/app/_ui/link";
import { EmptyState } from "@/app/_ui/message";
import { SearchField } from "@/app/_ui/search-field";
import { Section } from "@/app/_ui/section";
import { PLATFORM } from "@/app/_ui/shells/office";
import { Stat, Stats } from "@/app/_ui/stat";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { listPublished } from "@/db/policies";
import { countyFigures } from "@/db/policy-queries";
import { listNotices, noticeFigures } from "@/db/public-notices";
import { formatWanYuan } from "@/lib/indicators/format";
import { dayOf } from "@/lib/kernel/plain-date";
import { materialsOf } from "@/lib/policy/materials";
import { Steps } from "./about/steps";
import { NoticeRows } from "./notices/notice-rows";

export const metadata: Metadata = { title: { absolute: PLATFORM } };

const NEWEST = 5;
/** 12.8万元 → figure and unit apart, as the figures of a page stand. */
const split = (text: string): readonly [string, string] => [text.replace(/万?元$/, ""), /万?元$/.exec(text)?.[0] ?? ""];

export default async function HomePage() {
  const db = await getDb();
  const now = await businessNow(db);
  const today = dayOf(now);
  const [figures, open, newest, policies, calendar] = await Promise.all([
    countyFigures(db, today),
    noticeFigures(db),
    listNotices(db, { today, pageSize: NEWEST }),
    listPublished(db),
    loadCalendar(db),
  ]);
  const withoutPapers = policies.filter((one) => materialsOf(one.resolved).zeroMaterial).length;
  const [paid, paidUnit] = split(formatWanYuan(figures.paidFen));
  const [listed, listedUnit] = split(formatWanYuan(open.openFen));
  return (
    <>
      <div className="mb-8 grid items-end gap-6 desk:grid-cols-[minmax(0,1fr)_auto]">
        <div>
          <h1>看看您的企业能拿哪些补贴</h1>
          <p className="text-ink-2">{`${policies.length} 项政策一次算完：能拿多少、差什么、为什么不行。不用登录，填的内容不保存。`}</p>
        </div>
        <ButtonLink tone="go" size="big" href="/calculator">
          算一算我能拿多少
        </ButtonLink>
      </div>
      <Stats label={`${figures.year}年全县兑现`}>
        <Stat
          label={`${figures.year}年已到账`}
          value={paid}
          unit={paidUnit}
          basis={`${figures.paid} 笔，${figures.enterprises} 家企业${figures.reduced > 0 ? `；另减免税费 ${formatWanYuan(figures.reducedFen)}` : ""}`}
        />
        <Stat label="正在公示" value={listed} unit={listedUnit} basis={`${open.open} 个名单`} href="/notices" />
        <Stat label="不用交材料的政策" value={withoutPapers} unit="项" basis={`${withoutPapers} ÷ ${policies.length} 项`} href="/policies" />
        <Stat label="现行政策" value={policies.length} unit="项" basis="逐条可查条文和算例" href="/policies" />
      </Stats>
      <Section title="找政策" className="mt-10">
        <SearchField action="/policies" label="查找政策" placeholder="政策名称、条文里的词，或拼音首字母" button="查找" size="big" className="max-w-[640px]" />
      </Section>
      <Section
        title="最新公示"
        className="mt-10"
        aside={
          <Link href="/notices" className="inline-flex min-h-6 items-center max-desk:min-h-11">
            全部公示
          </Link>
        }
      >
        {newest.rows.length === 0 ? (
          <EmptyState title="还没有公示">名单定了会先在这里公示，没有异议再付款。</EmptyState>
        ) : (
          <NoticeRows notices={newest.rows} calendar={calendar} now={now} />
        )}
      </Section>
      <Section title="怎么到账" className="mt-10">
        <Steps />
      </Section>
    </>
  );
}
