import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePermission } from "@/app/_server/session";
import { NO_PREVIEW } from "@/app/_ui/no-preview";
import { PageHead } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { TableSkeleton } from "@/app/_ui/table-skeleton";
import { QUEUE_SORTS } from "@/db/claim-queries";
import { one, type SearchParams } from "../../parts/params";
import { columns } from "./columns";
import { readBatch, readFilter } from "./params";
import { QueueHead } from "./queue-head";
import { QueueList } from "./queue-list";

export const metadata: Metadata = { title: "待办复核" };

const PAGE_SIZE = 16;

/** The guard stands before the first byte: a stranger gets 403 and no skeleton. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("claim.queue");
  const search = await searchParams;
  const flat = Object.fromEntries(Object.entries(search).map(([key, value]) => [key, one(value)]));
  const { agreed: _agreed, aside: _aside, preview: _preview, ...rest } = search;
  const preview = flat["preview"];
  // A closed panel stays closed when the list is sorted or filtered; a previewed row belongs to this view only.
  const kept = preview === NO_PREVIEW ? { ...rest, preview } : rest;
  const query = readTableQuery("/review/cases", kept, { sortable: QUEUE_SORTS, defaultSort: "due", pageSize: PAGE_SIZE });
  const filter = readFilter(flat, user.personId);
  const waiting = (
    <>
      <PageHead title="待办复核" note="正在读取" className="mb-2" />
      <QueueHead query={query} filter={filter} read={null} />
      <TableSkeleton columns={columns} rows={PAGE_SIZE} dense panel={preview !== NO_PREVIEW} />
    </>
  );
  return (
    <Suspense fallback={waiting}>
      <QueueList user={user} query={query} filter={filter} preview={preview} batch={readBatch(flat)} />
    </Suspense>
  );
}
