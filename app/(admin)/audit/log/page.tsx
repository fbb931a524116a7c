import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { DataTable } from "@/app/_ui/data-table";
import { PageHead, Section } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { findAuditRow, listAudit, listAuditActions } from "@/db/audit-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { may } from "@/lib/access/permissions";
import { PlainDate } from "@/lib/kernel/plain-date";
import { ActForm } from "../../admin/_parts/act-form";
import { verifyLog } from "./actions";
import { auditColumns } from "./columns";
import { Filters } from "./filters";
import { RowDetail } from "./row-detail";
import { actionText, CHAINS } from "./texts";

export const metadata: Metadata = { title: "审计日志" };

const PATH = "/audit/log";
const Day = PlainDate.nullable().catch(null);
const Params = z.object({
  chain: z.enum(["business", "reads"]).catch("business"),
  action: z.string().max(80).catch(""),
  actor: z.string().max(60).catch(""),
  subject: z.string().max(80).catch(""),
  from: Day,
  to: Day,
  row: z.coerce.number().int().min(1).nullable().catch(null),
});

export default async function AuditLogPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("audit.view");
  const search = await searchParams;
  const params = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: [], pageSize: 30 });
  const { chain, row: seq, ...filter } = params;
  const db = await getDb();
  const [{ rows, total }, actions, opened, today] = await Promise.all([
    listAudit(db, { ...filter, chain, page: query.page, pageSize: query.pageSize }),
    listAuditActions(db, chain),
    seq === null ? null : findAuditRow(db, chain, seq),
    businessToday(db),
  ]);
  const filters = [
    ...(filter.action ? [actionText(filter.action)] : []),
    ...(filter.actor ? [`经手人含 ${filter.actor}`] : []),
    ...(filter.subject ? [`对象编号 ${filter.subject}`] : []),
    ...(filter.from || filter.to ? [`${filter.from ?? "最早"} 至 ${filter.to ?? "今天"}`] : []),
  ];
  const tab = (value: typeof chain) => ({
    text: CHAINS[value],
    href: `${PATH}?chain=${value}`,
    current: chain === value,
    ...(chain === value && { count: total }),
  });
  return (
    <>
      <PageHead title="审计日志" note="谁在什么时候对什么做了什么，一条接一条，不能改、不能删" />
      {may(user.roles, "audit.verify") ? (
        <Section title="校验" className="mb-8" aside="从第一条核到最后一条">
          <ActForm action={verifyLog} submit="校验全部日志" busyText="正在逐条核对…" />
        </Section>
      ) : null}
      <Tabs label="日志分类" items={[tab("business"), tab("reads")]} className="mb-3" />
      <Filters path={PATH} params={params} actions={actions} />
      {opened ? <RowDetail row={opened} closeHref={queryHref(query, { row: null, page: String(query.page) })} /> : null}
      <DataTable
        caption="审计日志"
        unit="条"
        dense
        columns={auditColumns(today, (one) => queryHref(query, { row: String(one), page: String(query.page) }))}
        rows={rows}
        total={total}
        query={query}
        rowKey={(one) => String(one.seq)}
        rowLabel={(one) => `第 ${one.seq} 条 ${actionText(one.action)}`}
        rowHref={(one) => queryHref(query, { row: String(one.seq), page: String(query.page) })}
        empty={{ title: "没有符合的记录", filters, ...(filters.length > 0 && { clearHref: `${PATH}?chain=${chain}` }) }}
      />
    </>
  );
}
