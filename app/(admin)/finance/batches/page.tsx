import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { Code } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { type BatchRow, listBatches, paymentFigures } from "@/db/disbursement-views";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../admin/_parts/when";
import { BATCH_STATES } from "../texts";

export const metadata: Metadata = { title: "支付批次" };

const PATH = "/finance/batches";
const Params = z.object({ state: z.enum(["prepared", "released", "exported", "reconciled"]).optional().catch(undefined) });

const columns = (today: PlainDate): readonly Column<BatchRow>[] => [
  {
    id: "number",
    head: "批次",
    cell: (row) => (
      <Link href={`${PATH}/${row.id}`}>
        <Code>{row.number}</Code>
      </Link>
    ),
    spot: "lead",
  },
  { id: "fund", head: "资金", cell: (row) => row.fundName, spot: "title" },
  { id: "state", head: "进度", cell: (row) => BATCH_STATES[row.state], spot: "lead-end" },
  { id: "maker", head: "制单", cell: (row) => `${row.makerName} ${when(row.madeAt, today)}` },
  { id: "releaser", head: "放行", cell: (row) => (row.releasedAt ? `${row.releaserName ?? ""} ${when(row.releasedAt, today)}` : "还没有放行") },
  { id: "due", head: "应付日", cell: (row) => formatNearDay(row.dueOn, today), spot: "foot" },
  { id: "count", head: "笔数", cell: (row) => row.orderCount, align: "end", unit: " 笔" },
  { id: "total", head: "合计（元）", cell: (row) => <Money fen={row.totalFen} size="cell" />, align: "end", spot: "foot-end", unit: "元" },
];

export default async function BatchesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requirePermission("payment.view");
  const search = await searchParams;
  const { state } = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: [] });
  const db = await getDb();
  const [{ rows, total }, figures, today] = await Promise.all([
    listBatches(db, { ...(state && { state }), page: query.page, pageSize: query.pageSize }),
    paymentFigures(db),
    businessToday(db),
  ]);
  const tab = (text: string, value: typeof state, count?: number) => ({
    text,
    href: queryHref(query, { state: value ?? null, page: null }),
    current: state === value,
    ...(count !== undefined && { count }),
  });
  return (
    <>
      <PageHead title="支付批次" note="一人制单，另一人放行，再发银行、对回单" />
      <Tabs
        className="mb-3"
        label="批次进度"
        items={[
          tab("全部", undefined),
          tab("待放行", "prepared", figures.toRelease),
          tab("待发送", "released", figures.toExport),
          tab("待回单", "exported", figures.toReconcile),
          tab("已对平", "reconciled"),
        ]}
      />
      <DataTable
        caption="支付批次"
        unit="个批次"
        columns={columns(today)}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.number}
        rowHref={(row) => `${PATH}/${row.id}`}
        empty={{
          title: "没有符合的批次",
          ...(state && { filters: [BATCH_STATES[state]], clearHref: PATH }),
          help: "在“待拨付”里勾选办件并制单，就会生成批次。",
        }}
      />
    </>
  );
}
