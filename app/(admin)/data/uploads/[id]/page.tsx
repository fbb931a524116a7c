import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { RefreshWhileWorking } from "@/app/_ui/refresh-while-working";
import { PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import type { UploadState } from "@/db/schema/uploads";
import { correctionGroups, countEnterprises, countOpenRows, findUploadInScope, listRows, reasonGroups, type UploadInScope } from "@/db/upload-queries";
import { may } from "@/lib/access/permissions";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { CHANNEL_NAMES, countText, isUnderway, momentText, periodText, sizeText } from "../../texts";
import { Fates } from "./fates";
import { Corrections, Reasons } from "./groups";
import { Rows, type RowTab } from "./rows";
import { NotTaken } from "./states";

export const metadata: Metadata = { title: "上传结果" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
const Search = z.object({ fate: z.enum(["quarantined", "corrected", "duplicate"]).catch("quarantined"), same: z.string().catch("") });

const TITLES: Readonly<Partial<Record<UploadState, string>>> = {
  refused: "这份文件整份退回了",
  failed: "这份文件处理中断了",
  cancelled: "这份文件已取消",
};

const titleOf = ({ upload }: UploadInScope): string =>
  TITLES[upload.state] ?? (upload.state === "applied" ? `${countText(upload.totalRows)} 行已处理完` : "正在处理这份文件");

function noteOf({ upload, receivedByName, departmentName }: UploadInScope, today: PlainDate): string {
  const by = receivedByName ? `${receivedByName}上传` : CHANNEL_NAMES[upload.channel];
  return [upload.filename, sizeText(upload.byteSize), `${momentText(upload.receivedAt, today)} ${by}`, departmentName].join("　");
}

export default async function Page({ params, searchParams }: Props) {
  const user = await requirePermission("upload.view");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const search = await searchParams;
  const { fate, same } = Search.parse(search);
  const db = await getDb();
  const [found, today] = await Promise.all([findUploadInScope(db, scopeFor(user, "upload.view"), id.data), businessToday(db)]);
  if (!found) notFound();
  const { upload, definition } = found;
  const path = `/data/uploads/${upload.id}`;
  const query = readTableQuery(path, { ...search, same: undefined }, { sortable: [] });
  const counts: Record<RowTab, number> = { quarantined: upload.quarantinedRows, corrected: upload.correctedRows, duplicate: upload.duplicateRows };
  const hrefOf = (to: string) => `${queryHref(query, { fate: to })}#rows`;
  const [corrections, reasons, rows, open, enterprises] = await Promise.all([
    correctionGroups(db, upload.id),
    reasonGroups(db, upload.id),
    listRows(db, upload.id, fate, query),
    countOpenRows(db, upload.id),
    countEnterprises(db, upload.id),
  ]);
  return (
    <>
      <PageHead
        title={titleOf(found)}
        note={noteOf(found, today)}
        crumbs={[["上传记录", "/data/uploads"]]}
        here={`${definition.name} ${periodText(upload.period)}`}
        actions={
          open > 0 ? <ButtonLink tone="go" href={`/data/quarantine?dataset=${upload.datasetId}`}>{`处理问题数据 ${countText(open)} 行`}</ButtonLink> : undefined
        }
      />
      {same ? <Message className="mb-4" tone="blue" live="status" title="这份文件以前传过，没有重复计入。下面是第一次的结果。" /> : null}
      {isUnderway(upload.state) ? <RefreshWhileWorking /> : null}
      <NotTaken upload={upload} definition={definition} maySend={may(user.roles, "upload.send")} />
      {upload.state === "applied" ? (
        <>
          <Fates upload={upload} open={open} enterprises={enterprises} hrefOf={hrefOf} />
          <div className="mb-8 grid gap-8 rail:grid-cols-2">
            <Corrections groups={corrections} definition={definition} total={upload.correctedRows} />
            <Reasons groups={reasons} definition={definition} total={upload.quarantinedRows + upload.duplicateRows + upload.ignoredRows} />
          </div>
          <Rows rows={rows} tab={fate} total={counts[fate]} query={query} hrefOf={hrefOf} counts={counts} definition={definition} />
        </>
      ) : null}
    </>
  );
}
