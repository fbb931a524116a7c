import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { DataTable } from "@/app/_ui/data-table";
import { PageHead } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { listDatasets, listUploads, UPLOAD_SORTS } from "@/db/upload-queries";
import { may } from "@/lib/access/permissions";
import { periodText, UPLOAD_STATE_NAMES, UPLOAD_STATES } from "../texts";
import { uploadColumns } from "./columns";
import { UploadFilters } from "./filters";

export const metadata: Metadata = { title: "上传记录" };

const Params = z.object({
  dataset: z.string().max(60).catch(""),
  state: z
    .enum(UPLOAD_STATES as [string, ...string[]])
    .or(z.literal(""))
    .catch(""),
});

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("upload.view");
  const search = await searchParams;
  const { dataset, state } = Params.parse(search);
  const query = readTableQuery("/data/uploads", search, { sortable: UPLOAD_SORTS, defaultSort: "-received" });
  const db = await getDb();
  const scope = scopeFor(user, "upload.view");
  const filter = { datasetId: dataset || undefined, state: UPLOAD_STATES.find((one) => one === state) };
  const [{ rows, total }, datasets, today] = await Promise.all([listUploads(db, scope, filter, query), listDatasets(db, scope), businessToday(db)]);
  const chosen = datasets.find((one) => one.id === dataset)?.name;
  const filters = [...(chosen ? [chosen] : []), ...(filter.state ? [UPLOAD_STATE_NAMES[filter.state]] : [])];
  return (
    <>
      <PageHead
        title="上传记录"
        note={`${total.toLocaleString("zh-CN")} 份`}
        actions={
          may(user.roles, "upload.send") ? (
            <ButtonLink href="/data/uploads/new" tone="go">
              上传数据
            </ButtonLink>
          ) : undefined
        }
      />
      <UploadFilters datasets={datasets} dataset={dataset} state={state} />
      <DataTable
        caption="上传记录"
        unit="份"
        columns={uploadColumns(today)}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.datasetName} ${periodText(row.period)}`}
        rowHref={(row) => `/data/uploads/${row.id}`}
        empty={
          filters.length > 0
            ? { title: "没有符合的上传记录", filters, clearHref: "/data/uploads" }
            : { title: "还没有上传过数据", help: <p>部门系统通过接口报送，或由数据管理员在“上传数据”里交文件。</p> }
        }
      />
    </>
  );
}
