import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { ExportLink } from "@/app/_ui/export-link";
import { EmptyState, Message } from "@/app/_ui/message";
import { PageHead, Section } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { getDb } from "@/db/client";
import { findOpenRow, openRows, type QuarantineGroup, quarantineGroups } from "@/db/quarantine-queries";
import { listDatasets } from "@/db/upload-queries";
import { may } from "@/lib/access/permissions";
import { countText } from "../texts";
import { columnName } from "../uploads/[id]/groups";
import { Groups, groupTitle } from "./groups";
import { RowDetail } from "./row-detail";
import { RowList } from "./row-list";
import { doneText } from "./texts";

export const metadata: Metadata = { title: "问题数据" };

const Params = z.object({
  dataset: z.string().max(60).catch(""),
  code: z.string().max(60).catch(""),
  field: z.string().max(60).catch(""),
  row: z.coerce.number().int().positive().nullable().catch(null),
  done: z.string().max(30).catch(""),
});
type Params = z.output<typeof Params>;

/** The group that the address names, else the first of its dataset, else the first. */
const chosenGroup = (groups: readonly QuarantineGroup[], { dataset, code, field }: Params) =>
  groups.find((one) => one.datasetId === dataset && one.code === code && (one.field ?? "") === field) ??
  groups.find((one) => one.datasetId === dataset) ??
  groups[0];

function AllDone({ done }: { done: string | null }) {
  return (
    <EmptyState level={2} title="没有等回答的问题数据" actions={<ButtonLink href="/data/uploads">看上传记录</ButtonLink>}>
      <p>{done ?? "上传的行都已采用，或已说明不采用的理由。新文件里拿不准的行会出现在这里。"}</p>
    </EmptyState>
  );
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("quarantine.view");
  const search = await searchParams;
  const params = Params.parse(search);
  const done = doneText(params.done);
  const db = await getDb();
  const scope = scopeFor(user, "quarantine.view");
  const [groups, datasets] = await Promise.all([quarantineGroups(db, scope), listDatasets(db, scope)]);
  const current = chosenGroup(groups, params);
  const definition = datasets.find((one) => one.id === current?.datasetId)?.definition;
  const waiting = groups.reduce((sum, group) => sum + group.rows, 0);
  if (!current || !definition) {
    return (
      <>
        <PageHead title="问题数据" />
        <AllDone done={done} />
      </>
    );
  }
  const group = { datasetId: current.datasetId, code: current.code, field: current.field ?? "" };
  const query = readTableQuery(
    "/data/quarantine",
    { dataset: group.datasetId, code: group.code, field: group.field, page: search["page"] },
    { sortable: [], pageSize: 10 },
  );
  const canResolve = may(user.roles, "quarantine.resolve");
  const [rows, detail] = await Promise.all([openRows(db, scope, group, query), canResolve && params.row ? findOpenRow(db, scope, params.row) : null]);
  const columnOf = (one: QuarantineGroup) => columnName(datasets.find((each) => each.id === one.datasetId)?.definition ?? definition, one.field);
  const back = String(new URLSearchParams({ dataset: group.datasetId, code: group.code, field: group.field }));
  return (
    <>
      <PageHead
        title="问题数据"
        note={`${countText(waiting)} 行等回答，分 ${countText(groups.length)} 个问题。回答一次，同一单位的行一起处理`}
        actions={<ExportLink table="quarantine" params={group} />}
      />
      {done ? <Message className="mb-4" tone="green" live="status" title={done} /> : null}
      <div className="grid gap-8 rail:grid-cols-[320px_minmax(0,1fr)]">
        <Groups groups={groups} current={current} columnOf={columnOf} />
        <div className="min-w-0">
          <Section title={groupTitle(current, columnOf(current))} aside={`${current.datasetName}　${countText(current.rows)} 行`}>
            <RowList rows={rows} total={current.rows} query={query} definition={definition} current={detail?.row.id ?? null} canResolve={canResolve} />
          </Section>
          {detail ? <RowDetail detail={detail} back={back} /> : null}
        </div>
      </div>
    </>
  );
}
