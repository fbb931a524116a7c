import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { EmptyState, Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { Stat, Stats } from "@/app/_ui/stat";
import { countMatches, type MatchCount } from "@/db/admin-queries";
import { latestActs } from "@/db/audit-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { ActForm } from "../_parts/act-form";
import { count, when } from "../_parts/when";
import { requestMatching } from "./actions";

export const metadata: Metadata = { title: "自动匹配" };

/** What a run leaves behind; parts that an older run did not count are shown as 0. */
const Figure = z.number().catch(0);
const Finished = z.object({ enterprises: Figure, matched: Figure, opened: Figure });

const KINDS: Readonly<Record<MatchCount["kind"], { label: string; basis: string }>> = {
  claim: { label: "可以兑现", basis: "条件都符合，已建或可建办件" },
  invitation: { label: "差授权", basis: "企业授权发票数据后才能判定" },
  hint: { label: "申报即享", basis: "企业自己申报，不建办件" },
  waiting: { label: "等数据", basis: "部门数据晚到，先不下结论" },
  none: { label: "还不能判定", basis: "缺别的数据" },
};

export default async function MatchingPage() {
  await requirePermission("policy.match");
  const db = await getDb();
  const [runs, requests, counts, today] = await Promise.all([
    latestActs(db, "matching.finished", 15),
    latestActs(db, "matching.requested", 1),
    countMatches(db),
    businessToday(db),
  ]);
  const rows = runs.map((run) => ({ seq: run.seq, at: run.at, ...Finished.catch({ enterprises: 0, matched: 0, opened: 0 }).parse(run.detail) }));
  const last = rows[0];
  const request = requests[0];
  const underWay = request && (!last || request.seq > last.seq) ? request : undefined;
  return (
    <>
      <PageHead
        title={last ? `上次新建 ${count(last.opened)} 个办件` : "自动匹配"}
        note={last ? `${when(last.at, today)} 算完，${count(last.enterprises)} 家企业` : "每天夜里两点，全部企业和全部政策比对一遍"}
      />
      {underWay ? (
        <Message className="mb-6" title={`${underWay.actorName ?? "政策人员"} 在 ${when(underWay.at, today)} 要求匹配，正在进行`} live="status" />
      ) : null}
      <Stats label="匹配结果" columns={5}>
        {(Object.keys(KINDS) as MatchCount["kind"][]).map((kind) => (
          <Stat key={kind} label={KINDS[kind].label} value={count(counts.find((one) => one.kind === kind)?.n ?? 0)} unit="项" basis={KINDS[kind].basis} />
        ))}
      </Stats>
      <Section title="立即匹配" className="mt-8">
        <p className="mb-3 max-w-[560px] text-ink-2">政策或数据刚改过时用。重复匹配不会重复建办件：同一企业、政策、享受期只有一个。</p>
        <ActForm action={requestMatching} submit="立即匹配全部企业" busyText="正在提交…" />
      </Section>
      <Section title="匹配记录" className="mt-8">
        {rows.length === 0 ? (
          <EmptyState title="还没有匹配过">夜里两点会自动匹配，也可以在上面立即匹配。</EmptyState>
        ) : (
          <PlainTable
            caption="匹配记录"
            rows={rows}
            rowKey={(row) => String(row.seq)}
            empty=""
            columns={[
              { id: "at", head: "算完", cell: (row) => when(row.at, today), rowHead: true, spot: "title" },
              { id: "enterprises", head: "企业（家）", cell: (row) => count(row.enterprises), align: "end", spot: "label" },
              { id: "matched", head: "有结果（项）", cell: (row) => count(row.matched), align: "end", spot: "label" },
              { id: "opened", head: "新建办件（件）", cell: (row) => count(row.opened), align: "end", spot: "label" },
            ]}
          />
        )}
      </Section>
    </>
  );
}
