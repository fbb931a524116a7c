import type { Metadata } from "next";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Light } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { type PlainColumn, PlainTable } from "@/app/_ui/plain-table";
import { PageHead } from "@/app/_ui/section";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { type DatasetFreshness, datasetFreshness } from "@/db/freshness";
import { type DatasetChoice, type LastDelivery, lastDeliveries, listDatasets } from "@/db/upload-queries";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { countText, periodText, shareText } from "../texts";

export const metadata: Metadata = { title: "到数情况" };

type Line = { readonly dataset: DatasetChoice; readonly state: DatasetFreshness | undefined; readonly last: LastDelivery | undefined };

/** Green fresh, red overdue by the calendar, blue where nothing is expected or nothing has come yet. */
function StateCell({ state }: { state: DatasetFreshness | undefined }) {
  if (!state?.lastDelivery) return <Light color="blue" word="还没有到过数" />;
  if (state.fresh) return <Light color="green" word="在期内" />;
  return state.expected ? <Light color="red" word="逾期未到" /> : <Light color="yellow" word="超过 30 天" />;
}

const dayText = (day: PlainDate | null | undefined, today: PlainDate, none: string) => (day ? formatNearDay(day, today) : none);

const columnsFor = (today: PlainDate): readonly PlainColumn<Line>[] => [
  { id: "name", head: "数据集", spot: "lead", rowHead: true, cell: ({ dataset }) => <Link href={`/data/uploads?dataset=${dataset.id}`}>{dataset.name}</Link> },
  { id: "state", head: "状态", spot: "lead-end", cell: ({ state }) => <StateCell state={state} /> },
  { id: "rhythm", head: "频次", spot: "title", cell: ({ dataset }) => dataset.definition.frequencyText },
  { id: "last", head: "最近到数", spot: "label", cell: ({ state }) => dayText(state?.lastDelivery, today, "没有") },
  {
    id: "period",
    head: "期间",
    spot: "label",
    cell: ({ last }) => (last ? <Link href={`/data/uploads/${last.uploadId}`}>{periodText(last.period)}</Link> : ""),
  },
  { id: "next", head: "应到", spot: "label", cell: ({ state }) => dayText(state?.nextExpected, today, state?.expected === false ? "按需报送" : "待定") },
  { id: "rows", head: "行数", align: "end", spot: "label", cell: ({ last }) => (last ? countText(last.dataRows) : "") },
  {
    id: "errors",
    head: "问题占比",
    align: "end",
    spot: "label",
    cell: ({ last }) => (last ? `${shareText(last.quarantinedRows, last.dataRows)}　${countText(last.quarantinedRows)} ÷ ${countText(last.dataRows)} 行` : ""),
  },
  {
    id: "open",
    head: "等回答",
    align: "end",
    spot: "label",
    cell: ({ last, dataset }) => (last && last.openRows > 0 ? <Link href={`/data/quarantine?dataset=${dataset.id}`}>{countText(last.openRows)}</Link> : "0"),
  },
];

export default async function Page() {
  const user = await requirePermission("upload.view");
  const db = await getDb();
  const [datasets, today, calendar] = await Promise.all([listDatasets(db, scopeFor(user, "upload.view")), businessToday(db), loadCalendar(db)]);
  const [states, last] = await Promise.all([
    datasetFreshness(db, today, calendar),
    lastDeliveries(
      db,
      datasets.map((one) => one.id),
    ),
  ]);
  const lines = datasets.map((dataset) => ({ dataset, state: states.get(dataset.id), last: last.get(dataset.id) }));
  const late = lines.filter(({ state }) => state?.expected && !state.fresh).length;
  return (
    <>
      <PageHead title="到数情况" note={late > 0 ? `${late} 个数据集逾期未到。逾期期间相关补贴不自动通过，也不因此拒绝` : "该到的数都到了"} />
      <PlainTable
        caption="各数据集到数情况"
        columns={columnsFor(today)}
        rows={lines}
        rowKey={({ dataset }) => dataset.id}
        empty="您的部门没有要报送的数据集。需要增加时请联系数据和政务服务局。"
      />
    </>
  );
}
