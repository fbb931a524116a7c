import { ButtonLink, DownloadLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { Progress } from "@/app/_ui/stat";
import type { UploadInScope } from "@/db/upload-queries";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { countText, isUnderway } from "../../texts";
import { CancelForm, RetryForm } from "./act-forms";

type Upload = UploadInScope["upload"];

/** How far the reading has come. Rows are counted by reading them, so that the whole is known only when they are being stored. */
function progressText({ state, processedRows, totalRows }: Upload): string {
  if (totalRows > 0) return `${countText(totalRows)} 行已读完，正在入库`;
  if (processedRows > 0) return `已读 ${countText(processedRows)} 行`;
  return state === "processing" ? "正在打开文件" : "排队等处理";
}

/** 正在处理: how far it has come, and the way out. */
function Underway({ upload, maySend }: { upload: Upload; maySend: boolean }) {
  const { processedRows, totalRows } = upload;
  return (
    <div className="grid gap-5">
      <Message tone="blue" live="status" title="文件已经收到，正在清洗和对上企业">
        <p>本页会自己更新，也可以先去做别的，稍后在上传记录里看结果。</p>
      </Message>
      {totalRows > 0 ? (
        <Progress label="处理进度" done={processedRows} total={totalRows} text={progressText(upload)} />
      ) : (
        <p className="font-medium">{progressText(upload)}</p>
      )}
      {maySend ? <CancelForm uploadId={upload.id} /> : null}
    </div>
  );
}

/** 处理中断: for the data officer to send round again or to withdraw. */
function Failed({ upload, maySend }: { upload: Upload; maySend: boolean }) {
  return (
    <div className="grid gap-5">
      <Message tone="red" title="这份文件没有处理成">
        <p>{upload.refusal}</p>
      </Message>
      {maySend ? (
        <div className="flex flex-wrap items-start gap-3">
          <RetryForm uploadId={upload.id} />
          <CancelForm uploadId={upload.id} />
        </div>
      ) : null}
    </div>
  );
}

/** What is said before the figures: still working, broken off, withdrawn, refused as a whole, columns that nobody knows. */
export function NotTaken({ upload, definition, maySend }: { upload: Upload; definition: DatasetDefinition; maySend: boolean }) {
  const columns = upload.unknownColumns.slice(0, 20).join("、");
  if (isUnderway(upload.state)) return <Underway upload={upload} maySend={maySend} />;
  if (upload.state === "failed") return <Failed upload={upload} maySend={maySend} />;
  if (upload.state === "cancelled")
    return (
      <Message tone="blue" title="这份文件已取消" actions={<ButtonLink href="/data/uploads/new">上传另一份</ButtonLink>}>
        <p>没有一行入库，原有数据不变。文件内容已删除。</p>
      </Message>
    );
  if (upload.state === "refused")
    return (
      <Message
        tone="red"
        title={upload.refusal ?? "文件没有被采用。"}
        actions={
          <>
            <ButtonLink href="/data/uploads/new">改好后重新上传</ButtonLink>
            <DownloadLink href={`/templates/${definition.id}.xlsx`}>{`下载${definition.name}模板`}</DownloadLink>
          </>
        }
      >
        {columns ? <p>{`文件里认不出的列：${columns}。`}</p> : null}
        <p>没有一行入库，原有数据不变。</p>
      </Message>
    );
  if (!columns) return null;
  return (
    <Message className="mb-6" tone="amber" title={`有 ${upload.unknownColumns.length} 列不在登记的范围内，没有收`}>
      <p>{`${columns}。需要增加请联系数据和政务服务局登记用途和依据。`}</p>
    </Message>
  );
}
