import { ButtonLink, DownloadLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import type { UploadInScope } from "@/db/upload-queries";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { isUnderway } from "../../texts";

/** What is said before the figures: still working, refused as a whole, columns that nobody knows. */
export function NotTaken({ upload, definition }: { upload: UploadInScope["upload"]; definition: DatasetDefinition }) {
  const columns = upload.unknownColumns.slice(0, 20).join("、");
  if (isUnderway(upload.state))
    return (
      <Message tone="blue" live="status" title="文件已经收到，正在清洗和对上企业">
        <p>本页会自己更新，也可以先去做别的，稍后在上传记录里看结果。</p>
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
